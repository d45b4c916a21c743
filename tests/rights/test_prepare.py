"""Planning a meeting and setting its agenda."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def add(meeting):
    """Ask to add a point to a meeting's agenda."""
    body = {"do": "add", "kind": "resolution", "title": "Une affiche"}
    return Asked("agenda", lambda world: [getattr(world.things, meeting).pk], lambda world: body)


def committee(world):
    """Return the committee's address."""
    return [world.things.committee.slug]


class TestPrepare(Truth):
    permission = Permission.PREPARE
    table = """
                  planned  open  closed  plan  plan_twice
    resident      -        -     -       -     -
    helper        -        -     -       -     -
    member        -        -     -       -     -
    chair         yes      yes   no      yes   no
    secretary     yes      yes   no      yes   no
    coordinator   yes      yes   no      yes   no
    treasurer     -        -     -       -     -
    funder_reader -        -     -       -     -
    editor        -        -     -       -     -
    administrator -        -     -       -     -
    """
    asked = {
        "planned": add("planned_meeting"),
        "open": add("meeting"),
        "closed": add("closed_meeting"),
        "plan": Asked("plan_meeting", committee, lambda world: {"date": world.things.dates[3].pk}),
        "plan_twice": Asked("plan_meeting", committee, lambda world: {"date": world.things.dates[2].pk}),
    }
    door = Asked("plan_meeting", committee)
    moves = "planned"
