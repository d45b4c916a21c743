"""What a règlement adopted as data does to the files of its fund: when filed, when read, when voted on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fph.verdict import Refused
from projects.applications import actions, queries, rules
from projects.applications.models import Application
from projects.regulation import document, shelf
from projects.regulation.actions import adopt
from projects.regulation.forms import RegulationForm
from projects.regulation.rules import Regulation, Rule, When
from tests.harness.threads import together
from tests.projects import filing
from tests.projects.filing import NOW, TODAY
from tests.rights import clock

pytestmark = pytest.mark.django_db


def ruled(world, *made: dict, day=TODAY) -> None:
    """Have the fund adopt a règlement of these rules, with a wide cap when they set none."""
    found = document.from_document({"rules": [*made]})
    if not found.asks("cap_per_project"):
        found = Regulation((*found.rules, Rule("cap_per_project", 10**6)))
    adopt(world.fund, regulation=found, adopted_on=day, adopted_by_body="Comité", in_force_from=day,
          by=world.admin, now=NOW)  # fmt: skip


def rule(parameter, value, **more) -> dict:
    return {"parameter": parameter, "value": value, "article": "7", **more}


def gaps(application, now=NOW) -> dict[str, str]:
    """Return what misses to file, by field."""
    verdict = rules.may_submit(application.dossier, queries.terms(application, now))
    return {gap.field: str(gap.message) for gap in verdict.gaps}


@pytest.mark.parametrize(
    ("made", "changes", "field"),
    [
        (rule("floor_per_project", 600), {}, "requested_cents"),
        (rule("max_funding_rate", 50), {}, "requested_cents"),
        (rule("project_total_max", 500), {}, "expenses"),
        (rule("co_funding", True), {}, "other"),
        (rule("novelty", "new"), {"is_renewal": True, "renewal_note": "Plus grand."}, "is_renewal"),
        (rule("themes", ["Sport"]), {}, "theme"),
        (rule("papers_with_file", True), {}, "attachments"),
        (rule("filing_dates", ["2027-02-01"]), {}, "starts_on"),
        (rule("cap_per_project", 400, when={"season": "04-01..05-31"}), {}, "requested_cents"),
        (rule("within_available_credits", True, severity="block"), {"requested_cents": 250_000,
         "lines": [("expense", "Jeux", 250_000)]}, "requested_cents"),
    ],
    ids=lambda value: value.get("parameter") if isinstance(value, dict) else None,
)  # fmt: skip
def test_a_rule_that_blocks_is_told_when_filing_with_its_article(made, changes, field):
    world = filing.build()
    ruled(world, made)
    application = filing.draft(world, **changes)
    found = gaps(application)
    assert set(found) == {field}
    assert "(article 7)" in found[field]
    with pytest.raises(Refused):
        actions.submit(application, by=world.resident, now=NOW)


def test_with_its_papers_the_file_is_whole():
    world = filing.build()
    ruled(world, rule("papers_with_file", True))
    application = filing.draft(world)
    actions.attach(application, filing.quote(), "quote", by=world.resident, now=NOW)
    assert gaps(application) == {}


def test_what_an_applicant_may_have_in_a_year_counts_what_they_had():
    world = filing.build()
    ruled(world, rule("max_cents_per_applicant_per_year", 750))
    first = filing.admissible(world)
    actions.grant(first, cents=50_000, reference="D-1", by=world.coordinator, now=NOW)
    second = filing.draft(world, title="Une autre fête")
    assert "il reste 250" in gaps(second)["requested_cents"]


@pytest.mark.parametrize(("days", "owes"), [(0, False), (300, True)])
def test_a_report_owed_stops_the_next_file(days, owes):
    world = filing.build()
    ruled(world, rule("missing_report", True))
    first = filing.admissible(world)
    actions.grant(first, cents=50_000, reference="D-1", by=world.coordinator, now=NOW)
    Application.objects.filter(pk=first.pk).update(state="paid")
    later = NOW + timedelta(days=days)
    second = filing.draft(world, now=later, title="Une autre fête", starts_on=later.date() + timedelta(days=20))
    assert ("Un bilan dû" in str(gaps(second, later))) == owes


def test_a_rule_that_warns_lets_the_file_in_and_is_told_to_its_readers():
    world = filing.build()
    ruled(world, rule("floor_per_project", 600, severity="warn"))
    application = filing.filed(world)
    told = rules.findings(application.dossier, queries.terms(application, NOW))
    assert [one.tone for one in told if "600" in str(one.words)] == ["care"]


def test_a_file_keeps_the_version_it_was_filed_under():
    world = filing.build()
    ruled(world, rule("cap_per_project", 600))
    application = filing.filed(world)
    ruled(world, rule("cap_per_project", 100), day=date(2027, 3, 10))
    kept = application.regulation_version.regulation
    facts = queries.conditions(application, kept)
    assert kept.value("cap_per_project", facts) == 60_000
    assert gaps(filing.draft(world, title="Après"), NOW + timedelta(days=10))["requested_cents"].count("100")


def test_what_the_short_form_does_not_ask_stays():
    seasonal = Rule("cap_per_project", 150_000, When.read({"season": "12-01..12-31"}), article="4")
    whole = Regulation(
        (Rule("cap_per_project", 80_000, article="4"), seasonal, Rule("max_funding_rate", 90, article="5"))
    )
    assert not whole.caps_are_simple
    again = whole.with_values({"association": [70_000]}, {}, {"quorum_percent": 40})
    assert seasonal in again.rules and again.value("max_funding_rate") == 90
    assert (again.cap_cents("association"), again.cap_cents("resident"), again.quorum_percent) == (70_000, None, 40)
    assert again.article("cap_per_project") == "article 4"


def test_the_short_form_leaves_to_the_file_the_caps_it_can_not_say():
    current = shelf.model("stains-fph-fia")
    typed = {
        "adopted_on": "2027-01-01", "adopted_by_body": "le comité", "in_force_from": "2027-01-01", "majority": "present",
        "filing_deadline_days": 10, "quorum_percent": 50, "report_due_days": 60, "min_group_size": 2,
        "applicant_hearing": "no", "cap_resident": "1",
    }  # fmt: skip
    form = RegulationForm(typed, current=current)
    assert form.is_valid(), form.errors
    assert not [name for name in form.fields if name.startswith("cap_")]
    again = form.regulation()
    assert [rule for rule in again.rules if rule.parameter == "cap_per_project"] == [
        rule for rule in current.rules if rule.parameter == "cap_per_project"
    ]
    assert (again.deciding.majority, again.filing_deadline_days) == ("present", 10)


def test_the_short_form_keeps_what_a_rule_says_besides_its_value():
    kept = Rule("cap_per_project", 80_000, severity="warn", article="4", override=("committee",))
    again = Regulation((kept,)).with_values({"resident": [70_000]}, {}, {})
    assert replace(kept, value=70_000) in again.rules


def test_the_form_says_what_concerns_the_file_on_each_screen(client, monkeypatch):
    clock.hold(monkeypatch)
    world = filing.build()
    ruled(
        world,
        rule("max_funding_rate", 90), rule("max_funding_rate", 50, when={"applicant_type": "association"}),
        rule("ineligible_expenses", ["l’achat de matériel"]), rule("max_per_applicant_per_year", 2),
    )  # fmt: skip
    application = filing.draft(world)
    client.force_login(world.resident)
    pages = {
        step: client.get(f"/mes-projets/{application.pk}/etape/{step}/").text for step in ("vous", "dates", "budget")
    }
    assert "Un porteur dépose 2 projets par an au plus (article 7)." in pages["vous"]
    assert "90\u00a0% du coût" in pages["budget"] and "50\u00a0% du coût" not in pages["budget"]
    assert "Le fonds ne paie pas : l’achat de matériel (article 7)." in pages["budget"]
    assert "Le règlement dit" not in pages["dates"]


@pytest.mark.commits
def test_four_versions_at_once_for_one_day_leave_one_and_refuse_the_others_in_words():
    world = filing.build()
    day = date(2027, 5, 1)
    outcomes = together(*[lambda: ruled(world, rule("cap_per_project", 600), day=day)] * 4)
    assert [type(one) for one in outcomes].count(Refused) == 3, outcomes
    assert world.fund.regulation_versions.filter(in_force_from=day).count() == 1
