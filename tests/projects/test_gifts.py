"""A gift by card, with the real Stripe client and a Stripe of ours: counted once, or given back, never in silence."""

import html
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fph.journal.models import JournalEntry
from fph.mail.models import OutboxMessage
from fph.people.roles import Role
from fph.verdict import Refused
from projects.fund import actions
from projects.fund.models import Exercise, Gift, StripeEvent, Transfer
from projects.fund.queries import envelope, received_cents
from tests.projects import fake_stripe
from tests.projects.giving import DONOR, WEBHOOK, address, completed, give, ring, state_of, thanks
from tests.projects.some_fund import Project, fund, person, with_role, year

pytestmark = pytest.mark.django_db


# --- The form ----------------------------------------------------------------------------------------------


def test_without_a_key_the_page_says_so(exercise):
    page = Client().get(address(exercise))
    assert page.status_code == 200
    assert "On ne peut pas donner par carte" in page.content.decode()
    assert "fonds@exemple.fr" in page.content.decode()
    assert Client().post(address(exercise), {"amount_cents": "50"}).status_code == 200
    assert Client().post(WEBHOOK, "{}", content_type="application/json").status_code == 404
    assert not Gift.objects.filter(exercise=exercise).exists()


def test_a_year_that_is_not_open_receives_no_gift(bank, exercise):
    Exercise.objects.filter(pk=exercise.pk).update(year=2001, starts_on="2001-01-01", ends_on="2001-12-31")
    assert "On ne peut pas donner" in Client().get(address(exercise)).content.decode()
    exercise.refresh_from_db()
    with pytest.raises(Refused, match="n’est pas ouverte"):
        actions.open_gift(exercise, cents=5_000, now=timezone.now())


def test_the_donor_is_sent_to_stripe(bank, exercise):
    gift = give(exercise, "50,50", name="Une donatrice")
    assert (gift.amount_cents, gift.state, gift.donor_name) == (5_050, "opened", "Une donatrice")
    session = bank.sessions[gift.checkout_session]
    assert (session["amount_total"], session["currency"]) == (5_050, "eur")
    assert session["client_reference_id"] == str(gift.pk)
    asked = bank.requests[-1][2]
    assert asked["customer_email"] == DONOR
    assert asked["success_url"] == f"http://localhost:8000/dons/{gift.pk}/merci/"
    assert envelope(exercise).received_cents == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Écrivez un montant"), ("4,99", "au moins 5"), ("5000,01", "au plus 5"), ("beaucoup", "en chiffres"),
     ("0", "au moins 5"), ("-5", "en chiffres"), ("1e3", "en chiffres")],
)  # fmt: skip
def test_a_wrong_amount_is_refused_in_words_and_kept(bank, exercise, typed, said):
    page = Client().post(address(exercise), {"amount_cents": typed, "name": "Une donatrice"})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Une donatrice" in page.content.decode()
    assert not bank.requests


def test_a_silent_stripe_is_told_and_nothing_is_lost(bank, exercise):
    bank.down = True
    page = Client().post(address(exercise), {"amount_cents": "50", "name": "Une donatrice"})
    assert page.status_code == 422
    assert "Rien n’a été débité" in page.content.decode()
    assert "Une donatrice" in page.content.decode()
    assert Gift.objects.get(exercise=exercise).state == "expired"


def test_too_many_unpaid_gifts_at_once_are_refused(bank, exercise, monkeypatch):
    monkeypatch.setattr("projects.fund.actions.gifts.AT_ONCE", 2)
    give(exercise)
    give(exercise)
    assert "Beaucoup de dons" in Client().post(address(exercise), {"amount_cents": "50"}).content.decode()


# --- Paid, counted once --------------------------------------------------------------------------------------


def test_a_paid_gift_is_counted_thanked_and_told_without_a_name(bank, exercise):
    gift = give(exercise, "50", name="Une donatrice")
    bank.pay(gift.checkout_session)
    assert ring(completed(bank, gift)) == 200
    assert state_of(gift) == "paid"
    assert received_cents(gift.pk) == envelope(exercise).available_cents == 5_000
    entry = JournalEntry.objects.get(subject_id=gift.pk)
    assert (entry.kind, entry.visibility) == ("money.received", "public")
    assert "donatrice" not in entry.payload.body
    assert entry.actor == Transfer.objects.get(reference=gift.pk).made_by_id
    mail = OutboxMessage.objects.get(reference=gift.pk)
    assert (mail.to, mail.event) == (DONOR, "gift.thanks")
    assert "aucun droit de vote" in mail.body
    call_command("check_ledger")


