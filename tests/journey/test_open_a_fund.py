"""From an installation with an administrator alone to an open fund with the rules of Loire, by clicks and typing only.

Three committees by sector, two colleges, three residents at least in a group, an hour for each applicant before the
committee: then a group of two is refused with the article, a group of three files, and reads its hour. It says how many
screens, fields and seconds it took; with FPH_TOUR=1 its pictures in `docs/tour/` are taken again.
"""

import os
import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from committees.roster.models import Committee
from fph.people.actions import open_account
from projects.fund.models import Fund
from projects.regulation.queries import in_force
from tests.harness import browser as browsers
from tests.harness import databases
from tests.journey.visitor import Visitor

pytestmark = [pytest.mark.commits, pytest.mark.browser]
FULL = () if os.environ.get("FPH_TOUR") else pytest.mark.proof
MEMBERS = """Amina Riviere ; amina@exemple.fr ; habitants ; présidence
Jo Pré ; jo@exemple.fr ; habitants
Lise Coteau ; lise@exemple.fr ; institutions"""


@pytest.fixture
def bare_site(committed_db, settings):
    """Serve an installation where nothing has happened: tables, and nobody."""
    bare = databases.take_bare()
    databases.point_at(bare)
    with browsers.serving() as address:
        settings.SITE_ADDRESS = settings.WAGTAILADMIN_BASE_URL = address
        yield address
    databases.point_at(committed_db)
    databases.drop(bare)


class Counted(Visitor):
    """A visitor whose screens and answers are counted."""

    pressed = answered = 0

    def sign_in(self, name: str):
        """Enter; the last button opens a whole fund, which a busy computer takes its time for."""
        self.context.set_default_timeout(60_000)
        return super().sign_in(name)

    def press(self, name) -> None:
        """Press, and count a screen."""
        super().press(name)
        self.pressed += 1

    def write(self, **answers: str) -> None:
        """Write, and count each field."""
        super().write(**answers)
        self.answered += len(answers)


@pytest.mark.parametrize("width", [1440, pytest.param(360, marks=FULL)])
def test_a_city_opens_its_fund_in_the_browser_alone(browser, bare_site, width, record_property, capsys):
    assert not Fund.objects.exists()
    open_account(email="ana@exemple.fr", name="Ana Bellegarde", administrator=True, now=timezone.now())
    ana = Counted(browser, bare_site, width).sign_in("Ana Bellegarde")
    began = time.monotonic()
    administrator_opens(ana)
    took = time.monotonic() - began
    the_fund_has_the_rules_of_loire()
    record_property("seconds", round(took))
    with capsys.disabled():
        print(f"\nA fund opened in {took:.0f} s, {ana.pressed} screens, {ana.answered} fields typed ({width} px).")
    open_account(email="nadia@exemple.fr", name="Nadia Verdoyant", now=timezone.now())
    nadia = Visitor(browser, bare_site, width).sign_in("Nadia Verdoyant")
    a_group_files(nadia)
    cosme = Visitor(browser, bare_site, width).sign_in("Cosme Larrieu")
    coordination_gives_an_hour(cosme)
    nadia.open("/mes-projets/")
    nadia.press("Repas des trois escaliers")
    nadia.look("22-heure-de-passage")
    assert "On vous attend" in nadia.read() and "à 18\u00a0h\u00a030" in nadia.read()
    for visitor in (ana, nadia, cosme):
        visitor.leave()


def administrator_opens(ana: Counted):
    """Fill the six screens and open."""
    ana.open("/mon-espace/")
    ana.press("Ouvrir un fonds")
    ana.look("15-ouvrir-un-fonds")
    ana.press("Commencer")
    ana.write(place_name="Quartiers de la Loire", commune="Saint-Étienne", insee_code="42218",
              carrier="Fédération des centres sociaux Loire Haute-Loire", fund="Fonds de participation de la Loire")  # fmt: skip
    ana.look()
    ana.press("Enregistrer et continuer")
    ana.write(mots="loire")
    ana.press("Chercher")
    ana.choose("Fonds de participation des habitants de la Loire")
    ana.look("16-etagere")
    ana.press("Enregistrer et continuer")
    ana.look("17-ce-qui-differe")
    ana.press("Enregistrer et continuer")
    ana.write(coordinator_name="Cosme Larrieu", coordinator_email="cosme@exemple.fr", committee_0_members=MEMBERS)
    ana.look("18-comites")
    ana.press("Enregistrer et continuer")
    ana.write(day_0=in_days(30), place_0="Maison de quartier, Saint-Étienne")
    ana.write(day_1=in_days(31), place_1="Centre social, Roanne")
    ana.look()
    ana.press("Enregistrer et continuer")
    told = ana.read()
    assert "Dépôt jusqu’au" in told and "au moins 3 personnes" in told
    assert "à annoncer plus tard" in told, "the third committee has no date yet"
    ana.look("19-relire")
    ana.press("Ouvrir le fonds")
    ana.look("20-ouvert")
    assert "est ouvert" in ana.read()


