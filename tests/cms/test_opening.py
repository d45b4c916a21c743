"""The page that opens a fund: who finds it, what it keeps, what it makes of a model, what it refuses and how."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from cms.actions.asked import CommitteeAsked
from cms.opening import queries
from cms.opening.forms import DatesForm, PeopleForm, RulesForm
from cms.opening.forms.people import of
from cms.opening.rules import SLUGS
from cms.queries.colleges import kind_of
from committees.meetings.models import Meeting
from committees.roster.models import Committee
from fph.people.actions import open_account
from fph.people.models import User
from fph.territories.models import Neighbourhood
from projects.fund.models import Fund
from projects.regulation import shelf
from projects.regulation.queries import in_force
from projects.regulation.rules import Regulation
from tests.pages.opening_table import ANSWERS, LOIRE

TODAY = date(2026, 3, 2)


@pytest.fixture
def ana(db, now):
    """An administrator of the installation, signed in."""
    client = Client()
    client.force_login(open_account(email="ana@open.test", name="Ana Bellegarde", administrator=True, now=now))
    return client


def send(client, step: str, **changes):
    """Send a step's usual answers, changed."""
    return client.post(reverse("new_fund_step", args=[step]), ANSWERS.get(step, {}) | changes)


def fill(client, *, until: str = "", **changes):
    """Fill the steps before one; `changes` are by step."""
    for slug in SLUGS:
        if slug == until:
            return
        answer = send(client, slug, **changes.get(slug, {}))
        assert answer.status_code == 302, (slug, answer.content.decode())


def posted(form) -> QueryDict:
    """Return what a browser sends of a form left as it is shown."""
    data = QueryDict(mutable=True)
    for field in form:
        value = field.value()
        if isinstance(value, list):
            data.setlist(field.html_name, value)
        elif value not in (None, False):
            data[field.html_name] = "on" if value is True else form[field.name].field.prepare_value(value)
    return data


# --- Who -------------------------------------------------------------------------------------------------


def test_nobody_but_an_administrator_of_the_installation_finds_it(client, db, now):
    assert client.get("/ouvrir-un-fonds/").url.startswith(reverse("account_login"))
    client.force_login(open_account(email="leo@open.test", name="Léo", now=now))
    for address in ("/ouvrir-un-fonds/", "/ouvrir-un-fonds/quartier/", "/ouvrir-un-fonds/ouvert/goutte-dor/"):
        assert client.get(address).status_code == 404
    assert "Ouvrir un fonds" not in client.get("/mon-espace/").content.decode()


def test_an_administrator_is_led_to_it_from_their_page(ana):
    assert "/ouvrir-un-fonds/" in ana.get("/mon-espace/").content.decode()


# --- What is kept ----------------------------------------------------------------------------------------


def test_what_is_typed_wrong_is_kept_and_named(ana):
    answer = send(ana, "quartier", insee_code="42", fund="Mon fonds à moi")
    assert answer.status_code == 422
    again = ana.get("/ouvrir-un-fonds/quartier/").content.decode()
    assert "Mon fonds à moi" in again and 'value="42"' in again
    assert "/quartier/" in ana.get("/ouvrir-un-fonds/regles/").url, "no step is jumped over"


def test_changes_to_a_model_wait_while_another_is_looked_at(ana):
    fill(ana, until="personnes", regles={"rule_0": "1234"})
    send(ana, "modele", model="mericourt-pic")
    assert "1234" not in ana.get("/ouvrir-un-fonds/regles/").content.decode()
    send(ana, "modele", model="loire-fph")
    assert "1234" in ana.get("/ouvrir-un-fonds/regles/").content.decode()


def test_all_can_be_forgotten(ana):
    fill(ana, until="regles")
    ana.post("/ouvrir-un-fonds/")
    assert "Vieux Moulin" not in ana.get("/ouvrir-un-fonds/quartier/").content.decode()


# --- What it opens ---------------------------------------------------------------------------------------


def test_all_is_opened_at_the_last_button_and_nothing_before(ana, now):
    day = (now.date() + timedelta(days=40)).isoformat()
    funds = Fund.objects.count()
    fill(ana, until="verification", seances={"day_0": day, "hour_0": "18:00", "place_0": "La Maison"})
    assert Fund.objects.count() == funds and not User.objects.filter(email="amina@exemple.fr").exists()
    page = ana.get("/ouvrir-un-fonds/verification/").content.decode()
    assert "1 500" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert ana.post("/ouvrir-un-fonds/verification/").url == "/ouvrir-un-fonds/ouvert/le-vieux-moulin/"
    fund = Fund.objects.get(slug="le-vieux-moulin")
    version = in_force(fund, now.date())
    assert (version.adopted_by_body, version.adopted_on) == ("Le comité", date(2026, 1, 12))
    committees = {one.name: one for one in Committee.objects.filter(fund=fund)}
    assert set(committees) == {"Saint-Étienne", "Roanne", "le Forez"}
    assert {str(one.college) for one in committees["Saint-Étienne"].mandates.all()} == {"Habitants"}
    meeting = Meeting.objects.get(committee__fund=fund)
    assert meeting.committee == committees["Saint-Étienne"]
    assert meeting.calendar.filing_deadline.isoformat() == (date.fromisoformat(day) - timedelta(days=7)).isoformat()
    assert ana.get("/le-vieux-moulin/").status_code == 200
    assert ana.get("/ouvrir-un-fonds/ouvert/le-vieux-moulin/").status_code == 200
    assert not ana.session.get("new_fund")


