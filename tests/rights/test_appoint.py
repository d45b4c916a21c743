"""Confiding roles and taking them back."""

from fph.people import actions as people
from fph.people.roles import Permission
from tests.rights.clock import NOW
from tests.rights.table import Asked, Truth


def give(role, **more):
    """Ask to confide a role to somebody new."""
    body = {"email": "neuve@essai.test", "name": "Neuve", "role": role, "starts_on": "2027-03-01", **more}
    return Asked("roles", body=lambda world: body | {"college": world.things.college.pk})


def end(what):
    """Ask to end a role."""
    return Asked("end_role", lambda world: [world.things.fund.slug, what(world).pk], lambda world: {})


def ended(world, _person):
    """Let the role be over already."""
    people.end(world.things.extra_mandate, by=world.admin, now=NOW)


class TestAppoint(Truth):
    permission = Permission.APPOINT
    table = """
                  read  fund_role  seat  not_a_role_here  term_backwards  end  end_twice
    resident      -     -          -     -                -               -    -
    helper        -     -          -     -                -               -    -
    member        -     -          -     -                -               -    -
    chair         -     -          -     -                -               -    -
    secretary     -     -          -     -                -               -    -
    coordinator   -     -          -     -                -               -    -
    treasurer     -     -          -     -                -               -    -
    funder_reader -     -          -     -                -               -    -
    editor        -     -          -     -                -               -    -
    administrator yes   yes        yes   no               no              yes  -
    """
    asked = {
        "read": Asked("roles"),
        "fund_role": give("treasurer"),
        "seat": give("member"),
        "not_a_role_here": give("editor"),
        "term_backwards": give("treasurer", ends_on="2027-02-01"),
        "end": end(lambda world: world.things.extra_mandate),
        "end_twice": Asked(
            "end_role", lambda world: [world.things.fund.slug, world.things.extra_mandate.pk], lambda world: {}, ended
        ),
    }
    door = Asked("roles")
    moves = "fund_role"
