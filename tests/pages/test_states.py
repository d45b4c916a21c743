"""The table of pages is whole: every page of ours stands in it, in the states it has, and each state is what it says."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.test import RequestFactory
from wagtail.models import get_page_models

from tests.house.test_templates import ours
from tests.house.test_urls import OURS
from tests.pages.site_table import NO
from tests.pages.table import NOT_PAGES, NOTHING_TO_REFUSE, PAGES

pytestmark = pytest.mark.once

# Names of an address that another name has already: allauth looks for both.
SAME = {"account_request_login_code": "account_login", "account_email": "my_account"}
SERVED_BY_TYPE = {"wagtail_serve"}
FIELDS = "form[method=post] :is(input:not([type=hidden]), select, textarea)"


# Shown where no client counts templates: an error page rendered alone, a piece of a live page.
SHOWN_APART = {
    *(f"{number}.html" for number in NO),
    "projects/applications/_hints.html",
    *(f"committees/votes/_{who}_state.html" for who in ("desk", "member")),
}


def answers_get(view) -> bool:
    """Say whether a view answers a GET: one that is for POST alone says so before it looks at anything."""
    if "get" not in getattr(getattr(view, "view_class", None), "http_method_names", ["get"]):
        return False
    try:
        return not isinstance(view(RequestFactory().get("/")), HttpResponseNotAllowed)
    except Exception:
        return True


def test_every_page_stands_in_the_table():
    known = set(PAGES) | set(NOT_PAGES) | set(SAME) | SERVED_BY_TYPE
    absent = sorted({name for _address, name, view in OURS if name not in known and answers_get(view)})
    assert not absent, f"say in tests/pages/table.py in which states these are to be looked at: {absent}"


def test_every_type_of_page_of_the_site_stands_in_the_table():
    types = {model.__name__ for model in get_page_models() if model._meta.app_label == "cms"}
    assert not types - set(PAGES)


def test_the_table_names_what_exists():
    types = {model.__name__ for model in get_page_models()}
    assert not (set(PAGES) | set(NOT_PAGES)) - {name for _address, name, _view in OURS} - types


@pytest.mark.parametrize("name", NOT_PAGES)
def test_what_is_left_out_is_no_page(goutte, name):
    response = NOT_PAGES[name](goutte)
    turned = response.status_code == 302
    fragment = not turned and b"<html" not in b"".join(response)
    assert turned or (response.status_code in (200, 204) and fragment)


def walk(goutte):
    """Yield (page, state, response), each in a world where nothing else was done."""
    for page, states in {**PAGES, **{f"no {number}": {"full": ask} for number, ask in NO.items()}}.items():
        for state, ask in states.items():
            cache.clear()
            with transaction.atomic():
                try:
                    response = ask(goutte)
                except Exception as problem:
                    problem.add_note(f"on the way to {page}: {state}")
                    raise
                transaction.set_rollback(True)
            yield page, state, response


def test_every_state_is_reached_and_every_template_is_seen(goutte):
    """One walk: a page is a page, a form can be refused, a refusal shows, and no template of ours stays unseen."""
    faults, seen = [], set()
    for page, state, response in walk(goutte):
        main = BeautifulSoup(response.content, "html.parser").main
        seen |= {template.name for template in getattr(response, "templates", ()) if template.name}
        refused = bool(main and main.select("[data-takes-focus]"))
        awaited = (int(page[3:6]),) if page.startswith("no ") else (200, 422)
        if not main or response.status_code not in awaited:
            faults.append(f"{page}, {state}: not a page ({response.status_code})")
        elif refused != ("error" in state):
            faults.append(f"{page}, {state}: {'an' if refused else 'no'} error is shown")
        elif page not in NOTHING_TO_REFUSE and main.select(FIELDS) and not any("error" in one for one in PAGES[page]):
            faults.append(f"{page}: has a form and no state « error »")
    unseen = ours() - seen - SHOWN_APART - {name for name in ours() if not name.endswith(".html")}
    assert not faults, "\n".join(faults)
    assert not unseen, f"in no state of tests/pages/table.py: {sorted(unseen)}"
