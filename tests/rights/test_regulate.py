"""Recording the règlement a body adopted, and the year's themes."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def adopt(**more):
    """Ask to record a version."""
    body = {
        "adopted_on": "2027-02-01", "adopted_by_body": "Comité", "in_force_from": "2027-06-01",
        "filing_deadline_days": "7", "quorum_percent": "50", "majority": "cast", "report_due_days": "60",
        "min_group_size": "2", "applicant_hearing": "no",
        "cap_resident": "900", "cap_group": "900", "cap_association": "900", **more,
    }  # fmt: skip
    return Asked("regulation_versions", body=lambda world: body)


class TestRegulate(Truth):
    permission = Permission.REGULATE
    table = """
                  read  adopt  adopt_same_day  themes
    resident      -     -      -               -
    helper        -     -      -               -
    member        -     -      -               -
    chair         -     -      -               -
    secretary     -     -      -               -
    coordinator   yes   yes    no              yes
    treasurer     -     -      -               -
    funder_reader -     -      -               -
    editor        -     -      -               -
    administrator yes   yes    no              yes
    """
    asked = {
        "read": Asked("regulation_versions"),
        "adopt": adopt(),
        "adopt_same_day": adopt(in_force_from="2027-01-01"),
        "themes": Asked("themes", body=lambda world: {"themes": "Fêtes\nSorties"}),
    }
    door = Asked("regulation_versions")
    moves = "themes"