def test_a_refusal_at_the_last_button_leaves_nothing_and_keeps_what_was_typed(ana):
    fill(ana, until="verification")
    Neighbourhood.objects.filter(slug="goutte-dor").update(slug="le-vieux-moulin")
    people, places = User.objects.count(), Neighbourhood.objects.count()
    answer = ana.post("/ouvrir-un-fonds/verification/", follow=True).content.decode()
    assert "Un quartier a déjà ce nom" in answer and 'role="alert"' in answer
    assert (User.objects.count(), Neighbourhood.objects.count()) == (people, places)
    assert "Vieux Moulin" in ana.get("/ouvrir-un-fonds/quartier/").content.decode()


def test_an_address_taken_meanwhile_leads_back_to_its_field(ana):
    fill(ana, until="verification")
    Fund.objects.filter(slug="goutte-dor").update(slug="le-vieux-moulin")
    people, places = User.objects.count(), Neighbourhood.objects.count()
    answer = ana.post("/ouvrir-un-fonds/verification/", follow=True)
    assert "déjà l’adresse" in answer.content.decode()
    assert (User.objects.count(), Neighbourhood.objects.count()) == (people, places)


def test_committees_of_two_funds_may_have_the_same_name(ana, now):
    fund = Fund.objects.get(slug="goutte-dor")
    Committee.objects.create(fund=fund, name="Ailleurs", slug="le-vieux-moulin-roanne")
    fill(ana)
    slugs = Committee.objects.filter(fund__slug="le-vieux-moulin").values_list("slug", flat=True)
    assert set(slugs) == {"le-vieux-moulin-saint-etienne", "le-vieux-moulin-roanne-2", "le-vieux-moulin-le-forez"}


def test_a_known_neighbourhood_and_carrier_are_used_as_they_are(ana):
    fund = Fund.objects.get(slug="goutte-dor")
    place = {"words": "goutte", "place": "goutte-dor", "carrier_known": str(fund.carrier_id), "carrier": "",
             "slug": "goutte-dor-jeunes", "number_prefix": "GDJ"}  # fmt: skip
    fill(ana, quartier=place)
    new = Fund.objects.get(slug="goutte-dor-jeunes")
    assert (new.neighbourhood, new.carrier) == (fund.neighbourhood, fund.carrier)


# --- What it makes of a model ----------------------------------------------------------------------------


def rules_form(base: Regulation, **changes):
    """Return the form of a model, sent as it is shown but for these changes."""
    words = {"base": base, "fund": "Le Fonds", "carrier": "Le Porteur", "today": TODAY}
    data = posted(RulesForm(**words))
    if not base.asks("cap_per_project"):
        data["set_cap_per_project"] = "500"
    for name, value in changes.items():
        data[name] = value
    form = RulesForm(data, **words)
    form.is_valid()
    return form


@pytest.mark.parametrize("name", shelf.model_names())
def test_a_model_left_as_it_is_comes_out_as_it_was(name):
    base = shelf.model(name)
    form = rules_form(base)
    assert not form.errors
    kept = [rule for rule in form.read.rules if rule.parameter != "carrier"]
    told = [rule for rule in base.rules if rule.parameter != "carrier"]

    def key(rule):
        return rule.parameter, str(rule.when.write())

    added = [] if base.asks("cap_per_project") else ["cap_per_project"]
    assert sorted(map(key, kept)) == sorted([*map(key, told), *((one, "{}") for one in added)])
    assert set(map(repr, told)) <= set(map(repr, kept))


def test_what_is_changed_is_no_longer_said_to_come_from_the_source():
    base = shelf.model("loire-fph")
    form = rules_form(base, rule_0="900")
    changed, same = form.read.rule("cap_per_project"), form.read.rule("min_group_size")
    assert (changed.value, changed.source) == (90_000, "")
    assert same.value == 3 and same.source
    assert form.read.value("carrier") == "Le Porteur"


