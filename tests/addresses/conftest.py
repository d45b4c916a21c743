"""One town for all the tests of this folder: each request is undone, and the whole at the end."""

import logging

import pytest
from django.conf import settings
from django.db import transaction

from tests.addresses import town as towns
from tests.projects import fake_stripe
from tests.rights import clock


@pytest.fixture(scope="package")
def town(django_db_setup, django_db_blocker):
    """Build the town once, in a transaction that is undone; gifts by card are open, at a Stripe of ours."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        fake_stripe.serving() as bank,
        transaction.atomic(),
    ):
        clock.hold(patch)
        for name in ("django.request", "django.security"):
            patch.setattr(logging.getLogger(name), "disabled", True)
        patch.setattr(settings, "STRIPE_SECRET_KEY", fake_stripe.KEY)
        patch.setattr(settings, "STRIPE_WEBHOOK_SECRET", fake_stripe.SECRET)
        patch.setattr(settings, "STRIPE_API_BASE", bank.url)
        yield towns.build()
        transaction.set_rollback(True)
