"""What every template may read."""

from django.conf import settings


def house(request) -> dict:
    """Return the flags of the installation."""
    return {"demo": settings.FPH_DEMO}
