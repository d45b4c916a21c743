"""One euro all the way through, as people live it: filed, admitted, voted, granted, paid, reported, told, verified.

In a real browser, at a desk's width and on a phone; by clicking, without scripts, and by the keyboard alone. Where people
click, axe looks at every page on the way, news is published and papers are downloaded; with FPH_TOUR=1 the pictures of
`docs/tour/` are taken again.
"""

import csv
import io
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.models import NewsIndexPage
from tests.journey.visitor import CLICKS, KEYS, NO_SCRIPT, Visitor

pytestmark = [pytest.mark.commits, pytest.mark.browser]
NEWS = "Un repas de rue se prépare"
TITLE = "Repas de rue des deux escaliers"
VOTERS = ["Amina Clairétang", "Georges Vieuxpuits", "Mei Ruisselet", "Hélène Tournesol", "Rachid Montagnard"]
PDF = b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# Each way at one width in the ordinary run, at the other in the full one; the tour needs both pictures.
FULL = () if os.environ.get("FPH_TOUR") else pytest.mark.proof


@pytest.mark.parametrize(
    ("way", "width"),
    [
        (CLICKS, 360), pytest.param(CLICKS, 1440, marks=FULL),
        (NO_SCRIPT, 360), pytest.param(NO_SCRIPT, 1440, marks=pytest.mark.proof),
        (KEYS, 1440), pytest.param(KEYS, 360, marks=pytest.mark.proof),
    ],
)  # fmt: skip
def test_one_euro_all_the_way_through(browser, site, committed_db, way, width, tmp_path):
    visitors: list[Visitor] = []

    def arrive(name: str = "", at: int = width, way: str = way) -> Visitor:
        visitors.append(Visitor(browser, site, at, way))
        return visitors[-1].sign_in(name) if name else visitors[-1]

    ticket = tmp_path / "ticket.pdf"
    ticket.write_bytes(PDF)
    nadia, claire = arrive(), arrive("Claire Quatrevents")
    resident_files(nadia, ticket)
    coordinator_admits(claire)
    reference = committee_grants(arrive)
    resident_accepts(nadia)
    treasurer_pays(arrive("Hassan Boisjoli"))
    resident_reports(nadia, ticket)
    coordinator_accepts_the_report(claire)
    if way == CLICKS:
        funder_downloads(arrive("Vincent Fontaine-Basse"), reference)
        editors_publish(arrive)
    anyone_verifies(arrive(), tmp_path)
    for visitor in visitors:
        visitor.leave()


def resident_files(nadia: Visitor, quote: Path):
    """Sign in by an e-mailed code, fill the six steps, and file."""
    nadia.open("/")
    nadia.look()
    nadia.press("Goutte d’Or")
    nadia.look("01-quartier")
    nadia.press("Proposer un projet")
    nadia.write(login="nadia@demo.example")
    nadia.press("Recevoir mon code")
    nadia.write(code=nadia.code_sent())
    nadia.press("Continuer")
    nadia.look()
    nadia.choose("Un groupe d’habitants")
    nadia.press("Commencer")
    nadia.write(lead_address="12 rue Myrha, 75018 Paris")
    for turn, name in enumerate(("Nadia Verdoyant", "Salma Feuillage")):
        nadia.write(**{f"habitants__{turn}__name": name, f"habitants__{turn}__street": "rue Myrha"})
    nadia.look("02-demande")
    nadia.press("Enregistrer et continuer")
    nadia.write(
        title=TITLE,
        summary="Un repas dans la rue, chacun apporte un plat, on ferme la rue un dimanche.",
        benefit="Deux immeubles qui ne se connaissent pas se rencontrent.",
    )
    nadia.choose("Vivre ensemble")
    nadia.look()
    nadia.press("Enregistrer et continuer")
    nadia.write(place="Rue Myrha", starts_on=in_days(60), ends_on=in_days(60), people_reached="90")
    nadia.look()
    nadia.press("Enregistrer et continuer")
    fill_the_budget(nadia)
    nadia.attach("file", quote)
    nadia.press(re.compile("^Joindre$"))
    assert "ticket.pdf" in nadia.read()
    nadia.look()
    nadia.press("Continuer")
    nadia.check_all()
    nadia.look()
    nadia.press("Déposer ma demande")
    nadia.look("04-depose")
    assert "GO-" in nadia.read()


