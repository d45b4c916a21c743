"""Reading the files of a fund once they are filed: a draft is its applicant's alone."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def file(state):
    """Ask to read the file in that state."""
    return Asked("review", lambda world: [world.things.fund.slug, world.files[state].pk])


class TestReadFiles(Truth):
    permission = Permission.READ_FILES
    table = """
                  draft  submitted  to_complete  granted  withdrawn  closed  its_paper  draft_paper  list
    resident      -      -          -            -        -          -       -          -            -
    helper        -      -          -            -        -          -       -          -            -
    member        -      yes        yes          yes      yes        yes     yes        -            -
    chair         -      yes        yes          yes      yes        yes     yes        -            -
    secretary     -      yes        yes          yes      yes        yes     yes        -            -
    coordinator   -      yes        yes          yes      yes        yes     yes        -            yes
    treasurer     -      yes        yes          yes      yes        yes     yes        -            yes
    funder_reader -      -          -            -        -          -       -          -            -
    editor        -      -          -            -        -          -       -          -            -
    administrator -      -          -            -        -          -       -          -            -
    """
    asked = {
        **{state: file(state) for state in ("draft", "submitted", "to_complete", "granted", "withdrawn", "closed")},
        "its_paper": Asked("attachment", lambda world: [world.things.attachment_submitted.pk]),
        "draft_paper": Asked("attachment", lambda world: [world.things.attachment_draft.pk]),
        "list": Asked("review_list"),
    }
    door = asked["submitted"]
    moves = "submitted"
