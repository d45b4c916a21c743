"""What `manage.py check` refuses."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def no_demo_in_production(app_configs, **kwargs):
    """The demonstration opens doors without a code: never in production."""
    if settings.FPH_DEMO:
        return [Error("FPH_DEMO=1 ouvre la connexion en un clic : interdit en production.", id="fph.E001")]
    return []


@register(Tags.database)
def sqlite_must_be_immediate(app_configs, **kwargs):
    """On SQLite only IMMEDIATE transactions keep two writers from failing each other."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and database["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        return [Error("SQLite doit fonctionner avec transaction_mode=IMMEDIATE.", id="fph.E002")]
    return []
