"""Opening a committee, giving and taking back its seats."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from committees.roster import rules
from committees.roster.models import College, Committee, Membership
from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.people import actions as people
from fph.people.models import Mandate, User
from fph.people.roles import SCOPES, Role
from fph.verdict import Refused
from projects.fund import actions as funds
from projects.fund.models import Fund

kind("committee.opened", words("Le comité « {name} » est ouvert : {colleges}."), "name", "colleges")
kind(
    "member.seated",
    words("Un siège est confié au comité « {committee} » : {role}, {seat}."),
    "committee",
    "role",
    "seat",
    "term",
)
kind(
    "member.unseated",
    words("Un siège est libéré au comité « {committee} » : {role}, {seat}."),
    "committee",
    "role",
    "seat",
)


@action
def open_committee(fund: Fund, *, name: str, slug: str, colleges: Iterable[tuple[str, str, bool]], by,
                   now: datetime, sector: str = "") -> Committee:  # fmt: skip
    """Open a fund's committee with its colleges, each (kind, name, deliberative). Raises Refused.

    A college that is not deliberative has a say and no vote. `sector` is the part of the fund's territory it decides for.
    """
    colleges = list(colleges)
    if not any(deliberative for _kind, _name, deliberative in colleges):
        raise Refused(_("Un comité a besoin d’au moins un collège à voix délibérative."))
    if Committee.objects.filter(slug=slug).exists():
        raise Refused(_("Un comité a déjà cette adresse : choisissez-en une autre."))
    committee = Committee.objects.create(fund=fund, name=name, slug=slug, sector=sector)
    College.objects.bulk_create(
        College(committee=committee, kind=kind, name=name, deliberative=deliberative, position=position)
        for position, (kind, name, deliberative) in enumerate(colleges)
    )
    names = ", ".join(name for _kind, name, _deliberative in colleges)
    record("committee.opened", committee, by=by, now=now, fund=fund, name=committee.name, colleges=names)
    return committee


@action
def seat(committee: Committee, person, *, college: College, role: str, starts_on: date, by, now: datetime,
         ends_on: date | None = None, organisation=None) -> Membership:  # fmt: skip
    """Give a person a seat in a college, in their own name or for an organisation, both days included.

    A former seat whose term is over is given back at the same time. Raises Refused when they still hold one.
    """
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    held = list(committee.mandates.filter(person=person, ended_at=None))
    Refused.unless(
        rules.may_sit(
            college_is_ours=college.committee_id == committee.pk,
            in_force_until=[seat.ends_on for seat in held],
            starts_on=starts_on,
        )
    )
    for over in held:
        unseat(over, by=by, now=now)
    membership = people.appoint(
        Membership, person=person, role=Role(role), starts_on=starts_on, ends_on=ends_on, by=by, now=now,
        fund=committee.fund, committee=committee, college=college, organisation=organisation,
    )  # fmt: skip
    record("member.seated", membership, by=by, now=now, fund=committee.fund_id, **_words(membership),
           term=people.term_in_words(starts_on, ends_on))  # fmt: skip
    return membership


@action
def confide(fund: Fund, committee: Committee | None, *, email: str, name: str, role: str, starts_on: date, by,
            now: datetime, college: College | None = None, organisation=None,
            ends_on: date | None = None) -> Mandate:  # fmt: skip
    """Give a person a role on a fund or a seat on its committee; who has no account yet gets one. Raises Refused."""
    known = User.objects.filter(email__iexact=email, is_service=False).first()
    person = known or people.open_account(email=email, name=name, now=now)
    term = {"role": role, "starts_on": starts_on, "ends_on": ends_on, "organisation": organisation}
    if role in SCOPES["fund"]:
        return funds.appoint(fund, person, by=by, now=now, **term)
    return seat(committee, person, college=college, by=by, now=now, **term)


@action
def take_back(mandate: Mandate, *, by, now: datetime) -> Mandate:
    """End a role on a fund or a seat before its term. Raises Refused, for one's own role of administrator too."""
    if mandate.person == by and mandate.role == Role.ADMINISTRATOR:
        raise Refused(_("Confiez d’abord l’administration à quelqu’un d’autre, qui mettra fin à votre rôle."))
    return (
        unseat(mandate, by=by, now=now)
        if isinstance(mandate, Membership)
        else funds.end_mandate(mandate, by=by, now=now)
    )


@action
def unseat(membership: Membership, *, by, now: datetime) -> Membership:
    """Take a seat back before its term, or once it is over. Raises Refused when it was already given back."""
    membership = people.end(membership, by=by, now=now, fund=membership.committee.fund)
    record("member.unseated", membership, by=by, now=now, fund=membership.committee.fund_id, **_words(membership))
    return membership


def _words(membership: Membership) -> dict[str, str]:
    """Say a seat without its holder: a college and an organisation may be public, a person's name never."""
    body = membership.organisation
    seat = f"{membership.college}, pour {body}" if body else str(membership.college)
    return {"committee": str(membership.committee), "role": str(membership.get_role_display()), "seat": seat}
