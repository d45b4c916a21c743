"""What awaits an editor on their own page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.queries.newsrooms import own_mandates
from fph.people.space import Card


def editor_cards(user, on) -> list[Card]:
    """Return one card a neighbourhood the person edits that day."""
    return [
        Card(
            title=_("Écrire une actualité"),
            body=_("Racontez ce qui se passe dans le quartier « %(place)s ».") % {"place": mandate.neighbourhood},
            url=reverse("newsroom"),
            tone="info",
            order=60,
        )
        for mandate in own_mandates(user, on)
    ]
