"""Accounts opened and kept right, roles given and ended."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.facts import refuse_invalid
from fph.journal.actions import action, record
from fph.journal.history import keep
from fph.journal.kinds import kind
from fph.people import erasure, roles
from fph.people.models import Mandate, OpenSession, Organisation, User
from fph.people.queries import roles_held, scope_name
from fph.people.roles import Role, paris_day
from fph.verdict import Refused

kind("person.joined", gettext_lazy("Un compte a été ouvert."), public=False)
kind("organisation.added", gettext_lazy("L’organisme « {name} » est inscrit."), "name")
kind("person.changed", gettext_lazy("Une personne a mis à jour son compte."), public=False)
kind("person.erased", gettext_lazy("Une personne a été effacée à sa demande."), public=False)
kind("factor.added", gettext_lazy("Une personne a ajouté un second moyen de se connecter."), public=False)
kind("factor.removed", gettext_lazy("Une personne a retiré un second moyen de se connecter."), public=False)
kind("factor.codes", gettext_lazy("Une personne a demandé de nouveaux codes de secours."), public=False)
kind("factor.reset", gettext_lazy("Le second moyen de connexion d’une personne a été retiré."), public=False)
kind(
    "role.given",
    gettext_lazy("Un rôle a été confié : {role}, pour « {scope} », {term}."),
    "role", "scope", "term",
)  # fmt: skip
kind("role.ended", gettext_lazy("Un rôle a pris fin : {role}, pour « {scope} »."), "role", "scope")


@action
def open_account(
    *, email: str, name: str, now: datetime, phone: str = "", language: str = "fr", administrator: bool = False
) -> User:
    """Open a person's account, without a password; its address is proved by the first code. Returns the user."""
    create = User.objects.create_superuser if administrator else User.objects.create_user
    person = create(email, name=name, phone=phone, language=language)
    record("person.joined", person, by=person, now=now)
    return person


def rehearse_account(request, *, now: datetime) -> None:
    """Open an account and undo it: an address already taken must take as long to answer as a new one (promises, A10)."""
    with transaction.atomic():
        person = open_account(email=f"{uuid4().hex}@efface.invalid", name="", now=now)
        address = setup_user_email(request, person, [])
        EmailAddress.objects.get_for_user(person, address.email)
        transaction.set_rollback(True)


@action
def add_organisation(
    name: str, *, kind: str, by: User, now: datetime, siret: str = "", rna: str = "", address: str = ""
) -> Organisation:
    """Add an organisation. Raises Refused, tied to the field, when its SIRET or RNA number is wrong or known."""
    body = Organisation(name=name, kind=kind, siret=siret, rna=rna, address=address)
    refuse_invalid(body)
    body.save()
    record("organisation.added", body, by=by, now=now, name=name)
    return body


@action
def expect_address(person: User) -> None:
    """Make sure the sign-in code that was typed proves the account's address, whoever opened the account."""
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})


@action
def rename_me(person: User, *, name: str, phone: str, language: str, by: User, now: datetime) -> User:
    """Keep a person's name, telephone and language as they wrote them. Raises Refused when it isn't theirs."""
    if by != person:
        raise Refused(_("Vous ne pouvez changer que votre propre compte."))
    person = User.objects.select_for_update().get(pk=person.pk)
    person.name, person.phone, person.language = name, phone, language
    person.save(update_fields=["name", "phone", "language"])
    record("person.changed", person, by=by, now=now)
    return person


@action
def erase(person: User, *, by: User, now: datetime) -> User:
    """Forget a person: name, address, telephone, free text, files and the words of private acts about them.

    Money, decisions and the register stay, and still verify: they hold opaque ids only. The account can't be used
    again. Source: RGPD art. 17; accounts are kept for their term (privacy notes §5.1). Raises Refused when the person
    still holds a role, or was erased already.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.erased_at or person.is_service:
        raise Refused(_("Ce compte est déjà effacé."))
    if roles_held([person], paris_day(now)):
        raise Refused(_("Cette personne tient encore un rôle : mettez-y fin d’abord."))
    for eraser in erasure.ERASERS:
        eraser(person, by=by, now=now)
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    person.email, person.name, person.phone = f"{person.pk.hex}@efface.invalid", "", ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at, person.erased_by = now, by
    person.set_unusable_password()
    person.save()
    end_sessions(person)
    record("person.erased", person, by=by, now=now)
    return person


@action
def begin_session(person: User, session: SessionBase, *, browser: str, now: datetime) -> OpenSession:
    """Keep a session just opened, and where: the browser in a few words."""
    session.save()
    return OpenSession.objects.create(person=person, session_id=session.session_key, browser=browser[:60], begun_at=now)


@action
def end_sessions(person: User, *, but: str | None = None, only: OpenSession | None = None) -> int:
    """End a person's sessions, at their next request: all, all but that session's key, or one. Returns how many."""
    ended = Session.objects.filter(opened__person=person).exclude(pk=but)
    if only is not None:
        ended = ended.filter(opened=only)
    return ended.delete()[1].get(Session._meta.label, 0)


@action
def change_factors(person: User, change: Callable, *, event: str, tell: Callable, by: User, now: datetime):
    """Change a person's second factors, note it and write to them, all or nothing. Returns what `change()` returns.

    `event` is `factor.added`, `factor.removed`, `factor.codes` or `factor.reset`; `tell(person, event)` writes the
    message. Whoever signed in elsewhere with less must prove themself anew: `end_sessions` is the caller's.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    outcome = change()
    tell(person, event)
    record(event, person, by=by, now=now)
    return outcome


