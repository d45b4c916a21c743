"""After the yes, as the règlement says: channels, receipts, obligations, what stays with the holder, clocks on each page."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from fph.people.roles import PARIS, paris_day
from fph.verdict import Refused
from projects.applications import actions as filing_actions
from projects.applications import queries as applications
from projects.applications.models import Application
from projects.followup import actions, exports, queries
from projects.followup.models import Obligation as Kept
from projects.regulation.actions import adopt
from projects.regulation.rules import Obligation, Payment, Rule, When
from tests.projects import filing
from tests.projects.followup_world import HOLDER_NAME, NOW, accepted, filed, granted, open_world, paid, reported, ticket

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def read(response) -> str:
    """Return the words of a page, on one line."""
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def offered(response) -> list[str]:
    """Return the channels that a page offers."""
    return [one["value"] for one in BeautifulSoup(response.content, "html.parser").select("input[name=channel]")]


def page_of(client, world, person, address):
    client.force_login(getattr(world.people, person))
    return client.get(address)


# --- Channels ---------------------------------------------------------------------------------------------


def test_the_acceptance_offers_what_the_reglement_allows_for_that_file(client):
    rules = (
        Rule("payment_channels", ("supplier",), article="7"),
        Rule("payment_channels", ("holder", "host"), When(applicant_type=("association",)), article="8"),
    )
    world = open_world(more=rules)
    resident, association = granted(world), granted(world, applicant_type="association", organisation_name="Les Amis")
    assert offered(page_of(client, world, "holder", f"/mes-projets/{resident.pk}/accepter/")) == ["supplier"]
    page = page_of(client, world, "holder", f"/mes-projets/{association.pk}/accepter/")
    assert offered(page) == ["holder", "host"]
    assert "article 8" in read(page)


def test_a_channel_that_is_not_offered_is_refused_naming_the_article_and_nothing_typed_is_lost(client):
    world = open_world(more=(Rule("payment_channels", ("supplier",), article="7"),))
    application = granted(world)
    client.force_login(world.people.holder)
    page = client.post(f"/mes-projets/{application.pk}/accepter/", {"channel": "holder", "payee": "Lou Inventé"})
    assert "(article 7) : choisissez-en une autre" in read(page)
    assert 'value="Lou Inventé"' in page.content.decode()
    application.refresh_from_db()
    assert application.state == "granted"


def test_parts_and_the_day_of_the_report_follow_the_conditions_of_the_file():
    association = When(applicant_type=("association",))
    split = (Payment(80, "acceptance"), Payment(20, "report"))
    world = open_world(more=(Rule("report_due_days", 30, association), Rule("payments", split, association)))
    resident, association = paid(world), paid(world, applicant_type="association", organisation_name="Les Amis")
    assert [queries.purse(one).paid_cents for one in (resident, association)] == [50_000, 40_000]
    due = {one.application.pk: one.due_on for one in queries.awaited_reports(world.fund, TODAY, 10)}
    assert due == {resident.pk: date(2026, 8, 1), association.pk: date(2026, 7, 2)}


# --- On receipts ------------------------------------------------------------------------------------------


def on_receipts(world, cents=50_000):
    return accepted(world, cents, channel="reimbursement")


def receipt(world, application, cents, *, shown=True, days=0):
    report = queries.report_of(application) or actions.save_report(application, {}, **world.act("holder"))
    upload = ticket(str(cents).encode()) if shown else None
    return actions.add_receipt(
        report, supplier="Épicerie", amount_cents=cents, upload=upload, **world.act("holder", days=days)
    )


@pytest.fixture
def refunds():
    return open_world(payment_channels=("holder", "reimbursement"))


def test_nothing_is_paid_before_receipts_cover_it_then_no_more_than_the_part(refunds):
    award = on_receipts(refunds)
    with pytest.raises(Refused, match="sur tickets"):
        actions.order_payment(award, trigger="acceptance", **refunds.act())
    receipt(refunds, award.application, 49_999)
    receipt(refunds, award.application, 1, shown=False)  # lost: it shows nothing
    with pytest.raises(Refused, match="sur tickets"):
        actions.order_payment(award, trigger="acceptance", **refunds.act())
    assert queries.desk(refunds.fund, TODAY).to_order == []
    receipt(refunds, award.application, 501)
    assert [part.cents for part in queries.desk(refunds.fund, TODAY).to_order] == [50_000]
    assert actions.order_payment(award, trigger="acceptance", **refunds.act()).amount_cents == 50_000


def test_a_receipt_on_which_a_payment_rests_stays(refunds):
    award = on_receipts(refunds)
    whole, more = receipt(refunds, award.application, 50_000), receipt(refunds, award.application, 300)
    actions.order_payment(award, trigger="acceptance", **refunds.act())
    with pytest.raises(Refused, match="repose sur ce ticket"):
        actions.remove_receipt(whole, **refunds.act("holder"))
    actions.remove_receipt(more, **refunds.act("holder"))


def test_what_the_receipts_show_at_the_end_is_paid_in_one_time_and_the_rest_released(refunds):
    award = on_receipts(refunds)
    application = Application.objects.get(pk=award.application_id)
    report = reported(refunds, application, 31_000)
    actions.accept_report(report, **refunds.act("coordinator"))
    (part,) = queries.desk(refunds.fund, TODAY).to_order
    assert (part.trigger, part.cents) == ("report", 31_000)
    order = actions.order_payment(award, trigger="report", **refunds.act())
    actions.confirm_payment(order, paid_on=TODAY, bank_reference="VIR 2", **refunds.act())
    application.refresh_from_db()
    assert application.state == "closed"
    row = queries.report_rows(refunds.fund, 2026)[0]
    assert (row.paid_cents, row.spent_cents, row.released_cents) == (31_000, 31_000, 19_000)


def test_a_lost_receipt_is_not_paid_back_and_a_small_one_is(client):
    world = open_world(payment_channels=("reimbursement",), receipt_threshold=2_000)
    application = Application.objects.get(pk=on_receipts(world).application_id)
    words = {"narrative": "Bien.", "people_reached": 3, "spent_cents": 3_999}
    report = actions.save_report(application, words, **world.act("holder"))
    receipt(world, application, 2_000, shown=False)
    receipt(world, application, 1_999, shown=False)
    with pytest.raises(Refused) as refused:
        actions.submit_report(report, **world.act("holder"))
    assert "il en manque 20\u202f€" in str(refused.value.gaps[0].message)
    receipt(world, application, 2_000)
    assert actions.submit_report(report, **world.act("holder")).submitted_at


def test_a_report_is_not_settled_over_a_payment_on_its_way(refunds):
    award = on_receipts(refunds)
    application = Application.objects.get(pk=award.application_id)
    receipt(refunds, application, 50_000)
    order = actions.order_payment(award, trigger="acceptance", **refunds.act())
    report = reported(refunds, application, 50_000)
    with pytest.raises(Refused, match="pas encore confirmé"):
        actions.accept_report(report, **refunds.act("coordinator"))
    actions.confirm_payment(order, paid_on=TODAY, bank_reference="VIR 3", **refunds.act())
    actions.accept_report(report, **refunds.act("coordinator"))
    assert queries.report_rows(refunds.fund, 2026)[0].spent_cents == 50_000


def test_the_holder_shows_receipts_before_any_payment(refunds, client):
    application = on_receipts(refunds).application
    assert "remboursée sur tickets" in read(page_of(client, refunds, "holder", f"/mes-projets/{application.pk}/"))
    assert "Ajouter un ticket" in read(client.get(f"/mes-projets/{application.pk}/bilan/"))


# --- Obligations ------------------------------------------------------------------------------------------


@pytest.fixture
def bound():
    return open_world(obligations=(Obligation("envoyer des photos", 30), Obligation("dire merci")))


def test_accepting_an_aid_keeps_what_the_reglement_asks_with_its_day(bound, client):
    application = granted(bound)
    page = page_of(client, bound, "holder", f"/mes-projets/{application.pk}/accepter/")
    assert "envoyer des photos, au plus tard le" in read(page)
    assert "2 juillet" in read(page)
    actions.accept(application, channel="holder", payee=HOLDER_NAME, **bound.act("holder"))
    kept = {one.what: one.due_on for one in Kept.objects.filter(application=application)}
    assert kept == {"envoyer des photos": date(2026, 7, 2), "dire merci": None}


@pytest.mark.parametrize("who", ["holder", "coordinator"])
def test_an_obligation_is_ticked_once_and_the_page_says_who(who, bound, client):
    application = accepted(bound).application
    one = application.obligations.get(what="envoyer des photos")
    client.force_login(getattr(bound.people, who))
    address = f"/mes-projets/obligations/{one.pk}/fait/" if who == "holder" else (
        f"/gestion/{bound.fund.slug}/obligations/{one.pk}/fait/")  # fmt: skip
    for said in ("est fait", "déjà noté"):
        assert said in read(client.post(address, follow=True))
    one.refresh_from_db()
    assert one.done_by == getattr(bound.people, who)
    page = page_of(client, bound, "holder", f"/mes-projets/{application.pk}/")
    assert f"noté par {getattr(bound.people, who).name}" in read(page)


@pytest.mark.parametrize("who", ["stranger", "funder_reader"])
def test_an_obligation_is_not_ticked_by_others(who, bound, client):
    one = accepted(bound).application.obligations.first()
    client.force_login(getattr(bound.people, who))
    assert client.post(f"/mes-projets/obligations/{one.pk}/fait/").status_code == 404
    assert client.post(f"/gestion/{bound.fund.slug}/obligations/{one.pk}/fait/").status_code == 404


# --- What is not spent ------------------------------------------------------------------------------------


def test_what_is_not_spent_stays_with_the_holder_where_the_reglement_says_so(client):
    world = open_world(return_unspent=False)
    application = paid(world)
    page = page_of(client, world, "holder", f"/mes-projets/{application.pk}/bilan/")
    assert "ce qui n’est pas dépensé vous reste" in read(page)
    report = reported(world, application, 42_000)
    page = page_of(client, world, "coordinator", f"/gestion/{world.fund.slug}/bilans/{application.pk}/")
    assert "reste au porteur 80 €" in read(page)
    assert "est revenu le" not in read(page)
    actions.accept_report(report, **world.act("coordinator"))
    application.refresh_from_db()
    row = queries.report_rows(world.fund, 2026)[0]
    assert (application.state, row.spent_cents, row.returned_cents) == ("closed", 50_000, 0)


def test_what_is_to_return_is_told_to_the_holder(client):
    world = open_world()
    application = paid(world)
    reported(world, application, 42_000)
    assert "À rendre au fonds : 80 €" in read(page_of(client, world, "holder", f"/mes-projets/{application.pk}/"))


# --- Clocks -----------------------------------------------------------------------------------------------

LIMITS = {"max_days_to_decision": 30, "max_days_to_payment": 8}


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def sent(world, days: int, **changes) -> Application:
    """Return a file sent so many days ago."""
    moved = {name: changes.pop(name) for name in ("owner", "state") if name in changes}
    application = filed(world, **changes)
    Application.objects.filter(pk=application.pk).update(submitted_at=ago(days), **moved)
    return Application.objects.get(pk=application.pk)


@pytest.mark.parametrize(("days", "words"), [
    (21, "il reste 9 jours"), (29, "il reste 1 jour"), (30, "c’est aujourd’hui"), (31, "1 jour de retard"),
    (45, "15 jours de retard"),
])  # fmt: skip
def test_a_resident_reads_their_delay_in_days(days, words, client):
    world = open_world(**LIMITS, articles={"max_days_to_decision": "6"})
    application = sent(world, days)
    page = read(page_of(client, world, "holder", f"/mes-projets/{application.pk}/"))
    assert f"{words} (article 6). Jour {days} sur 30." in page


def test_a_delay_stops_while_the_applicant_is_asked_for_more(client):
    world = open_world(**LIMITS)
    application = sent(world, 20)
    Application.objects.filter(pk=application.pk).update(state="submitted")
    filing_actions.ask_correction(application, "Le devis.", by=world.people.coordinator, now=ago(15))
    page = read(page_of(client, world, "holder", f"/mes-projets/{application.pk}/"))
    assert "Le délai s’arrête" in page
    assert "Jour 5 sur 30" in page


def test_the_office_reads_the_latest_first_and_one_kind_if_asked(client):
    world = open_world(**LIMITS, obligations=(Obligation("envoyer des photos", 30),))
    for days, title in ((31, "Un peu tard"), (80, "Très tard"), (2, "À temps")):
        sent(world, days, title=title)
    late = accepted(world, title="Argent", starts_on=date(2026, 6, 1)).application
    client.force_login(world.people.coordinator)
    address = f"/gestion/{world.fund.slug}/delais/"
    lines = queries.running(world.fund, paris_day(timezone.now()))
    assert [line.days_late for line in lines] == sorted((line.days_late for line in lines), reverse=True)
    page = read(client.get(address, {"delai": "decision"}))
    assert page.index("Très tard") < page.index("Un peu tard") < page.index("À temps")
    assert "2 délais sont dépassés" in page
    assert "Argent" not in page
    one = read(client.get(address, {"delai": "obligation"}))
    assert "envoyer des photos" in one
    assert late.title in one
    assert client.get(address, {"delai": "autre"}).status_code == 404


def test_the_list_costs_as_much_for_one_file_as_for_many(client, django_assert_max_num_queries):
    world = open_world(**LIMITS, more=(Rule("max_days_to_decision", 10, When.read({"rank": "2+"})),))
    for _turn in range(12):
        sent(world, 3)
    accepted(world)
    with django_assert_max_num_queries(9):
        assert len(queries.running(world.fund, paris_day(timezone.now()))) == 13


def test_ranks_read_together_are_those_read_one_by_one():
    world = open_world()
    other = world.people.stranger
    files = [
        sent(world, 9), sent(world, 8), sent(world, 7, owner=other), sent(world, 6, state="refused"), sent(world, 5),
        sent(world, 4, with_helper=True, lead_address="3 rue A"), sent(world, 3, with_helper=True, lead_address="3 RUE a"),
        sent(world, 2, applicant_type="association", siret="1" * 14, rna="W1"),
        sent(world, 1, applicant_type="association", rna="W1", owner=other),
        sent(world, 0, applicant_type="association", siret="1" * 14, rna="W2"),
    ]  # fmt: skip
    found = applications.ranks(Application.objects.filter(fund=world.fund))
    assert [found[one.pk] for one in files] == [applications.rank_in_year(one) for one in files]


def test_a_file_turned_down_is_an_answer_read_in_the_journal():
    world = open_world(**LIMITS)
    application = sent(world, 40)
    Application.objects.filter(pk=application.pk).update(state="submitted")
    application.refresh_from_db()
    filing_actions.declare_inadmissible(application, "Article 2.", by=world.people.coordinator, now=ago(5))
    decision = queries.of_year(world.year).paces[0]
    assert (decision.done, decision.median_days, decision.late) == (1, 35, 1)


def test_the_funder_reads_medians_on_the_page_and_in_the_files(client):
    world = open_world(**LIMITS)
    for days in (10, 21, 40):
        Application.objects.filter(pk=paid(world).pk).update(submitted_at=NOW - timedelta(days=days))
    decision, payment, report = queries.of_year(world.year).paces
    assert (decision.done, decision.median_days, decision.late) == (3, 21, 1)
    assert (payment.done, payment.median_days, report.done, report.running) == (3, 0, 0, 3)
    page = read(page_of(client, world, "funder_reader", f"/gestion/{world.fund.slug}/rapports/"))
    assert "Du dépôt à la décision 3 21 jours 21 jours 1 0" in page
    year = queries.report(world.fund, 2026)
    rows = list(csv.DictReader(io.StringIO(exports.write(year, "csv").decode("utf-8-sig")), delimiter=";"))
    assert sorted(row["Dépôt → décision (jours)"] for row in rows) == ["10", "21", "40"]
    assert {row["Fin du projet → bilan (jours)"] for row in rows} == {""}


def test_days_are_those_of_paris_at_midnight_and_at_new_year():
    world = open_world(**LIMITS)
    application = filed(world)
    Application.objects.filter(pk=application.pk).update(submitted_at=datetime(2026, 12, 31, 23, 30, tzinfo=PARIS))
    (line,) = queries.running(world.fund, date(2027, 1, 30))
    assert (line.due_on, line.days_left) == (date(2027, 1, 30), 0)
    Application.objects.filter(pk=application.pk).update(submitted_at=datetime(2027, 1, 1, 0, 30, tzinfo=PARIS))
    (line,) = queries.running(world.fund, date(2027, 1, 30))
    assert line.due_on == date(2027, 1, 31)


# --- A missing report -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "severity", "refused"), [
    (0, "block", False), (1, "block", True), (1, "warn", False), (1, "inform", False),
])  # fmt: skip
def test_a_report_really_late_stops_the_next_file_on_the_form_naming_the_article(
    late, severity, refused, client, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: filing.NOW)
    world = filing.build()
    rules = (Rule("missing_report", True, severity=severity, article="11"), Rule("report_due_days", 20, article="9"))
    made = replace(filing.REGULATION, rules=(*filing.REGULATION.rules, *rules))
    act = {"by": world.admin, "now": filing.NOW}
    adopt(world.fund, regulation=made, adopted_on=date(2027, 2, 1), adopted_by_body="Comité",
          in_force_from=date(2027, 2, 1), **act)  # fmt: skip
    old = filing.admissible(world)
    filing_actions.grant(old, cents=50_000, reference="D-1", by=world.coordinator, now=filing.NOW)
    last = filing.TODAY - timedelta(days=20 + late)
    Application.objects.filter(pk=old.pk).update(state="paid", starts_on=last, ends_on=last)
    draft = filing.draft(world, title="Une autre fête", requested_cents=40_000, lines=[("expense", "Jeux", 40_000)])
    monkeypatch.setattr(timezone, "now", lambda: filing.NOW + timedelta(minutes=5))  # after the first was filed
    client.force_login(world.resident)
    answer = client.post(f"/mes-projets/{draft.pk}/deposer/", filing.DECLARED, follow=True)
    told = "Un bilan dû n’a pas été remis : remettez-le d’abord"
    assert (told in read(answer) and "(article 11)" in read(answer)) is refused
    draft.refresh_from_db()
    assert (draft.state == "draft") is refused
    if late and not refused:
        client.force_login(world.coordinator)
        page = read(client.get(f"/gestion/{world.fund.slug}/dossiers/{draft.pk}/"))
        assert told in page
