"""A bank that answers, and a fund that may receive."""

import pytest
from django.utils import timezone

from tests.projects import fake_stripe
from tests.projects.some_fund import fund, year


@pytest.fixture
def bank(settings):
    """Serve a fake Stripe, and open giving by card through it."""
    with fake_stripe.serving() as fake:
        settings.STRIPE_SECRET_KEY = fake_stripe.KEY
        settings.STRIPE_WEBHOOK_SECRET = fake_stripe.SECRET
        settings.STRIPE_API_BASE = fake.url
        yield fake


@pytest.fixture
def exercise(db):
    """Give a fund's current year, without money."""
    return year(fund(), timezone.localdate().year)
