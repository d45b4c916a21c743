"""The pages of applications, through the door: a resident files, the coordination answers, strangers find nothing."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fph.people.actions import open_account
from fph.people.space import cards
from projects.applications import access, actions, slots
from projects.applications.models import Application
from projects.fund.actions import appoint
from projects.fund.models import FundMandate
from tests.projects import filing
from tests.projects.filing import NOW, TODAY

STEPS = ("vous", "projet", "dates", "budget", "documents", "verification")


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return filing.build()


@pytest.fixture
def resident(client, world):
    client.force_login(world.resident)
    return client


@pytest.fixture
def desk(client, world):
    client.force_login(world.coordinator)
    return client


def at(name, *args) -> str:
    return reverse(name, args=args)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def rows(prefix: str, *typed: dict, before: int = 0) -> dict:
    """Return what a browser sends for a list of rows."""
    sent = {f"{prefix}-{n}-{name}": value for n, row in enumerate(typed) for name, value in row.items()}
    return {f"{prefix}-TOTAL_FORMS": len(typed), f"{prefix}-INITIAL_FORMS": before, **sent}


def budget(**changes) -> dict:
    sent = {"requested_cents": "500", "own_cents": "50"}
    sent |= rows(
        "depenses",
        {"label": "Jeux", "cents": "450,00"},
        {"label": "Goûter", "cents": "100 €"},
        {"label": "", "cents": ""},
    )
    sent |= rows("aides", {"label": "", "cents": ""}) | rows("nature", {"label": "Prêt de tables", "cents": "20"})
    return sent | changes


TYPED = {
    "vous": {"applicant_type": "resident", "lead_name": "Claire Fontaine", "lead_email": "claire@essai.test",
             "lead_phone": "", "lead_address": "3 rue des Essais"},
    "projet": {"title": "Fête de la cour", "summary": "Des jeux.", "benefit": "Se connaître."},
    "dates": {"place": "La cour", "starts_on": "2027-05-01", "ends_on": "", "people_reached": "40"},
}  # fmt: skip


def fill(client, world, application):
    """Type every step as a browser would."""
    theme = world.exercise.themes.first()
    for step in ("vous", "projet", "dates", "budget"):
        typed = {**TYPED[step]} if step in TYPED else budget()
        typed |= {"theme": str(theme.pk)} if step == "projet" else {}
        answer = client.post(at("application_step", application.pk, step), typed)
        assert answer.status_code == 302, soup(answer).select(".errorlist")


# --- A resident, from nothing to a filed project --------------------------------------------------------------


def test_a_resident_files_a_project_from_nothing(resident, world, django_capture_on_commit_callbacks):
    page = resident.get(at("my_projects"))
    assert "Vous n’avez pas encore de projet" in page.text
    assert at("start_application", "essai") in resident.get(at("start_application")).text
    page = resident.get(at("start_application", "essai"))
    assert (
        "l’aide est de 900\u202f€ au plus" in page.text and "(article 4)" in page.text and "jeudi 18 mars" in page.text
    )
    assert "association" not in [box["value"] for box in soup(page).select("[name=applicant_type]")]
    assert not soup(page).select("[name=with_helper]")
    answer = resident.post(at("start_application", "essai"), {"applicant_type": "resident"})
    application = world.fund.applications.get()
    assert answer.url == at("application_step", application.pk, "vous")
    fill(resident, world, application)
    page = resident.get(at("application_step", application.pk, "verification"))
    assert "Déposer ma demande" in page.text and "Avant de déposer" not in page.text
    with django_capture_on_commit_callbacks(execute=True):
        answer = resident.post(at("submit_application", application.pk), filing.DECLARED, follow=True)
    assert "déposée sous le n° ES-2027-0001" in answer.text
    application.refresh_from_db()
    assert (application.state, application.requested_cents, application.dossier.cents("in_kind")) == (
        "submitted",
        50000,
        2000,
    )
    assert "jeudi 25 mars" in answer.text
    receipt = resident.get(at("application_receipt", application.pk))
    assert "lundi 1er mars 2027, 18\u00a0h\u00a042" in receipt.text and "ES-2027-0001" in receipt.text


def test_each_step_saves_what_it_can_and_says_so(resident, world):
    one = actions.start(world.fund, by=world.resident, now=NOW)
    answer = resident.post(at("application_step", one.pk, "projet"), {"title": "À moitié"}, follow=True)
    assert "Brouillon enregistré à 18\u00a0h\u00a042." in answer.text
    assert answer.redirect_chain[-1][0] == at("application_step", one.pk, "dates")
    one.refresh_from_db()
    assert one.title == "À moitié"
    answer = resident.post(at("application_step", one.pk, "projet"), {"title": "À moitié", "later": "1"})
    assert answer.url == at("application", one.pk)


@pytest.mark.parametrize(("step", "typed", "wrong", "words"), [
    ("dates", {"place": "La cour", "starts_on": "31/02/2027", "people_reached": "40"}, "starts_on", "Cette date n’existe pas"),
    ("dates", {"place": "La cour", "people_reached": "beaucoup"}, "people_reached", "Écrivez un nombre"),
    ("vous", {"applicant_type": "resident", "lead_name": "Claire", "lead_email": "claire@"}, "lead_email", "n’est pas complète"),
    ("vous", {"applicant_type": "resident", "lead_name": "Claire", "lead_phone": "12"}, "lead_phone", "Ce numéro"),
    ("budget", budget(requested_cents="cinq cents"), "requested_cents", "en chiffres"),
    ("budget", budget(requested_cents="1.250"), "requested_cents", "en chiffres"),
    ("budget", budget(**{"depenses-0-cents": "x"}), "depenses-0-cents", "en chiffres"),
    ("budget", budget(**{"depenses-0-cents": ""}), "depenses-0-cents", "le montant de cette ligne"),
    ("budget", budget(**{"depenses-0-label": ""}), "depenses-0-label", "à quoi correspond"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_at_its_field_and_nothing_typed_is_lost(resident, world, step, typed, wrong, words):
    one = filing.draft(world)
    answer = resident.post(at("application_step", one.pk, step), typed)
    page = soup(answer)
    assert answer.status_code == 422 and page.title.text.strip().startswith("Erreur")
    assert words in page.select_one(".error-summary").text
    link = page.select_one(".error-summary a")["href"].removeprefix("#")
    assert page.find(id=link)["name"] == wrong and page.find(id=link)["aria-invalid"] == "true"
    for name, value in typed.items():
        shown = page.find(attrs={"name": name})
        if shown is not None and shown.get("type") not in {"radio", "hidden"}:
            assert value in {shown.get("value") or "", shown.text.strip()}, name


def test_a_wrong_field_does_not_keep_the_others_from_being_saved(resident, world):
    one = filing.draft(world)
    resident.post(
        at("application_step", one.pk, "dates"), {"place": "Ailleurs", "starts_on": "hier", "people_reached": "7"}
    )
    one.refresh_from_db()
    assert (one.place, one.people_reached, one.starts_on) == ("Ailleurs", 7, TODAY + timedelta(days=60))


def test_a_wrong_line_keeps_the_lines_saved_before(resident, world):
    one = filing.draft(world)
    resident.post(at("application_step", one.pk, "budget"), budget(**{"depenses-0-cents": "x"}, requested_cents="300"))
    one.refresh_from_db()
    assert one.requested_cents == 30000 and one.dossier.cents("expense") == 55000


def test_rows_are_added_without_a_script_and_emptied_rows_go(resident, world):
    one = filing.draft(world)
    page = soup(resident.get(at("application_step", one.pk, "budget")))
    before = len(page.select("[name^=depenses-][name$=-label]"))
    answer = resident.post(at("application_step", one.pk, "budget"), budget(more="depenses"))
    assert answer.url.endswith("?depenses=2#depenses")
    page = soup(resident.get(answer.url.split("#")[0]))
    assert len(page.select("[name^=aides-][name$=-label]")) == 1
    assert len(page.select("[name^=depenses-][name$=-label]")) > before
    emptied = budget(**rows("depenses", {"label": "", "cents": ""}, {"label": "Goûter", "cents": "100"}, before=2))
    resident.post(at("application_step", one.pk, "budget"), emptied)
    assert Application.objects.get(pk=one.pk).dossier.cents("expense") == 10000


@pytest.mark.parametrize("asked", ["-1", "x", "99999999999", "²"])
def test_the_number_of_rows_asked_for_stays_reasonable(resident, world, asked):
    one = filing.draft(world)
    answer = resident.get(at("application_step", one.pk, "budget") + f"?depenses={asked}")
    assert answer.status_code == 200 and len(soup(answer).select("[name^=depenses-]")) < 80


def test_a_group_is_asked_for_its_residents_once_chosen(resident, world):
    one = filing.draft(world)
    page = resident.get(at("application_step", one.pk, "vous"))
    assert not soup(page).select("[name^=habitants-]")
    answer = resident.post(at("application_step", one.pk, "vous"), {**TYPED["vous"], "applicant_type": "group"})
    assert answer.url == at("application_step", one.pk, "vous")
    page = resident.get(answer.url)
    assert "Au moins 3 noms (article 2)" in page.text
    people = rows(
        "habitants", {"name": "Ali", "street": "rue A"}, {"name": "Bea", "street": ""}, {"name": "Dan", "street": ""}
    )
    typed = {**TYPED["vous"], "applicant_type": "group", "host_name": "", "host_siret": "", **people}
    assert resident.post(at("application_step", one.pk, "vous"), typed).status_code == 302
    assert Application.objects.get(pk=one.pk).dossier.residents == ("Ali", "Bea", "Dan")


def test_a_siret_is_taken_with_its_spaces(resident, world):
    one = filing.draft(world, applicant_type="group")
    typed = {
        **TYPED["vous"],
        "applicant_type": "group",
        "host_name": "Asso",
        "host_siret": "732 829 320 00074",
        **rows("habitants"),
    }
    resident.post(at("application_step", one.pk, "vous"), typed)
    assert Application.objects.get(pk=one.pk).host_siret == "73282932000074"


def test_the_budget_page_tells_the_cap_and_what_is_apart(resident, world):
    one = filing.draft(world, lines=[("expense", "Jeux", 51050)])
    page = resident.get(at("application_step", one.pk, "budget")).text
    assert "Jusqu’à 900\u202f€ pour votre 1er projet de l’année (article 4)." in page
    assert "Il manque 10,50\u202f€" in page and "À déposer avant la fin du jeudi 18 mars" in page


def test_the_last_screen_links_each_gap_to_its_field(resident, world):
    one = filing.draft(world, title="", theme=None, lines=[])
    page = soup(resident.get(at("application_step", one.pk, "verification")))
    links = [link["href"] for link in page.select(".error-summary a")]
    assert len(links) == 3 and "Déposer ma demande" not in page.text
    for link in links:
        address, anchor = link.split("#")
        assert soup(resident.get(address)).find(id=anchor), link


def test_the_declarations_left_out_are_told_at_their_boxes(resident, world):
    one = filing.draft(world)
    actions.save_step(one, "verification", dict.fromkeys(filing.DECLARED, False), by=world.resident, now=NOW)
    answer = resident.post(at("submit_application", one.pk), {"accepts_regulation": "on"})
    page = soup(answer)
    assert answer.status_code == 422 and len(page.select(".field-wrong")) == 3
    assert page.find(id="id_accepts_regulation").has_attr("checked")
    assert Application.objects.get(pk=one.pk).state == "draft"


def test_a_gap_seen_at_filing_only_brings_back_the_last_screen(resident, world):
    one = filing.draft(world)
    actions.save_step(one, "projet", {"title": ""}, by=world.resident, now=NOW)
    answer = resident.post(at("submit_application", one.pk), filing.DECLARED)
    assert answer.status_code == 422 and "Donnez un nom au projet." in answer.text


def test_nothing_is_filed_twice_nor_changed_once_filed(resident, world):
    one = filing.filed(world)
    for step in STEPS:
        assert resident.get(at("application_step", one.pk, step)).url == at("application", one.pk)
    assert resident.post(at("application_step", one.pk, "projet"), {"title": "Autre"}).status_code == 302
    assert resident.post(at("submit_application", one.pk), filing.DECLARED).status_code == 302
    one.refresh_from_db()
    assert (one.title, one.number) == ("Fête de la cour", "ES-2027-0001")


# --- Documents ------------------------------------------------------------------------------------------------


def test_a_document_is_joined_listed_downloaded_and_taken_back(resident, world):
    one = filing.draft(world)
    address = at("application_step", one.pk, "documents")
    answer = resident.post(address, {"kind": "quote", "file": filing.quote()}, follow=True)
    assert "« devis.pdf » est joint" in answer.text and "devis, 1 ko" in answer.text
    document = one.attachments.get()
    response = resident.get(at("attachment", document.pk))
    assert b"".join(response.streaming_content) == filing.PDF
    assert response["Content-Disposition"] == 'attachment; filename="devis.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert resident.post(at("remove_attachment", one.pk, document.pk)).status_code == 302
    assert resident.get(at("attachment", document.pk)).status_code == 404


def test_a_document_that_cannot_be_kept_is_told_at_its_field(resident, world):
    one = filing.draft(world)
    sent = filing.SimpleUploadedFile("page.pdf", b"<html>")
    answer = resident.post(at("application_step", one.pk, "documents"), {"kind": "quote", "file": sent})
    assert answer.status_code == 422 and "Ce type de fichier n’est pas accepté" in answer.text
    assert resident.post(at("application_step", one.pk, "documents"), {"kind": "quote"}).status_code == 422


# --- Correction, withdrawal, help -------------------------------------------------------------------------------


def test_a_correction_is_read_completed_and_sent_back(resident, world):
    one = filing.filed(world)
    actions.ask_correction(one, "Il manque un devis.", by=world.coordinator, now=NOW)
    page = resident.get(at("application", one.pk))
    assert "Il manque un devis." in page.text and "Compléter mon dossier" in page.text
    assert resident.get(at("application_step", one.pk, "budget")).status_code == 200
    assert resident.post(at("answer_correction", one.pk), {"answer": ""}).status_code == 422
    answer = resident.post(at("answer_correction", one.pk), {"answer": "Le voici."}, follow=True)
    assert "C’est envoyé" in answer.text and Application.objects.get(pk=one.pk).state == "submitted"


def test_a_correction_with_a_hole_comes_back_with_the_hole_and_the_words(resident, world):
    one = filing.filed(world)
    actions.ask_correction(one, "Le titre.", by=world.coordinator, now=NOW)
    actions.save_step(one, "projet", {"title": ""}, by=world.resident, now=NOW)
    answer = resident.post(at("answer_correction", one.pk), {"answer": "Voici mes mots."})
    assert answer.status_code == 422 and "Donnez un nom au projet." in answer.text and "Voici mes mots." in answer.text


def test_withdrawing_is_read_again_first(resident, world):
    one = filing.filed(world)
    page = resident.get(at("withdraw_application", one.pk))
    assert "ne passera pas devant le comité" in page.text and Application.objects.get(pk=one.pk).state == "submitted"
    answer = resident.post(at("withdraw_application", one.pk), follow=True)
    assert "Votre demande est retirée." in answer.text and Application.objects.get(pk=one.pk).state == "withdrawn"
    draft = filing.draft(world)
    assert resident.post(at("withdraw_application", draft.pk)).url == at("my_projects")
    assert str(draft.pk) not in resident.get(at("my_projects")).text


def test_a_helper_types_for_someone_else_while_their_term_lasts(client, world):
    helper = open_account(email="aide@essai.test", name="Aide Accueil", now=NOW)
    mandate = appoint(world.fund, helper, "helper", starts_on=TODAY, by=world.admin, now=NOW)
    client.force_login(helper)
    assert soup(client.get(at("start_application", "essai"))).select("[name=with_helper]")
    client.post(at("start_application", "essai"), {"applicant_type": "resident", "with_helper": "on"})
    one = world.fund.applications.get()
    assert one.with_helper and one.lead_name == ""
    assert "pas les vôtres" in client.get(at("application_step", one.pk, "vous")).text
    FundMandate.objects.filter(pk=mandate.pk).update(starts_on=TODAY - timedelta(9), ends_on=TODAY - timedelta(1))
    assert client.get(at("application", one.pk)).status_code == 404


def test_nobody_else_says_that_they_help(resident, world):
    resident.post(at("start_application", "essai"), {"applicant_type": "resident", "with_helper": "on"})
    assert not world.fund.applications.get().with_helper


# --- The coordination -------------------------------------------------------------------------------------------


def test_the_coordination_reads_and_admits(desk, world):
    one = filing.filed(world)
    page = desk.get(at("fund_desk", "essai"))
    assert "Fête de la cour" in page.text and "jeudi 25 mars" in page.text and "2\u202f000\u202f€" in page.text
    page = desk.get(at("review_list", "essai") + "?etat=a-lire")
    assert (
        "ES-2027-0001" in page.text
        and "ES-2027-0001" not in desk.get(at("review_list", "essai") + "?etat=finances").text
    )
    page = desk.get(at("review", "essai", one.pk))
    assert "dans le plafond de 900\u202f€" in page.text and "3 rue des Essais" in page.text
    answer = desk.post(at("admit_application", "essai", one.pk), follow=True)
    assert "Le dossier est recevable." in answer.text and Application.objects.get(pk=one.pk).state == "admissible"
    answer = desk.post(at("admit_application", "essai", one.pk), follow=True)
    assert "n’est plus possible" in answer.text


@pytest.mark.parametrize(("name", "field", "state"), [
    ("ask_correction", "message", "to_complete"), ("declare_inadmissible", "reason", "inadmissible"),
])  # fmt: skip
def test_the_coordination_answers_with_words(desk, world, name, field, state):
    one = filing.filed(world)
    answer = desk.post(at(name, "essai", one.pk), {field: " "})
    page = soup(answer)
    assert answer.status_code == 422 and page.select_one(".error-summary") and page.select_one("details[open]")
    assert desk.post(at(name, "essai", one.pk), {field: "Parce que."}).status_code == 302
    assert Application.objects.get(pk=one.pk).state == state


def test_the_history_shows_before_and_after_since_the_filing(desk, world):
    one = filing.draft(world)
    actions.save_step(one, "projet", {"title": "Nom de brouillon"}, by=world.resident, now=NOW - timedelta(days=1))
    actions.save_step(one, "projet", {"title": "Nom déposé"}, by=world.resident, now=NOW - timedelta(hours=1))
    actions.submit(one, by=world.resident, now=NOW)
    later = NOW + timedelta(hours=1)
    actions.ask_correction(one, "Le montant.", by=world.coordinator, now=later)
    changed = {"requested_cents": 45000, "lines": [("expense", "Jeux", 45000)]}
    actions.save_step(one, "budget", changed, by=world.resident, now=later)
    theme = {"theme": world.exercise.themes.last()}
    actions.save_step(one, "projet", theme, by=world.resident, now=later)
    page = desk.get(at("review_history", "essai", one.pk)).text
    assert re.search(r"<del>500\u202f€</del>.*?<ins>450\u202f€</ins>", page, re.S)
    assert re.search(r"<del>Fêtes</del>.*?<ins>Entraide</ins>", page, re.S) and "Claire Fontaine" in page
    assert "Nom de brouillon" not in page


def test_a_treasurer_reads_and_does_not_answer(client, world):
    treasurer = open_account(email="tresor@essai.test", name="Trésor", now=NOW)
    appoint(world.fund, treasurer, "treasurer", starts_on=TODAY, by=world.admin, now=NOW)
    one = filing.filed(world)
    client.force_login(treasurer)
    page = client.get(at("review", "essai", one.pk))
    assert page.status_code == 200 and "Votre réponse" not in page.text
    assert client.post(at("admit_application", "essai", one.pk)).status_code == 404


def test_a_reader_named_by_another_room_reads_filed_files_only(client, world, monkeypatch):
    member = open_account(email="membre@essai.test", name="Membre", now=NOW)
    monkeypatch.setattr(access, "_readers", [lambda user, application, on: user == member])
    one, draft = filing.filed(world), filing.draft(world)
    document = actions.attach(draft, filing.quote(), "quote", by=world.resident, now=NOW)
    client.force_login(member)
    page = client.get(at("review", "essai", one.pk))
    assert page.status_code == 200 and "Votre réponse" not in page.text
    assert client.get(at("review", "essai", draft.pk)).status_code == 404
    assert client.get(at("attachment", document.pk)).status_code == 404
    assert client.get(at("review_list", "essai")).status_code == 404


def test_a_member_of_the_funds_committee_reads_its_files_while_they_sit(client, world):
    from committees.roster.actions import open_committee, seat, unseat

    member = open_account(email="membre@essai.test", name="Membre", now=NOW)
    who = {"by": world.admin, "now": NOW}
    committee = open_committee(
        world.fund, name="Comité", slug="essai", colleges=[("residents", "Habitants", True)], **who
    )
    seated = seat(committee, member, college=committee.colleges.get(), role="member", starts_on=TODAY, **who)
    one, elsewhere = filing.filed(world), filing.filed(filing.build("autre", "AU"))
    client.force_login(member)
    assert client.get(at("review", "essai", one.pk)).status_code == 200
    assert client.get(at("review", "autre", elsewhere.pk)).status_code == 404
    assert client.post(at("admit_application", "essai", one.pk)).status_code == 404
    unseat(seated, **who)
    assert client.get(at("review", "essai", one.pk)).status_code == 404


# --- Doors ------------------------------------------------------------------------------------------------------


def addresses(world, one, document) -> list[str]:
    """Every address about a file or a fund's desk."""
    own = [at("application_step", one.pk, step) for step in STEPS]
    own += [at(name, one.pk) for name in ("application", "withdraw_application", "application_receipt", "answer_correction",
                                          "submit_application")]  # fmt: skip
    own += [at("remove_attachment", one.pk, document.pk), at("attachment", document.pk)]
    office = [at("review", "essai", one.pk), at("review_history", "essai", one.pk), at("fund_desk", "essai"),
              at("review_list", "essai"), at("admit_application", "essai", one.pk), at("ask_correction", "essai", one.pk),
              at("declare_inadmissible", "essai", one.pk)]  # fmt: skip
    return own + office


