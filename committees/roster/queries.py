"""Reading committees and their members."""

from dataclasses import dataclass
from datetime import date

from committees.roster.models import College, Committee, Membership
from projects.fund.models import Fund


@dataclass(frozen=True)
class CollegeOfDay:
    """A college and who sits in it on a day."""

    college: College
    members: list[Membership]


def committees():
    """Return every committee with its fund and neighbourhood."""
    return Committee.objects.select_related("fund__neighbourhood", "fund__carrier")


def colleges_of(fund: Fund):
    """Return the colleges of a fund's committees, by committee then in their order."""
    colleges = College.objects.filter(committee__fund=fund).select_related("committee")
    return colleges.order_by("committee__name", "position")


def members(committee: Committee, on: date):
    """Return the seats in force on a day, by college then name, with person and organisation."""
    seats = committee.mandates.in_force(on).select_related("person", "college", "organisation")
    return seats.order_by("college__position", "person__name")


def by_college(committee: Committee, on: date) -> list[CollegeOfDay]:
    """Return every college of a committee with its members of that day, empty ones included (two queries)."""
    seats = list(members(committee, on))
    return [
        CollegeOfDay(college, [seat for seat in seats if seat.college_id == college.pk])
        for college in committee.colleges.all()
    ]


def seat_of(committee: Committee, person, on: date) -> Membership | None:
    """Return the seat a person holds on a committee that day, or None."""
    return committee.mandates.in_force(on).filter(person=person).select_related("college").first()


def seat_changes(committee: Committee):
    """Return the states each seat went through, the latest first, as kept by its history."""
    kept = Membership.history.filter(committee=committee).order_by("-history_date", "-history_id")
    return kept.select_related("person", "college", "organisation", "history_user")


def mandates(fund: Fund, on: date) -> list:
    """Return the roles in force or to come on a fund and on its committees, by person (two queries)."""
    on_fund = fund.mandates.select_related("person", "organisation")
    seats = Membership.objects.filter(committee__fund=fund).select_related(
        "person", "organisation", "college", "committee"
    )
    held = [*on_fund.filter(ended_at=None), *seats.filter(ended_at=None)]
    return sorted((one for one in held if one.ends_on is None or one.ends_on >= on), key=lambda one: str(one.person))
