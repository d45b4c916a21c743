"""Keeping the attendance sheet, the tasks and the corrections of the minutes."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def sheet(meeting, do="leave"):
    """Ask to note a departure, or an excuse, on a meeting's sheet."""
    return Asked("presence", lambda world: [getattr(world.things, meeting).pk, world.things.seat.pk],
                 lambda world: {"do": do})  # fmt: skip


def task(world):
    """Return a task to entrust."""
    return {"what": "Coller", "who": "Porteuse", "who_is_body": "on", "due_on": "2027-06-01"}


class TestTakeMinutes(Truth):
    permission = Permission.TAKE_MINUTES
    table = """
                  planned  open  closed  entrust  finish  correct_open  correct
    resident      -        -     -       -        -       -             -
    helper        -        -     -       -        -       -             -
    member        -        -     -       -        -       -             -
    chair         yes      yes   no      yes      yes     -             yes
    secretary     yes      yes   no      yes      yes     -             yes
    coordinator   yes      yes   no      yes      yes     -             yes
    treasurer     -        -     -       -        -       -             -
    funder_reader -        -     -       -        -       -             -
    editor        -        -     -       -        -       -             -
    administrator -        -     -       -        -       -             -
    """
    asked = {
        "planned": sheet("planned_meeting", "excuse"),
        "open": sheet("meeting"),
        "closed": sheet("closed_meeting"),
        "entrust": Asked("assign_task", lambda world: [world.things.meeting.pk, world.things.spare_item.pk], task),
        "finish": Asked("finish_task", lambda world: [world.things.task.pk], lambda world: {}),
        "correct_open": Asked(
            "add_erratum", lambda world: [world.things.meeting.pk], lambda world: {"text": "Lire 50."}
        ),
        "correct": Asked(
            "add_erratum", lambda world: [world.things.closed_meeting.pk], lambda world: {"text": "Lire 50."}
        ),
    }
    door = Asked("add_erratum", lambda world: [world.things.closed_meeting.pk])
    moves = "correct"
