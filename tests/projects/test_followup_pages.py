"""The pages after the committee's yes: what one sees, what one may do, what isn't there."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from fph.people import space
from fph.people.roles import paris_day
from projects.followup import actions, queries
from projects.followup.models import PaymentOrder
from projects.fund import actions as funds
from tests.projects.followup_world import accepted, granted, open_world, paid, reported, ticket

pytestmark = pytest.mark.django_db
TWO_PARTS = ((80, "acceptance"), (20, "report"))


def read(response) -> str:
    """Return the words of a page, on one line."""
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def wrong(response) -> list[str]:
    """Return the lines of the page's error summary."""
    return [line.get_text(" ", strip=True) for line in
            BeautifulSoup(response.content, "html.parser").select(".error-summary li")]  # fmt: skip


def url(application, name="bilan"):
    return f"/mes-projets/{application.pk}/{name}/"


# --- The holder -----------------------------------------------------------------------------------------


def test_the_file_leads_to_the_acceptance_then_to_the_report(client):
    world = open_world()
    application = granted(world)
    client.force_login(world.people.holder)
    page = client.get(f"/mes-projets/{application.pk}/")
    assert url(application, "accepter") in page.content.decode()
    answer = client.post(url(application, "accepter"), {"channel": "holder", "payee": "Lou Inventé"})
    assert answer.headers["Location"] == f"/mes-projets/{application.pk}/"
    application.refresh_from_db()
    assert application.state == "accepted"
    assert url(application, "accepter") not in client.get(f"/mes-projets/{application.pk}/").content.decode()
    after = paid(world)
    assert url(after) in client.get(f"/mes-projets/{after.pk}/").content.decode()


def test_a_group_is_not_offered_what_it_may_not_have(client):
    world = open_world()
    application = granted(world, applicant_type="group", host_name="Les Amis du square")
    client.force_login(world.people.holder)
    page = client.get(url(application, "accepter"))
    assert 'value="holder"' not in page.content.decode()
    assert "Les Amis du square" in page.content.decode()


def test_an_acceptance_without_a_name_says_what_to_write(client):
    world = open_world()
    application = granted(world)
    client.force_login(world.people.holder)
    page = client.post(url(application, "accepter"), {"channel": "supplier", "payee": ""})
    assert any("au nom de qui" in line for line in wrong(page))
    assert BeautifulSoup(page.content, "html.parser").select_one('input[value="supplier"]').has_attr("checked")


def test_a_draft_and_its_receipt_are_kept_in_one_go(client):
    world = open_world()
    application = paid(world)
    client.force_login(world.people.holder)
    answer = client.post(url(application), {
        "do": "receipt", "narrative": "Un repas.", "people_reached": "", "spent": "420,50",
        "receipt-supplier": "Marché", "receipt-amount": "420,50", "receipt-file": ticket(),
    })  # fmt: skip
    assert answer.status_code == 302
    report = queries.report_of(application)
    assert (report.narrative, report.people_reached, report.spent_cents) == ("Un repas.", None, 42_050)
    assert [(one.supplier, one.amount_cents) for one in report.receipts.all()] == [("Marché", 42_050)]
    page = client.get(url(application))
    assert "Brouillon enregistré à" in read(page)
    assert "420,50" in read(page)


def test_a_receipt_typed_but_not_added_is_kept_when_the_report_is_sent(client):
    world = open_world()
    application = paid(world)
    client.force_login(world.people.holder)
    client.post(url(application), {
        "do": "send", "narrative": "Un repas.", "people_reached": "35", "spent": "500",
        "receipt-supplier": "Marché", "receipt-amount": "500", "receipt-lost": "on",
    })  # fmt: skip
    report = queries.report_of(application)
    assert report.submitted_at is not None
    assert report.receipts.get().file is None


def test_what_is_wrong_is_said_and_what_is_right_is_kept(client):
    world = open_world()
    application = paid(world)
    client.force_login(world.people.holder)
    page = client.post(url(application), {
        "do": "send", "narrative": "Un repas.", "people_reached": "beaucoup", "spent": "cent",
        "receipt-supplier": "Marché", "receipt-amount": "12",
    })  # fmt: skip
    lines = " ".join(wrong(page))
    assert "Écrivez un nombre" in lines
    assert "Écrivez le montant en chiffres" in lines
    assert "Je n’ai plus ce ticket" in lines
    assert "beaucoup" in page.content.decode()
    report = queries.report_of(application)
    assert (report.narrative, report.submitted_at) == ("Un repas.", None)


def test_each_gap_of_a_sent_report_stands_by_its_field(client):
    world = open_world()
    application = paid(world)
    client.force_login(world.people.holder)
    page = client.post(url(application), {"do": "send", "narrative": "", "people_reached": "", "spent": "500"})
    lines = " ".join(wrong(page))
    for words in ("Racontez", "combien de personnes", "Il manque 500"):
        assert words in lines
    anchors = [a["href"] for a in BeautifulSoup(page.content, "html.parser").select(".error-summary a")]
    assert {"#id_narrative", "#id_people_reached"} <= set(anchors)


