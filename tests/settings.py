"""The settings of the house, for tests: the product's own, with an environment of their own and faster tools.

Nothing of a developer's `.env` reaches a test: what it could set is set here first. `DATABASE_URL=postgres://…` runs
the suite on PostgreSQL, anything else on SQLite.
"""

import os
import tempfile
import uuid
from pathlib import Path

ROOT = Path(os.environ.get("FPH_TEST_ROOT") or f"{tempfile.gettempdir()}/fph-tests-{uuid.uuid4().hex[:12]}")
HERE = ROOT / os.environ.get("PYTEST_XDIST_WORKER", "main")
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
os.environ.update(
    FPH_TEST_ROOT=str(ROOT),
    SECRET_KEY="only-for-tests-" + "x" * 50,
    FPH_DEMO="1",
    DEBUG="0",
    SITE_ADDRESS="http://localhost:8000",
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    DATABASE_URL=os.environ["DATABASE_URL"] if ON_POSTGRES else f"sqlite:///{ROOT}/none.sqlite3",
    CACHE_URL="locmemcache://",
    MEDIA_ROOT=str(HERE / "files" / "media"),
    PRIVATE_ROOT=str(HERE / "files" / "private"),
    EMAIL_URL="memorymail://",
    STRIPE_SECRET_KEY="",
    STRIPE_WEBHOOK_SECRET="",
    STRIPE_API_BASE="",
    # Playwright's synchronous interface keeps an event loop in the thread of the tests.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)

from fph.settings import *  # noqa: E402, F403
from fph.settings import DATABASES, MIDDLEWARE  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files come from the test server; WhiteNoise would list two thousand files for every client.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]

# A test database may be lost with the power, so nothing waits for the disk.
if ON_POSTGRES:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
else:
    # Sixty-four people who never pause may keep one waiting long on SQLite, which serves whoever asks first.
    options = DATABASES["default"]["OPTIONS"]
    DATABASES["default"]["OPTIONS"] = {
        **options,
        "timeout": 300,
        "init_command": options["init_command"] + "PRAGMA synchronous=OFF;",
    }
