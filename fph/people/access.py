"""Fetch or 404."""

from allauth.mfa.models import Authenticator
from django.shortcuts import get_object_or_404

from fph.people import queries
from fph.people.models import OpenSession, User


def demo_person(pk) -> User:
    """Return one of the invented people of the demonstration; anybody else is not there."""
    return get_object_or_404(queries.demo_people(), pk=pk)


def own_session(person: User, pk) -> OpenSession:
    """Return one of the person's own sessions."""
    return get_object_or_404(OpenSession, person=person, pk=pk)


def own_passkey(person: User, pk) -> Authenticator:
    """Return one of the person's own passkeys."""
    return get_object_or_404(Authenticator, user=person, pk=pk, type=Authenticator.Type.WEBAUTHN)
