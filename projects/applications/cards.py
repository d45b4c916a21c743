"""What awaits a person about applications, on their own page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fph.people.roles import HOLDS, Permission
from fph.people.space import Card
from projects.applications.models import Application
from projects.fund.models import FundMandate

REVIEWING = [role for role, held in HOLDS.items() if Permission.REVIEW in held]
MOST_DRAFTS = 3


def cards(user, on: date) -> list[Card]:
    """Return a person's drafts, what was asked of them, and for the coordination the files to read."""
    return [*_own(user), *_to_read(user, on)]


def _own(user) -> list[Card]:
    found = Application.objects.filter(owner=user, state__in=("draft", "to_complete")).order_by("state", "-saved_at")
    waiting = list(found[: MOST_DRAFTS * 2])
    asked = [_correction(one) for one in waiting if one.state == "to_complete"]
    drafts = [_draft(one) for one in waiting if one.state == "draft"]
    return asked + drafts[:MOST_DRAFTS]


def _correction(application: Application) -> Card:
    return Card(
        title=str(application),
        body=_("La coordination attend un complément pour le dossier %s.") % application.number,
        url=reverse("application", args=[application.pk]),
        tone="care", word=_("À compléter"), order=10,
    )  # fmt: skip


def _draft(application: Application) -> Card:
    return Card(
        title=str(application),
        body=_("Votre brouillon est gardé. Continuez quand vous voulez."),
        url=reverse("application", args=[application.pk]),
        tone="wait", word=_("Brouillon"), order=30,
    )  # fmt: skip


def _to_read(user, on: date) -> list[Card]:
    mandates = FundMandate.objects.in_force(on).filter(person=user, role__in=REVIEWING).select_related("fund")
    return [_desk(mandate.fund) for mandate in mandates]


def _desk(fund) -> Card:
    count = Application.objects.filter(fund=fund, state="submitted").count()
    words = ngettext("%d dossier attend votre lecture.", "%d dossiers attendent votre lecture.", count) % count
    return Card(
        title=_("Coordination : %s") % fund,
        body=words if count else _("Aucun dossier n’attend. Voir le fonds."),
        url=reverse("fund_desk", args=[fund.slug]),
        tone="care" if count else "plain",
        word=_("À lire") if count else "",
        order=20 if count else 60,
    )
