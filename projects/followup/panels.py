"""What a file's pages show of the aid, its payments and its report."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fph.money import euros
from fph.people.roles import paris_day
from fph.templatetags.fph import day_words
from projects.applications.rules import FUNDED
from projects.applications.slots import Panel
from projects.followup import queries, rules
from projects.followup.clock_words import to_holder
from projects.followup.queries.desk import awaited

HOLDER_PANEL, OFFICE_PANEL = "projects/followup/_application.html", "projects/followup/_review.html"
CLOCKS_PANEL, OBLIGATIONS_PANEL = "projects/followup/_clocks.html", "projects/followup/_obligations.html"


def clocks_panel(application, *, user, now: datetime, desk: bool) -> Panel | None:
    """Return the panel of the delays that run for a filed application, in days: to its holder, and to the office."""
    if application.number is None or not (desk or application.owner_id == user.pk):
        return None
    today, running = paris_day(now), queries.of_file(application)
    waits = any(clock.is_waiting and clock.name == rules.PAYMENT for clock in running)
    on_receipts = waits and queries.on_receipts(application)
    told = [
        (clock.days_late(today) > 0, to_holder(clock, today, on_receipts=on_receipts)) for clock in running
        if clock.limit_days is not None or clock.days(today)
    ]  # fmt: skip
    return Panel(CLOCKS_PANEL, {"clocks": told, "desk": desk}) if told else None


def obligations_panel(application, *, user, now: datetime, desk: bool) -> Panel | None:
    """Return what a holder undertook, each with its day and a button to say that it is done."""
    if application.state not in rules.FROM_THE_DECISION or not (desk or application.owner_id == user.pk):
        return None
    today = paris_day(now)
    rows = [
        (one, rules.days_late(one.due_on, one.done_at and paris_day(one.done_at), today) > 0)
        for one in application.obligations.select_related("done_by")
    ]
    return Panel(OBLIGATIONS_PANEL, {"rows": rows, "desk": desk}) if rows else None


def panel(application, *, user, now: datetime, desk: bool) -> Panel | None:
    """Return the panel of a granted file: the holder's next thing to do, or the office's way to its payments."""
    if application.state not in FUNDED:
        return None
    if desk:
        return Panel(OFFICE_PANEL, queries.carried(application))
    if application.owner_id != user.pk:
        return None
    context = _next(application, now)
    return Panel(HOLDER_PANEL, context) if context else None


def _next(application, now: datetime) -> dict | None:
    """Return the sentence, the link and its words; `waits` is True when the holder has something to do."""
    if application.state == "granted":
        text = _("Dites comment recevoir les %s : c’est la dernière étape avant le versement.")
        return _link("accept_award", application, text % euros(application.granted_cents), _("Accepter l’aide"))
    report, parts = queries.report_of(application), queries.parts(application)
    sent = report is not None and report.submitted_at is not None
    on_receipts = queries.on_receipts(application)
    if on_receipts and application.state == "accepted" and not sent:
        text = _("Cette aide vous est remboursée sur tickets : montrez-les au fur et à mesure dans votre bilan.")
        words = _("Ajouter mes tickets")
        return {"text": text, "url": reverse("closing_report", args=[application.pk]), "label": words, "waits": True}
    if rules.may_write_report(application.state, parts, sent=sent, on_receipts=on_receipts):
        due = awaited(application, paris_day(now))
        text = _("Votre bilan était attendu pour le %s.") if due.late else _("Votre bilan est à remettre avant le %s.")
        words = _("Continuer mon bilan") if report else _("Écrire mon bilan")
        return _link("closing_report", application, text % day_words(due.due_on), words)
    if not sent:
        return None
    return _link("closing_report", application, _sent(application, report), _("Relire mon bilan"), waits=False)


def _sent(application, report) -> str:
    due = queries.purse(application).reserved_cents if report.accepted_at else 0
    if due:
        return _("Votre bilan est accepté. Le solde de %s va vous être versé.") % euros(due)
    if report.accepted_at:
        return _("Votre bilan est accepté.")
    back = queries.ends(report, application).returned_cents
    return _("À rendre au fonds : %s, versés et non dépensés.") % euros(back) if back else ""


def _link(name: str, application, text: str, words: str, *, waits: bool = True) -> dict:
    return {"text": text, "url": reverse(name, args=[application.pk]), "label": words, "waits": waits}
