"""From the committee's yes to the closed file: every cent, every state, one payment whoever confirms it."""

import json
import threading
from datetime import date, timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import transaction

from fph.journal.models import JournalEntry, JournalPayload
from fph.mail.models import OutboxMessage
from fph.verdict import Refused
from projects.applications.actions import withdraw
from projects.followup import actions, queries, rules
from projects.followup.models import Award, ClosingReport, PaymentOrder, ReportReceipt
from projects.fund.models import Transfer
from projects.fund.queries import envelope, project_cents
from tests.harness.crash import unguarded
from tests.harness.threads import together
from tests.projects.followup_world import (
    HOLDER_NAME,
    NOW,
    TODAY,
    accepted,
    filed,
    granted,
    open_world,
    paid,
    reported,
    ticket,
)

pytestmark = pytest.mark.django_db
TWO_PARTS = ((80, "acceptance"), (20, "report"))


def cents(application):
    return project_cents([application.pk])[application.pk]


def order(world, award, trigger="acceptance"):
    return actions.order_payment(award, trigger=trigger, **world.act())


def confirm(world, ordered, **changes):
    return actions.confirm_payment(
        ordered, **{"paid_on": TODAY, "bank_reference": "VIR 2026-14", **world.act(), **changes}
    )


# --- Acceptance -----------------------------------------------------------------------------------------


def test_the_holder_accepts_and_the_treasurer_hears_of_it():
    world = open_world()
    award = accepted(world)
    assert award.application.state == "accepted"
    assert (award.accepted_at, award.accepted_by) == (NOW, world.people.holder)
    told = OutboxMessage.objects.filter(event__in=["followup.accepted", "followup.to_pay"], reference=award.pk)
    assert set(told.values_list("to", flat=True)) == {world.people.holder.email, world.people.treasurer.email}


def test_an_aid_is_accepted_once():
    world = open_world()
    award = accepted(world)
    with pytest.raises(Refused):
        actions.accept(award.application, channel="supplier", payee="Autre", **world.act("holder"))
    assert Award.objects.get(application=award.application).channel == "holder"


def test_what_is_not_granted_is_not_accepted():
    world = open_world()
    with pytest.raises(Refused):
        actions.accept(filed(world), channel="holder", payee="Lou", **world.act("holder"))


def test_a_group_names_who_receives_the_money_for_it():
    world = open_world()
    application = granted(world, applicant_type="group")
    with pytest.raises(Refused, match="compte à son nom") as refusal:
        actions.accept(application, channel="holder", payee="Lou", **world.act("holder"))
    assert refusal.value.gaps[0].field == "channel"
    assert actions.accept(application, channel="host", payee="Amis du square", **world.act("holder"))


# --- Payment --------------------------------------------------------------------------------------------


def test_the_schedule_gives_the_amount_and_the_ledger_follows_the_bank():
    world = open_world(payments=TWO_PARTS)
    award = accepted(world)
    ordered = order(world, award)
    assert ordered.amount_cents == 40_000
    assert cents(award.application) == {"reserved": 50_000, "paid": 0, "spent": 0}
    confirmed = confirm(world, ordered)
    award.application.refresh_from_db()
    assert award.application.state == "paid"
    assert (confirmed.paid_on, confirmed.bank_reference, confirmed.paid_by) == (
        TODAY, "VIR 2026-14", world.people.treasurer,
    )  # fmt: skip
    assert cents(award.application) == {"reserved": 10_000, "paid": 40_000, "spent": 0}


def test_a_part_is_ordered_once():
    world = open_world()
    award = accepted(world)
    order(world, award)
    with pytest.raises(Refused, match="déjà ordonné"):
        order(world, award)


def test_the_second_part_waits_for_the_report():
    world = open_world(payments=TWO_PARTS)
    with pytest.raises(Refused, match="bilan"):
        order(world, accepted(world), "report")


@pytest.mark.parametrize("where", [
    {"applicant_type": "association", "organisation_name": "Les Amis"}, {"applicant_type": "group", "channel": "host"},
])  # fmt: skip
def test_an_association_is_paid_only_where_an_agreement_allows_it(where):
    world = open_world(allows_associations=False)
    award = accepted(world, **where)
    with pytest.raises(Refused, match=r"L\.1611-4"):
        order(world, award)
    world.contribution.allows_associations = True
    world.contribution.save()
    assert order(world, award)