def test_without_an_address_nobody_is_written_to(bank, exercise):
    gift = give(exercise, email="")
    bank.pay(gift.checkout_session)
    assert ring(completed(bank, gift)) == 200
    assert not OutboxMessage.objects.filter(reference=gift.pk).exists()


def test_what_is_not_paid_yet_is_not_counted(bank, exercise):
    gift = give(exercise)
    bank.wait(gift.checkout_session)
    assert ring(completed(bank, gift)) == 200
    assert state_of(gift) == "opened"
    bank.pay(gift.checkout_session)
    assert ring(bank.bell("checkout.session.async_payment_succeeded", gift.checkout_session)) == 200
    assert state_of(gift) == "paid"


@pytest.mark.parametrize("kind", ["expired", "async_payment_failed"])
def test_what_is_not_paid_in_the_end_is_given_up(bank, exercise, kind):
    gift = give(exercise)
    (bank.expire if kind == "expired" else bank.wait)(gift.checkout_session)
    assert ring(bank.bell(f"checkout.session.{kind}", gift.checkout_session)) == 200
    assert state_of(gift) == "expired"
    assert received_cents(gift.pk) == 0


def test_a_payment_that_outran_our_own_note_is_counted(bank, exercise):
    gift = give(exercise)
    session = gift.checkout_session
    Gift.objects.filter(pk=gift.pk).update(checkout_session=None)
    bank.pay(session)
    assert ring(completed(bank, gift)) == 200
    assert (state_of(gift), gift.checkout_session) == ("paid", session)


# --- What can't be kept goes back ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bent", "said"),
    [({"amount_total": 4_999}, "n’est pas celui du don"), ({"amount_total": 999_999}, "n’est pas celui du don"),
     ({"currency": "usd"}, "n’est pas en euros"), ({"client_reference_id": "une autre"}, "ne porte pas la référence"),
     ({"client_reference_id": None}, "ne porte pas la référence")],
)  # fmt: skip
def test_a_payment_that_does_not_match_is_to_give_back(bank, exercise, bent, said):
    gift = give(exercise)
    bank.pay(gift.checkout_session, **bent)
    assert ring(completed(bank, gift)) == 200
    assert state_of(gift) == "refund_due"
    assert said in gift.refund_reason
    assert received_cents(gift.pk) == 0
    assert JournalEntry.objects.filter(subject_id=gift.pk, kind="gift.refund_due").count() == 1


# --- M8: nothing paid is lost, whatever happened to the gift meanwhile ----------------------------------------


def the_year_is_over(bank, gift):
    yesterday = timezone.localdate() - timedelta(days=1)
    Exercise.objects.filter(pk=gift.exercise_id).update(starts_on="2001-01-01", ends_on=yesterday)
    bank.pay(gift.checkout_session)


def the_year_is_over_and_another_is_open(bank, gift):
    the_year_is_over(bank, gift)
    year(gift.exercise.fund, timezone.localdate().year + 1)


def the_gift_was_given_up(bank, gift):
    actions.give_up(gift)
    bank.pay(gift.checkout_session)


def the_amount_is_another(bank, gift):
    bank.pay(gift.checkout_session, amount_total=700)


MEANWHILE = {
    the_year_is_over: "terminée", the_year_is_over_and_another_is_open: "terminée", the_gift_was_given_up: "abandonné",
    the_amount_is_another: "n’est pas celui du don",
}  # fmt: skip


