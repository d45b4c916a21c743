"""What awaits the coordination on its own page: opinions whose act is not recorded."""

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fph.people.roles import HOLDS, Permission
from fph.people.space import Card
from projects.applications.rules import ADVISED
from projects.fund.models import Fund, FundMandate

RECORDING = [role for role, held in HOLDS.items() if Permission.REVIEW in held]


def cards(person, on: date) -> list[Card]:
    """Return, for each fund that a person coordinates, the opinions that wait for an act (one query)."""
    theirs = FundMandate.objects.in_force(on).filter(person=person, role__in=RECORDING).values("fund")
    funds = Fund.objects.filter(pk__in=theirs, applications__state=ADVISED)
    return [_card(fund) for fund in funds.annotate(waiting=Count("applications"))]


def _card(fund) -> Card:
    words = ngettext("%d avis du comité attend sa décision : enregistrez l’acte quand il est pris.",
                     "%d avis du comité attendent leur décision : enregistrez l’acte quand il est pris.",
                     fund.waiting)  # fmt: skip
    return Card(
        _("Actes à enregistrer pour « %s »") % fund, words % fund.waiting, reverse("final_acts", args=[fund.slug]),
        tone="care", order=25,
    )  # fmt: skip