def test_a_supplier_is_paid_for_an_association_without_that_agreement():
    world = open_world(allows_associations=False)
    assert order(world, accepted(world, channel="supplier", applicant_type="association", organisation_name="Les Amis"))


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_payment_leaves_the_bank_between_its_order_and_today(day):
    world = open_world()
    ordered = order(world, accepted(world))
    with pytest.raises(Refused, match="date du virement"):
        confirm(world, ordered, paid_on=day)


def test_a_project_taken_back_is_no_longer_paid():
    world = open_world()
    award = accepted(world)
    ordered = order(world, award)
    withdraw(award.application, **world.act("holder"))
    with pytest.raises(Refused, match="retiré"):
        confirm(world, ordered)
    assert envelope(world.year).available_cents == 10_000_00


def test_payee_and_bank_reference_stay_out_of_the_public_register():
    world = open_world()
    application = paid(world)
    reported(world, application, 50_000)
    about = JournalPayload.objects.filter(entry__visibility="public", entry__fund=world.fund.pk)
    public = about.values_list("body", flat=True)
    assert application.title in "".join(public)
    assert HOLDER_NAME not in "".join(public)
    assert "VIR 1" not in "".join(public)


@pytest.mark.commits
def test_thirty_two_confirmations_pay_once():
    world = open_world()
    award = accepted(world)
    ordered = order(world, award)
    outcomes = together(*[lambda: confirm(world, ordered)] * 32)
    done = [outcome for outcome in outcomes if isinstance(outcome, PaymentOrder)]
    assert len(done) == 1, outcomes
    assert all(isinstance(outcome, Refused) for outcome in outcomes if outcome not in done), outcomes
    assert Transfer.objects.filter(reference=award.application_id, kind="payment").count() == 1
    assert JournalEntry.objects.filter(kind="payment.confirmed", subject_id=ordered.pk).count() == 1
    assert cents(award.application) == {"reserved": 0, "paid": 50_000, "spent": 0}


@pytest.mark.commits
def test_canary_without_lock_nor_transaction_a_refused_confirmation_leaves_its_trace(monkeypatch):
    """Even then the money goes out once, one key being one movement; but the order names another transfer."""
    world, all_checked, may_confirm = open_world(), threading.Barrier(8), rules.may_confirm

    def checked_by_all(**facts):
        found = may_confirm(**facts)
        all_checked.wait(20)
        return found

    monkeypatch.setattr(rules, "may_confirm", checked_by_all)
    told, kept = [], []
    for _round in range(5):
        ordered = order(world, accepted(world))
        each = (partial(confirm, world, ordered, bank_reference=f"VIR {number}") for number in range(8))
        with unguarded():
            outcomes = together(*each)
        told += [outcome.bank_reference for outcome in outcomes if isinstance(outcome, PaymentOrder)]
        kept.append(PaymentOrder.objects.get(pk=ordered.pk).bank_reference)
    assert len(told) == 5
    assert told != kept


# --- Report ---------------------------------------------------------------------------------------------


def test_a_draft_keeps_what_is_written_and_each_version():
    world = open_world()
    application = paid(world)
    actions.save_report(application, {"narrative": "Un repas."}, **world.act("holder"))
    actions.save_report(application, {"people_reached": 12}, **world.act("holder", days=1))
    report = ClosingReport.objects.get(application=application)
    assert (report.narrative, report.people_reached) == ("Un repas.", 12)
    latest, _first = queries.told_versions(report)
    assert (latest.who, latest.when) == (str(world.people.holder), NOW + timedelta(days=1))
    assert [(change.before, change.after) for change in latest.changes] == [("", "12")]


def test_saving_the_same_again_leaves_no_version():
    world = open_world()
    application = paid(world)
    for _turn in range(2):
        actions.save_report(application, {"narrative": "Un repas."}, **world.act("holder"))
    assert ClosingReport.objects.get(application=application).history.count() == 1


def test_the_report_waits_for_the_money():
    world = open_world()
    with pytest.raises(Refused, match="une fois l’aide versée"):
        actions.save_report(accepted(world).application, {"narrative": "Un repas."}, **world.act("holder"))