@pytest.mark.parametrize("meanwhile", MEANWHILE, ids=lambda what: what.__name__)
def test_a_payment_that_can_t_be_kept_is_seen_told_and_in_the_register(bank, exercise, meanwhile):
    treasurer, coordinator = (with_role(exercise.fund, role) for role in (Role.TREASURER, Role.COORDINATOR))
    gift = give(exercise)
    meanwhile(bank, gift)
    for _again in range(2):
        assert ring(completed(bank, gift)) == 200
        assert ring(bank.bell("payment_intent.succeeded", gift.checkout_session)) == 200
    assert (state_of(gift), received_cents(gift.pk)) == ("refund_due", 0)
    assert MEANWHILE[meanwhile] in gift.refund_reason
    assert JournalEntry.objects.filter(subject_id=gift.pk, kind="gift.refund_due", visibility="public").count() == 1
    assert "va vous être remboursé" in thanks(gift)
    seen = contributions_page(exercise, coordinator)
    assert reverse("refund_gift", args=[exercise.fund.slug, gift.pk]) in seen
    assert gift.refund_reason in html.unescape(seen)
    told = OutboxMessage.objects.get(event="gift.refund_due")
    assert (told.to, told.reference) == (treasurer.email, gift.pk)
    assert gift.refund_reason in told.body
    assert f"/{exercise.fund.slug}/" in told.body
    assert DONOR not in told.body
    assert not OutboxMessage.objects.filter(event="gift.thanks").exists()
    call_command("check_ledger")


def contributions_page(exercise, person):
    """Read a year's income, signed in."""
    desk = Client()
    desk.force_login(person)
    page = desk.get(reverse("contributions", args=[exercise.fund.slug]), {"annee": exercise.year})
    assert page.status_code == 200
    return page.content.decode()


def test_a_second_payment_of_the_same_gift_is_to_give_back(bank, exercise):
    with_role(exercise.fund, Role.TREASURER)
    gift, other = give(exercise), give(exercise, "70")
    stray = other.checkout_session
    other.delete()
    bank.pay(gift.checkout_session)
    ring(completed(bank, gift))
    bank.pay(stray, client_reference_id=str(gift.pk))
    for _again in range(2):
        assert ring(bank.bell("checkout.session.completed", stray)) == 200
    again = Gift.objects.get(checkout_session=stray)
    assert (again.state, again.amount_cents) == ("refund_due", 7_000)
    assert OutboxMessage.objects.get(event="gift.refund_due").reference == again.pk
    assert JournalEntry.objects.filter(subject_id=again.pk, kind="gift.refund_due").count() == 1
    assert (state_of(gift), received_cents(gift.pk)) == ("paid", 5_000)


# --- Refunds -----------------------------------------------------------------------------------------------------


def paid(bank, exercise):
    """Return a gift of 50 € that was paid and counted."""
    gift = give(exercise)
    bank.pay(gift.checkout_session)
    assert ring(completed(bank, gift)) == 200
    gift.refresh_from_db()
    return gift


def refunded(bank, gift):
    """Return the bell of a gift's refund."""
    return bank.bell("charge.refunded", bank.charge_of(gift.checkout_session))


def test_a_refund_made_at_stripe_leaves_the_fund(bank, exercise):
    gift = paid(bank, exercise)
    charge = bank.charge_of(gift.checkout_session)
    bank.give_back(charge, 1_000)
    assert ring(refunded(bank, gift)) == 200
    assert (state_of(gift), received_cents(gift.pk)) == ("paid", 4_000)
    bank.give_back(charge)
    for _again in range(2):
        assert ring(refunded(bank, gift)) == 200
    assert (state_of(gift), received_cents(gift.pk)) == ("refunded", 0)
    assert envelope(exercise).available_cents == 0
    call_command("check_ledger")


def test_a_refund_of_money_already_reserved_is_not_silent(bank, exercise):
    gift = paid(bank, exercise)
    words = {"cents": 3_000, "key": "réserve", "title": "Fête", "by": person(), "now": timezone.now()}
    project = Project(gift.pk)
    actions.reserve(exercise, project, **words)
    bank.give_back(bank.charge_of(gift.checkout_session))
    for _again in range(2):
        assert ring(refunded(bank, gift)) == 200
    assert state_of(gift) == "refund_due"
    assert "n’a plus cette somme" in gift.refund_reason
    assert received_cents(gift.pk) == 5_000
    assert JournalEntry.objects.filter(subject_id=gift.pk, kind="gift.refund_due").count() == 1
    actions.release(exercise, project, **{**words, "key": "rendu"})
    assert refund_page(gift).status_code == 302
    assert (state_of(gift), received_cents(gift.pk)) == ("refunded", 0)