def fill_the_budget(nadia: Visitor):
    """Write the lines there are, ask for more, and write one more."""
    there = nadia.page.locator("[name^=depenses-][name$=-label]").count()
    nadia.write(depenses__0__label="Tables et bancs", depenses__0__cents="180")
    nadia.press("Ajouter une ligne")
    assert nadia.page.locator("[name^=depenses-][name$=-label]").count() > there
    nadia.write(depenses__1__label="Boissons", depenses__1__cents="120,50", requested_cents="250,50", own_cents="50")
    nadia.look("03-budget")
    nadia.press("Enregistrer et continuer")


def in_days(days: int) -> str:
    """Return the day that many days from now, as a date field takes it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def coordinator_admits(claire: Visitor):
    """Read the file and send it to the committee; put it on the agenda."""
    claire.open("/gestion/goutte-dor/")
    claire.look()
    claire.open("/gestion/goutte-dor/dossiers/")
    claire.look()
    claire.press(TITLE)
    claire.look("05-instruction")
    claire.press("Recevable : au comité")
    claire.open("/comites/goutte-dor/")
    claire.look()
    claire.press(re.compile("9 décembre|Séance n°|à 19 h|19 h"))
    claire.press("Modifier l’ordre du jour")
    claire.look()
    claire.press(f"Ajouter {TITLE}")
    claire.look()


def committee_grants(arrive) -> str:
    """Open the meeting, vote on phones, grant, close; return the decision's reference."""
    chair = arrive("Fatou Belhorizon")
    chair.open("/comites/goutte-dor/")
    chair.press(re.compile("19 h"))
    meeting = chair.page.url.partition("#")[0]
    for name in VOTERS:
        chair.press(f"Arrive : {name}".replace(" :", "\u202f:"))
    chair.press("Ouvrir la séance")
    chair.look("06-seance")
    chair.press(re.compile(f"Passer au point.*{TITLE}", re.S))
    chair.look()
    chair.press("Faire voter sur les téléphones")
    for turn, name in enumerate(VOTERS):
        member_votes(arrive(name, at=360), f"{meeting}voter/", "Non" if turn == 0 else "Oui", first=turn == 0)
    chair.open(meeting)
    chair.look("08-scrutin")
    chair.press("Fermer le vote et décider")
    chair.look("09-decision")
    told = chair.read("#point")
    assert "4 pour, 1 contre" in told and "250,50" in told
    reference = re.search(r"GO-\d{4}-\d+-D\d+", told)[0]
    chair.press("Clore la séance")
    chair.look()
    chair.press(re.compile("Clore"))
    chair.look("10-compte-rendu")
    if chair.way == CLICKS:
        pdf = pypdf.PdfReader(io.BytesIO(chair.download("Télécharger en PDF")))
        text = " ".join(one.extract_text() for one in pdf.pages)
        assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and reference in text and "Amina Clairétang" in text
    return reference


def member_votes(member: Visitor, address: str, choice: str, *, first: bool):
    """Vote on one's phone."""
    member.open(address)
    member.choose(re.compile(f"^{choice}"))
    if first:
        member.look("07-vote")
    member.press("Voter")
    assert "Votre vote est enregistré" in member.read()


def resident_accepts(nadia: Visitor):
    """Accept the aid, in the name of the association that receives it."""
    nadia.open("/mes-projets/")
    nadia.press(TITLE)
    nadia.press("Accepter l’aide")
    nadia.look()
    nadia.write(payee="Les Ateliers du Square")
    nadia.press("J’accepte l’aide")
    assert "l’aide est acceptée" in nadia.read()


