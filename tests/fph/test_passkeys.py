"""A passkey in a real browser, with a device that Chromium plays: tied, then enough to come in, then asked again."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils import timezone

from fph.people.actions import open_account
from fph.people.models import User
from fph.people.roles import Role
from projects.fund.models import FundMandate
from tests.fph.factors_world import give_role, mailed_code
from tests.harness.sessions import PROOFS

pytestmark = [pytest.mark.commits, pytest.mark.browser]

ROLES = re.compile(r"^http://localhost:\d+/gestion/goutte-dor/roles/$")


@pytest.fixture
def device(page):
    """Give the browser a device with a screen lock, that its person has just unlocked."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    number = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def refuse():
        tools.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})

    return refuse


@pytest.fixture
def chair(committed_db):
    who = open_account(email="asma@quartier.example", name="Asma Tilleul", now=timezone.now())
    give_role(who, Role.ADMINISTRATOR)
    return who


def by_mail(page, who):
    page.goto("/connexion/?next=/gestion/goutte-dor/roles/")
    page.get_by_label(re.compile("e-mail")).fill(who.email)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label(re.compile("Code reçu")).fill(mailed_code(who.email))
    page.get_by_role("button", name="Continuer").click()


def tie(page):
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label(re.compile("Nom de cette clé")).fill("Mon téléphone")
    page.get_by_role("button", name="Créer la clé").click()
    page.wait_for_url("**/codes/**")
    page.get_by_role("button", name="Je les ai gardés").click()


def age_proofs(who, seconds):
    """Make every proof of the person's sessions that much older."""
    for row in Session.objects.all():
        store = row.get_decoded()
        if store.get("_auth_user_id") == str(who.pk):
            for proof in store[PROOFS]:
                proof["at"] -= seconds
            row.session_data = Session.get_session_store_class()().encode(store)
            row.save()


def test_a_passkey_is_tied_signs_in_alone_and_answers_again(page, device, chair):
    by_mail(page, chair)
    page.wait_for_url("**/mon-compte/protection/?next=**")
    tie(page)
    page.wait_for_url(ROLES)
    kept = Authenticator.objects.get(user=chair, type="webauthn").wrap()
    assert (kept.name, kept.is_passwordless) == ("Mon téléphone", True)

    page.context.clear_cookies()
    page.goto("/connexion/?next=/gestion/goutte-dor/roles/")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(ROLES)

    age_proofs(chair, 31 * 60)
    newcomer = User.objects.get(email="nadia@demo.example")
    before = FundMandate.objects.count()
    fill_role(page, newcomer)
    page.wait_for_url("**/connexion/confirmer/**")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.get_by_text("Le rôle est confié").wait_for()
    assert FundMandate.objects.count() == before + 1, "what was typed before the proof was done after it"


def fill_role(page, newcomer):
    page.goto("/gestion/goutte-dor/roles/")
    page.locator("[name=email]").fill(newcomer.email)
    page.locator("[name=name]").fill(newcomer.name)
    page.locator("[name=role]").select_option("helper")
    page.get_by_role("button", name="Confier ce rôle").click()


def test_the_second_step_takes_the_passkey_too_and_a_refusal_is_told(page, device, chair):
    by_mail(page, chair)
    tie(page)
    page.wait_for_url(ROLES)
    page.context.clear_cookies()
    by_mail(page, chair)
    page.wait_for_url("**/connexion/second-moyen/")
    device()
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.get_by_role("alert").filter(has_text="n’a pas répondu").wait_for()
    assert page.url.endswith("/connexion/second-moyen/")


def test_without_script_the_application_is_offered(browser, site, chair):
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto("/connexion/")
    assert not page.get_by_role("button", name="Utiliser ma clé d’accès").is_visible()
    by_mail(page, chair)
    page.wait_for_url("**/mon-compte/protection/?next=**")
    assert page.get_by_text("JavaScript y est coupé").is_visible()
    assert page.get_by_role("link", name="Relier une application").is_visible()
    context.close()
