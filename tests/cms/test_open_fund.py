"""A real installation's first command, end to end."""

import pytest
from django.core.management import CommandError, call_command

from cms.actions.installation import first_regulation
from committees.roster.models import Committee
from fph.people.actions import service_account
from fph.people.models import User
from fph.people.roles import Permission, holds, paris_day
from fph.territories.actions import import_neighbourhoods
from fph.territories.models import Neighbourhood
from fph.territories.rules import OfficialNeighbourhood
from fph.verdict import Refused
from projects.fund.models import Fund
from projects.regulation import shelf
from projects.regulation.queries import in_force

ANSWERS = {
    "administrator_email": "ana@open.test",
    "administrator_name": "Ana Bellegarde",
    "carrier": "Les Ateliers du Port",
    "place": "Le Vieux Port",
    "commune": "Villebois",
    "insee_code": "75118",
    "coordinator_email": "cosme@open.test",
    "coordinator_name": "Cosme Larrieu",
}


@pytest.fixture
def typed(monkeypatch):
    """Return a setter of what the person types, line after line."""

    def lines(*answers):
        waiting = iter(answers)
        monkeypatch.setattr("builtins.input", lambda prompt: next(waiting))

    return lines


def test_everything_stands_after_one_command(db, now, client, capsys):
    call_command("open_fund", interactive=False, **ANSWERS)
    fund, today = Fund.objects.get(slug="le-vieux-port"), paris_day(now)
    ana, cosme = User.objects.get(email="ana@open.test"), User.objects.get(email="cosme@open.test")
    assert ana.is_superuser
    assert not cosme.is_superuser
    assert holds(ana, Permission.APPOINT, fund, today)
    assert holds(cosme, Permission.REVIEW, fund, today)
    assert fund.number_prefix == "LVP"
    assert fund.exercises.get().year == today.year
    assert in_force(fund, today).regulation.cap_cents("group", 1) == 70_000
    colleges = Committee.objects.get(fund=fund).colleges.values_list("kind", "deliberative")
    assert set(colleges) == {("residents", True), ("associations", True), ("institutions", False)}
    assert client.get("/le-vieux-port/").status_code == 200
    said = capsys.readouterr().out
    assert "/connexion/" in said
    assert "ana@open.test" in said


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"siret": "12345678901234"}, "SIRET"),
        ({"rna": "X1"}, "RNA"),
        ({"qpv_code": "QP1"}, "quartier prioritaire"),
        ({"cap": "beaucoup"}, "montant"),
        ({"cap": "0"}, "supérieur à zéro"),
        ({"administrator_email": "ana"}, "administrator-email"),
        ({"carrier": ""}, "nécessaire"),
        ({"slug": "Le Port"}, "minuscules"),
        ({"prefix": "TROPLONG"}, "1 à 6"),
        ({"carrier_kind": "club"}, "association"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_opened(db, wrong, words):
    funds, people = Fund.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match=words):
        call_command("open_fund", interactive=False, **(ANSWERS | wrong))
    assert (Fund.objects.count(), User.objects.count()) == (funds, people)


def test_a_fund_whose_address_is_taken_leaves_nothing_behind(db):
    call_command("open_fund", interactive=False, **ANSWERS)
    again = ANSWERS | {"administrator_email": "other@open.test", "place": "Ailleurs", "slug": "le-vieux-port"}
    with pytest.raises(CommandError, match="déjà cette adresse"):
        call_command("open_fund", interactive=False, **again)
    assert not User.objects.filter(email="other@open.test").exists()


def test_a_second_fund_keeps_people_and_place(db):
    call_command("open_fund", interactive=False, **ANSWERS)
    call_command(
        "open_fund",
        interactive=False,
        **(ANSWERS | {"slug": "projets-du-port", "fund": "Projets du Port", "prefix": "PDP"}),
    )
    assert Fund.objects.filter(neighbourhood__slug="le-vieux-port").count() == 2
    assert User.objects.filter(email__endswith="@open.test").count() == 2


