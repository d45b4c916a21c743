"""The committees of a new fund: opened with the colleges of its règlement, seated, their first meeting announced."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.actions.asked import CommitteeAsked
from cms.queries.colleges import colleges_of
from committees.meetings.actions import plan
from committees.roster.actions import confide, open_committee
from committees.roster.models import Committee
from fph.journal.actions import action
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.fund.actions import publish_date
from projects.fund.models import Fund
from projects.regulation.models import RegulationVersion


@action
def open_committees(
    fund: Fund, asked: Sequence[CommitteeAsked], version: RegulationVersion, *, by, now: datetime
) -> list[Committee]:
    """Open a fund's committees, each with the colleges its règlement names. Raises Refused, all or nothing."""
    opened: list[Committee] = []
    for one in asked:
        address = _free_address(fund.slug if len(asked) == 1 else f"{fund.slug[:40]}-{slugify(one.sector or one.name)}")
        committee = open_committee(
            fund, name=one.name, slug=address, sector=one.sector, by=by, now=now,
            colleges=colleges_of(version.regulation),
        )  # fmt: skip
        _seat(committee, one, by, now)
        if one.meets_at:
            deadline = version.regulation.filing_deadline(paris_day(one.meets_at))
            place = one.meeting_place
            date = publish_date(fund, meets_at=one.meets_at, place=place, filing_deadline=deadline, by=by, now=now)
            plan(committee, date, by=by, now=now)
        opened.append(committee)
    return opened


def _free_address(wanted: str) -> str:
    """Return an address no committee has: the one wanted, or the same with the first number that is free."""
    wanted = wanted[:76].strip("-")
    taken = set(Committee.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(address for address in (wanted, *numbered) if address not in taken)


def _seat(committee: Committee, asked: CommitteeAsked, by, now) -> None:
    colleges = {college.name.casefold(): college for college in committee.colleges.all()}
    first = next(iter(colleges.values()))
    for member in asked.members:
        college = colleges.get(member.college.casefold(), None if member.college else first)
        if college is None:
            raise Refused(_("Le comité n’a pas de collège « %s ».") % member.college)
        confide(committee.fund, committee, email=member.email, name=member.name, role=member.role, college=college,
                starts_on=paris_day(now), by=by, now=now)  # fmt: skip
