"""Filling a file in for somebody else: a helper's files are theirs while their term lasts."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def typed(state):
    """Ask for a file in that state that the person typed for somebody else."""

    def before(world, person):
        world.files[state].__class__.objects.filter(pk=world.files[state].pk).update(owner=person, with_helper=True)

    return Asked("application", lambda world: [world.files[state].pk], before=before)


def taken_back(world, person):
    """Let the person have typed the draft."""
    typed("draft").before(world, person)


class TestAssist(Truth):
    permission = Permission.ASSIST
    table = """
                  draft  submitted  to_complete  granted  withdrawn  withdraw
    resident      -      -          -            -        -          -
    helper        yes    yes        yes          yes      yes        yes
    member        -      -          -            -        -          -
    chair         -      -          -            -        -          -
    secretary     -      -          -            -        -          -
    coordinator   yes    yes        yes          yes      yes        yes
    treasurer     -      -          -            -        -          -
    funder_reader -      -          -            -        -          -
    editor        -      -          -            -        -          -
    administrator -      -          -            -        -          -
    """
    asked = {
        **{state: typed(state) for state in ("draft", "submitted", "to_complete", "granted", "withdrawn")},
        "withdraw": Asked(
            "withdraw_application",
            lambda world: [world.files["submitted"].pk],
            lambda world: {},
            typed("submitted").before,
        ),
    }
    door = asked["submitted"]
    moves = "withdraw"
