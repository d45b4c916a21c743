"""Themes, rates and perimeters change on a day: a file keeps those of the day it was filed (Vienne, 1 June)."""

from datetime import date, timedelta

import pytest

from fph.journal.models import JournalEntry
from fph.verdict import Refused
from projects.applications import actions, queries, rules
from projects.fund import queries as fund
from projects.fund.actions import set_themes
from projects.fund.models import Theme
from tests.projects import filing
from tests.projects.filing import NOW, TODAY
from tests.regulation.test_in_the_house import gaps, rule, ruled

pytestmark = pytest.mark.django_db
SINCE = TODAY + timedelta(days=10)
AFTER = NOW + timedelta(days=11)


def labels(world, day) -> list[str]:
    return [theme.label for theme in fund.themes_on(world.fund, day)]


def changed(world, *names, since=SINCE):
    return set_themes(world.exercise, [*names], since=since, by=world.admin, now=NOW)


def test_themes_change_on_their_day_and_not_before():
    world = filing.build()
    changed(world, "Jardins", "Entraide")
    assert {*labels(world, SINCE - timedelta(days=1))} == {"Fêtes", "Entraide"}
    assert labels(world, SINCE) == ["Jardins", "Entraide"]
    assert JournalEntry.objects.filter(kind="fund.themes_changed", subject_id=world.exercise.pk).count() == 1


def test_a_theme_may_come_back_and_the_days_without_it_stay_so():
    world = filing.build()
    changed(world, "Entraide")
    changed(world, "Entraide", "Fêtes", since=SINCE + timedelta(days=30))
    days = (TODAY, SINCE, SINCE + timedelta(days=29), SINCE + timedelta(days=30))
    assert ["Fêtes" in labels(world, day) for day in days] == [True, False, False, True]


def test_a_change_thought_better_of_before_its_day_leaves_nothing_behind():
    world = filing.build()
    changed(world, "Fêtes", "Jardins")
    changed(world, "Fêtes", "Entraide")
    assert not Theme.objects.filter(label="Jardins").exists()
    assert labels(world, SINCE) == ["Fêtes", "Entraide"]


def test_the_themes_of_the_whole_year_are_set_without_a_day():
    world = filing.build()
    changed(world, "Sport", since=None)
    assert labels(world, date(2027, 1, 1)) == labels(world, date(2027, 12, 31)) == ["Sport"]


def test_a_day_after_the_year_is_refused_and_nothing_changes():
    world = filing.build()
    with pytest.raises(Refused, match="finit le 31/12/2027 : choisissez un jour de cette année"):
        changed(world, "Sport", since=date(2028, 1, 1))
    assert set(labels(world, TODAY)) == {"Fêtes", "Entraide"}


def test_a_file_keeps_the_theme_of_the_day_it_was_filed_and_a_draft_is_asked_another():
    world = filing.build()
    kept, waiting = (filing.draft(world, theme=world.exercise.themes.get(label="Fêtes")) for _ in range(2))
    actions.submit(kept, by=world.resident, now=NOW)
    changed(world, "Jardins")
    assert set(dict(queries.terms(kept, AFTER).themes).values()) == {"Fêtes", "Entraide"}
    assert rules.may_submit(kept.dossier, queries.terms(kept, AFTER)).allowed
    assert list(dict(queries.terms(waiting, AFTER).themes).values()) == ["Jardins"]
    assert "theme" in gaps(waiting, AFTER)
    actions.save_step(waiting, "projet", filing.answers(world, theme=world.exercise.themes.get(label="Jardins"))["projet"],
                      by=world.resident, now=AFTER)  # fmt: skip
    assert "theme" not in gaps(waiting, AFTER)


def test_a_rate_changes_on_a_day_within_one_version():
    world = filing.build()
    before, after = {"filed": {"to": f"{SINCE - timedelta(days=1)}"}}, {"filed": {"from": f"{SINCE}"}}
    ruled(world, rule("max_funding_rate", 95, when=before), rule("max_funding_rate", 50, when=after))
    application = filing.draft(world)
    assert "requested_cents" not in gaps(application)
    assert "50\u00a0% du coût" in gaps(application, AFTER)["requested_cents"]


def test_the_territories_change_on_a_day_and_each_file_reads_its_own():
    world = filing.build()
    first, then = {"filed": {"to": "2027-05-31"}}, {"filed": {"from": "2027-06-01"}}
    ruled(
        world, rule("territories", ["Malissol"], when=first), rule("territories", ["Malissol", "Estressin"], when=then)
    )
    application = filing.filed(world)
    regulation = application.regulation_version.regulation
    facts = queries.facts(application, NOW)
    assert regulation.value("territories", facts) == ("Malissol",)
    draft = filing.draft(world)
    later = queries.facts(draft, NOW.replace(month=6, day=1))
    assert regulation.value("territories", later) == ("Malissol", "Estressin")
