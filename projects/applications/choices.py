"""The closed lists that an application's columns hold, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicantType(models.TextChoices):
    """Who asks."""

    RESIDENT = "resident", _("Une personne qui habite le quartier")
    GROUP = "group", _("Un groupe d’habitants")
    ASSOCIATION = "association", _("Une association")


class Territory(models.TextChoices):
    """Where a project takes place, as a règlement looks at it."""

    INSIDE = "inside", _("Dans le quartier")
    FOR_RESIDENTS = "for_residents", _("Ailleurs, avec des habitants du quartier")
    ELSEWHERE = "elsewhere", _("Ailleurs, sans lien avec le quartier")


class State(models.TextChoices):
    """Where a file stands; the table of `rules.py` gives the public words and the ways between states."""

    DRAFT = "draft", _("brouillon")
    SUBMITTED = "submitted", _("déposé")
    TO_COMPLETE = "to_complete", _("à compléter")
    ADMISSIBLE = "admissible", _("recevable")
    INADMISSIBLE = "inadmissible", _("irrecevable")
    DEFERRED = "deferred", _("ajourné")
    ADVISED = "advised", _("avis rendu")
    GRANTED = "granted", _("accordé")
    REFUSED = "refused", _("refusé")
    ACCEPTED = "accepted", _("accord accepté")
    PAID = "paid", _("versé")
    REPORTED = "reported", _("bilan remis")
    CLOSED = "closed", _("clos")
    WITHDRAWN = "withdrawn", _("retiré")
