"""A proposed règlement over a past year: refused, capped, admitted otherwise, and the total to the cent."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from projects.applications import actions, queries
from projects.regulation.document import from_document
from projects.regulation.rules import Cost, Facts
from projects.regulation.rules.replay import ADMITTED, CAPPED, REFUSED, SAME, Decided, replay
from tests.projects import filing
from tests.projects.filing import NOW

DOCS = settings.BASE_DIR / "docs" / "regulation.md"


def proposed(*made):
    return from_document({"rules": [{"parameter": name, "value": value} for name, value in made]})


def file(cents=50_000, **more) -> Facts:
    whole = {"applicant_type": "resident", "territory": "inside", "requested_cents": cents,
             "costs": (Cost("expense", cents),)}  # fmt: skip
    return Facts(**whole | more)


@pytest.mark.parametrize(
    ("rules", "decided", "effect", "after"),
    [
        ([("cap_per_project", 500)], Decided("1", file(), 50_000), SAME, 50_000),
        ([("cap_per_project", 400)], Decided("1", file(), 50_000), CAPPED, 40_000),
        ([("cap_per_project", 400)], Decided("1", file(), 30_000), SAME, 30_000),
        ([("cap_per_project", 400)], Decided("1", file(), 0), SAME, 0),
        ([("cap_per_project", 400), ("max_funding_rate", 50)], Decided("1", file(), 50_000), CAPPED, 25_000),
        ([("floor_per_project", 600)], Decided("1", file(), 50_000), REFUSED, 0),
        ([("applicant_types", ["group"])], Decided("1", file(), 50_000), REFUSED, 0),
        ([("applicant_types", ["group"])], Decided("1", file(), kept_out=True), SAME, 0),
        ([("cap_per_project", 900)], Decided("1", file(), kept_out=True), ADMITTED, 50_000),
        ([("cap_per_project", 300)], Decided("1", file(), kept_out=True), ADMITTED, 30_000),
        ([("max_cents_per_applicant_per_year", 600)], Decided("1", file(had_cents=40_000), 50_000), CAPPED, 20_000),
        ([("max_per_applicant_per_year", 1)], Decided("1", file(rank=2), 50_000), REFUSED, 0),
    ],
)
def test_each_file_is_replayed(rules, decided, effect, after):
    (found,) = replay(proposed(*rules), [decided])
    assert (found.effect, found.before_cents, found.after_cents) == (effect, decided.granted_cents, after)
    assert bool(found.reasons) == (effect in (CAPPED, REFUSED) or (effect == SAME and decided.kept_out))


@pytest.fixture
def world(db):
    world = filing.build()
    for number, cents in enumerate((50_000, 40_000), 1):
        file = filing.admissible(world, title=f"Fête {number}", now=NOW + timedelta(minutes=number),
                                 requested_cents=cents, lines=[("expense", "Jeux", cents)])  # fmt: skip
        actions.grant(file, cents=cents, reference=f"D-{number}", by=world.coordinator, now=NOW)
    other = filing.filed(world, title="Ailleurs", requested_cents=10_000, lines=[("expense", "Jeux", 10_000)],
                         now=NOW + timedelta(minutes=9))  # fmt: skip
    actions.declare_inadmissible(other, "Hors du quartier.", by=world.coordinator, now=NOW)
    return world


def test_a_year_is_read_as_each_file_was_filed(world, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = list(queries.decided(world.exercise))
    assert [(one.facts.rank, one.facts.had_cents, one.granted_cents, one.kept_out) for one in found] == [
        (1, 0, 50_000, False), (2, 50_000, 40_000, False), (3, 90_000, 0, True)
    ]  # fmt: skip
    for one, file in zip(found, world.fund.applications.order_by("submitted_at"), strict=True):
        kept = queries.facts(file, NOW)
        same = ("rank", "applicant_type", "requested_cents", "costs", "theme", "starts_on", "filed_on", "residents")
        assert [getattr(one.facts, name) for name in same] == [getattr(kept, name) for name in same]


def test_the_command_tells_each_change_and_the_total(world, tmp_path):
    written = tmp_path / "projet.yaml"
    written.write_text("rules:\n- {parameter: cap_per_project, value: 450, article: 4}\n")
    told = StringIO()
    call_command("regulation", "replay", str(written), "--fund", "essai", "--year", "2027", stdout=told)
    assert f"```text\n{told.getvalue()}```" in DOCS.read_text(), "as docs/regulation.md shows it"
    assert told.getvalue().count("\n") == 3
    with pytest.raises(CommandError, match="pas d’année 1999"):
        call_command("regulation", "replay", str(written), "--fund", "essai", "--year", "1999", stdout=told)