def test_a_stranger_and_another_funds_coordination_find_nothing(client, world):
    other = filing.build("autre", "AU")
    one = filing.draft(world)
    document = actions.attach(one, filing.quote(), "quote", by=world.resident, now=NOW)
    actions.submit(one, by=world.resident, now=NOW)
    for person in (other.resident, other.coordinator):
        client.force_login(person)
        for address in addresses(world, one, document):
            assert client.get(address).status_code in {404, 405}, address
            assert client.post(address, {"title": "x"}).status_code in {404, 405}, address
    client.force_login(world.coordinator)
    for name in ("review", "review_history"):
        assert client.get(at(name, "autre", one.pk)).status_code == 404
    assert client.post(at("admit_application", "autre", one.pk)).status_code == 404


def test_someone_not_signed_in_is_asked_to(client, world):
    one = filing.draft(world)
    document = actions.attach(one, filing.quote(), "quote", by=world.resident, now=NOW)
    private = [*addresses(world, one, document), at("my_projects"), at("start_application", "essai")]
    for address in private:
        assert client.get(address).status_code == 302 and "/connexion/" in client.get(address).url, address
    for name in ("fund_projects", "fund_regulation"):
        assert client.get(at(name, "essai")).status_code == 200


def test_the_coordination_never_sees_a_draft(desk, world):
    one = filing.draft(world, title="Secret de brouillon")
    document = actions.attach(one, filing.quote(), "quote", by=world.resident, now=NOW)
    assert desk.get(at("review", "essai", one.pk)).status_code == 404
    assert desk.get(at("attachment", document.pk)).status_code == 404
    assert "Secret de brouillon" not in desk.get(at("review_list", "essai")).text


