"""Opening a fund and its years, giving its roles, publishing its dates and themes, noting pledges."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from fph.journal.actions import action, record
from fph.journal.history import keep
from fph.journal.kinds import kind
from fph.money import euros
from fph.people import actions as people
from fph.people.models import Organisation
from fph.verdict import Gap, Refused
from projects.fund import rules
from projects.fund.actions.ledger import KINDS, account, hold
from projects.fund.models import CalendarEntry, Contribution, Exercise, Fund, FundMandate, Theme, Tranche

kind("fund.opened", "Le fonds « {name} » est ouvert, porté par {carrier}.", "name", "carrier")
kind("fund.year_opened", "L’année {year} du fonds est ouverte.", "year")
kind("fund.themes_set", "Les thèmes de {year} sont : {themes}.", "year", "themes")
kind("fund.themes_changed", "À partir du {since}, les thèmes de {year} sont : {themes}.", "since", "year", "themes")
kind("fund.date_published", "Une séance est annoncée le {day}, à {place}.", "day", "place")
kind("fund.tranche_opened", "La tranche « {label} » est ouverte pour {year}.", "label", "year")
kind("fund.pledged", "{funder} promet {amount} pour {year}.", "funder", "amount", "amount_cents", "year")


@action
def open_fund(*, name: str, scheme: str, slug: str, number_prefix: str, neighbourhood, carrier, by, now: datetime,
              contact_email: str = "") -> Fund:  # fmt: skip
    """Open a fund, carried by an organisation, in a neighbourhood. Raises Refused when its address or prefix is taken."""
    if Fund.objects.filter(slug=slug).exists():
        raise Refused(_("Un fonds a déjà cette adresse : choisissez-en une autre."))
    if Fund.objects.filter(number_prefix=number_prefix).exists():
        raise Refused(_("Un fonds numérote déjà ses dossiers ainsi : choisissez un autre préfixe."))
    fund = Fund(
        name=name, scheme=scheme, slug=slug, number_prefix=number_prefix, neighbourhood=neighbourhood,
        carrier=carrier, contact_email=contact_email, opened_at=now, opened_by=by,
    )  # fmt: skip
    keep(fund, by=by, now=now, reason="ouverture")
    record("fund.opened", fund, by=by, now=now, fund=fund, name=name, carrier=str(carrier))
    return fund


@action
def open_exercise(fund: Fund, *, year: int, starts_on: date, ends_on: date, by, now: datetime) -> Exercise:
    """Open a year of a fund, with its two accounts: the outside and what is available."""
    if fund.exercises.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Refused(_("Une année de ce fonds couvre déjà ces dates."))
    exercise = Exercise.objects.create(fund=fund, year=year, starts_on=starts_on, ends_on=ends_on)
    account(exercise, KINDS.OUTSIDE)
    account(exercise, KINDS.AVAILABLE)
    record("fund.year_opened", exercise, by=by, now=now, fund=fund, year=year)
    return exercise


@action
def set_themes(exercise: Exercise, labels: list[str], *, by, now: datetime, since: date | None = None) -> list[Theme]:
    """Set the themes of a year from a day on, in the committee's order; without a day, of the whole year.

    A theme left out ends the day before: the files that chose it keep it. Raises Refused for a day outside the year.
    """
    hold(exercise.fund_id)
    since = None if since is None or since <= exercise.starts_on else since
    if since and since > exercise.ends_on:
        reason = _("L’année %(year)s finit le %(day)s : choisissez un jour de cette année.") % {
            "year": exercise.year, "day": f"{exercise.ends_on:%d/%m/%Y}",
        }  # fmt: skip
        raise Refused(reason, (Gap("since", reason),))
    _end_themes(exercise.themes.filter(ends_on=None).exclude(label__in=labels), since)
    themes = []
    for position, label in enumerate(labels):
        theme, new = Theme.objects.get_or_create(
            exercise=exercise, label=label, ends_on=None, defaults={"starts_on": since}
        )
        theme.position = position
        if not new and theme.starts_on and (since is None or since < theme.starts_on):
            theme.starts_on = since
        theme.save()
        themes.append(theme)
    if since is None:
        record("fund.themes_set", exercise, by=by, now=now, fund=exercise.fund_id, year=exercise.year,
               themes=", ".join(labels))  # fmt: skip
    else:
        record("fund.themes_changed", exercise, by=by, now=now, fund=exercise.fund_id, year=exercise.year,
               since=since.isoformat(), themes=", ".join(labels))  # fmt: skip
    return themes


def _end_themes(left_out, since: date | None) -> None:
    """End themes the day before another list holds; one that never held and that no file chose goes."""
    for theme in left_out:
        never = since is None or (theme.starts_on is not None and theme.starts_on >= since)
        if never and not theme.applications.exists():
            theme.delete()
        else:
            first = theme.starts_on or theme.exercise.starts_on
            theme.ends_on = max(first, since - timedelta(days=1)) if since else first
            theme.save()


@action
def publish_date(fund: Fund, *, meets_at: datetime, place: str, filing_deadline: date, by, now) -> CalendarEntry:
    """Publish a meeting's date and its filing deadline. Raises Refused when that moment is taken."""
    if fund.calendar.filter(meets_at=meets_at).exists():
        raise Refused(_("Une séance est déjà annoncée à ce moment."))
    entry = CalendarEntry.objects.create(
        fund=fund, meets_at=meets_at, place=place, filing_deadline=filing_deadline
    )  # fmt: skip
    record("fund.date_published", entry, by=by, now=now, fund=fund, day=meets_at.date().isoformat(), place=place)
    return entry


