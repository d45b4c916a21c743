"""What awaits an editor, and who administers the installation, on their own page."""

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


def installer_cards(user, on) -> list[Card]:
    """Return the way to open a fund, for those who administer the installation."""
    if not user.is_superuser:
        return []
    body = _("Partez du règlement d’un fonds réel, changez ce qui diffère : vingt minutes suffisent.")
    return [Card(title=_("Ouvrir un fonds"), body=body, url=reverse("new_fund"), order=45)]