def test_a_report_with_gaps_stays_a_draft():
    world = open_world()
    report = actions.save_report(paid(world), {"spent_cents": 20_000}, **world.act("holder"))
    with pytest.raises(Refused) as refusal:
        actions.submit_report(report, **world.act("holder"))
    assert {gap.field for gap in refusal.value.gaps} == {"narrative", "people_reached", "receipts"}
    report.refresh_from_db()
    assert report.submitted_at is None


def test_a_lost_receipt_may_be_declared():
    world = open_world()
    report = actions.save_report(
        paid(world), {"narrative": "Un repas.", "people_reached": 9, "spent_cents": 500}, **world.act("holder")
    )
    actions.add_receipt(report, supplier="Marché", amount_cents=500, upload=None, **world.act("holder"))
    assert actions.submit_report(report, **world.act("holder")).submitted_at == NOW


def test_a_sent_report_does_not_change_any_more():
    world = open_world()
    report = reported(world, paid(world), 50_000)
    receipt = report.receipts.get()
    for change in (
        lambda: actions.save_report(report.application, {"narrative": "Autre."}, **world.act("holder")),
        lambda: actions.add_receipt(report, supplier="X", amount_cents=1, upload=None, **world.act("holder")),
        lambda: actions.remove_receipt(receipt, **world.act("holder")),
        lambda: actions.submit_report(report, **world.act("holder")),
    ):
        with pytest.raises(Refused):
            change()


def test_a_receipt_taken_off_takes_its_file_with_it():
    world = open_world()
    report = actions.save_report(paid(world), {"narrative": "Un repas."}, **world.act("holder"))
    receipt = actions.add_receipt(report, supplier="Marché", amount_cents=5, upload=ticket(), **world.act("holder"))
    stored = receipt.file
    actions.remove_receipt(receipt, **world.act("holder"))
    stored.refresh_from_db()
    assert not ReportReceipt.objects.filter(report=report).exists()
    assert not stored.content


def test_the_same_receipt_elsewhere_is_seen():
    world, other = open_world(), open_world()
    first = reported(world, paid(world), 50_000).receipts.get()
    report = actions.save_report(paid(other), {"narrative": "Autre."}, **other.act("holder"))
    act = other.act("holder")
    same_file = actions.add_receipt(report, supplier="Boulangerie", amount_cents=5, upload=ticket(), **act)
    same_bill = actions.add_receipt(
        report, supplier="EPICERIE DU COIN", amount_cents=50_000, upload=ticket(b"autre"), **act
    )
    unlike = actions.add_receipt(report, supplier="Épicerie du coin", amount_cents=49_999, upload=None, **act)
    alike = queries.lookalikes(report.receipts.select_related("file"))
    assert alike == {same_file.pk: [first], same_bill.pk: [first], unlike.pk: []}


def test_a_report_goes_back_with_words_and_comes_again():
    world = open_world()
    report = reported(world, paid(world), 50_000)
    actions.send_back_report(report, "Il manque le nom du square.", **world.act("coordinator", days=1))
    report.refresh_from_db()
    assert (report.submitted_at, report.application.state) == (None, "paid")
    assert queries.sent_back(report).message == "Il manque le nom du square."
    sent = OutboxMessage.objects.filter(person=world.people.holder)
    assert "Il manque le nom du square." in sent.get(event="followup.report_sent_back").body
    assert actions.submit_report(report, **world.act("holder", days=2))
    assert sent.filter(event="followup.report_received").count() == 2


def test_words_to_the_holder_stay_private():
    world = open_world()
    report = reported(world, paid(world), 50_000)
    actions.send_back_report(report, "Rappelez Zéphyrine.", **world.act("coordinator"))
    entry = JournalEntry.objects.get(kind="report.sent_back", subject_id=report.application_id)
    assert entry.visibility == "private"
    assert json.loads(entry.payload.body) == {"message": "Rappelez Zéphyrine."}


# --- Settlement -----------------------------------------------------------------------------------------


def settle(world, application, spent):
    report = reported(world, application, spent)
    accepted_report = actions.accept_report(report, **world.act("coordinator", days=3), returned_on=date(2026, 5, 6))
    application.refresh_from_db()
    return accepted_report


