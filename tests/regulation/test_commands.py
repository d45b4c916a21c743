"""The commands: a règlement is adopted from its file or refused whole, compared, tried; a stored file is written out."""

import io
import json
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from fph.people.models import User
from projects.applications import queries as applications
from projects.followup.models import ClosingReport
from projects.followup.queries import holder
from projects.fund.actions import publish_date
from projects.regulation.exchange import read_facts
from projects.regulation.models import RegulationVersion
from projects.regulation.queries import in_force
from tests.projects import some_fund

NOW = datetime(2027, 3, 9, 10, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = NOW.date()
GOOD = "rules:\n  - {parameter: cap_per_project, value: 700, article: 4}\n"
WITH_TRANCHES = f"{GOOD}  - {{parameter: filing_deadline_days, value: 15, article: 5}}\n"
KEYS = ["verdict", "findings", "cap_cents", "deadline"]


def run(*words, **options) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out, now=NOW, **options)
    return out.getvalue()


def refused(*words) -> str:
    with pytest.raises(CommandError) as problem:
        run(*words)
    assert problem.value.returncode == 1
    return str(problem.value)


@pytest.fixture
def fund(db):
    return some_fund.fund(slug="essai", name="Fonds d’essai")


@pytest.fixture
def written(tmp_path):
    def write(content, name="fichier.yaml"):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def test_the_schema_is_printed():
    printed = json.loads(run("regulation", "schema", skip_checks=False))
    jsonschema.Draft202012Validator.check_schema(printed)


# --- load -------------------------------------------------------------------------------------------------


def test_a_good_file_is_adopted_with_what_is_given(fund, written):
    by = some_fund.person()
    said = run("regulation", "load", written(GOOD), "--fund", "essai", "--adopted-on", "2027-02-12", "--body", "Le comité",
               "--from", "2027-03-01", "--act", "2027-14", "--by", by.email)  # fmt: skip
    version = RegulationVersion.objects.get(fund=fund)
    assert said == "Fonds d’essai : version 1 du règlement, en vigueur le 01/03/2027.\n"
    assert (version.adopted_on, version.in_force_from) == (date(2027, 2, 12), date(2027, 3, 1))
    assert (version.adopted_by_body, version.act_reference, version.recorded_by) == ("Le comité", "2027-14", by)
    assert version.regulation.value("cap_per_project") == 70000


def test_a_good_file_is_adopted_today_by_the_carrier_under_a_service_account(fund, written):
    run("regulation", "load", written(GOOD), "--fund", "essai")
    version = in_force(fund, TODAY)
    assert (version.adopted_on, version.in_force_from) == (TODAY, TODAY)
    assert version.adopted_by_body == str(fund.carrier) and version.recorded_by.is_service


def test_it_comes_into_force_today_at_the_earliest(fund, written):
    run("regulation", "load", written(GOOD), "--fund", "essai", "--adopted-on", "2026-12-01")
    run("regulation", "load", written(GOOD), "--fund", "essai", "--adopted-on", "2027-04-01")
    days = RegulationVersion.objects.filter(fund=fund).order_by("number").values_list("in_force_from", flat=True)
    assert list(days) == [TODAY, date(2027, 4, 1)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GOOD.replace("700", "beaucoup"), "ligne 2, rules.1.value : attendu un montant en euros"),
        (f"titre: x\n{GOOD}", "ligne 1, titre : attendu un de ces champs"),
        ("rules: [", "du YAML"),
        ("rules:\n  - {parameter: term_months, value: 24}\n", "ajoutez un plafond"),
        (GOOD + GOOD.splitlines()[1].replace("700, article: 4", "800, article: 5"), "l’article 5 (« "),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_written(fund, written, text, words):
    assert words in refused("regulation", "load", written(text), "--fund", "essai")
    assert not RegulationVersion.objects.filter(fund=fund).exists()
    assert not User.objects.filter(is_service=True, email__startswith="lecture-des-reglements").exists()


def test_what_the_action_refuses_is_told(fund, written):
    load = ("regulation", "load", written(GOOD), "--fund", "essai")
    assert "Rien n’a été écrit" in refused(*load, "--adopted-on", "2027-03-01", "--from", "2027-02-01")
    assert not User.objects.filter(is_service=True, email__startswith="lecture-des-reglements").exists()


def test_a_fund_an_account_or_a_file_that_is_not_there_is_told(fund, written, tmp_path):
    file = written(GOOD)
    assert "« absent »" in refused("regulation", "load", file, "--fund", "absent")
    assert "personne@exemple.fr" in refused(
        "regulation", "load", file, "--fund", "essai", "--by", "personne@exemple.fr"
    )
    assert "ce fichier n’existe pas" in refused("regulation", "load", tmp_path / "absent.yaml", "--fund", "essai")
    assert "c’est un dossier" in refused("regulation", "load", tmp_path, "--fund", "essai")
    file.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in refused("regulation", "load", file, "--fund", "essai")


