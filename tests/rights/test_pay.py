"""Ordering and confirming payments. Who reviews reads the page of payments, and pays nothing."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def order(state, trigger="acceptance"):
    """Ask to order the first part of the award of the file in that state."""
    return Asked("order_payment",
                 lambda world: [world.things.fund.slug, getattr(world.things, f"award_{state}").pk, trigger],
                 lambda world: {})  # fmt: skip


def confirm(state, **body):
    """Ask to confirm the order of the file in that state; without a body, the page that asks."""
    proof = {"paid_on": "2027-02-20", "bank_reference": "VIR 77"}
    return Asked("confirm_payment", lambda world: [world.things.fund.slug, getattr(world.things, f"order_{state}").pk],
                 lambda world: proof)  # fmt: skip


class TestPay(Truth):
    permission = Permission.PAY
    table = """
                  accepted  ordered  paid  paid_last  closed_last  confirm  confirm_twice
    resident      -         -        -     -          -            -        -
    helper        -         -        -     -          -            -        -
    member        -         -        -     -          -            -        -
    chair         -         -        -     -          -            -        -
    secretary     -         -        -     -          -            -        -
    coordinator   -         -        -     -          -            -        -
    treasurer     yes       no       no    no         yes          yes      -
    funder_reader -         -        -     -          -            -        -
    editor        -         -        -     -          -            -        -
    administrator -         -        -     -          -            -        -
    """
    asked = {
        "accepted": order("accepted"),
        "ordered": order("ordered"),
        "paid": order("paid"),
        "paid_last": order("paid", "report"),
        "closed_last": order("closed", "report"),
        "confirm": confirm("ordered"),
        "confirm_twice": confirm("paid"),
    }
    door = Asked("confirm_payment", lambda world: [world.things.fund.slug, world.things.order_ordered.pk])
    moves = "accepted"
