"""Fetch or 404."""

from django.shortcuts import get_object_or_404

from fph.people import queries
from fph.people.models import User


def demo_person(pk) -> User:
    """Return one of the invented people of the demonstration; anybody else is not there."""
    return get_object_or_404(queries.demo_people(), pk=pk)
