"""Who edits which neighbourhood's pages: the mandates say it, Wagtail's groups must follow."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group

from cms.models import Newsroom
from fph.people.models import User
from fph.people.roles import HOLDS, Permission
from fph.territories.models import NeighbourhoodMandate

EDITING_ROLES = [role for role, held in HOLDS.items() if Permission.EDIT_SITE in held]


@dataclass(frozen=True)
class OutOfStep:
    """A person and a group that don't go together: in it without a mandate, or out of it with one."""

    person: User
    group: Group
    is_in: bool

    def __str__(self):
        where = "est dans" if self.is_in else "n’est pas dans"
        why = "sans mandat en force" if self.is_in else "malgré un mandat en force"
        return f"{self.person.email} {where} « {self.group} » {why}"


def editing_mandates(on: date):
    """Return the mandates of open accounts that let someone edit a neighbourhood's pages that day."""
    in_force = NeighbourhoodMandate.objects.in_force(on).filter(role__in=EDITING_ROLES, person__is_active=True)
    return in_force.select_related("person", "neighbourhood__newsroom", "reviewer").order_by("neighbourhood__name")


def own_mandates(person: User, on: date) -> list[NeighbourhoodMandate]:
    """Return a person's editing mandates that day, on neighbourhoods whose site is open."""
    return list(editing_mandates(on).filter(person=person, neighbourhood__newsroom__isnull=False))


def groups_owed(person: User, on: date) -> set[int]:
    """Return the ids of the groups a person's mandates put them in that day."""
    return {group for _person, group in _owed(editing_mandates(on).filter(person=person))}


def groups_held(person: User) -> set[int]:
    """Return the ids of the groups a person is in; groups are the newsrooms' alone."""
    return set(person.groups.values_list("pk", flat=True))


def out_of_step(on: date) -> list[OutOfStep]:
    """Compare every membership of a group with the mandates of that day, both ways."""
    owed, held = _owed(editing_mandates(on)), _held()
    people = User.objects.in_bulk({person for person, _group in owed ^ held})
    groups = Group.objects.in_bulk({group for _person, group in owed ^ held})
    wrong = [OutOfStep(people[person], groups[group], (person, group) in held) for person, group in owed ^ held]
    return sorted(wrong, key=str)


def newsroom_of(neighbourhood) -> Newsroom | None:
    """Return a neighbourhood's newsroom, or None while its site is not open."""
    return Newsroom.objects.filter(neighbourhood=neighbourhood).select_related("editors", "reviewers").first()


def _owed(mandates) -> set[tuple]:
    owed = set()
    for mandate in mandates.filter(neighbourhood__newsroom__isnull=False):
        owed.add((mandate.person_id, mandate.neighbourhood.newsroom.editors_id))
        if hasattr(mandate, "reviewer"):
            owed.add((mandate.person_id, mandate.neighbourhood.newsroom.reviewers_id))
    return owed


def _held() -> set[tuple]:
    return set(User.groups.through.objects.values_list("user_id", "group_id"))