def test_a_value_emptied_leaves_the_default_to_speak():
    form = rules_form(shelf.model("loire-fph"), rule_2="")
    assert form.read.min_group_size == 2 and not form.read.asks("min_group_size")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"rule_0": "beaucoup"}, "rule_0", "montant"),
        ({"rule_0": ""}, "__all__", "plafond"),
        ({"college_0_name": "", "college_1_voting": "", "college_2_voting": ""}, "college_0_name", "vote"),
        ({"college_1_least": "4", "college_1_most": "2"}, "college_1_most", "moins"),
        ({"college_1_name": "habitants"}, "college_0_name", "propre nom"),
        ({"adopted_on": "2026-03-03"}, "adopted_on", "pas encore passé"),
        ({"in_force_from": "2026-03-01"}, "in_force_from", "avant d’être adopté"),
        ({"adopted_by_body": ""}, "adopted_by_body", "organe"),
    ],
)
def test_what_cannot_be_adopted_is_said_at_its_field(changes, field, words):
    assert words in " ".join(rules_form(shelf.model("loire-fph"), **changes).errors[field])


def test_from_the_minimum_a_cap_is_asked_and_defaults_are_offered():
    form = rules_form(Regulation(), set_cap_per_project="", set_quorum_percent="33")
    assert "plafond" in form.errors["set_cap_per_project"][0]
    form = rules_form(Regulation(), set_quorum_percent="33")
    assert (form.read.quorum_percent, form.read.asks("composition")) == (33, False)


# --- People and dates ------------------------------------------------------------------------------------


def people_form(**changes):
    """Return the form of people for two colleges and no sector, sent with these changes."""
    data = {"coordinator_name": "Co", "coordinator_email": "co@open.test", "rows": "1", "committee_0_name": "Comité"}
    return PeopleForm(data | changes, sectors=(), colleges=("Habitants", "Institutions"), user=User(email="a@b.test"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Zoé", "point-virgule"),
        ("Zoé ; zoe", "n’est pas une adresse"),
        ("Zoé ; zoe@open.test ; élus", "Habitants, Institutions"),
        ("Zoé ; zoe@open.test ; habitants ; chef", "présidence ou secrétariat"),
        ("Zoé ; zoe@open.test\nZoé ; ZOE@open.test", "Ligne 2"),
    ],
)
def test_a_member_who_cannot_be_read_is_named_by_their_line(line, words):
    assert words in people_form(committee_0_members=line).errors["committee_0_members"][0]


def test_members_are_read_with_their_college_and_role():
    form = people_form(committee_0_members="Zoé Mé ; zoe@open.test ; HABITANTS ; Présidence\n\nLou ; lou@open.test")
    assert form.is_valid()
    zoe, lou = form.committees[0].members
    assert (zoe.college, zoe.role, lou.college, lou.role) == ("Habitants", "chair", "", "member")


def dates_form(**typed):
    """Return the dates of two committees, under a règlement that says ten days."""
    asked = [CommitteeAsked("Nord"), CommitteeAsked("Sud")]
    regulation = Regulation.of(caps_cents={"group": [100]}, filing_deadline_days=10)
    return DatesForm(typed, committees=asked, regulation=regulation, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"day_0": "2026-03-11", "hour_0": "18:00", "place_0": "Ici"}, "day_0", "à partir du jeudi 12 mars 2026"),
        ({"day_0": "2026-03-01", "hour_0": "18:00", "place_0": "Ici"}, "day_0", "entre aujourd’hui"),
        ({"day_0": "2026-04-01", "hour_0": "", "place_0": "Ici"}, "hour_0", "l’heure"),
        ({"day_0": "2026-04-01", "hour_0": "18:00"}, "place_0", "où la séance"),
    ],
)
def test_a_date_that_cannot_be_is_said_at_its_field(typed, field, words):
    assert words in " ".join(dates_form(**typed).errors[field]).replace("\xa0", " ")


def test_two_meetings_do_not_begin_at_one_moment():
    at = {f"{part}_{turn}": value for turn in (0, 1)
          for part, value in {"day": "2026-04-01", "hour": "18:00", "place": "Ici"}.items()}  # fmt: skip
    assert "« Nord » commence au même moment" in dates_form(**at).errors["hour_1"][0]
    form = dates_form(**at | {"hour_1": "20:00"})
    assert form.is_valid() and [deadline for _one, _fields, deadline in form.rows] == [date(2026, 3, 22)] * 2


def test_the_shelf_is_searched_without_accents_nor_case():
    assert [card.name for card in queries.model_cards("LOIRE etienne")] == ["loire-fph"]
    assert len(queries.model_cards()) == len(shelf.model_names())
    assert not queries.model_cards("zzz")


def test_places_and_colleges_are_said_as_people_say_them():
    assert [of(one) for one in ("Roanne", "le Forez", "la Plaine", "les Ulis", "l’Arsenal", "Annonay")] == [
        "de Roanne", "du Forez", "de la Plaine", "des Ulis", "de l’Arsenal", "d’Annonay"
    ]  # fmt: skip
    assert [kind_of(one) for one in ("Habitants tirés au sort", "associations", "État")] == [
        "residents", "associations", "institutions"
    ]  # fmt: skip


def test_the_answers_of_the_table_of_pages_are_those_of_the_model():
    base = shelf.model("loire-fph")
    asked = set(RulesForm(base=base, fund="", carrier="", today=TODAY).fields)
    assert set(LOIRE) <= asked
