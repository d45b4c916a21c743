"""A real server and a real browser."""

import os
import shutil
from contextlib import contextmanager

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

NAMES = ("chromium", "chromium-browser", "google-chrome")
NONE_FOUND = "Chromium is not found: browser tests are skipped (install it, or set CHROMIUM=/path/to/it)"
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"]


def find_chromium() -> str | None:
    """Return the path of a Chromium on this computer: `CHROMIUM` first, then the usual names."""
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *NAMES) if name)
    return next((path for path in found if path), None)


@contextmanager
def serving():
    """Serve the house on a free port of localhost, static files included, and yield its address."""
    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


def note_errors(page) -> list[str]:
    """Return the list in which this page's script errors and refused contents will be written."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"script: {error}"))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    return errors