@action
def forget_factors(person: User) -> None:
    """Take away a person's passkeys, application and recovery codes, and end their sessions."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)


@action
def service_account(name: str) -> User:
    """Return the account under which a machine acts, opening it the first time: no sign-in, no mail."""
    account, _created = User.objects.get_or_create(
        email=f"{slugify(name)}@service.invalid",
        defaults={"name": name, "is_service": True, "is_active": False, "password": "!"},
    )
    return account


@action
def appoint(
    mandate_class: type[Mandate], *, person: User, role: Role, starts_on: date, ends_on: date | None = None,
    by: User, now: datetime, fund=None, **where,
) -> Mandate:  # fmt: skip
    """Give a person a role on a thing for a term, both days included; the rights follow.

    `where` names the thing and what the kind of mandate asks beside (`committee=`, `college=`…). `fund` is the
    thing for a role on a fund; elsewhere the fund whose journal tells it, the committee's own by default.
    Raises Refused.
    """
    scope = scope_name(mandate_class)
    if scope == "fund":
        where["fund"] = fund
    _lock(thing := where[scope])
    mandate = mandate_class(
        person=person, role=role, starts_on=starts_on, ends_on=ends_on, given_at=now, given_by=by, **where
    )
    _refuse_unfit(mandate, scope)
    keep(mandate, by=by, now=now)
    roles.grant(mandate, thing)
    record(
        "role.given", mandate, by=by, now=now, fund=_told_in(mandate, fund),
        role=str(Role(role).label), scope=str(thing), term=term_in_words(starts_on, ends_on),
    )  # fmt: skip
    return mandate


@action
def end(mandate: Mandate, *, by: User, now: datetime, fund=None) -> Mandate:
    """End a role before its term; rights another mandate of that person gives stay. Raises Refused when over."""
    thing = _lock(mandate.scope)
    mandate = type(mandate).objects.select_for_update().get(pk=mandate.pk)
    if mandate.ended_at:
        raise Refused(_("Ce rôle a déjà pris fin."))
    keep(mandate, by=by, now=now, ended_at=now, ended_by=by)
    roles.revoke(mandate, thing, still=_other_mandates(mandate, paris_day(now)))
    record(
        "role.ended", mandate, by=by, now=now, fund=_told_in(mandate, fund),
        role=str(mandate.get_role_display()), scope=str(thing),
    )  # fmt: skip
    return mandate


def _lock(thing):
    return type(thing).objects.select_for_update().get(pk=thing.pk)


def _told_in(mandate, fund):
    return fund or getattr(mandate, "fund", None) or getattr(mandate.scope, "fund", None)


def _refuse_unfit(mandate: Mandate, scope: str) -> None:
    if mandate.role not in roles.SCOPES[scope]:
        raise Refused(_("Le rôle « %s » ne se confie pas ici.") % Role(mandate.role).label)
    if not mandate.person.is_active:
        raise Refused(_("Ce compte est fermé : aucun rôle ne peut lui être confié."))
    if mandate.ends_on and mandate.ends_on < mandate.starts_on:
        raise Refused(_("La fin du mandat vient avant son début."))
    if _overlapping(mandate).exists():
        raise Refused(_("%s tient déjà ce rôle à ces dates.") % mandate.person)


def _overlapping(mandate: Mandate):
    """Return the mandates that give the same person the same role on the same thing on a day of this one."""
    same = mandate.scope.mandates.filter(person=mandate.person, role=mandate.role, ended_at=None)
    same = same.filter(Q(ends_on=None) | Q(ends_on__gte=mandate.starts_on))
    return same.filter(starts_on__lte=mandate.ends_on) if mandate.ends_on else same


def _other_mandates(mandate: Mandate, today: date) -> list[Mandate]:
    """Return the person's other mandates on the thing that are not over, those to come included."""
    others = mandate.scope.mandates.filter(person=mandate.person, ended_at=None).exclude(pk=mandate.pk)
    return list(others.filter(Q(ends_on=None) | Q(ends_on__gte=today)))


def term_in_words(starts_on: date, ends_on: date | None) -> str:
    """Write a term: « à partir du 1er mars 2026 », « du 1er mars 2026 au 28 février 2028 »."""
    if ends_on is None:
        return _("à partir du %s") % day_in_words(starts_on)
    return _("du %(first)s au %(last)s") % {"first": day_in_words(starts_on), "last": day_in_words(ends_on)}


def day_in_words(day: date) -> str:
    """Write a day: « 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {date_format(day, 'F Y')}"
