"""What awaits people on their page once the committee has said yes."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fph.money import euros
from fph.people.roles import Permission, held
from fph.people.space import Card
from fph.templatetags.fph import day_words
from projects.applications.models import Application
from projects.followup import queries
from projects.followup.queries.desk import awaited
from projects.fund.models import FundMandate
from projects.fund.queries import exercise_on


def for_holders(person, on: date) -> list[Card]:
    """Return what a holder has to do: accept the aid, write the report."""
    files = Application.objects.filter(owner=person, state__in=["granted", "accepted", "paid"])
    files = files.select_related("regulation_version", "fund", "theme", "exercise", "award").order_by("decided_at")
    return [card for application in files if (card := _for_holder(application, on))]


def _for_holder(application, on: date) -> Card | None:
    if application.state == "granted":
        words = _("Le comité vous accorde %s. Dites comment les recevoir.")
        if application.decision_body:
            words = _("%s vous sont accordés. Dites comment les recevoir.")
        body = words % euros(application.granted_cents)
        title = _("Acceptez l’aide pour « %s »") % application.title
        return Card(title, body, reverse("accept_award", args=[application.pk]), tone="good", order=10)
    if application.state == "accepted" and "acceptance" in queries.parts(application):
        return _receipts_card(application) if queries.on_receipts(application) else None
    waits = awaited(application, on)
    words = _("Il était attendu pour le %s.") if waits.late else _("À remettre avant le %s, avec vos tickets.")
    return Card(
        _("Remettez le bilan de « %s »") % application.title, words % day_words(waits.due_on),
        reverse("closing_report", args=[application.pk]), tone="care" if waits.late else "info", order=20,
    )  # fmt: skip


def _receipts_card(application) -> Card:
    return Card(
        _("Montrez vos tickets pour « %s »") % application.title,
        _("L’aide vous est remboursée quand ils couvrent le montant à verser."),
        reverse("closing_report", args=[application.pk]), order=20,
    )  # fmt: skip


def for_the_office(person, on: date) -> list[Card]:
    """Return what waits for those who pay, check or read a fund's reports."""
    mandates = FundMandate.objects.in_force(on).filter(person=person).select_related("fund__neighbourhood")
    funds = dict.fromkeys(mandate.fund for mandate in mandates)
    return [card for fund in funds for card in _for_fund(person, fund, on)]


def _for_fund(person, fund, on: date) -> list[Card]:
    found = []
    may = held(person, (Permission.PAY, Permission.REVIEW, Permission.READ_REPORTS), fund, on)
    if may & {Permission.PAY, Permission.REVIEW}:
        found += _desk_card(*queries.counts(fund), fund)
    if Permission.READ_REPORTS in may and (exercise := exercise_on(fund, on)):
        found.append(Card(
            _("Le rapport %(year)s de « %(fund)s »") % {"year": exercise.year, "fund": fund},
            _("Chaque projet aidé, ce qui est accordé, versé et dépensé : à lire ou à télécharger."),
            reverse("fund_report", args=[fund.slug]), order=60,
        ))  # fmt: skip
    return found


def _desk_card(to_order: int, ordered: int, to_check: int, fund) -> list[Card]:
    counts = [
        (to_order, ngettext("%d versement à ordonner", "%d versements à ordonner", to_order)),
        (ordered, ngettext("%d versement à confirmer", "%d versements à confirmer", ordered)),
        (to_check, ngettext("%d bilan à vérifier", "%d bilans à vérifier", to_check)),
    ]
    words = [sentence % number for number, sentence in counts if number]
    if not words:
        return []
    url = reverse("payments", args=[fund.slug])
    return [Card(_("Paiements et bilans de « %s »") % fund, ", ".join(words) + ".", url, tone="care", order=30)]
