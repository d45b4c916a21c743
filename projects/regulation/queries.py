"""Which règlement speaks on a day."""

from datetime import date

from django.db.models import Exists

from fph.verdict import Verdict
from projects.fund.models import Fund
from projects.regulation.models import Amendment, AmendmentState, RegulationVersion
from projects.regulation.rules import amendment as rules


def in_force(fund: Fund, on: date) -> RegulationVersion | None:
    """Return the version in force on a day: the last one whose date has come, or None before the first."""
    return fund.regulation_versions.filter(in_force_from__lte=on).first()


def in_force_in_year(fund: Fund, on: date) -> RegulationVersion | None:
    """Return the version in force on a day while a year of the fund is open, else None."""
    years = fund.exercises.filter(starts_on__lte=on, ends_on__gte=on)
    return fund.regulation_versions.filter(Exists(years), in_force_from__lte=on).first()


def versions(fund: Fund):
    """Return every version of a fund, the latest first."""
    return fund.regulation_versions.all()


def latest(fund: Fund) -> RegulationVersion | None:
    """Return the version that is, or will be, the last to come into force: the one an amendment changes."""
    return versions(fund).first()


# --- Amendments -------------------------------------------------------------------------------------------


def amendments(fund: Fund):
    """Return what was proposed to a fund, the latest first, with the agendas it stands on."""
    return _read(fund.amendments.exclude(state=AmendmentState.DRAFT)).prefetch_related(
        "agenda_items__meeting__calendar"
    )


def open_amendments(fund: Fund):
    """Return what was proposed and is not decided yet, the oldest first."""
    return _read(fund.amendments.filter(state=AmendmentState.PROPOSED)).order_by("number")


def _read(rows):
    return rows.select_related("fund", "base", "version", "replaces")


def draft_of(person, fund: Fund) -> Amendment | None:
    """Return the draft of a person for a fund, or None."""
    return _read(fund.amendments.filter(state=AmendmentState.DRAFT, drafted_by=person)).first()


def being_voted(fund: Fund) -> Amendment | None:
    """Return the amendment on which a vote is open, or None: read through the relation, votes live in a room to the right."""
    opened = {"agenda_items__ballots__opened_at__isnull": False, "agenda_items__ballots__closed_at": None}
    return fund.amendments.filter(**opened).first()


def may_adopt(amendment: Amendment, decided_on: date) -> Verdict:
    """Say whether a vote of that day could put an amendment in force."""
    last = latest(amendment.fund)
    return rules.may_adopt(
        amendment.stage, base=amendment.base.number, last=last.number, last_from=last.in_force_from,
        wished=amendment.in_force_from, decided_on=decided_on,
    )  # fmt: skip
