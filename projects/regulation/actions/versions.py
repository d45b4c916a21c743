"""Recording the règlement a body adopted."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from fph.journal.actions import action, record
from fph.journal.history import keep
from fph.journal.kinds import kind
from fph.verdict import Refused
from projects.fund.actions import open_tranche
from projects.fund.models import Fund
from projects.fund.queries import exercise_on
from projects.regulation import queries
from projects.regulation.document import from_document, to_document
from projects.regulation.models import Amendment, RegulationVersion
from projects.regulation.rules import Regulation
from projects.regulation.rules.asking import all_tranches

kind(
    "regulation.adopted",
    "{body} adopte la version {number} du règlement, en vigueur le {in_force_from}.",
    "body", "number", "in_force_from", "act_reference", "parameters",
)  # fmt: skip


@action
def adopt(fund: Fund, *, regulation: Regulation, adopted_on: date, adopted_by_body: str, in_force_from: date,
          by, now: datetime, act_reference: str = "", amendment: Amendment | None = None) -> RegulationVersion:  # fmt: skip
    """Record a version adopted by a body; it speaks from `in_force_from` on, and never for earlier files.

    The tranches it draws on are opened in the year of that day. `amendment` is the proposal whose vote made it.

    Raises Refused when a value is out of its bounds, when rules contradict each other, when it would be in force before
    its adoption, when another version starts that day, or during a vote on another change of the règlement.
    """
    try:
        regulation.check()
        parameters = to_document(from_document(to_document(regulation)))
    except ValueError as problem:
        raise Refused(problem) from problem
    if in_force_from < adopted_on:
        raise Refused(_("Un règlement ne peut pas s’appliquer avant d’être adopté."))
    Fund.objects.select_for_update().get(pk=fund.pk)
    if (voted := queries.being_voted(fund)) and voted != amendment:
        raise Refused(_("Un vote est ouvert sur une proposition de modification : attendez qu’il soit clos."))
    if same_day := fund.regulation_versions.filter(in_force_from=in_force_from).first():
        words = _("La version %(number)s entre déjà en vigueur le %(day)s : choisissez un autre jour.")
        raise Refused(words % {"number": same_day.number, "day": f"{in_force_from:%d/%m/%Y}"})
    version = RegulationVersion(
        fund=fund, number=fund.regulation_versions.count() + 1, adopted_on=adopted_on, adopted_by_body=adopted_by_body,
        act_reference=act_reference, in_force_from=in_force_from, parameters=parameters,
        recorded_at=now, recorded_by=by,
    )  # fmt: skip
    keep(version, by=by, now=now, reason="adoption")
    record("regulation.adopted", version, by=by, now=now, fund=fund, body=adopted_by_body, number=version.number,
           in_force_from=in_force_from.isoformat(), act_reference=act_reference, parameters=version.parameters)  # fmt: skip
    if year := exercise_on(fund, in_force_from):
        for label in all_tranches(regulation):
            if label:
                open_tranche(year, label, by=by, now=now)
    return version