def test_a_day_written_otherwise_is_told(fund, written):
    told = refused("regulation", "load", written(GOOD), "--fund", "essai", "--from", "1/4/2027")
    assert "« 1/4/2027 » : attendu un jour écrit AAAA-MM-JJ" in told


def test_a_version_that_another_replaces_soon_says_so_and_a_day_that_is_taken_says_by_which(fund, written):
    load = ("regulation", "load", written(GOOD), "--fund", "essai")
    assert "Attention" not in run(*load, "--from", "2027-05-01")
    told = run(*load, "--from", "2027-04-01")
    assert "version 2" in told and "la version 1 la remplace dès le 01/05/2027" in told
    assert "--from 2027-05-02" in told
    assert "La version 1 entre déjà en vigueur le 01/05/2027" in refused(*load, "--from", "2027-05-01")


# --- diff -------------------------------------------------------------------------------------------------


def test_two_files_are_compared_side_by_side(written):
    before, after = written(GOOD, "a.yaml"), written(GOOD.replace("700", "800"), "b.yaml")
    said = run("regulation", "diff", before, after).replace("\u202f", " ")
    assert "Plafond de l’aide\n  L’aide est de 700 € au plus.".replace("\u202f", " ") in said
    assert "| L’aide est de 800 € au plus." in said
    assert run("regulation", "diff", before, before) == "Les deux règlements disent la même chose.\n"


def test_stored_versions_are_named_by_number_or_by_day(fund, written):
    run("regulation", "load", written(GOOD), "--fund", "essai", "--from", "2027-03-09")
    run("regulation", "load", written(GOOD.replace("700", "800")), "--fund", "essai", "--from", "2027-04-01")
    by_number = run("regulation", "diff", "essai@1", "essai@2")
    assert by_number == run("regulation", "diff", "essai@2027-03-31", "essai@2027-04-01")
    assert "700" in by_number and "800" in by_number
    assert "« 7 »" in refused("regulation", "diff", "essai@7", "essai@1")
    assert "« 2020-01-01 »" in refused("regulation", "diff", "essai@2020-01-01", "essai@1")
    assert "numéro d’une version" in refused("regulation", "diff", "essai@hier", "essai@1")


# --- check ------------------------------------------------------------------------------------------------


@pytest.fixture
def ruled(fund, written):
    """Give a fund with two versions and two meetings."""
    run("regulation", "load", written(WITH_TRANCHES), "--fund", "essai", "--from", "2027-03-09")
    text = WITH_TRANCHES.replace("700", "900")
    run("regulation", "load", written(text), "--fund", "essai", "--from", "2027-04-01")
    for month, last in ((3, date(2027, 3, 12)), (4, date(2027, 4, 20))):
        publish_date(fund, meets_at=datetime(2027, month, 25, 19, tzinfo=NOW.tzinfo), place="salle", filing_deadline=last,
                     by=some_fund.person(), now=NOW)  # fmt: skip
    return fund


FILE = {"applicant_type": "resident", "territory": "inside", "requested_cents": 80000}


def checked(written, *words, **changes) -> dict:
    path = written({**FILE, **changes}, "dossier.json")
    return json.loads(run("regulation", "check", path, "--fund", "essai", *words))


def test_a_file_is_tried_against_the_version_and_the_meeting_of_the_day(ruled, written):
    march = checked(written, "--on", "2027-03-10")
    assert list(march) == KEYS
    assert (march["verdict"], march["cap_cents"], march["deadline"]) == ("blocked", 70000, "2027-03-12")
    assert march["findings"] == [
        {
            "rule": "cap_per_project", "article": "4", "severity": "block", "message": march["findings"][0]["message"],
            "limit_cents": 70000, "limit_days": None,
        }
    ]  # fmt: skip
    april = checked(written, "--on", "2027-04-02")
    assert (april["verdict"], april["findings"]) == ("admissible", [])
    assert (april["cap_cents"], april["deadline"]) == (90000, "2027-04-20")


def test_the_day_is_that_of_the_filing_when_none_is_given_else_today(ruled, written):
    assert checked(written)["cap_cents"] == 70000
    assert checked(written, filed_on="2027-04-02")["cap_cents"] == 90000
    assert checked(written, "--on", "2027-03-10", filed_on="2027-04-02")["cap_cents"] == 70000


