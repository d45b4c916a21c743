"""Who holds which role, in words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from fph.people.models import Mandate, OpenSession, User
from fph.people.roles import SCOPES, STRONG, Role

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


def strong_roles(person: User, on: date) -> list[Role]:
    """Return the roles that person holds that day which ask for a second factor, in one query, or in none."""
    if person.is_superuser:
        return [Role.ADMINISTRATOR]
    first, *others = [held.filter(person=person).values_list("role", flat=True) for held in _strong_mandates(on)]
    return sorted(Role(role) for role in first.union(*others))


@lru_cache(maxsize=4)
def people_and_proof(on: date) -> QuerySet[User]:
    """Return everybody, each with `must_prove_twice`: whether a role they hold that day asks for a second factor.

    Asked at every request: the question is put in words once a day, and never answered itself.
    """
    wanted = Q(is_superuser=True)
    for held in _strong_mandates(on):
        wanted |= Q(Exists(held.filter(person=OuterRef("pk"))))
    return User.objects.annotate(must_prove_twice=ExpressionWrapper(wanted, BooleanField()))


def _strong_mandates(on: date) -> list[QuerySet[Mandate]]:
    return [model.objects.in_force(on).filter(role__in=STRONG).order_by() for model in mandate_classes()]


def factors(person: User) -> dict[str, list[Authenticator]]:
    """Return kind of factor (`totp`, `webauthn`, `recovery_codes`) → the person's, the oldest first."""
    found = defaultdict(list)
    for factor in Authenticator.objects.filter(user=person).order_by("created_at"):
        found[factor.type].append(factor)
    return found


def has_second_factor(person: User) -> bool:
    """Say whether a person has a passkey or an application; recovery codes only stand in for one."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def open_sessions(person: User, now: datetime) -> QuerySet[OpenSession]:
    """Return where a person is signed in, the latest sign-in first."""
    running = OpenSession.objects.filter(person=person, session__expire_date__gt=now)
    return running.select_related("session").order_by("-begun_at")


def last_seen(opened: OpenSession) -> datetime:
    """Return when a session was last seen, to the hour; its beginning when nothing tells."""
    seen = opened.session.get_decoded().get("seen")
    return datetime.fromtimestamp(seen, tz=UTC) if seen else opened.begun_at


def demo_people() -> QuerySet[User]:
    """Return the invented people of the demonstration who can be visited."""
    return User.objects.filter(email__endswith=DEMO_ADDRESS, is_active=True).order_by("name")
