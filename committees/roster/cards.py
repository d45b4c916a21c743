"""What awaits an administrator on their page: the roles of each fund they administer."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fph.people.roles import Role
from fph.people.space import Card
from projects.fund.models import FundMandate


def cards(person, on: date) -> list[Card]:
    """Return a card for each fund whose roles that person confides."""
    held = FundMandate.objects.in_force(on).filter(person=person, role=Role.ADMINISTRATOR).select_related("fund")
    return [
        Card(title=_("Qui fait quoi"), body=str(one.fund), url=reverse("roles", args=[one.fund.slug]), order=40)
        for one in held
    ]