def refund_page(gift, role=Role.TREASURER):
    """Ask for a gift to go back to its card, as the treasurer does."""
    desk = Client()
    desk.force_login(with_role(gift.exercise.fund, role))
    return desk.post(reverse("refund_gift", args=[gift.exercise.fund.slug, gift.pk]))


def test_the_treasurer_gives_a_gift_back(bank, exercise):
    gift = paid(bank, exercise)
    assert refund_page(gift).status_code == 302
    assert (state_of(gift), received_cents(gift.pk)) == ("refunded", 0)
    assert bank.charges[bank.charge_of(gift.checkout_session)]["refunded"]
    assert ring(refunded(bank, gift)) == 200
    assert refund_page(gift).status_code == 200
    assert [r for r in bank.requests if r[1] == "/v1/refunds"] == [("POST", "/v1/refunds", {
        "payment_intent": gift.payment_intent
    })]  # fmt: skip
    assert Transfer.objects.filter(reference=gift.pk).count() == 2
    call_command("check_ledger")


def test_a_gift_that_does_not_match_is_given_back(bank, exercise):
    gift = give(exercise)
    bank.pay(gift.checkout_session, amount_total=999)
    ring(completed(bank, gift))
    assert refund_page(gift).status_code == 302
    assert state_of(gift) == "refunded"
    assert not Transfer.objects.filter(reference=gift.pk).exists()
    assert bank.charges[bank.charge_of(gift.checkout_session)]["amount_refunded"] == 999


def test_a_refund_that_stripe_does_not_answer_can_be_asked_again(bank, exercise):
    gift = paid(bank, exercise)
    bank.down = True
    assert "La banque n’a pas répondu" in refund_page(gift).content.decode()
    assert (state_of(gift), received_cents(gift.pk)) == ("refund_due", 0)
    bank.down = False
    assert refund_page(gift).status_code == 302
    assert state_of(gift) == "refunded"
    assert Transfer.objects.filter(reference=gift.pk).count() == 2


def test_nobody_else_gives_a_gift_back(bank, exercise):
    gift = paid(bank, exercise)
    assert refund_page(gift, Role.HELPER).status_code == 404
    stranger = Client()
    stranger.force_login(with_role(fund(), Role.TREASURER))
    assert stranger.post(reverse("refund_gift", args=[exercise.fund.slug, gift.pk])).status_code == 404
    assert state_of(gift) == "paid"


# --- What Stripe did not say ----------------------------------------------------------------------------------


def refusals(bank, gift):
    """Return how bells can be wrong, each with the status expected."""
    body, now = completed(bank, gift), time.time()
    return {
        "unsigned": (body, {"signature": "none"}, 400),
        "forged": (body, {"secret": "whsec_another"}, 400),
        "signed for another body": (body, {"signature": fake_stripe.sign(body + " ")}, 400),
        "stale": (body, {"at": now - 301}, 400),
        "future": (body, {"at": now + 330}, 400),
        "the other mode": (completed(bank, gift, livemode=True), {}, 400),
        "no mode": (completed(bank, gift, livemode="non"), {}, 400),
        "no object": (completed(bank, gift, data={}), {}, 400),
        "an object that is no word": (completed(bank, gift, data={"object": {"id": 12}}), {}, 400),
        "signed, and not JSON": ("bonjour", {}, 400),
        "signed, and too deep": ("[" * 200_000, {}, 400),
        "signed, and half a letter": (completed(bank, gift, id="evt_\ud800"), {}, 400),
        "signed, with a hole in its name": (completed(bank, gift, id="evt_\0"), {}, 400),
        "signed, and a list": ("[]", {}, 400),
        "signed, and not text": ("\x00", {}, 400),
        "two megabytes": (completed(bank, gift, padding="x" * 2_000_000), {}, 413),
        "just too long": (completed(bank, gift, padding="x" * 256 * 1024), {}, 413),
        "an unknown type": (bank.bell("invoice.paid", gift.checkout_session), {}, 200),
        "another installation's checkout": (bank.bell("checkout.session.completed", strange(bank)), {}, 200),
        "an unknown checkout": (bank.bell("checkout.session.completed", "cs_test_nowhere"), {}, 503),
        "a charge of nobody": (bank.bell("charge.refunded", stranger(bank)), {}, 200),
    }


