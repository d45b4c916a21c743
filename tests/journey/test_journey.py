"""One euro all the way through, as people live it: filed, admitted, voted, granted, minuted, reported, told, verified.

In a real browser, at a desk's width and on a phone; axe looks at every page of ours on the way. With FPH_TOUR=1 the
pictures of `docs/tour/` are taken again.
"""

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from wagtail.models import Page

from cms.models import NewsIndexPage
from tests.harness.browser import note_errors

pytestmark = [pytest.mark.commits, pytest.mark.browser]
HOUSE = Path(__file__).parents[2]
NEWS = "Un repas de rue se prépare"
TITLE = "Repas de rue des deux escaliers"
VOTERS = ["Amina Clairétang", "Georges Vieuxpuits", "Mei Ruisselet", "Hélène Tournesol", "Rachid Montagnard"]


class Visitor:
    """Someone at a screen: opens pages, has axe look at them, and pictures the ones that tell the story."""

    def __init__(self, browser, site, width: int):
        phone = width < 600
        self.width = width
        self.context = browser.new_context(
            base_url=site, locale="fr-FR", timezone_id="Europe/Paris", accept_downloads=True,
            viewport={"width": width, "height": 780 if phone else 900},
        )  # fmt: skip
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.errors = note_errors(self.page)

    def sign_in(self, name: str):
        """Enter as a person of the demonstration."""
        self.page.goto("/demo/")
        self.page.get_by_role("listitem").filter(has=self.page.get_by_role("heading", name=name)).get_by_role(
            "button"
        ).click()
        self.page.wait_for_url("**/mon-espace/")
        return self

    def look(self, picture: str = ""):
        """Have axe look at the page, check that nothing overflows, and keep a picture when asked."""
        found = Axe().run(self.page).response["violations"]
        assert not found, f"{self.page.url}: " + "; ".join(f"{v['id']} {v['nodes'][0]['html'][:120]}" for v in found)
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, self.page.url
        if picture and os.environ.get("FPH_TOUR"):
            folder = HOUSE / "docs" / "tour"
            folder.mkdir(parents=True, exist_ok=True)
            self.page.evaluate("window.scrollTo(0, 0)")
            self.page.screenshot(path=folder / f"{picture}-{self.width}.png")

    def press(self, name: str):
        """Press a button or follow a link by its words, and wait for the page it leads to."""
        page = self.page
        button = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name))
        with page.expect_navigation():
            button.first.click()

    def download(self, name: str) -> bytes:
        """Follow a link that sends a file, and return its bytes."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=name).first.click()
        return Path(waiting.value.path()).read_bytes()

    def leave(self):
        """Close the screen; no script or policy may have failed on it."""
        assert not self.errors
        self.context.close()


@pytest.mark.parametrize("width", [1440, 360])
def test_one_euro_all_the_way_through(browser, site, committed_db, width, tmp_path):
    visitors: list[Visitor] = []

    def arrive(name: str = "", at: int = width) -> Visitor:
        visitors.append(Visitor(browser, site, at))
        return visitors[-1].sign_in(name) if name else visitors[-1]

    resident_files(arrive())
    coordinator_admits(arrive("Claire Quatrevents"))
    reference = committee_grants(arrive)
    funder_downloads(arrive("Vincent Fontaine-Basse"), reference)
    editors_publish(arrive)
    anyone_verifies(arrive(), tmp_path)
    for visitor in visitors:
        visitor.leave()


def resident_files(nadia: Visitor):
    """Sign in by an e-mailed code, fill the six steps, and file."""
    page = nadia.page
    page.goto("/")
    nadia.look()
    nadia.press("Goutte d’Or")
    nadia.look("01-quartier")
    nadia.press("Proposer un projet")
    page.get_by_label(re.compile("e-mail")).fill("nadia@demo.example")
    nadia.press("Recevoir mon code")
    page.get_by_label(re.compile("code", re.I)).fill(code_sent(nadia))
    nadia.press("Continuer")
    nadia.look()
    page.get_by_label("Un groupe d’habitants").check()
    nadia.press("Commencer")
    page.get_by_label("Adresse (obligatoire)", exact=False).first.fill("12 rue Myrha, 75018 Paris")
    page.locator("[name=lead_address]").fill("12 rue Myrha, 75018 Paris")
    for turn, name in enumerate(("Nadia Verdoyant", "Salma Feuillage")):
        page.locator(f"[name=habitants-{turn}-name]").fill(name)
        page.locator(f"[name=habitants-{turn}-street]").fill("rue Myrha")
    nadia.look("02-demande")
    nadia.press("Enregistrer et continuer")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("Un repas dans la rue, chacun apporte un plat, on ferme la rue un dimanche.")
    page.locator("[name=benefit]").fill("Deux immeubles qui ne se connaissent pas se rencontrent.")
    page.get_by_label("Vivre ensemble").check()
    nadia.look()
    nadia.press("Enregistrer et continuer")
    page.locator("[name=place]").fill("Rue Myrha")
    for name in ("starts_on", "ends_on"):
        page.locator(f"[name={name}]").fill(in_days(60))
    page.locator("[name=people_reached]").fill("90")
    nadia.look()
    nadia.press("Enregistrer et continuer")
    for turn, (label, amount) in enumerate((("Tables et bancs", "180"), ("Boissons", "120,50"))):
        page.locator(f"[name=depenses-{turn}-label]").fill(label)
        page.locator(f"[name=depenses-{turn}-cents]").fill(amount)
    page.locator("[name=requested_cents]").fill("250,50")
    page.locator("[name=own_cents]").fill("50")
    nadia.look("03-budget")
    nadia.press("Enregistrer et continuer")
    nadia.look()
    nadia.press("Continuer")
    for box in page.get_by_role("checkbox").all():
        box.check()
    nadia.look()
    nadia.press("Déposer")
    nadia.look("04-depose")
    assert "GO-" in page.inner_text("main")


def code_sent(visitor: Visitor) -> str:
    """Read the last code in the demonstration's mailbox, on another page."""
    mailbox = visitor.context.new_page()
    mailbox.goto("/demo/courrier/")
    mailbox.get_by_role("link", name=re.compile("code", re.I)).first.click()
    mailbox.wait_for_load_state()
    found = re.search(r"\b\d{4}-\d{4}\b", mailbox.inner_text("main"))
    mailbox.close()
    return found[0]


