"""What a donor and Stripe do: fill the form in, ring, come back."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.fund import actions, card
from projects.fund.models import Gift
from tests.projects import fake_stripe

WEBHOOK = "/webhooks/stripe/"
DONOR = "donatrice@exemple.fr"


def address(exercise):
    return reverse("give", args=[exercise.fund.slug])


def give(exercise, euros="50", **words):
    """Fill the form in, and return the gift."""
    answer = Client().post(address(exercise), {"amount_cents": euros, "email": DONOR, **words})
    assert answer.status_code == 303, answer.content.decode()
    session = answer.headers["Location"].rpartition("/")[2]
    return Gift.objects.get(checkout_session=session)


def opened(bank, exercise, cents=5_000):
    """Return a gift whose checkout is open, as the form leaves it, without filling the form in."""
    gift = actions.open_gift(exercise, cents=cents, email=DONOR, now=timezone.now())
    actions.note_session(gift, card.open_session(gift, exercise.fund)[0])
    gift.refresh_from_db()
    return gift


def ring(body, **how):
    """Post a bell to the house as Stripe does, and return the status."""
    signature = how.pop("signature", None) or fake_stripe.sign(body, **how)
    words = {"content_type": "application/json", "headers": {"Stripe-Signature": signature}}
    return Client(raise_request_exception=False).post(WEBHOOK, body, **words).status_code


def completed(bank, gift, **changes):
    """Return the bell of a gift's checkout."""
    return bank.bell("checkout.session.completed", gift.checkout_session, **changes)


def state_of(gift):
    gift.refresh_from_db()
    return gift.state


def thanks(gift):
    """Read the page the donor comes back to."""
    page = Client().get(reverse("gift_thanks", args=[gift.pk]))
    assert page.status_code == 200
    return page.content.decode()
