"""Admitting, sending back or setting aside the files that a fund received."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def admit(state):
    """Ask to admit the file in that state."""
    return Asked("admit_application", lambda world: [world.things.fund.slug, world.files[state].pk], lambda world: {})


def on_submitted(name, **body):
    """Ask something else of the file just received."""
    return Asked(name, lambda world: [world.things.fund.slug, world.files["submitted"].pk], lambda world: body)


class TestReview(Truth):
    permission = Permission.REVIEW
    table = """
                  draft  submitted  to_complete  admissible  inadmissible  granted  withdrawn  closed  send_back  set_aside
    resident      -      -          -            -           -             -        -          -       -          -
    helper        -      -          -            -           -             -        -          -       -          -
    member        -      -          -            -           -             -        -          -       -          -
    chair         -      -          -            -           -             -        -          -       -          -
    secretary     -      -          -            -           -             -        -          -       -          -
    coordinator   -      yes        no           no          no            no       no         no      yes        yes
    treasurer     -      -          -            -           -             -        -          -       -          -
    funder_reader -      -          -            -           -             -        -          -       -          -
    editor        -      -          -            -           -             -        -          -       -          -
    administrator -      -          -            -           -             -        -          -       -          -
    """
    asked = {
        **{
            state: admit(state)
            for state in (
                "draft",
                "submitted",
                "to_complete",
                "admissible",
                "inadmissible",
                "granted",
                "withdrawn",
                "closed",
            )
        },
        "send_back": on_submitted("ask_correction", message="Où, exactement ?"),
        "set_aside": on_submitted("declare_inadmissible", reason="Un achat privé."),
    }
    door = Asked("payments")
    moves = "submitted"