def test_a_wrong_answer_is_asked_again(db, typed, capsys):
    typed("ana", "ana@open.test", *[""] * 3)
    given = {name: value for name, value in ANSWERS.items() if name != "administrator_email"}
    rest = {
        "carrier_kind": "association",
        "siret": "",
        "rna": "",
        "qpv_code": "",
        "scheme": "FPH",
        "cap": "700",
        "model": "",
    }
    rest |= {"place_slug": "port", "fund": "Fonds du Port", "slug": "port", "prefix": "POR"}
    call_command("open_fund", **given, **rest)
    assert User.objects.filter(email="ana@open.test", is_superuser=True).exists()
    assert "adresse" in capsys.readouterr().err


@pytest.fixture
def listed(db, now):
    """Read a list of two neighbourhoods whose communes are given by their codes."""
    shape = {"type": "MultiPolygon", "coordinates": [[[[2.35, 48.88], [2.36, 48.88], [2.36, 48.89], [2.35, 48.88]]]]}
    names = {"QN99901M": "Le Vieux Port", "QN99902M": "La Digue"}
    features = [OfficialNeighbourhood(code, name, "", ("75056",), shape) for code, name in names.items()]
    import_neighbourhoods(features, sha256="0" * 64, by=service_account("Essai"), now=now)
    return {place.qpv_code: place for place in Neighbourhood.objects.filter(qpv_code__in=names)}


@pytest.mark.parametrize(
    ("given", "code"),
    [({}, "QN99901M"), ({"insee_code": "75056"}, "QN99901M"), ({"qpv_code": "QN99902M", "slug": "digue"}, "QN99902M")],
)
def test_a_fund_opens_in_the_neighbourhood_that_the_list_gave(listed, given, code):
    call_command("open_fund", interactive=False, **(ANSWERS | given))
    place = Fund.objects.latest("opened_at").neighbourhood
    assert place == listed[code]
    assert place.commune == "Villebois", "the list gave its code only"


def test_a_namesake_of_another_commune_is_another_neighbourhood(listed):
    with pytest.raises(CommandError, match="autre commune"):
        call_command("open_fund", interactive=False, **(ANSWERS | {"insee_code": "13055"}))
    call_command("open_fund", interactive=False, **(ANSWERS | {"insee_code": "13055", "place_slug": "vieux-port-13"}))
    assert Fund.objects.get(slug="vieux-port-13").neighbourhood.qpv_code == ""


@pytest.mark.parametrize("name", shelf.model_names())
def test_every_model_is_a_first_reglement(name):
    caps = shelf.model(name).asks("cap_per_project")
    first_regulation(name, None if caps else 50_000).check()
    with pytest.raises(Refused, match="plafond"):
        first_regulation(name, 50_000 if caps else None)


def test_a_fund_opens_with_the_reglement_of_a_model(db, now):
    call_command("open_fund", interactive=False, **(ANSWERS | {"model": "mericourt-pic", "cap": ""}))
    regulation = in_force(Fund.objects.latest("opened_at"), paris_day(now)).regulation
    assert regulation == shelf.model("mericourt-pic")
    assert [regulation.cap_cents("group", rank) for rank in (1, 2)] == [90_000, 40_000]


def test_a_model_that_says_its_caps_takes_no_other_and_an_unknown_one_is_told_the_list(db):
    with pytest.raises(CommandError, match="dit déjà ses plafonds"):
        call_command("open_fund", interactive=False, **(ANSWERS | {"model": "mericourt-pic", "cap": "500"}))
    with pytest.raises(CommandError, match="beauvais-bourse"):
        call_command("open_fund", interactive=False, **(ANSWERS | {"model": "?"}))
    with pytest.raises(CommandError, match="Donnez un plafond"):
        call_command("open_fund", interactive=False, **(ANSWERS | {"model": "lyon-fil", "cap": ""}))