@action
def open_tranche(exercise: Exercise, label: str, *, by, now: datetime) -> Tranche:
    """Keep a part of the year's money apart under a label, with its account; opened twice, it is one."""
    tranche, new = Tranche.objects.get_or_create(exercise=exercise, label=label)
    if new:
        account(exercise, KINDS.AVAILABLE, tranche=tranche)
        record("fund.tranche_opened", tranche, by=by, now=now, fund=exercise.fund_id, label=label, year=exercise.year)
    return tranche


@action
def pledge(exercise: Exercise, funder, *, cents: int, by, now: datetime, agreement: str = "",
           allows_associations: bool = False, tranche: str = "") -> Contribution:  # fmt: skip
    """Note what a funder promises to a year, in cents; nothing is received yet. Raises Refused.

    `tranche` is the label of the tranche it fills, opened with it if need be; without one it goes to the common pot.
    """
    Refused.unless(rules.is_amount(cents))
    fills = open_tranche(exercise, tranche, by=by, now=now) if tranche else None
    contribution = Contribution.objects.create(
        exercise=exercise, funder=funder, pledged_cents=cents, agreement=agreement, tranche=fills,
        allows_associations=allows_associations, pledged_at=now, pledged_by=by,
    )  # fmt: skip
    record("fund.pledged", contribution, by=by, now=now, fund=exercise.fund_id, funder=str(funder),
           amount=euros(cents), amount_cents=cents, year=exercise.year)  # fmt: skip
    return contribution


@action
def pledge_from_new(exercise: Exercise, *, name: str, nature: str, siret: str, by, now: datetime,
                    **pledged) -> Contribution:  # fmt: skip
    """Note what a funder promises that the fund did not know: it is added first, unless its SIRET is known elsewhere.

    Raises Refused, tied to a field.
    """
    funder = Organisation.objects.filter(siret=siret).exclude(siret="").first()
    funder = funder or people.add_organisation(name, kind=nature, siret=siret, by=by, now=now)
    return pledge(exercise, funder, by=by, now=now, **pledged)


@action
def appoint(fund: Fund, person, role: str, *, starts_on: date, by, now, ends_on=None, organisation=None) -> FundMandate:
    """Give a person a role on a fund, from a day to a day."""
    return people.appoint(
        FundMandate, person=person, role=role, starts_on=starts_on, ends_on=ends_on, organisation=organisation,
        fund=fund, by=by, now=now,
    )  # fmt: skip


@action
def end_mandate(mandate: FundMandate, *, by, now: datetime) -> FundMandate:
    """End a role before its term."""
    return people.end(mandate, by=by, now=now)