def in_days(days: int) -> str:
    """Return the day that many days from now, as a date field takes it."""
    from datetime import timedelta

    from django.utils import timezone

    return (timezone.localdate() + timedelta(days=days)).isoformat()


def coordinator_admits(claire: Visitor):
    """Read the file and send it to the committee; put it on the agenda."""
    claire.page.goto("/gestion/goutte-dor/")
    claire.look()
    claire.page.goto("/gestion/goutte-dor/dossiers/")
    claire.look()
    claire.press(TITLE)
    claire.look("05-instruction")
    claire.press("Recevable : au comité")
    claire.page.goto("/comites/goutte-dor/")
    claire.look()
    claire.press(re.compile("9 décembre|Séance n°|à 19 h|19 h"))
    claire.press("Modifier l’ordre du jour")
    claire.look()
    claire.press(f"Ajouter {TITLE}")
    claire.look()


def committee_grants(arrive) -> str:
    """Open the meeting, vote on phones, grant, close; return the decision's reference."""
    chair = arrive("Fatou Belhorizon")
    page = chair.page
    chair.page.goto("/comites/goutte-dor/")
    chair.press(re.compile("19 h"))
    for name in VOTERS:
        chair.press(f"Arrive : {name}".replace(" :", "\u202f:"))
    chair.press("Ouvrir la séance")
    chair.look("06-seance")
    chair.press(re.compile(f"Passer au point.*{TITLE}", re.S))
    chair.look()
    chair.press("Faire voter sur les téléphones")
    for turn, name in enumerate(VOTERS):
        member = arrive(name, at=360)
        member.page.goto(page.url + "voter/")
        member.page.get_by_label("Non" if turn == 0 else "Oui", exact=False).first.check()
        if turn == 0:
            member.look("07-vote")
        member.press("Voter")
        assert "Votre vote est enregistré" in member.page.inner_text("main")
    page.reload()
    chair.look("08-scrutin")
    chair.press("Fermer le vote et décider")
    chair.look("09-decision")
    told = page.inner_text("#point")
    assert "4 pour, 1 contre" in told and "250,50" in told
    reference = re.search(r"GO-\d{4}-\d+-D\d+", told)[0]
    chair.press("Clore la séance")
    chair.look()
    chair.press(re.compile("Clore"))
    chair.look("10-compte-rendu")
    pdf = pypdf.PdfReader(io.BytesIO(chair.download("Télécharger en PDF")))
    text = " ".join(one.extract_text() for one in pdf.pages)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and reference in text and "Amina Clairétang" in text
    return reference


