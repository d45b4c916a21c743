"""What a règlement looks at is asked, kept, read by its rules, and shown; what it does not look at is never asked."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse

from fph.verdict import Refused
from projects.applications import actions, queries, rules
from projects.applications.models import Application
from projects.fund.queries import envelope
from projects.regulation import document
from projects.regulation.forms import RegulationForm
from tests.projects import filing, guichets
from tests.projects.filing import NOW, TODAY
from tests.rights import clock

pytestmark = pytest.mark.django_db
FETE = {"parameter": "cap_per_project", "value": 200, "when": {"action": "fête de quartier"}, "article": 4}
CAP = {"parameter": "cap_per_project", "value": 900, "article": 3}


@pytest.fixture
def world(monkeypatch):
    """Give the fund of two guichets, at the moment its files are written."""
    clock.hold(monkeypatch)
    return guichets.build()


def gaps(application, now=NOW) -> dict[str, str]:
    return {gap.field: str(gap.message) for gap in rules.gaps(application.dossier, queries.terms(application, now))}


def page(client, world, application, step) -> BeautifulSoup:
    client.force_login(world.resident)
    answer = client.get(reverse("application_step", args=[application.pk, step]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def choices(page, name) -> list[str]:
    return [one.get_text(" ", strip=True) for one in page.select(f"#id_{name} label")]


def fresh(application) -> Application:
    return Application.objects.get(pk=application.pk)


# --- Nothing more than it looks at ------------------------------------------------------------------------


def test_a_simple_fund_asks_none_of_it(client, monkeypatch):
    clock.hold(monkeypatch)
    world = filing.build()
    application = filing.draft(world)
    names = {one.get("name") for step in ("vous", "projet", "dates", "budget")
             for one in page(client, world, application, step).select("input, select, textarea")}  # fmt: skip
    assert "requested_cents" in names
    assert not names & {"window", "actions", "territory", "depenses-0-category"}
    assert gaps(application) == {}


@pytest.mark.parametrize(
    ("rule", "step", "field"),
    [
        (FETE, "projet", "actions"),
        ({"parameter": "territory", "value": "inside", "article": 5}, "dates", "territory"),
        ({"parameter": "cap_per_project", "value": 300, "when": {"territory": "for_residents"}}, "dates", "territory"),
        ({"parameter": "eligible_expenses", "value": ["location"], "article": 5}, "budget", "depenses-0-category"),
        ({"parameter": "ineligible_expenses", "value": ["salaires"], "article": 5}, "budget", "depenses-0-category"),
    ],
    ids=["kind of action", "territory rule", "territory condition", "eligible", "ineligible"],
)
def test_each_is_asked_where_one_rule_looks_at_it_and_missed_when_not_said(rule, step, field, client, monkeypatch):
    clock.hold(monkeypatch)
    world = filing.build()
    guichets.ruled(world, [CAP, rule])
    application = filing.draft(world)
    asked = page(client, world, application, step).select(f'[name="{field}"]')
    assert asked
    missed = gaps(application)
    assert set(missed) == {field if field in ("actions", "territory") else "categories"}
    with pytest.raises(Refused):
        actions.submit(application, by=world.resident, now=NOW)


def test_a_territory_that_may_be_anywhere_is_not_asked(client, monkeypatch):
    clock.hold(monkeypatch)
    world = filing.build()
    guichets.ruled(world, [CAP, {"parameter": "territory", "value": "anywhere"}])
    assert not page(client, world, filing.draft(world), "dates").select('[name="territory"]')


# --- Guichets ---------------------------------------------------------------------------------------------


def test_who_may_go_to_both_guichets_chooses_in_the_words_of_the_reglement(client, world):
    application = guichets.small(world, window="")
    assert gaps(application) == {"window": "Choisissez à quel guichet vous adresser."}
    assert choices(page(client, world, application, "vous"), "window") == ["Le coup de pouce", "Les initiatives"]
    client.post(reverse("application_step", args=[application.pk, "vous"]),
                {"applicant_type": "resident", "window": guichets.LOCAL, "lead_name": "Claire Fontaine",
                 "lead_email": "claire@essai.test", "lead_address": "3 rue des Essais"})  # fmt: skip
    assert fresh(application).window == guichets.LOCAL
    assert gaps(fresh(application)) == {}


def test_who_fits_one_guichet_is_placed_there_and_never_asked(client, world):
    application = guichets.big(world, applicant_type="association", organisation_name="Les Amis", rna="W751234567",
                               window="")  # fmt: skip
    assert not page(client, world, application, "vous").select('[name="window"]')
    assert gaps(application) == {}
    filed = actions.submit(application, by=world.resident, now=NOW)
    assert filed.window == guichets.BIG


def test_before_a_guichet_is_chosen_neither_cap_is_said(world):
    application = guichets.small(world, window="", requested_cents=140_000, lines=[("expense", "Jeux", 140_000)])
    terms = queries.terms(application, NOW)
    assert terms.cap_cents(application.dossier) is None
    assert "requested_cents" not in gaps(application)


def test_a_guichet_that_is_no_more_is_not_said(world):
    application = guichets.small(world)
    guichets.ruled(world, [CAP], [{"code": "un", "label": "Le premier"}, {"code": "deux", "label": "Le second"}],
                   day=TODAY + timedelta(days=1))  # fmt: skip
    later = NOW + timedelta(days=1)
    assert "window" in gaps(application, later)
    facts = queries.terms(application, later).facts(application.dossier)
    assert (facts.window, facts.actions) == ("", frozenset())


def test_each_guichet_has_its_cap_its_themes_and_its_territories(client, world):
    one, other = guichets.small(world, requested_cents=50_000, lines=[("expense", "Jeux", 50_000)]), guichets.big(world)
    assert "le plafond est de 400" in gaps(one)["requested_cents"]
    assert gaps(other) == {}
    assert choices(page(client, world, one, "projet"), "theme") == ["Fêtes"]
    assert choices(page(client, world, other, "projet"), "theme") == ["Entraide"]
    told = [page(client, world, file, "dates") for file in (one, other)]
    assert "les Tilleuls" in told[0].text and "toute la commune" not in told[0].text
    assert "toute la commune" in told[1].text and not told[1].select('[name="territory"]')
    assert not page(client, world, one, "budget").select("select")
    assert page(client, world, other, "budget").select("select")


def test_a_theme_of_the_other_guichet_is_mended_before_filing(world):
    wrong = guichets.small(world, theme=world.exercise.themes.get(label="Entraide"))
    assert "theme" in gaps(wrong)


def test_a_grant_draws_on_the_tranches_of_its_guichet(world):
    by = {"by": world.coordinator, "now": NOW}
    for draft, cents in ((guichets.small(world), 30_000), (guichets.big(world, title="La suite"), 50_000)):
        filed = actions.admit(actions.submit(draft, by=world.resident, now=NOW), **by)
        actions.grant(filed, cents=cents, reference=f"D-{cents}", **by)
    left = {one.label: one.available_cents for one in envelope(world.exercise).tranches if one.label}
    assert left == {"Ville": 100_000 - 30_000 - 25_000, "État": 75_000}
    first = queries.filed(world.fund).get(requested_cents=40_000)
    assert queries.shares(first, TODAY) == (("Ville", 100),)


def test_the_short_form_of_a_reglement_leaves_the_tranches_of_each_guichet_as_they_are():
    current = document.from_document({"rules": guichets.RULES, "windows": guichets.WINDOWS})
    typed = {
        "adopted_on": "2027-01-01", "adopted_by_body": "le comité", "in_force_from": "2027-01-01", "majority": "present",
        "filing_deadline_days": 10, "quorum_percent": 50, "report_due_days": 60, "min_group_size": 2,
        "applicant_hearing": "no",
    }  # fmt: skip
    form = RegulationForm(typed, current=current)
    assert form.is_valid(), form.errors
    kept = [[one for one in each.rules if one.parameter == "tranches"] for each in (current, form.regulation())]
    assert kept[0] == kept[1] != []


# --- Kinds of action, territory, kinds of expense ---------------------------------------------------------


def test_the_kind_of_action_chooses_the_cap(world):
    application = guichets.small(world, actions=["fête de quartier"])
    assert "le plafond est de 250" in gaps(application)["requested_cents"]


def test_a_project_elsewhere_is_told_where_it_is_mended(world):
    assert "territory" in gaps(guichets.small(world, territory="elsewhere"))


def test_an_expense_that_is_left_out_is_told_to_its_readers(world):
    application = guichets.big(world, lines=[("expense", "Animatrice", 100_000, "les salaires")])
    assert gaps(application) == {}
    told = rules.findings(application.dossier, queries.terms(application, NOW))
    assert any("ne paie pas" in str(one.words) and "article 8" in str(one.words) for one in told)


def test_the_ranks_of_each_kind_count(monkeypatch):
    clock.hold(monkeypatch)
    world = filing.build()
    one_a_year = {"parameter": "max_per_applicant_per_year", "value": 1, "when": {"action": "fête de quartier"}}
    guichets.ruled(world, [CAP, one_a_year])
    filing.filed(world, actions=["fête de quartier"])
    other = filing.draft(world, actions=["autre"], title="Un jardin")
    again = filing.draft(world, actions=["fête de quartier"], title="Encore une fête")
    assert gaps(other) == {}
    assert "projet n° 2" in gaps(again)["applicant_type"]
    assert queries.terms(again, NOW).ranks == {"fête de quartier": 2}


def test_what_was_said_is_exported_and_read_back(world):
    first = actions.submit(guichets.small(world, actions=["fête de quartier"], requested_cents=20_000,
                                          lines=[("expense", "Jeux", 20_000)]), by=world.resident, now=NOW)  # fmt: skip
    second = actions.submit(guichets.big(world, title="La suite", actions=[]), by=world.resident,
                            now=NOW + timedelta(hours=1))  # fmt: skip
    told = {}
    for filed in (first, second):
        out = StringIO()
        call_command("application", "export", filed.number, stdout=out)
        told[filed] = json.loads(out.getvalue())
    assert (told[first]["window"], told[first]["territory"]) == (guichets.LOCAL, "inside")
    assert told[first]["actions"] == ["fête de quartier"]
    assert told[second]["costs"] == [{"side": "expense", "cents": 100_000, "category": "autre"}]
    assert told[second]["history"][0]["actions"] == ["fête de quartier"]


def test_its_readers_see_it_and_a_simple_file_says_nothing_of_it(client, world):
    filed = actions.submit(guichets.small(world), by=world.resident, now=NOW)
    client.force_login(world.coordinator)
    text = client.get(reverse("review", args=[world.fund.slug, filed.pk])).text
    assert all(words in text for words in ("Le coup de pouce", "rien de cela", "Dans le quartier"))
    other = actions.submit(guichets.big(world), by=world.resident, now=NOW)
    text = client.get(reverse("review", args=[world.fund.slug, other.pk])).text
    assert "(autre)" in text and "Les initiatives" in text and "Sorte d’action" not in text


# --- While it is being written ----------------------------------------------------------------------------


def said(client, application, step, **typed) -> str:
    answer = client.post(reverse("step_hints", args=[application.pk, step]), typed)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


BUDGET = {f"{name}-{what}": value for name in ("depenses", "aides", "nature")
          for what, value in {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0"}.items()}  # fmt: skip


def test_what_is_typed_is_told_and_nothing_is_kept(client, world):
    application = guichets.small(world)
    client.force_login(world.resident)
    history = application.history.count()
    typed = BUDGET | {"requested_cents": "500", "depenses-0-label": "Jeux", "depenses-0-cents": "500"}
    told = said(client, application, "budget", **typed)
    assert "le plafond est de 400" in told and "(article 3)" in told
    assert "À déposer avant la fin du" in told
    assert fresh(application).requested_cents == 40_000 and application.history.count() == history
    assert application.budget_lines.get().amount_cents == 40_000
    assert "Cet écran est complet" in said(
        client, application, "budget", **typed | {"requested_cents": "300", "depenses-0-cents": "300"}
    )


def test_a_half_typed_amount_is_only_not_said_yet(client, world):
    application = guichets.small(world)
    client.force_login(world.resident)
    told = said(
        client,
        application,
        "budget",
        **BUDGET | {"requested_cents": "12x", "aides-0-label": "Ville", "aides-0-cents": "5"},
    )
    assert "Écrivez le montant que vous demandez" in told and "plafond" not in told


def test_the_guichet_and_the_kind_that_are_typed_change_what_may_be_asked(client, world):
    application = guichets.small(world)
    client.force_login(world.resident)
    vous = {"applicant_type": "resident", "lead_name": "Claire", "lead_email": "c@essai.test", "lead_address": "3 rue"}
    assert "jusqu’à 1\u202f500" in said(client, application, "vous", **vous, window=guichets.BIG)
    assert "jusqu’à 250" in said(client, application, "projet", title="Fête", actions="fête de quartier")
    assert "(1er projet de l’année, article 3)" in said(client, application, "projet", title="Fête", actions="autre")


def test_a_kind_of_action_with_more_days_is_told_its_own_last_day(world):
    application, meets_on = guichets.small(world, actions=["fête de quartier"]), TODAY + timedelta(days=40)
    longer = {"parameter": "filing_deadline_days", "value": 30, "when": {"action": "fête de quartier"}}
    asked = rules.Terms(
        TODAY, document.from_document({"rules": [longer, FETE, CAP]}), meets_on=meets_on, meets_on_in_words="jeudi",
        deadline=meets_on - timedelta(days=7), deadline_in_words="jeudi d’avant",
    )  # fmt: skip
    told = {kinds: rules.last_day(replace(application.dossier, actions=kinds), asked)
            for kinds in (("fête de quartier",), ("autre",))}  # fmt: skip
    late = replace(application.dossier, actions=("fête de quartier",))
    for days, found in ((10, set()), (11, {"filing_deadline_days"})):
        on_the_day = replace(asked, today=TODAY + timedelta(days=days)).findings(late)
        assert {one.rule for one in on_the_day} & {"filing_deadline_days"} == found
    assert f"avant la fin du {TODAY + timedelta(days=10):%d/%m/%Y}, pour" in told["fête de quartier",]
    assert "avant la fin du jeudi d’avant, pour" in told["autre",]


def test_only_its_writer_may_ask_and_only_by_sending_the_form(client, world):
    application = guichets.small(world)
    address = reverse("step_hints", args=[application.pk, "budget"])
    client.force_login(world.coordinator)
    assert client.post(address, BUDGET).status_code == 404
    client.force_login(world.resident)
    assert client.get(address).status_code == 405
    assert client.post(reverse("step_hints", args=[application.pk, "documents"])).status_code == 404