def test_reading_writes_nothing(resident, world):
    one = filing.draft(world)
    pages = [at("my_projects"), at("application", one.pk), *[at("application_step", one.pk, step) for step in STEPS]]
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            resident.get(address)
        assert not [
            q["sql"] for q in queries if re.match(r"(INSERT|UPDATE|DELETE)", q["sql"]) and "session" not in q["sql"]
        ]


# --- What the public reads ----------------------------------------------------------------------------------------


def test_the_public_list_names_projects_amounts_and_no_natural_person(client, world):
    one = filing.admissible(world)
    assert "Pas encore de projet financé" in client.get(at("fund_projects", "essai")).text
    actions.grant(one, cents=40000, reference="D-1", by=world.admin, now=NOW)
    page = client.get(at("fund_projects", "essai")).text
    assert "Fête de la cour" in page and "400\u202f€ accordés sur 500\u202f€" in page and "Un·e habitant·e" in page
    for name in ("Claire", "Fontaine", "rue des Essais", "Des jeux"):
        assert name not in page
    assert "Fête de la cour" in client.get(at("fund_projects", "essai") + "?annee=2027").text
    assert "Fête de la cour" in client.get(at("fund_projects", "essai") + "?annee=x").text


def test_the_reglement_in_force_is_read_by_all_with_its_numbers(client, world):
    page = client.get(at("fund_regulation", "essai")).text
    assert "Article 4" in page and "900\u202f€" in page and "Comité" in page