def test_all_spent_closes_the_file():
    world = open_world()
    application = paid(world)
    settle(world, application, 50_000)
    assert application.state == "closed"
    assert cents(application) == {"reserved": 0, "paid": 0, "spent": 50_000}


def test_the_unspent_comes_back_to_the_fund():
    world = open_world()
    application = paid(world)
    settle(world, application, 42_050)
    assert application.state == "closed"
    assert cents(application) == {"reserved": 0, "paid": 0, "spent": 42_050}
    assert envelope(world.year).available_cents == 10_000_00 - 42_050
    told = json.loads(JournalEntry.objects.get(kind="report.accepted", subject_id=application.pk).payload.body)
    assert (told["returned_cents"], told["returned_on"]) == (7_950, "2026-05-06")


def test_nothing_spent_gives_all_back():
    world = open_world()
    application = paid(world)
    settle(world, application, 0)
    assert application.state == "closed"
    assert envelope(world.year).available_cents == 10_000_00


def test_the_second_part_is_paid_after_the_report_then_the_file_closes():
    world = open_world(payments=TWO_PARTS)
    application = paid(world)
    settle(world, application, 47_000)
    assert application.state == "reported"
    assert cents(application) == {"reserved": 7_000, "paid": 0, "spent": 40_000}
    ordered = order(world, application.award, "report")
    assert ordered.amount_cents == 7_000
    confirm(world, ordered)
    application.refresh_from_db()
    assert application.state == "closed"
    assert cents(application) == {"reserved": 0, "paid": 0, "spent": 47_000}
    assert envelope(world.year).available_cents == 10_000_00 - 47_000


def test_a_second_part_that_is_not_owed_is_released():
    world = open_world(payments=TWO_PARTS)
    application = paid(world)
    settle(world, application, 30_000)
    assert application.state == "closed"
    assert cents(application) == {"reserved": 0, "paid": 0, "spent": 30_000}
    with pytest.raises(Refused):
        order(world, application.award, "report")


def test_all_on_the_report_pays_what_was_spent():
    world = open_world(payments=((100, "report"),))
    application = accepted(world).application
    settle(world, application, 45_000)
    assert application.state == "reported"
    confirm(world, order(world, application.award, "report"))
    application.refresh_from_db()
    assert application.state == "closed"
    assert cents(application) == {"reserved": 0, "paid": 0, "spent": 45_000}


def test_sent_back_before_any_payment_returns_to_accepted():
    world = open_world(payments=((100, "report"),))
    application = accepted(world).application
    report = reported(world, application, 45_000)
    actions.send_back_report(report, "La date ?", **world.act("coordinator"))
    application.refresh_from_db()
    assert application.state == "accepted"
    assert actions.submit_report(report, **world.act("holder"))


def test_a_report_is_accepted_once():
    world = open_world()
    report = settle(world, paid(world), 50_000)
    for again in (actions.accept_report, lambda r, **act: actions.send_back_report(r, "Trop tard.", **act)):
        with pytest.raises(Refused):
            again(report, **world.act("coordinator"))


def test_what_fails_leaves_nothing_behind():
    world = open_world()
    report = reported(world, paid(world), 40_000)
    before = JournalEntry.objects.count()
    with pytest.raises(Refused, match="pas encore venu"), transaction.atomic():
        actions.accept_report(report, **world.act("coordinator"), returned_on=date(2027, 1, 1))
    report.refresh_from_db()
    assert report.accepted_at is None
    assert JournalEntry.objects.count() == before


def test_an_erased_person_leaves_amounts_and_no_word():
    world = open_world()
    report = reported(world, paid(world), 50_000)
    actions.forget(world.people.holder, **world.act("boss"))
    report.refresh_from_db()
    receipt = report.receipts.get()
    assert (report.narrative, receipt.supplier, Award.objects.get(application=report.application).payee) == ("", "", "")
    assert not receipt.file.content
    assert set(report.history.values_list("narrative", flat=True)) == {""}
    assert (report.spent_cents, receipt.amount_cents) == (50_000, 50_000)


def test_mail_leaves_after_the_act(django_capture_on_commit_callbacks):
    world = open_world()
    award = accepted(world)
    ordered = order(world, award)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(world, ordered)
    assert world.people.holder.email in [message.to[0] for message in mail.outbox]
