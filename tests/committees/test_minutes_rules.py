"""The facts of the minutes, and what the public may read of them."""

import json
from pathlib import Path

import pytest

from committees.minutes.rules import Facts, Task, public, recused_words

FACTS = json.loads(Path(__file__).with_name("minutes_facts.json").read_text(encoding="utf-8"))

PUBLIC_WORDS = {
    "title", "committee", "fund", "neighbourhood", "neighbourhood_code", "carrier.name", "carrier.address",
    "date_words", "opened_words", "closed_words", "place", "quorum", "findings", "remaining", "next_agenda",
    "present.body", "present.people.organisation", "present.people.role",
    "absent.body", "absent.people.organisation", "absent.people.role",
    "decisions.reference", "decisions.subject", "decisions.applicant", "decisions.presence", "decisions.kind",
    "decisions.outcome", "decisions.requested", "decisions.amount", "decisions.count",
    "decisions.public_conditions", "decisions.public_reasons", "decisions.passed_over",
    "tasks.public_what", "tasks.due", "next_meeting.when", "next_meeting.place",
    "errata.public_text", "errata.when", "register.root", "register.date",
}  # fmt: skip


def marked(value, path=""):
    """The same facts, each string replaced by the path of its field, so that survivors can be listed."""
    if isinstance(value, dict):
        return {name: marked(part, f"{path}.{name}".lstrip(".")) for name, part in value.items()}
    if isinstance(value, list):
        return [marked(part, path) for part in value]
    return path if isinstance(value, str) and path != "version" else value


def strings(value):
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return {text for part in parts for text in strings(part)}
    return {value} if isinstance(value, str) else set()


def public_of(facts):
    return public(Facts.from_dict(facts)).to_dict()


def test_facts_go_to_json_and_come_back():
    facts = Facts.from_dict(FACTS)
    assert Facts.from_dict(json.loads(json.dumps(facts.to_dict()))) == facts
    assert facts.to_dict() == FACTS


def test_a_fact_that_the_minutes_do_not_know_is_refused():
    with pytest.raises(ValueError, match="Task: whoo"):
        Facts.from_dict({**FACTS, "tasks": [{"whoo": "x"}]})


def test_the_public_version_holds_the_allowed_words_and_no_other():
    facts = marked(FACTS)
    for task in facts["tasks"]:
        task["who_is_body"] = False
    found = strings(public_of(facts))
    assert found - {"", "public", "un déport"} == PUBLIC_WORDS


def test_every_string_of_the_internal_version_is_covered_by_that_check():
    withheld = strings(marked(FACTS)) - PUBLIC_WORDS
    assert withheld == {
        "internal", "present.people.name", "present.people.note", "absent.people.name", "absent.people.note",
        "decisions.recusals", "decisions.recused_words", "decisions.interest_words", "decisions.conditions",
        "decisions.reasons", "decisions.passed_over_because",
        "tasks.what", "tasks.who", "errata.text",
    }  # fmt: skip


def test_attendance_becomes_a_number_with_organisations_and_roles():
    residents, associations, _ = public_of(FACTS)["present"]
    assert (residents["count"], residents["people"]) == (4, [])
    assert residents["roles"] == ["présidente de séance", "secrétaire de séance"]
    assert associations["organisations"] == ["Les Lampions", "L’Atelier du square", "Radio Trottoir"]


def test_one_organisation_with_two_people_is_named_once():
    people = [{"name": "A", "organisation": "Les Lampions"}, {"name": "B", "organisation": "Les Lampions"}]
    body = public_of({**FACTS, "present": [{"body": "Associations", "count": 2, "people": people}]})["present"][0]
    assert body["organisations"] == ["Les Lampions"]


def test_withdrawals_become_a_number_in_words():
    decision = public_of(FACTS)["decisions"][1]
    assert (decision["recusals"], decision["recused_words"]) == ([], "un déport")


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, ""), (1, "un déport"), (2, "deux déports"), (16, "seize déports"), (17, "17 déports")],
)
def test_numbers_of_withdrawals(number, words):
    assert recused_words(number) == words


def test_reasons_and_conditions_are_published_in_their_public_wording_only():
    granted_in_part, deferred = public_of(FACTS)["decisions"][1:3]
    assert granted_in_part["reasons"] == "La sono est prêtée par la salle commune."
    assert granted_in_part["conditions"] == "Remettre les factures avant le 30 juin."
    assert deferred["reasons"] == ""


def test_a_task_names_a_body_and_never_a_person():
    person, body = public_of(FACTS)["tasks"]
    assert (person["who"], person["what"], person["due"]) == ("", "", "jeudi 4 mars 2027")
    assert (body["who"], body["what"]) == ("Association Les Lampions", "Réserver la bibliothèque")


def test_a_task_is_held_by_a_person_unless_said_otherwise():
    assert Task(who="Quelqu’un").who_is_body is False


def test_a_correction_without_public_wording_keeps_its_number_and_date():
    (erratum,) = public_of(FACTS)["errata"]
    assert erratum == {"number": 1, "text": "", "public_text": "", "when": "lundi 15 février 2027"}


def test_no_next_meeting_stays_none():
    assert public_of({**FACTS, "next_meeting": None})["next_meeting"] is None


@pytest.mark.parametrize("version", ["public", "", "brouillon"])
def test_only_internal_minutes_have_a_public_version(version):
    with pytest.raises(ValueError, match="Only internal"):
        public(Facts.from_dict({**FACTS, "version": version}))