def test_a_page_that_is_not_a_photo_is_refused_in_words(client):
    world = open_world()
    application = paid(world)
    client.force_login(world.people.holder)
    upload = SimpleUploadedFile("page.html", b"<html><script>1</script></html>", content_type="image/png")
    page = client.post(url(application), {
        "do": "receipt", "receipt-supplier": "Marché", "receipt-amount": "5", "receipt-file": upload,
    })  # fmt: skip
    assert any("type de fichier" in line for line in wrong(page))
    assert not queries.report_of(application).receipts.exists()


def test_a_receipt_is_taken_off(client):
    world = open_world()
    application = paid(world)
    report = actions.save_report(application, {"narrative": "Un repas."}, **world.act("holder"))
    receipt = actions.add_receipt(report, supplier="X", amount_cents=1, upload=None, **world.act("holder"))
    client.force_login(world.people.holder)
    assert client.post(url(application), {"do": "remove:nothing"}).status_code == 404
    client.post(url(application), {"do": f"remove:{receipt.pk.hex}", "narrative": "Un repas."})
    assert not report.receipts.exists()


def test_a_sent_report_is_read_and_no_longer_written(client):
    world = open_world()
    application = paid(world)
    reported(world, application, 50_000)
    client.force_login(world.people.holder)
    page = client.get(url(application))
    assert "Votre bilan est remis" in read(page)
    assert b"<textarea" not in page.content
    refused = client.post(url(application), {"do": "save", "narrative": "Autre."})
    assert refused.status_code == 200
    assert queries.report_of(application).narrative == "Un beau repas."


def test_a_sent_report_whose_bill_looks_like_another_s_is_read_without_naming_it(client):
    world = open_world()
    other = paid(world, title="Le projet d’à côté")
    reported(world, other, 50_000)
    application = paid(world)
    reported(world, application, 50_000)
    client.force_login(world.people.holder)
    page = client.get(url(application))
    assert page.status_code == 200
    assert "Le projet d’à côté" not in read(page)


def test_a_report_sent_back_shows_why(client):
    world = open_world()
    application = paid(world)
    report = reported(world, application, 50_000)
    actions.send_back_report(report, "Il manque la date.", **world.act("coordinator"))
    client.force_login(world.people.holder)
    assert "Il manque la date." in read(client.get(url(application)))


@pytest.mark.parametrize("page", ["accepter", "bilan"])
@pytest.mark.parametrize("who", ["stranger", "treasurer", "funder_reader"])
def test_anothers_aid_is_not_there(page, who, client):
    world = open_world()
    application = granted(world)
    client.force_login(getattr(world.people, who))
    for method in (client.get, client.post):
        assert method(url(application, page)).status_code == 404


# --- The office -----------------------------------------------------------------------------------------


def desk(world):
    return f"/gestion/{world.fund.slug}/paiements/"


def test_a_payment_goes_from_the_desk_to_the_bank(client):
    world = open_world()
    award = accepted(world)
    client.force_login(world.people.treasurer)
    assert award.payee in read(client.get(desk(world)))
    client.post(f"{desk(world)}{award.pk}/ordonner/acceptance/")
    order = PaymentOrder.objects.get(award=award)
    form = f"{desk(world)}{order.pk}/confirmer/"
    assert "500" in read(client.get(form))
    assert wrong(client.post(form, {"paid_on": "", "bank_reference": ""}))
    today = paris_day(timezone.now())
    refused = client.post(form, {"paid_on": str(today + timedelta(days=1)), "bank_reference": "VIR 9"})
    assert any("date du virement" in line for line in wrong(refused))
    assert client.post(form, {"paid_on": str(today), "bank_reference": "VIR 9"}).status_code == 302
    order.refresh_from_db()
    assert order.paid_by == world.people.treasurer
    assert "VIR 9" in read(client.get(desk(world)))
    assert client.get(form).status_code == 404


def test_a_refused_order_says_why(client):
    world = open_world(allows_associations=False)
    award = accepted(world, applicant_type="association", organisation_name="Les Amis")
    client.force_login(world.people.treasurer)
    page = client.post(f"{desk(world)}{award.pk}/ordonner/acceptance/", follow=True)
    assert "L.1611-4" in read(page)


def test_the_coordination_reads_the_desk_and_does_not_pay(client):
    world = open_world()
    award = accepted(world)
    client.force_login(world.people.coordinator)
    assert client.get(desk(world)).status_code == 200
    assert "Ordonner" not in client.get(desk(world)).content.decode()
    assert client.post(f"{desk(world)}{award.pk}/ordonner/acceptance/").status_code == 404
    assert not PaymentOrder.objects.filter(award=award).exists()


def test_a_report_is_checked_with_its_warnings_then_accepted(client):
    world = open_world()
    first = reported(world, paid(world), 50_000)
    second = reported(world, paid(world), 50_000)
    client.force_login(world.people.coordinator)
    page = f"/gestion/{world.fund.slug}/bilans/{second.application_id}/"
    words = read(client.get(page))
    assert f"justificatif de « {first.application.title} »" in words
    assert client.post(page, {"do": "accept"}).status_code == 302
    second.refresh_from_db()
    assert second.accepted_by == world.people.coordinator
    assert "Accepter le bilan" not in read(client.get(page))


