"""A fund from nothing: its administrator, carrier, neighbourhood, year, règlement, committee, coordination and site."""

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from cms.actions.asked import Adoption, CommitteeAsked, Installation, MemberAsked
from cms.actions.seating import open_committees
from cms.actions.site import open_site
from cms.models import Newsroom
from committees.roster.actions import confide
from fph.journal.actions import action
from fph.people.actions import add_organisation, open_account
from fph.people.models import Organisation, User
from fph.people.roles import Role, paris_day
from fph.territories.actions import draw_perimeter, name_commune, open_neighbourhood
from fph.territories.models import Neighbourhood
from fph.territories.rules import same_commune
from fph.verdict import Refused
from projects.fund import actions as funds
from projects.fund.models import Fund
from projects.regulation import shelf
from projects.regulation.actions import adopt
from projects.regulation.models import RegulationVersion
from projects.regulation.rules import Regulation, Rule


@action
def install_fund(asked: Installation, *, now: datetime) -> Fund:
    """Open everything a fund needs to receive its first project, or nothing. Raises Refused with the reason.

    People, carrier and neighbourhood that are known already, by their address or number, are used as they are.
    """
    today = paris_day(now)
    by = _administrator(asked, now)
    fund = funds.open_fund(
        name=asked.fund, scheme=asked.scheme, slug=asked.slug, number_prefix=asked.prefix,
        neighbourhood=_neighbourhood(asked, by, now), carrier=_carrier(asked, by, now),
        contact_email=asked.coordinator_email, by=by, now=now,
    )  # fmt: skip
    funds.open_exercise(
        fund, year=today.year, starts_on=date(today.year, 1, 1), ends_on=date(today.year, 12, 31), by=by, now=now
    )
    version = _regulate(fund, asked, by, now)
    open_committees(fund, asked.committees or (CommitteeAsked(_("Comité de gestion")),), version, by=by, now=now)
    for person, role in ((by, Role.ADMINISTRATOR), (_coordinator(asked, now), Role.COORDINATOR)):
        funds.appoint(fund, person, role, starts_on=today, by=by, now=now)
    if asked.treasurer_email:
        confide(fund, None, email=asked.treasurer_email, name=asked.treasurer_name, role=Role.TREASURER,
                starts_on=today, by=by, now=now)  # fmt: skip
    _open_site(fund.neighbourhood, by, now)
    return fund


__all__ = ["Adoption", "CommitteeAsked", "Installation", "MemberAsked", "first_regulation", "install_fund"]


def _administrator(asked: Installation, now: datetime) -> User:
    if known := _known(asked.administrator_email):
        return known
    return open_account(email=asked.administrator_email, name=asked.administrator_name, administrator=True, now=now)


def _coordinator(asked: Installation, now: datetime) -> User:
    if known := _known(asked.coordinator_email):
        return known
    return open_account(email=asked.coordinator_email, name=asked.coordinator_name, now=now)


def _known(email: str) -> User | None:
    return User.objects.filter(email__iexact=email, is_active=True).first()


def _carrier(asked: Installation, by, now) -> Organisation:
    known = Organisation.objects.filter(siret=asked.siret).first() if asked.siret else None
    return (
        asked.known_carrier
        or known
        or add_organisation(asked.carrier, kind=asked.carrier_kind, siret=asked.siret, rna=asked.rna, by=by, now=now)
    )


def _neighbourhood(asked: Installation, by, now) -> Neighbourhood:
    if known := _known_place(asked):
        return name_commune(known, asked.commune, by=by, now=now)
    place = open_neighbourhood(
        name=asked.place, slug=asked.place_slug, commune=asked.commune, insee_code=asked.insee_code,
        qpv_code=asked.qpv_code, by=by, now=now,
    )  # fmt: skip
    if asked.limits_in_words:
        draw_perimeter(place, starts_on=paris_day(now), limits_in_words=asked.limits_in_words, by=by, now=now)
    return place


def _known_place(asked: Installation) -> Neighbourhood | None:
    """Return the neighbourhood of that code, else of that address in that commune. Raises Refused for a namesake."""
    if asked.qpv_code and (known := Neighbourhood.objects.filter(qpv_code=asked.qpv_code).first()):
        return known
    known, code = Neighbourhood.objects.filter(slug=asked.place_slug).first(), asked.insee_code
    if known and not same_commune(code, [known.insee_code]) and not same_commune(known.insee_code, [code]):
        words = _("L’adresse « %s » est celle d’un quartier d’une autre commune : choisissez-en une autre.")
        raise Refused(words % known.slug)
    return known


def _regulate(fund: Fund, asked: Installation, by, now) -> RegulationVersion:
    today = paris_day(now)
    adoption = asked.adoption or Adoption(first_regulation(asked.model, asked.cap_cents), today, asked.carrier, today)
    return adopt(
        fund, regulation=adoption.regulation, adopted_on=adoption.adopted_on, adopted_by_body=adoption.adopted_by_body,
        act_reference=adoption.act_reference, in_force_from=adoption.in_force_from, by=by, now=now,
    )  # fmt: skip


def first_regulation(model: str, cap_cents: int | None) -> Regulation:
    """Return the règlement a fund begins with: that of a model, and a cap where it has none; or a cap alone.

    Raises Refused when no cap is given and the model has none, or when both are.
    """
    found = shelf.model(model) if model else Regulation()
    if found.asks("cap_per_project"):
        if cap_cents is not None:
            raise Refused(_("Ce modèle dit déjà ses plafonds : laissez le plafond vide, et changez-le ensuite."))
        return found
    if cap_cents is None:
        raise Refused(_("Donnez un plafond par projet, en euros : ce modèle n’en dit rien."))
    return replace(found, rules=(*found.rules, Rule("cap_per_project", cap_cents)))


def _open_site(neighbourhood: Neighbourhood, by, now) -> None:
    if Newsroom.objects.filter(neighbourhood=neighbourhood).exists():
        return
    open_site(
        neighbourhood, headline=_("Vos idées ont un budget."), by=by, now=now,
        introduction=_("Une fête, une sortie, un atelier : des voisins décident, le fonds finance."),
    )  # fmt: skip
