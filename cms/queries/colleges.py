"""The colleges of a committee, as the règlement of its fund names them."""

from django.utils.translation import gettext as _

from committees.roster.models import CollegeKind
from projects.regulation.rules import Regulation

KINDS = {"habitant": CollegeKind.RESIDENTS, "associ": CollegeKind.ASSOCIATIONS}


def colleges_of(regulation: Regulation) -> list[tuple[str, str, bool]]:
    """Return the colleges (kind, name, deliberative) a règlement names; the usual three where it names none."""
    if named := regulation.value("composition"):
        return [(kind_of(one.name), one.name[:1].upper() + one.name[1:120], one.voting) for one in named]
    return [
        (CollegeKind.RESIDENTS, _("Habitants"), True), (CollegeKind.ASSOCIATIONS, _("Associations"), True),
        (CollegeKind.INSTITUTIONS, _("Institutions"), False),
    ]  # fmt: skip


def kind_of(college: str) -> str:
    """Return the kind of a college from its name: whoever is no resident and no association is an institution."""
    return next((kind for word, kind in KINDS.items() if word in college.casefold()), CollegeKind.INSTITUTIONS)
