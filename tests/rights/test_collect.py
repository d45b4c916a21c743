"""Recording what funders promise and pay, and giving money back."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def money(name, cents="100", **more):
    """Ask to record money of the pledge, read again already."""
    body = {"cents": cents, "received_on": "2027-02-01", "bank_reference": "VIR 12", "confirmed": "1", **more}
    return Asked(name, lambda world: [world.things.fund.slug, world.things.pledge.pk], lambda world: body)


def promise(year):
    """Ask to note a promise for a year."""
    return Asked("pledge", lambda world: [world.things.fund.slug, year],
                 lambda world: {"funder": world.things.carrier.pk, "cents": "500"})  # fmt: skip


class TestCollect(Truth):
    permission = Permission.COLLECT
    table = """
                  read  promise  promise_no_year  receive  receive_over_it   give_back  give_back_too_much
    resident      -     -        -                -        -                 -          -
    helper        -     -        -                -        -                 -          -
    member        -     -        -                -        -                 -          -
    chair         -     -        -                -        -                 -          -
    secretary     -     -        -                -        -                 -          -
    coordinator   yes   yes      -                yes      yes               yes        no
    treasurer     yes   yes      -                yes      yes               yes        no
    funder_reader -     -        -                -        -                 -          -
    editor        -     -        -                -        -                 -          -
    administrator -     -        -                -        -                 -          -
    """
    asked = {
        "read": Asked("contributions"),
        "promise": promise(2027),
        "promise_no_year": promise(2031),
        "receive": money("receive_contribution"),
        "receive_over_it": money("receive_contribution", "900000"),
        "give_back": money("take_back_contribution"),
        "give_back_too_much": money("take_back_contribution", "900000"),
    }
    door = Asked("contributions")
    moves = "receive"