def the_fund_has_the_rules_of_loire():
    """Look behind the screens: three committees of two colleges, the rules of the source, the members seated."""
    fund = Fund.objects.get()
    regulation = in_force(fund, timezone.localdate()).regulation
    assert regulation.cap_cents("group") == 150_000 and regulation.cap_cents("association") is None
    assert (regulation.min_group_size, regulation.applicant_present) == (3, "expected")
    committees = Committee.objects.filter(fund=fund)
    assert {one.sector for one in committees} == {"Saint-Étienne", "Roanne", "le Forez"}
    for one in committees:
        assert list(one.colleges.values_list("kind", "deliberative")) == [("residents", True), ("institutions", True)]
    assert committees.get(sector="Saint-Étienne").mandates.filter(role="chair").get().person.email == "amina@exemple.fr"


def a_group_files(nadia: Visitor):
    """Try with two residents, read which article says three, add one and file."""
    nadia.open("/")
    nadia.press("Quartiers de la Loire")
    nadia.look()
    nadia.press("Proposer un projet")
    nadia.choose("Un groupe d’habitants")
    nadia.press("Commencer")
    nadia.write(lead_address="12 rue du Crêt, Saint-Étienne", lead_email="nadia@exemple.fr")
    nadia.choose("Commission de Saint-Étienne")
    for turn, name in enumerate(("Nadia Verdoyant", "Salma Feuillage")):
        nadia.write(**{f"habitants__{turn}__name": name})
    first = nadia.page.url
    nadia.press("Enregistrer et continuer")
    nadia.open(first.replace("/vous/", "/projet/"))
    nadia.write(title="Repas des trois escaliers", summary="Un repas partagé.", benefit="On se rencontre.")
    nadia.press("Enregistrer et continuer")
    nadia.write(place="Rue du Crêt", starts_on=in_days(60), people_reached="60")
    nadia.press("Enregistrer et continuer")
    nadia.write(depenses__0__label="Tables", depenses__0__cents="300", requested_cents="250", own_cents="50")
    nadia.press("Enregistrer et continuer")
    nadia.press("Continuer")
    refused = nadia.read()
    assert "au moins 3 habitants" in refused and re.search(r"article \d", refused), refused
    assert not nadia.page.get_by_role("button", name="Déposer ma demande").count()
    nadia.look("21-refus-avec-l-article")
    nadia.open(first)
    nadia.write(habitants__2__name="Jean Orme")
    nadia.press("Enregistrer et continuer")
    nadia.open(first.replace("/vous/", "/verification/"))
    nadia.check_all()
    nadia.press("Déposer ma demande")
    nadia.look()
    assert "QDLL-" in nadia.read()


def coordination_gives_an_hour(cosme: Visitor):
    """Admit the file, put it on the agenda of its committee, give the applicants their hour."""
    fund = Fund.objects.get()
    cosme.open(f"/gestion/{fund.slug}/dossiers/")
    cosme.press("Repas des trois escaliers")
    cosme.press("Recevable : au comité")
    cosme.open(f"/comites/{fund.committees.get(sector='Saint-Étienne').slug}/")
    cosme.press(re.compile("18 h"))
    cosme.press("Modifier l’ordre du jour")
    cosme.press("Ajouter Repas des trois escaliers")
    cosme.write(starts="18:30", every_minutes="15")
    cosme.press("Donner une heure à chacun")
    cosme.look()
    assert "18\u00a0h\u00a030" in cosme.read()


def in_days(days: int) -> str:
    """Return the day that many days from now, as a date field takes it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()