def funder_downloads(vincent: Visitor, reference: str):
    """Read the year's allocations and download them."""
    vincent.page.goto("/gestion/goutte-dor/rapports/")
    vincent.look("11-financeur")
    rows = list(csv.reader(io.StringIO(vincent.download(re.compile("CSV")).decode("utf-8-sig")), delimiter=";"))
    (ours,) = [row for row in rows if TITLE in row]
    assert reference in ours and "250,50" in ours and "Nadia Verdoyant" not in str(rows)
    assert vincent.download(re.compile("XLSX|Excel|tableur"))[:2] == b"PK"


def editors_publish(arrive):
    """Write a piece of news, have it reviewed, and find it on the neighbourhood's page."""
    paul = arrive("Paul Écritoire", at=1440)
    paul.page.goto("/redaction/")
    paul.press("Ouvrir la rédaction")
    paul.page.goto(f"/cms/pages/add/cms/newspage/{NewsIndexPage.objects.get(url_path__contains='/goutte-dor/').pk}/")
    paul.page.locator("#id_title").fill(NEWS)
    paul.page.locator("#id_date").fill(in_days(0))
    paul.page.locator("#id_summary").fill("Le comité a dit oui aux deux escaliers.")
    act_in_editor(paul.page, "Soumettre")
    claire = arrive("Claire Quatrevents", at=1440)
    claire.page.goto("/redaction/")
    claire.press("Ouvrir la rédaction")
    claire.page.goto(f"/cms/pages/{Page.objects.get(title=NEWS).pk}/edit/")
    act_in_editor(claire.page, "Approuver et Publier")
    reader = arrive()
    reader.page.goto("/goutte-dor/")
    reader.press(NEWS)
    reader.look("12-actualite")
    reader.page.goto("/fonds/goutte-dor/projets/")
    reader.look()
    assert TITLE in reader.page.inner_text("main")


def act_in_editor(page, words: str):
    """Choose an act of the editor's menu by its first words."""
    page.get_by_role("button", name=re.compile("Plus d.actions")).last.click()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(words)).last.click()


def anyone_verifies(reader: Visitor, folder: Path):
    """Read the register and verify it in three clicks, with our file alone."""
    page = reader.page
    page.goto("/registre/")
    reader.look("13-registre")
    assert TITLE in page.inner_text("main")
    reader.press("Vérifier vous-même")
    reader.look("14-verifier")
    export, program = folder / "registre.jsonl", folder / "verify_register.py"
    export.write_bytes(reader.download("Télécharger le registre"))
    program.write_bytes(reader.download("Télécharger le programme"))
    verdict = subprocess.run([sys.executable, "-I", program, export], capture_output=True, text=True, check=False)
    assert verdict.returncode == 0, verdict.stdout
    assert "Registre intact" in verdict.stdout
