"""While a screen is being written, a browser shows what concerns the resident; without JavaScript, the screen that follows."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.applications.models import Application


@pytest.fixture
def draft(committed_db) -> Application:
    """Return a draft of the demonstration, whose règlement stops at 700 €."""
    return Application.objects.get(fund__slug="goutte-dor", state="draft")


def signed_in(context, site, person):
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": name, "value": one.value, "url": site} for name, one in client.cookies.items()])


def budget(draft) -> str:
    return reverse("application_step", args=[draft.pk, "budget"])


def test_an_amount_over_the_cap_is_told_while_it_is_typed(page, site, draft):
    before = draft.requested_cents
    signed_in(page.context, site, draft.owner)
    page.goto(budget(draft))
    told = page.locator("#pour-vous")
    assert "plafond" not in told.inner_text()
    amount = page.get_by_label("Ce que vous demandez au fonds")
    amount.fill("900")
    told.get_by_text("le plafond est de 700").wait_for()
    assert "le plafond est de 700" in page.locator("[data-hints-said]").inner_text()
    assert page.url.endswith(budget(draft)) and amount.input_value() == "900"
    assert page.evaluate("document.activeElement.id") == "id_requested_cents"
    assert Application.objects.get(pk=draft.pk).requested_cents == before
    amount.fill("300")
    told.get_by_text("le plafond est de 700").wait_for(state="detached")


def test_what_can_not_be_asked_leaves_the_screen_as_it_was(page, site, draft):
    signed_in(page.context, site, draft.owner)
    page.goto(budget(draft))
    was = page.locator("#pour-vous").inner_text()
    page.route("**/ce-qui-vous-concerne/", lambda route: route.fulfill(status=503, body="non"))
    with page.expect_response("**/ce-qui-vous-concerne/"):
        page.get_by_label("Ce que vous demandez au fonds").fill("900")
    assert page.locator("#pour-vous").inner_text() == was
    assert page.get_by_label("Ce que vous demandez au fonds").input_value() == "900"


def test_without_javascript_the_screen_tells_it_once_it_is_saved(browser, site, draft):
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="fr-FR")
    try:
        signed_in(context, site, draft.owner)
        page = context.new_page()
        page.goto(budget(draft))
        page.get_by_label("Ce que vous demandez au fonds").fill("900")
        page.get_by_role("button", name="Enregistrer et continuer").click()
        page.goto(budget(draft))
        assert "le plafond est de 700" in page.locator("#pour-vous").inner_text()
    finally:
        context.close()
