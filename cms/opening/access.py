"""Who may open a fund: the installation's administrators, and nobody else finds these pages."""

from fph.http.access import not_found_unless
from projects.fund.access import public_fund
from projects.fund.models import Fund


def installer(person) -> None:
    """Raise 404 for anybody who does not administer the installation."""
    not_found_unless(person.is_superuser)


def fund_opened(person, slug: str) -> Fund:
    """Return a fund to an administrator of the installation, or 404."""
    installer(person)
    return public_fund(slug)