def test_the_unspent_needs_the_day_it_came_back(client):
    world = open_world()
    report = reported(world, paid(world), 40_000)
    client.force_login(world.people.coordinator)
    page = f"/gestion/{world.fund.slug}/bilans/{report.application_id}/"
    assert "À rendre au fonds 100" in read(client.get(page))
    assert any("revenu" in line for line in wrong(client.post(page, {"do": "accept", "returned_on": ""})))
    client.post(page, {"do": "accept", "returned_on": str(paris_day(timezone.now()))})
    report.refresh_from_db()
    assert report.accepted_at is not None


def test_a_report_is_sent_back_with_words(client):
    world = open_world()
    report = reported(world, paid(world), 40_000)
    client.force_login(world.people.coordinator)
    page = f"/gestion/{world.fund.slug}/bilans/{report.application_id}/"
    assert any("compléter" in line for line in wrong(client.post(page, {"do": "send_back", "message": ""})))
    client.post(page, {"do": "send_back", "message": "La date ?"})
    report.refresh_from_db()
    assert report.submitted_at is None
    assert client.get(page).status_code == 200


def test_the_versions_of_a_report_are_read(client):
    world = open_world()
    report = reported(world, paid(world), 40_000)
    client.force_login(world.people.coordinator)
    words = read(client.get(f"/gestion/{world.fund.slug}/bilans/{report.application_id}/historique/"))
    assert "Remise du bilan" in words


def test_a_draft_report_is_not_read_by_the_office(client):
    world = open_world()
    application = paid(world)
    actions.save_report(application, {"narrative": "Un repas."}, **world.act("holder"))
    client.force_login(world.people.coordinator)
    assert client.get(f"/gestion/{world.fund.slug}/bilans/{application.pk}/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("holder", 200), ("coordinator", 200), ("treasurer", 200),
                                             ("stranger", 404), ("funder_reader", 404)])  # fmt: skip
def test_who_may_open_a_receipt(who, status, client):
    world = open_world()
    receipt = reported(world, paid(world), 50_000).receipts.get()
    client.force_login(getattr(world.people, who))
    answer = client.get(f"/justificatifs/{receipt.pk}/")
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert b"%PDF" in b"".join(answer.streaming_content)


@pytest.mark.parametrize("who", ["stranger", "holder", "funder_reader", "elsewhere"])
def test_anothers_desk_is_not_there(who, client):
    world, other = open_world(), open_world()
    report = reported(world, paid(world), 50_000)
    order = PaymentOrder.objects.get(award__application=report.application)
    people = {**vars(world.people), "elsewhere": other.people.treasurer}
    client.force_login(people[who])
    for page in (
        "paiements/", f"bilans/{report.application_id}/", f"bilans/{report.application_id}/historique/",
        f"paiements/{order.pk}/confirmer/",
    ):  # fmt: skip
        assert client.get(f"/gestion/{world.fund.slug}/{page}").status_code == 404


def test_another_funds_order_is_not_found_from_ones_own_desk(client):
    world, other = open_world(), open_world()
    award = accepted(world)
    order = actions.order_payment(award, trigger="acceptance", **world.act())
    client.force_login(other.people.treasurer)
    assert client.get(f"{desk(other)}{order.pk}/confirmer/").status_code == 404
    assert client.post(f"{desk(other)}{award.pk}/ordonner/acceptance/").status_code == 404


def test_the_desk_costs_as_much_for_one_file_as_for_many(client, django_assert_max_num_queries):
    world = open_world(payments=TWO_PARTS)
    today = paris_day(timezone.now())
    for _turn in range(3):
        accepted(world)
        reported(world, paid(world), 50_000)
        paid(world)
    with django_assert_max_num_queries(9):
        found = queries.desk(world.fund, today)
    assert (len(found.to_order), len(found.to_check), len(found.awaited)) == (3, 3, 3)


# --- What awaits ----------------------------------------------------------------------------------------


def test_each_finds_what_awaits_on_their_own_page():
    world = open_world()
    granted(world)
    paid(world)
    accepted(world)
    reported(world, paid(world), 50_000)
    today = world.act()["now"].date()
    holder = [card.title for card in space.cards(world.people.holder, today)]
    assert any(title.startswith("Acceptez l’aide") for title in holder)
    assert any(title.startswith("Remettez le bilan") for title in holder)
    treasurer = {card.title: card.body for card in space.cards(world.people.treasurer, today)}
    assert treasurer[f"Paiements et bilans de « {world.fund} »"] == "1 versement à ordonner, 1 bilan à vérifier."
    reader = [card.url for card in space.cards(world.people.funder_reader, today)]
    assert f"/gestion/{world.fund.slug}/rapports/" in reader
    funds.end_mandate(world.people.funder_reader.fundmandates.get(), **world.act("boss"))
    assert not space.cards(world.people.funder_reader, today)
