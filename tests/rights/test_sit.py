"""Sitting: the member's own screen, their vote, their stepping aside. Voting asks to be an elector too."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def vote(meeting, choice="for"):
    """Ask to vote in a meeting."""
    return Asked("member_vote", lambda world: [getattr(world.things, meeting).pk],
                 lambda world: {"ballot": world.things.ballot.pk, "choice": choice})  # fmt: skip


def screen(meeting):
    """Ask for the member's own screen."""
    return Asked("member_vote", lambda world: [getattr(world.things, meeting).pk])


def aside(meeting, item):
    """Ask to step aside on a point."""
    return Asked("member_recuse", lambda world: [getattr(world.things, one).pk for one in (meeting, item)],
                 lambda world: {})  # fmt: skip


class TestSit(Truth):
    permission = Permission.SIT
    table = """
                  planned  open  closed  vote_planned  vote_open  vote_closed  aside  aside_voted
    resident      -        -     -       -             -          -            -      -
    helper        -        -     -       -             -          -            -      -
    member        yes      yes   yes     -             yes        -            yes    yes
    chair         yes      yes   yes     -             yes        -            yes    yes
    secretary     yes      yes   yes     -             yes        -            yes    yes
    coordinator   -        -     -       -             -          -            -      -
    treasurer     -        -     -       -             -          -            -      -
    funder_reader -        -     -       -             -          -            -      -
    editor        -        -     -       -             -          -            -      -
    administrator -        -     -       -             -          -            -      -
    """
    asked = {
        "planned": screen("planned_meeting"),
        "open": screen("meeting"),
        "closed": screen("closed_meeting"),
        "vote_planned": vote("planned_meeting"),
        "vote_open": vote("meeting"),
        "vote_closed": vote("closed_meeting"),
        "aside": aside("meeting", "spare_item"),
        "aside_voted": aside("meeting", "item"),
    }
    door = screen("meeting")
    moves = "aside"
