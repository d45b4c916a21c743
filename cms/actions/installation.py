"""A fund from nothing: its administrator, carrier, neighbourhood, year, règlement, committee, coordination and site."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from cms.actions.site import open_site
from cms.models import Newsroom
from committees.roster.actions import open_committee
from committees.roster.models import CollegeKind
from fph.journal.actions import action
from fph.people.actions import add_organisation, open_account
from fph.people.models import Organisation, OrganisationKind, User
from fph.people.roles import Role, paris_day
from fph.territories.actions import name_commune, open_neighbourhood
from fph.territories.models import Neighbourhood
from fph.territories.rules import same_commune
from fph.verdict import Refused
from projects.fund import actions as funds
from projects.fund.models import Fund
from projects.regulation import shelf
from projects.regulation.actions import adopt
from projects.regulation.rules import Regulation, Rule


@dataclass(frozen=True)
class Installation:
    """What `open_fund` asks; codes and numbers may be empty.

    `model` is the name of a règlement of the shelf to start from, or empty; `cap_cents` the most a project may get, None
    when the model says it.
    """

    administrator_email: str
    administrator_name: str
    carrier: str
    place: str
    place_slug: str
    commune: str
    insee_code: str
    fund: str
    slug: str
    prefix: str
    coordinator_email: str
    coordinator_name: str
    cap_cents: int | None
    scheme: str = "FPH"
    carrier_kind: str = OrganisationKind.ASSOCIATION
    siret: str = ""
    rna: str = ""
    qpv_code: str = ""
    model: str = ""


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
    _regulate(fund, asked, by, now)
    _open_committee(fund, asked, by, now)
    for person, role in ((by, Role.ADMINISTRATOR), (_coordinator(asked, now), Role.COORDINATOR)):
        funds.appoint(fund, person, role, starts_on=today, by=by, now=now)
    _open_site(fund.neighbourhood, by, now)
    return fund


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
    return known or add_organisation(
        asked.carrier, kind=asked.carrier_kind, siret=asked.siret, rna=asked.rna, by=by, now=now
    )


def _neighbourhood(asked: Installation, by, now) -> Neighbourhood:
    if known := _known_place(asked):
        return name_commune(known, asked.commune, by=by, now=now)
    return open_neighbourhood(
        name=asked.place, slug=asked.place_slug, commune=asked.commune, insee_code=asked.insee_code,
        qpv_code=asked.qpv_code, by=by, now=now,
    )  # fmt: skip


def _known_place(asked: Installation) -> Neighbourhood | None:
    """Return the neighbourhood of that code, else of that address in that commune. Raises Refused for a namesake."""
    if asked.qpv_code and (known := Neighbourhood.objects.filter(qpv_code=asked.qpv_code).first()):
        return known
    known, code = Neighbourhood.objects.filter(slug=asked.place_slug).first(), asked.insee_code
    if known and not same_commune(code, [known.insee_code]) and not same_commune(known.insee_code, [code]):
        words = _("L’adresse « %s » est celle d’un quartier d’une autre commune : choisissez-en une autre.")
        raise Refused(words % known.slug)
    return known


def _regulate(fund: Fund, asked: Installation, by, now) -> None:
    today = paris_day(now)
    adopt(
        fund, regulation=first_regulation(asked.model, asked.cap_cents), adopted_on=today, adopted_by_body=asked.carrier,
        in_force_from=today, by=by, now=now,
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


def _open_committee(fund: Fund, asked: Installation, by, now) -> None:
    colleges = [
        (CollegeKind.RESIDENTS, _("Habitants"), True),
        (CollegeKind.ASSOCIATIONS, _("Associations"), True),
        (CollegeKind.INSTITUTIONS, _("Institutions"), False),
    ]
    open_committee(fund, name=_("Comité de gestion"), slug=asked.slug, colleges=colleges, by=by, now=now)


def _open_site(neighbourhood: Neighbourhood, by, now) -> None:
    if Newsroom.objects.filter(neighbourhood=neighbourhood).exists():
        return
    open_site(
        neighbourhood, headline=_("Vos idées ont un budget."), by=by, now=now,
        introduction=_("Une fête, une sortie, un atelier : des voisins décident, le fonds finance."),
    )  # fmt: skip