def treasurer_pays(hassan: Visitor):
    """Order the payment, then confirm it when it has left the bank."""
    hassan.open("/gestion/goutte-dor/paiements/")
    hassan.look()
    hassan.press(f"Ordonner le versement {TITLE}")
    hassan.press(f"Confirmer le virement {TITLE}")
    hassan.look()
    hassan.write(bank_reference="VIR 2026-118")
    hassan.press("Confirmer le virement")
    assert "est confirmé" in hassan.read()


def resident_reports(nadia: Visitor, ticket: Path):
    """Tell what happened, with a ticket, and send it."""
    nadia.open("/mes-projets/")
    nadia.press(TITLE)
    nadia.press(re.compile("bilan", re.I))
    nadia.write(narrative="Quatre-vingts voisins, un seul orage.", people_reached="80", spent="250,50")
    nadia.write(receipt__supplier="Boulangerie du square", receipt__amount="250,50")
    nadia.attach("receipt-file", ticket)
    nadia.press("Ajouter ce ticket")
    nadia.look()
    nadia.press("Remettre mon bilan")
    assert "Votre bilan est remis" in nadia.read()


def coordinator_accepts_the_report(claire: Visitor):
    """Read the report and close the project."""
    claire.open("/gestion/goutte-dor/paiements/")
    claire.press(TITLE)
    claire.look()
    claire.press("Accepter le bilan")
    assert f"« {TITLE} » est accepté" in claire.read().replace("\u00a0", " ").replace("\u202f", " ")


def funder_downloads(vincent: Visitor, reference: str):
    """Read the year's allocations and download them."""
    vincent.open("/gestion/goutte-dor/rapports/")
    vincent.look("11-financeur")
    rows = list(csv.reader(io.StringIO(vincent.download(re.compile("CSV")).decode("utf-8-sig")), delimiter=";"))
    (ours,) = [row for row in rows if TITLE in row]
    assert reference in ours and "250,50" in ours and "Nadia Verdoyant" not in str(rows)
    assert vincent.download(re.compile("XLSX|Excel|tableur"))[:2] == b"PK"


def editors_publish(arrive):
    """Write a piece of news, have it reviewed, and find it on the neighbourhood's page."""
    paul = arrive("Paul Écritoire", at=1440)
    paul.open("/redaction/")
    paul.press("Ouvrir la rédaction")
    index = NewsIndexPage.objects.get(url_path__contains="/goutte-dor/")
    paul.open(f"/cms/pages/add/cms/newspage/{index.pk}/")
    paul.page.locator("#id_title").fill(NEWS)
    paul.page.locator("#id_date").fill(in_days(0))
    paul.page.locator("#id_summary").fill("Le comité a dit oui aux deux escaliers.")
    act_in_editor(paul.page, "Soumettre")
    claire = arrive("Claire Quatrevents", at=1440)
    claire.open("/redaction/")
    claire.press("Ouvrir la rédaction")
    claire.open(f"/cms/pages/{Page.objects.get(title=NEWS).pk}/edit/")
    act_in_editor(claire.page, "Approuver et Publier")
    reader = arrive()
    reader.open("/goutte-dor/")
    reader.press(NEWS)
    reader.look("12-actualite")
    reader.open("/fonds/goutte-dor/projets/")
    reader.look()
    assert TITLE in reader.read()


def act_in_editor(page, words: str):
    """Choose an act of the editor's menu by its first words."""
    page.get_by_role("button", name=re.compile("Plus d.actions")).last.click()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(words)).last.click()


def anyone_verifies(reader: Visitor, folder: Path):
    """Read the register and verify it in three clicks, with our file alone."""
    reader.open("/registre/")
    reader.look("13-registre")
    assert TITLE in reader.read()
    reader.press("Vérifier vous-même")
    reader.look("14-verifier")
    if reader.way != CLICKS:
        return
    export, program = folder / "registre.jsonl", folder / "verify_register.py"
    export.write_bytes(reader.download("Télécharger le registre"))
    program.write_bytes(reader.download("Télécharger le programme"))
    verdict = subprocess.run([sys.executable, "-I", program, export], capture_output=True, text=True, check=False)
    assert verdict.returncode == 0, verdict.stdout
    assert "Registre intact" in verdict.stdout