# --- Panels, cards, weight ------------------------------------------------------------------------------------------


def test_a_room_to_the_right_adds_its_panel_to_both_pages(resident, world, monkeypatch, settings, tmp_path):
    (tmp_path / "panel.html").write_text("<p>{{ panel.words }} {{ application.number }}</p>")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    asked = []

    def provider(application, *, user, now, desk):
        asked.append((user, desk))
        return slots.Panel("panel.html", {"words": "Suite du dossier"})

    monkeypatch.setattr(slots, "_providers", [provider, lambda application, **about: None])
    one = filing.filed(world)
    assert "Suite du dossier ES-2027-0001" in resident.get(at("application", one.pk)).text
    resident.force_login(world.coordinator)
    assert "Suite du dossier ES-2027-0001" in resident.get(at("review", "essai", one.pk)).text
    assert asked == [(world.resident, False), (world.coordinator, True)]


def test_cards_bring_what_awaits(world):
    draft, asked = filing.draft(world, title="Un brouillon"), filing.filed(world, title="Un dossier")
    actions.ask_correction(asked, "Un devis.", by=world.coordinator, now=NOW)
    assert [card.title for card in cards(world.resident, TODAY)] == ["Un dossier", "Un brouillon"]
    assert cards(world.resident, TODAY)[1].url == at("application", draft.pk)
    assert [card.word for card in desk_cards(world)] == [""]
    actions.answer_correction(asked, "Voilà.", by=world.resident, now=NOW)
    assert "1 dossier attend" in desk_cards(world)[0].body
    assert desk_cards(world, TODAY - timedelta(days=900)) == []


def desk_cards(world, on=TODAY) -> list:
    return [card for card in cards(world.coordinator, on) if card.url == at("fund_desk", "essai")]


def counted(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_and_steps_ask_the_database_little(client, world):
    small = {"requested_cents": 10000, "lines": [("expense", "x", 10000)]}
    for _number in range(4):
        filing.filed(world, **small)
    one = filing.draft(world, applicant_type="group", residents=[("Ali", ""), ("Bea", "")])
    client.force_login(world.resident)
    for step in STEPS:
        most = 11 if step in {"documents", "verification"} else 10
        assert counted(client, at("application_step", one.pk, step)) <= most, step
    assert counted(client, at("my_projects")) <= 12
    client.force_login(world.coordinator)
    for address in (at("review_list", "essai"), at("fund_projects", "essai")):
        assert counted(client, address) <= 12, address
