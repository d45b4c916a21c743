"""What changes from one règlement to another, in words."""

import pytest

from projects.regulation.document import from_document
from projects.regulation.rules import PARAMETERS
from projects.regulation.rules.difference import difference

CAP = {"parameter": "cap_per_project", "value": 700}


def of(*rules, **parts):
    return from_document({"rules": [CAP, *rules], **parts})


def told(before, after):
    return [(one.kind, one.parameter, bare(one.before), bare(one.after)) for one in difference(before, after)]


def bare(words: str) -> str:
    return words.replace("\u202f", " ")


def test_the_same_says_nothing_whatever_its_order_or_its_sources():
    rate = {"parameter": "max_funding_rate", "value": 90}
    assert difference(of(), of()) == []
    one = from_document({"rules": [CAP, rate], "source": "a"})
    other = from_document({"rules": [rate | {"source": "page 2"}, CAP]})
    assert difference(one, other) == []


def test_a_value_changes():
    before = of({"parameter": "filing_deadline_days", "value": 15})
    after = of({"parameter": "filing_deadline_days", "value": 21})
    (change,) = difference(before, after)
    assert (change.kind, change.title, change.section) == ("changed", "Date limite de dépôt", "Le calendrier")
    assert change.before == "Le dossier arrive au plus tard 15 jours avant la séance."
    assert change.after == "Le dossier arrive au plus tard 21 jours avant la séance."


def test_rules_are_paired_by_their_conditions():
    summer = {"parameter": "cap_per_project", "value": 900, "when": {"season": "06-15..09-15"}}
    winter = {"parameter": "cap_per_project", "value": 800, "when": {"season": "12-01..01-10", "rank": 1}}
    assert told(of(summer), of(winter)) == [
        (
            "removed",
            "cap_per_project",
            "Pour un projet entre le 15 juin et le 15 septembre : l’aide est de 900 € au plus.",
            "",
        ),
        ("added", "cap_per_project", "", told(of(), of(winter))[0][3]),
    ]


def test_where_nothing_is_said_the_default_holds():
    days = {"parameter": "filing_deadline_days", "value": 21}
    usual = "Le dossier arrive au plus tard 7 jours avant la séance. (par défaut)"
    ours = "Le dossier arrive au plus tard 21 jours avant la séance."
    assert told(of(), of(days)) == [("added", "filing_deadline_days", usual, ours)]
    assert told(of(days), of()) == [("removed", "filing_deadline_days", ours, usual)]


VALUES = {"flag": [True, False], "count": [0, 1, 2], "days": [0, 1, 2], "percent": [0, 50], "money": [100, 90_050]}


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_value_of_a_parameter_is_said(name):
    kind = PARAMETERS[name].kind
    words = kind.schema.get("enum") or [[one] for one in kind.schema.get("items", {}).get("enum", [])]
    for value in [*VALUES.get(kind.name, []), *map(kind.read, words)]:
        assert PARAMETERS[name].said(value).endswith("."), value


def test_what_follows_from_a_rule_is_told_where_it_changes():
    rate = {"parameter": "max_funding_rate", "value": 90, "article": 4}
    other = rate | {"severity": "warn", "override": ["committee"], "article": 5, "message": "Moins."}
    (change,) = difference(of(rate), of(other))
    assert change.before.endswith("(article 4 ; arrête le dossier ; personne ne passe outre ; message habituel)")
    assert change.after.endswith("(article 5 ; alerte ; peut passer outre : le comité ; message : « Moins. »)")
    assert difference(of(rate), of(rate | {"severity": "block"})) == []


def test_the_title_the_windows_and_the_own_words_too():
    before = of(title="Un", windows=[{"code": "ici", "label": "Ici"}], articles=[{"number": 9, "words": "Oui."}])
    after = of(title="Deux", windows=[{"code": "ici", "label": "Ici", "applicant_types": ["group"]}])
    assert [(one.kind, one.title, one.before, one.after) for one in difference(before, after)] == [
        ("changed", "Titre", "Un", "Deux"),
        ("changed", "Guichet « ici »", "Ici, pour un habitant, un groupe d’habitants et une association",
         "Ici, pour un groupe d’habitants"),
        ("removed", "Article 9", "Oui.", ""),
    ]  # fmt: skip
