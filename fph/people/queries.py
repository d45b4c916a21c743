"""Who holds which role, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import QuerySet

from fph.people.models import Mandate, User
from fph.people.roles import SCOPES

DEMO_ADDRESS = "@demo.example"


@dataclass(frozen=True)
class HeldRole:
    """A role in words, and what it is held on."""

    role: str
    thing: str


def mandate_classes() -> list[type[Mandate]]:
    """Return every kind of mandate of the house."""
    return [model for model in apps.get_models() if issubclass(model, Mandate)]


def scope_name(mandate_class: type[Mandate]) -> str:
    """Return the name of what that kind of mandate is held on: a key of `roles.SCOPES`, and its field."""
    fields = {field.name for field in mandate_class._meta.fields}
    return "committee" if "committee" in fields else next(name for name in SCOPES if name in fields)


def roles_held(people: Iterable[User], on: date) -> dict:
    """Return person id → the roles they hold that day, one query a kind of mandate."""
    held = defaultdict(list)
    for mandate_class in mandate_classes():
        scope = scope_name(mandate_class)
        in_force = mandate_class.objects.in_force(on).filter(person__in=people).select_related(scope)
        for mandate in in_force.order_by("starts_on"):
            held[mandate.person_id].append(HeldRole(mandate.get_role_display(), str(mandate.scope)))
    return held


def demo_people() -> QuerySet[User]:
    """Return the invented people of the demonstration who can be visited."""
    return User.objects.filter(email__endswith=DEMO_ADDRESS, is_active=True).order_by("name")
