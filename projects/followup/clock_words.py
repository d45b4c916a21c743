"""The clocks of a file in sentences: to its holder in days, to the office in a line."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fph.templatetags.fph import day_words
from projects.followup import queries, rules

NAMES_IN_WORDS = {
    rules.DECISION: gettext_lazy("Réponse au dépôt"),
    rules.PAYMENT: gettext_lazy("Versement"),
    rules.BILAN: gettext_lazy("Bilan"),
    queries.OBLIGATION: gettext_lazy("Obligation"),
}
PACE_WORDS = {
    rules.DECISION: gettext_lazy("Du dépôt à la décision"),
    rules.PAYMENT: gettext_lazy("De la décision au versement"),
    rules.BILAN: gettext_lazy("De la fin du projet au bilan"),
}
EXPECTED = {
    rules.DECISION: gettext_lazy("Réponse du comité attendue au plus tard le %(day)s"),
    rules.PAYMENT: gettext_lazy("Versement attendu au plus tard le %(day)s"),
    rules.BILAN: gettext_lazy("Votre bilan est attendu au plus tard le %(day)s"),
}
WITHOUT_LIMIT = {
    rules.DECISION: gettext_lazy("Déposé depuis %(days)s. Le règlement ne fixe pas de délai de réponse."),
    rules.PAYMENT: gettext_lazy("Décidé depuis %(days)s. Le règlement ne fixe pas de délai de versement."),
    rules.BILAN: gettext_lazy("Projet terminé depuis %(days)s."),
}
WAITING = {
    rules.DECISION: gettext_lazy("Le délai s’arrête pendant que la coordination attend votre complément."),
    rules.PAYMENT: gettext_lazy("Le délai de versement commence quand vous avez dit comment recevoir l’aide."),
}
ON_RECEIPTS = gettext_lazy("Le délai de versement commence quand vos tickets couvrent le montant à rembourser.")


def in_days(days: int | float) -> str:
    """Write a number of days: « 1 jour », « 12 jours », « 12,5 jours »."""
    number = str(int(days)) if days == int(days) else f"{days:.1f}".replace(".", ",")
    return f"{number} {_('jour') if abs(days) < 2 else _('jours')}"


def to_holder(clock: rules.Clock, today: date, *, on_receipts: bool = False) -> str:
    """Tell a running clock to the holder of its file: the last day, what is left or how late, the day it is, the article."""
    due, left = clock.due_on(today), clock.days_left(today)
    if due is None or left is None:
        return str(WITHOUT_LIMIT[clock.name]) % {"days": in_days(clock.days(today))}
    if clock.is_waiting and clock.name in WAITING:
        stopped = ON_RECEIPTS if on_receipts else WAITING[clock.name]
        return f"{stopped} {_limit(clock, today)}".strip()
    words = f"{str(EXPECTED[clock.name]) % {'day': day_words(due)}}{_(' : ')}{left_words(left)}"
    return f"{words}{f' ({clock.article})' if clock.article else ''}. {_count(clock, today)}".strip()


def left_words(left: int) -> str:
    """Write what is left before the last day in time, or how late it is."""
    if left == 0:
        return _("c’est aujourd’hui")
    if left > 0:
        return ngettext("il reste %d jour", "il reste %d jours", left) % left
    return ngettext("%d jour de retard", "%d jours de retard", -left) % -left


def _count(clock: rules.Clock, today: date) -> str:
    if clock.started_on >= today:
        return ""
    return _("Jour %(day)d sur %(limit)d.") % {"day": clock.days(today), "limit": clock.limit_days}


def _limit(clock: rules.Clock, today: date) -> str:
    facts = {"day": clock.days(today), "limit": clock.limit_days, "article": clock.article}
    return (
        _("Jour %(day)d sur %(limit)d (%(article)s).") if clock.article else _("Jour %(day)d sur %(limit)d.")
    ) % facts


def told_line(line: queries.Line) -> dict:
    """Return a line of the office's list in words: its kind, its state with a tone, its count of days."""
    left, clock = line.days_left, line.clock
    if line.days_late:
        word, tone = left_words(left or 0).capitalize(), "bad"
    elif clock.is_waiting:
        word, tone = _("Attend le porteur"), "wait"
    elif left is None:
        word, tone = _("Sans délai fixé"), "plain"
    else:
        word, tone = left_words(left).capitalize(), "care" if left <= 7 else "plain"
    return {
        "name": NAMES_IN_WORDS[clock.name], "word": word, "tone": tone, "waits": clock.is_waiting,
        "days": in_days(line.days), "limit": clock.limit_days if clock.name != queries.OBLIGATION else None,
        "article": clock.article,
    }  # fmt: skip
