"""The product's own settings, for `make bench`: no static files gathered, and a count of queries when asked."""

import os
from pathlib import Path

from fph.settings import *  # noqa: F403
from fph.settings import DATABASES, MIDDLEWARE, STORAGES

MIDDLEWARE = ["bench.counting.CountQueries", *MIDDLEWARE]
STATIC_ROOT = Path(os.environ["BENCH_ROOT"])
# Gathering two thousand files is not what is measured.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# A connection that lasts, so that the database's processes can be followed from one look to the next.
DATABASES["default"]["CONN_MAX_AGE"] = None
