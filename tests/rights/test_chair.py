"""Presiding: opening, calling points, opening and closing votes, closing."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def on(name, meeting, *things, **body):
    """Ask an act of the chair on a meeting."""
    return Asked(name, lambda world: [getattr(world.things, one).pk for one in (meeting, *things)], lambda world: body)


class TestChair(Truth):
    permission = Permission.CHAIR
    table = """
                  open_planned  open_open  open_closed  call_open  vote_again  count  defer  shut_planned  shut_open  shut_closed
    resident      -             -          -            -          -           -      -      -              -           -
    helper        -             -          -            -          -           -      -      -              -           -
    member        -             -          -            -          -           -      -      -              -           -
    chair         yes           no         no           no         no          yes    yes    no             no          no
    secretary     -             -          -            -          -           -      -      -              -           -
    coordinator   -             -          -            -          -           -      -      -              -           -
    treasurer     -             -          -            -          -           -      -      -              -           -
    funder_reader -             -          -            -          -           -      -      -              -           -
    editor        -             -          -            -          -           -      -      -              -           -
    administrator -             -          -            -          -           -      -      -              -           -
    """
    asked = {
        "open_planned": on("open_meeting", "planned_meeting"),
        "open_open": on("open_meeting", "meeting"),
        "open_closed": on("open_meeting", "closed_meeting"),
        "call_open": on("call_item", "meeting", "spare_item"),
        "vote_again": on("open_ballot", "meeting", "item", mode="open", amount="200"),
        "count": on("close_ballot", "meeting", "ballot"),
        "defer": on("defer", "meeting", "spare_item", reasons="Il manque un devis."),
        "shut_planned": on("close_meeting", "planned_meeting"),
        "shut_open": on("close_meeting", "meeting"),
        "shut_closed": on("close_meeting", "closed_meeting"),
    }
    door = Asked("close_meeting", lambda world: [world.things.meeting.pk])
    moves = "defer"