def test_once_a_deadline_has_passed_the_next_meeting_is_aimed_at_and_the_file_may_name_its_own(ruled, written):
    assert checked(written, "--on", "2027-03-13")["deadline"] == "2027-04-20"
    late = checked(written, "--on", "2027-04-02", meets_on="2027-03-25")
    assert (late["verdict"], late["deadline"]) == ("warned", "2027-03-12")
    unpublished = checked(written, "--on", "2027-04-02", meets_on="2027-05-30")
    assert (unpublished["verdict"], unpublished["deadline"]) == ("admissible", "2027-05-15")
    assert checked(written, "--on", "2027-06-01")["deadline"] is None
    after_the_last = checked(written, "--on", "2027-04-22")
    assert (after_the_last["verdict"], after_the_last["deadline"]) == ("warned", "2027-04-20")


def test_the_accents_are_kept_and_the_past_is_read(ruled, written):
    path = written({**FILE, "history": []}, "dossier.json")
    assert "€" in run("regulation", "check", path, "--fund", "essai")
    assert checked(written, history=[{"number": "A-1", "state": "paid", "year": 2027}])["verdict"] == "blocked"


def test_a_file_that_cannot_be_read_and_a_day_without_a_règlement_are_told(ruled, written):
    check = ("regulation", "check", written({"amount": 3, "rank": 0}, "dossier.json"), "--fund", "essai")
    assert {line.partition(" : ")[0] for line in refused(*check).splitlines()[1:]} == {"amount", "rank"}
    told = refused("regulation", "check", written('{\n"rank": 1,\n}', "a.json"), "--fund", "essai")
    assert "n’est pas un dossier lisible" in told and "ligne 3, colonne 1 : ce n’est plus du JSON" in told
    nested = written("[" * 100_000, "nested.json")
    assert "Trop de listes imbriquées" in refused("regulation", "check", nested, "--fund", "essai")
    missing = '{"history": [{"number": "A-1"}]}'
    told = refused("regulation", "check", written(missing, "b.json"), "--fund", "essai")
    assert "history.1.state : attendu" in told and "granted" in told and "absent" in told
    assert "01/01/2020" in refused(
        "regulation", "check", written(FILE, "a.json"), "--fund", "essai", "--on", "2020-01-01"
    )


# --- export -----------------------------------------------------------------------------------------------


def holder_files(fund, *states):
    """Write files of one holder straight into the table, a day apart."""
    year, who, made = some_fund.year(fund), some_fund.person(), []
    for place, state in enumerate(states):
        one = some_fund.filed(year, state, 40000 if state in ("paid", "closed") else None)
        one.owner, one.submitted_at = who, one.submitted_at.replace(hour=8 + place)
        one.save()
        made.append(one)
    return made


def test_a_stored_file_is_written_with_its_holders_past(ruled, written):
    closed, _stranger = holder_files(ruled, "closed")[0], some_fund.filed(ruled.exercises.get(), "submitted")
    ClosingReport.objects.create(
        application=closed, submitted_at=NOW, submitted_by=closed.owner, accepted_at=NOW, accepted_by=closed.owner
    )
    mine = some_fund.filed(ruled.exercises.get(), "submitted")
    mine.owner, mine.submitted_at = closed.owner, mine.submitted_at.replace(hour=18)
    mine.save()
    printed = run("application", "export", mine.number)
    data = json.loads(printed)
    assert [(one["number"], one["state"], one["granted_cents"], one["report"]) for one in data["history"]] == [
        (closed.number, "closed", 40000, "accepted")
    ]
    assert read_facts(data) == replace(applications.facts(mine, NOW), ranks=read_facts(data).ranks)
    assert read_facts(data).rank == 2
    assert not [word for word in (mine.title, mine.owner.name, mine.owner.email) if word in printed]
    path = written(data, "dossier.json")
    assert list(json.loads(run("regulation", "check", path, "--fund", "essai"))) == KEYS


@pytest.mark.parametrize(
    ("state", "ends_on", "word"),
    [
        ("submitted", None, "none"), ("accepted", None, "none"), ("paid", date(2027, 3, 1), "due"),
        ("paid", date(2026, 3, 1), "late"), ("reported", date(2026, 3, 1), "due"),
    ],
)  # fmt: skip
def test_where_a_report_stands(fund, state, ends_on, word):
    one = some_fund.filed(some_fund.year(fund), state, 40000 if state != "submitted" else None)
    one.ends_on = ends_on
    assert holder.report_word(one, TODAY) == word


def test_a_number_that_nobody_has_is_told(fund):
    assert "« X-1 »" in refused("application", "export", "X-1")
