"""An error that names a person is told neither to the visitor nor to the log of a real installation."""

import io
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from fph.http.logs import Discreet
from projects.applications.views import summary
from tests.fph.test_headers import PRODUCTION
from tests.privacy.world import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """Return what the log of a real installation says."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_an_error_names_nobody(monkeypatch, log):
    world = build(timezone.now())
    word = world.words["granted:Application.lead_name"]

    def refuse(*args, **kwargs):
        try:
            raise KeyError(word)
        except KeyError as problem:
            raise IntegrityError(f"DETAIL: Key (lead_name)=({word}) already exists.") from problem

    monkeypatch.setattr(summary, "sections", refuse)
    client = Client(raise_request_exception=False)
    client.force_login(world.people["claire"])
    answer = client.get(f"/gestion/goutte-dor/dossiers/{world.files['granted'].pk}/?q={word}")
    assert answer.status_code == 500
    assert "Le site a un problème, pas vous." in answer.content.decode()
    said = log.getvalue()
    assert "IntegrityError" in said and "KeyError" in said and "coordination.py" in said
    assert not [label for label, one in world.words.items() if one in answer.content.decode() + said]


def test_a_real_installation_logs_so():
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'fph.settings'; import django; django.setup(); import logging;"
        "print([type(handler.formatter).__name__ for handler in logging.getLogger().handlers])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=dict(PRODUCTION, HOME=os.environ.get("HOME", "/")), cwd=settings.BASE_DIR,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "['Discreet']"
