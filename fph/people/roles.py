"""Who may do what, in words. The only page that grants, revokes and answers.

A right needs two things: the permission row that `grant` wrote on the object, and a mandate in force that day. A term
that passes ends the rights without a job to run. This page receives the object and the mandate and imports neither.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, Q, TextChoices
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import get_user_obj_perms_model

from fph.dates import PARIS
from fph.verdict import Words


class Role(TextChoices):
    """The roles of a neighbourhood fund, in words. A resident is anyone signed in: no mandate needed."""

    RESIDENT = "resident", _("habitant·e")
    HELPER = "helper", _("accompagnateur·rice")
    MEMBER = "member", _("membre du comité")
    CHAIR = "chair", _("président·e")
    SECRETARY = "secretary", _("secrétaire")
    COORDINATOR = "coordinator", _("coordinateur·rice")
    TREASURER = "treasurer", _("trésorier·ère")
    FUNDER_READER = "funder_reader", _("lecteur·rice pour un financeur")
    EDITOR = "editor", _("rédacteur·rice du quartier")
    ADMINISTRATOR = "administrator", _("administrateur·rice")


class Permission(TextChoices):
    """What can be done, once, each in the words of the person who checks it."""

    ASSIST = "assist_applicants", _("remplir une demande pour quelqu’un")
    REVIEW = "review_applications", _("instruire les demandes")
    READ_FILES = "read_applications", _("lire les dossiers du fonds")
    PREPARE = "prepare_meetings", _("préparer les séances")
    CHAIR = "chair_meetings", _("présider une séance")
    TAKE_MINUTES = "take_minutes", _("tenir la feuille de présence et le compte rendu")
    SIT = "sit_in_meetings", _("siéger en séance")
    PAY = "pay_grants", _("ordonner et confirmer les paiements")
    COLLECT = "record_contributions", _("enregistrer les contributions")
    READ_REPORTS = "read_reports", _("télécharger les rapports du fonds")
    APPOINT = "appoint_people", _("confier et retirer les rôles")
    REGULATE = "record_regulation", _("enregistrer le règlement adopté")
    EDIT_SITE = "edit_site", _("rédiger les pages du quartier")


P = Permission
HOLDS: dict[Role, frozenset[Permission]] = {
    Role.RESIDENT: frozenset(),
    Role.HELPER: frozenset({P.ASSIST}),
    Role.MEMBER: frozenset({P.SIT, P.READ_FILES}),
    Role.CHAIR: frozenset({P.SIT, P.READ_FILES, P.CHAIR, P.PREPARE, P.TAKE_MINUTES}),
    Role.SECRETARY: frozenset({P.SIT, P.READ_FILES, P.PREPARE, P.TAKE_MINUTES}),
    Role.COORDINATOR: frozenset(
        {P.ASSIST, P.REVIEW, P.READ_FILES, P.PREPARE, P.TAKE_MINUTES, P.COLLECT, P.READ_REPORTS, P.REGULATE}
    ),
    Role.TREASURER: frozenset({P.READ_FILES, P.PAY, P.COLLECT, P.READ_REPORTS}),
    Role.FUNDER_READER: frozenset({P.READ_REPORTS}),
    Role.EDITOR: frozenset({P.EDIT_SITE}),
    Role.ADMINISTRATOR: frozenset({P.APPOINT, P.REGULATE, P.READ_REPORTS}),
}
# Who moves money, decides, publishes or entrusts: one stolen mailbox must not be enough to act in their name.
STRONG = frozenset({Role.CHAIR, Role.SECRETARY, Role.COORDINATOR, Role.TREASURER, Role.EDITOR, Role.ADMINISTRATOR})
SCOPES: dict[str, frozenset[Role]] = {
    "fund": frozenset({Role.HELPER, Role.COORDINATOR, Role.TREASURER, Role.FUNDER_READER, Role.ADMINISTRATOR}),
    "committee": frozenset({Role.MEMBER, Role.CHAIR, Role.SECRETARY}),
    "neighbourhood": frozenset({Role.EDITOR}),
}


def permissions_on(scope: str) -> list[tuple[str, Words]]:
    """Return the (codename, words) a kind of object can carry, for its model's Meta.permissions."""
    carried = frozenset().union(*(HOLDS[role] for role in SCOPES[scope]))
    return [(p.value, p.label) for p in Permission if p in carried]


def paris_day(moment: datetime) -> date:
    """Return the day it is in Paris at that moment."""
    return moment.astimezone(PARIS).date()


def grant(mandate, thing) -> None:
    """Write the permission rows that a mandate gives its person on a thing."""
    for permission in HOLDS[Role(mandate.role)]:
        assign_perm(permission.value, mandate.person, thing)


def revoke(mandate, thing, *, still: list) -> None:
    """Take back the rows of an ended mandate, but those another mandate in `still` of that person gives."""
    kept = frozenset().union(*(HOLDS[Role(other.role)] for other in still))
    for permission in HOLDS[Role(mandate.role)] - kept:
        remove_perm(permission.value, mandate.person, thing)


def holds(person, permission: Permission, thing, on: date) -> bool:
    """Say whether a person may do that on that thing on that day: the permission row, and a mandate in force."""
    return permission in held(person, (permission,), thing, on)


def held(person, permissions: Collection[Permission], thing, on: date) -> frozenset[Permission]:
    """Return which of these permissions a person holds on that thing that day, asked in one query."""
    if not person.is_authenticated or not person.is_active or not permissions:
        return frozenset()
    mandates = thing.mandates.in_force(on).filter(person=person)
    wanted = Q()
    for permission in permissions:
        roles = [role for role, given in HOLDS.items() if permission in given]
        wanted |= Q(Exists(mandates.filter(role__in=roles)), permission__codename=permission.value)
    rows = get_user_obj_perms_model(thing)._default_manager.filter(wanted, user=person, content_object=thing)
    return frozenset(Permission(name) for name in rows.values_list("permission__codename", flat=True))


def holders(permission: Permission, thing, on: date) -> list:
    """Return the people who hold that permission on that thing on that day, by name."""
    roles = [role for role, held in HOLDS.items() if permission in held]
    mandates = thing.mandates.in_force(on).filter(role__in=roles).select_related("person").order_by("person__name")
    return list(dict.fromkeys(m.person for m in mandates if m.person.is_active))