def strange(bank):
    """Put at Stripe a paid checkout that is none of ours."""
    bank.sessions["cs_test_other"] = {
        "id": "cs_test_other", "object": "checkout.session", "status": "complete", "payment_status": "paid",
        "payment_intent": "pi_other", "client_reference_id": "commande 12", "amount_total": 5_000, "currency": "eur",
    }  # fmt: skip
    return "cs_test_other"


def stranger(bank):
    """Put at Stripe a refunded charge that is none of ours."""
    bank.charges["ch_other"] = {
        "id": "ch_other", "object": "charge", "payment_intent": None, "amount": 5, "amount_refunded": 5,
        "refunded": True,
    }  # fmt: skip
    return "ch_other"


def test_what_stripe_did_not_say_changes_nothing(bank, exercise):
    gift = give(exercise)
    bank.pay(gift.checkout_session)
    for name, (body, how, status) in refusals(bank, gift).items():
        assert ring(body, **how) == status, name
        assert state_of(gift) == "opened", name
    assert received_cents(gift.pk) == 0
    assert ring(completed(bank, gift), at=time.time() - 290) == 200
    assert state_of(gift) == "paid"


@pytest.mark.parametrize(
    "header", [None, "", "t=", "v1=", "t=abc,v1=abc", "t=9" + "9" * 400 + ",v1=a", "t=1,t=2", ",,=", "é"]
)
def test_what_is_signed_in_no_way_is_refused(bank, exercise, header):
    gift = give(exercise)
    bank.pay(gift.checkout_session)
    headers = {} if header is None else {"Stripe-Signature": header}
    answer = Client(raise_request_exception=False).post(
        WEBHOOK, completed(bank, gift), content_type="application/json", headers=headers
    )  # fmt: skip
    assert answer.status_code == 400
    assert (state_of(gift), StripeEvent.objects.count()) == ("opened", 0)


def test_only_a_post_is_answered(bank):
    assert Client().get(WEBHOOK).status_code == 405


def test_an_unanswered_fetch_is_rung_again(bank, exercise):
    gift = give(exercise)
    bank.pay(gift.checkout_session)
    bell, bank.down = completed(bank, gift), True
    assert ring(bell) == 503
    assert StripeEvent.objects.filter(handled_at=None).count() == 1
    bank.down = False
    assert ring(bell) == 200
    assert state_of(gift) == "paid"


# --- The page the donor comes back to -----------------------------------------------------------------------------


def test_the_page_says_where_the_gift_is_and_writes_nothing(bank, exercise, django_assert_max_num_queries):
    gift = give(exercise)
    assert "Nous attendons la réponse" in thanks(gift)
    bank.pay(gift.checkout_session)
    assert "votre paiement est accepté" in thanks(gift)
    assert state_of(gift) == "opened"
    ring(completed(bank, gift))
    with django_assert_max_num_queries(2):
        assert "votre don est arrivé" in thanks(gift)
    bank.down = True
    assert "votre don est arrivé" in thanks(gift)


def test_the_page_holds_when_stripe_is_silent(bank, exercise):
    gift = give(exercise)
    bank.down = True
    assert "Nous attendons la réponse" in thanks(gift)
    assert "rien n’a été débité" in Client().get(reverse("gift_cancelled", args=[gift.pk])).content.decode()


def test_a_checkout_that_ran_out_can_be_started_again(bank, exercise):
    gift = give(exercise)
    bank.expire(gift.checkout_session)
    assert "n’a pas été payé" in thanks(gift)
    assert address(exercise) in thanks(gift)


def test_the_pages_name_nobody(bank, exercise):
    gift = give(exercise, name="Une donatrice")
    assert "donatrice" not in thanks(gift)


def test_the_nightly_look_counts_what_no_bell_told(bank, exercise, capsys):
    gift, recent = give(exercise), give(exercise)
    bank.pay(gift.checkout_session)
    bank.pay(recent.checkout_session)
    Gift.objects.filter(pk=gift.pk).update(opened_at=timezone.now() - timedelta(hours=2))
    call_command("settle_gifts")
    assert (state_of(gift), state_of(recent)) == ("paid", "opened")
    assert "1 don" in capsys.readouterr().out
