"""Every address is classified, and answers a stranger as its class says."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests.house.url_table import AUDIENCE, OPEN, TREES


def addresses(resolver=None, prefix: str = ""):
    """Yield (address, name, view) of every address, trees of other packages aside."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.name or not any(address.startswith(tree) for tree in TREES):
                yield address, pattern.name, pattern.callback
        elif not any(address.startswith(tree) for tree in TREES):
            yield from addresses(pattern, address)


OURS = [found for found in addresses() if found[1] or not found[0].startswith(tuple(TREES))]


def test_every_address_has_a_name():
    assert not [address for address, name, _ in OURS if not name]


def test_every_address_is_classified():
    unclassified = {name: address for address, name, _ in OURS if name not in AUDIENCE}
    assert not unclassified, "say in url_table.py who these are for:\n" + "\n".join(
        f'    "{name}": ,  # {address}' for name, address in unclassified.items()
    )


def test_the_table_names_what_exists():
    assert not set(AUDIENCE) - {name for _, name, _ in OURS}


@pytest.mark.parametrize(("address", "name", "view"), OURS, ids=[str(name) for _, name, _ in OURS])
def test_only_what_is_open_is_open(address, name, view):
    opened = not getattr(view, "login_required", True)
    assert opened == (AUDIENCE.get(name) in OPEN), f"{address} is {AUDIENCE.get(name)} and open: {opened}"


def closed_without_argument() -> list[str]:
    """Return the closed addresses that can be asked for as they are."""
    found = []
    for name, audience in AUDIENCE.items():
        try:
            found += [reverse(name)] if audience not in OPEN else []
        except NoReverseMatch:
            continue
    return sorted(set(found))


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in(client, method):
    for address in closed_without_argument():
        response = getattr(client, method)(address)
        assert response.status_code == 302, address
        assert response.url.startswith(reverse("account_login")), address


@pytest.mark.django_db
@pytest.mark.parametrize("tree", TREES)
def test_a_stranger_enters_no_tree(client, tree):
    response = client.get(f"/{tree}")
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
