"""The door for web servers. Refuses to open when a trigger that guards the past is missing."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fph.settings")
application = get_wsgi_application()

from fph import triggers  # noqa: E402

triggers.refuse_start_if_missing()
