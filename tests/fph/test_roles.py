"""Who may do what: a permission row and a mandate in force, on that thing, that day. Nothing less opens anything."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.shortcuts import assign_perm, get_perms

from committees.roster.models import College, Committee, CommitteePermission, Membership
from fph.journal.kinds import sentence
from fph.journal.models import JournalEntry, RegisterEntry
from fph.people.actions import appoint, end, open_account, service_account
from fph.people.models import Organisation
from fph.people.queries import HeldRole, roles_held
from fph.people.roles import HOLDS, SCOPES, Permission, Role, holders, holds
from fph.territories.models import Neighbourhood, NeighbourhoodMandate, NeighbourhoodPermission
from fph.verdict import Refused
from projects.fund.models import Fund, FundMandate, FundPermission

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
EVE, FIRST, DURING, LAST, AFTER = (
    date(2026, 2, 28), date(2026, 3, 1), date(2027, 1, 1), date(2028, 2, 29), date(2028, 3, 1),
)  # fmt: skip
CLASSES = {"fund": FundMandate, "committee": Membership, "neighbourhood": NeighbourhoodMandate}
ROWS = {"fund": FundPermission, "committee": CommitteePermission, "neighbourhood": NeighbourhoodPermission}


@pytest.fixture
def clerk():
    return service_account("Secrétariat")


@pytest.fixture
def asma():
    return open_account(email="asma@quartier.example", name="Asma Tilleul", now=NOW)


@pytest.fixture
def place_of(clerk):
    """Build a neighbourhood, its fund, its committee; names as in `SCOPES`, with these primary keys if given."""

    def build(slug, keys=None):
        keyed = {name: {"pk": key} for name, key in (keys or {name: uuid4() for name in SCOPES}).items()}
        carrier = Organisation.objects.create(name=f"Porteur {slug}")
        area = Neighbourhood.objects.create(
            name=f"Quartier {slug}", slug=slug, commune="Ville", insee_code="75118", **keyed["neighbourhood"]
        )
        fund = Fund.objects.create(
            name=f"Fonds {slug}", slug=slug, number_prefix=f"R{slug[:5]}", neighbourhood=area, carrier=carrier,
            opened_at=NOW, opened_by=clerk, **keyed["fund"],
        )  # fmt: skip
        committee = Committee.objects.create(fund=fund, name=f"Comité {slug}", slug=slug, **keyed["committee"])
        College.objects.create(committee=committee, kind="residents", name="Habitants")
        return {"fund": fund, "committee": committee, "neighbourhood": area}

    return build


@pytest.fixture
def here(place_of):
    return place_of("ici")


@pytest.fixture
def elsewhere(place_of):
    return place_of("ailleurs")


def give(person, role, where, by, scope=None, starts_on=FIRST, ends_on=LAST):
    scope = scope or next(name for name, roles in SCOPES.items() if role in roles)
    extra = {scope: where[scope]}
    if scope == "committee":
        extra["college"] = where["committee"].colleges.get()
    return appoint(
        CLASSES[scope], person=person, role=role, starts_on=starts_on, ends_on=ends_on, by=by, now=NOW, **extra
    )


def held_by(person, thing, on) -> set:
    return {permission for permission in Permission if holds(person, permission, thing, on)}


ROLES_ON = [(role, scope) for scope, roles in SCOPES.items() for role in sorted(roles)]


# --- The truth table ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "scope"), ROLES_ON, ids=lambda value: str(value))
@pytest.mark.parametrize(
    ("on", "in_force"), [(EVE, False), (FIRST, True), (DURING, True), (LAST, True), (AFTER, False)], ids=str
)
def test_a_role_gives_its_permissions_during_its_term_and_no_other(asma, clerk, here, role, scope, on, in_force):
    give(asma, role, here, clerk)
    assert held_by(asma, here[scope], on) == (HOLDS[role] if in_force else set())


@pytest.mark.parametrize(("role", "scope"), ROLES_ON, ids=lambda value: str(value))
def test_a_role_here_gives_nothing_elsewhere(asma, clerk, here, elsewhere, role, scope):
    give(asma, role, here, clerk)
    assert held_by(asma, elsewhere[scope], DURING) == set()


def test_every_role_but_resident_can_be_held_somewhere():
    assert frozenset().union(*SCOPES.values()) == set(Role) - {Role.RESIDENT}
    assert HOLDS.keys() == set(Role)


def test_a_term_without_end_lasts(asma, clerk, here):
    give(asma, Role.TREASURER, here, clerk, ends_on=None)
    assert holds(asma, Permission.PAY, here["fund"], date(2060, 1, 1))


def test_an_ended_mandate_gives_nothing_even_before_its_last_day(asma, clerk, here):
    end(give(asma, Role.TREASURER, here, clerk), by=clerk, now=NOW)
    assert held_by(asma, here["fund"], DURING) == set()
    assert get_perms(asma, here["fund"]) == []


def test_a_permission_row_without_mandate_gives_nothing(asma, here):
    assign_perm(Permission.PAY.value, asma, here["fund"])
    assert asma.has_perm("projects.pay_grants", here["fund"])
    assert not holds(asma, Permission.PAY, here["fund"], DURING)


def test_a_mandate_without_permission_row_gives_nothing(asma, clerk, here):
    give(asma, Role.TREASURER, here, clerk)
    FundPermission.objects.all().delete()
    assert not holds(fresh(asma), Permission.PAY, here["fund"], DURING)


def test_a_closed_account_and_a_stranger_hold_nothing(asma, clerk, here):
    give(asma, Role.TREASURER, here, clerk)
    asma.is_active = False
    assert held_by(asma, here["fund"], DURING) == set()
    assert held_by(AnonymousUser(), here["fund"], DURING) == set()


def test_a_superuser_holds_nothing_without_a_mandate(django_user_model, here):
    chief = django_user_model.objects.create_superuser("chef@quartier.example")
    for scope, thing in here.items():
        assert held_by(chief, thing, DURING) == set(), scope


@pytest.mark.parametrize(("role", "scope"), ROLES_ON, ids=lambda value: str(value))
def test_rows_go_with_their_object(asma, clerk, here, role, scope):
    give(asma, role, here, clerk)
    assert ROWS[scope].objects.filter(user=asma).count() == len(HOLDS[role])
    delete_with_rows(here[scope])
    assert not ROWS[scope].objects.filter(user=asma).exists()


@pytest.mark.parametrize(("role", "scope"), ROLES_ON, ids=lambda value: str(value))
def test_a_thing_made_again_with_the_same_key_inherits_nothing(asma, clerk, here, place_of, role, scope):
    """A3: with generic permission rows, the next thing of that key would be theirs (guardian's issue 15)."""
    give(asma, role, here, clerk)
    keys = {name: thing.pk for name, thing in here.items()}
    delete_with_rows(here["neighbourhood"])
    again = place_of("ici", keys)
    assert again[scope].pk == keys[scope]
    assert held_by(fresh(asma), again[scope], DURING) == set()
    assert get_perms(fresh(asma), again[scope]) == []


@pytest.mark.parametrize(("role", "scope"), ROLES_ON, ids=lambda value: str(value))
def test_a_role_follows_the_thing_and_not_its_address(asma, clerk, here, elsewhere, role, scope):
    """A3: two funds, committees or neighbourhoods take each other's name and address; nobody's rights move."""
    give(asma, role, here, clerk)
    one, other = here[scope], elsewhere[scope]
    for thing, slug in ((one, "passage"), (other, one.slug), (one, other.slug)):
        type(thing).objects.filter(pk=thing.pk).update(slug=slug)
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.slug, other.slug) == ("ailleurs", "ici")
    assert held_by(fresh(asma), one, DURING) == HOLDS[role]
    assert held_by(fresh(asma), other, DURING) == set()


@pytest.mark.parametrize(("role", "scope"), ROLES_ON, ids=lambda value: str(value))
def test_a_mandate_written_elsewhere_opens_nothing_there(asma, clerk, here, elsewhere, role, scope):
    """A3: a mandate row moved to another thing finds no permission row there, and leaves none of use behind."""
    mandate = give(asma, role, here, clerk)
    type(mandate).objects.filter(pk=mandate.pk).update(**{scope: elsewhere[scope]})
    assert held_by(fresh(asma), here[scope], DURING) == set()
    assert held_by(fresh(asma), elsewhere[scope], DURING) == set()


@pytest.mark.parametrize(("role", "scope"), ROLES_ON, ids=lambda value: str(value))
def test_an_ended_role_leaves_no_row(asma, clerk, here, role, scope):
    end(give(asma, role, here, clerk), by=clerk, now=NOW)
    assert get_perms(fresh(asma), here[scope]) == []
    assert not ROWS[scope].objects.filter(user=asma).exists()


def test_no_permission_hangs_on_a_key_alone(clerk, here):
    """Every protected thing has rows that name it by a foreign key; the generic tables stay empty."""
    for role, _scope in ROLES_ON:
        give(open_account(email=f"{role}@quartier.example", name=role, now=NOW), role, here, clerk)
    assert not UserObjectPermission.objects.exists()
    assert not GroupObjectPermission.objects.exists()
    for scope, rows in ROWS.items():
        assert rows._meta.get_field("content_object").remote_field.model is type(here[scope])
    protected = {model for model in apps.get_models() if hasattr(model, "mandates")}
    assert protected == {type(thing) for thing in here.values()}, "give it its own permission rows, and its line here"


def delete_with_rows(thing):
    """Delete a thing as a shell would: what protects it goes first, its permission rows follow by themselves."""
    thing.mandates.all().delete()
    if isinstance(thing, Neighbourhood):
        for fund in thing.funds.all():
            delete_with_rows(fund)
    if isinstance(thing, Fund):
        for committee in thing.committees.all():
            delete_with_rows(committee)
    if isinstance(thing, Committee):
        thing.colleges.all().delete()
    thing.delete()


def fresh(person):
    return type(person).objects.get(pk=person.pk)


# --- Giving and ending ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "scope"), [(r, s) for s in SCOPES for r in Role if r not in SCOPES[s]], ids=str)
def test_a_role_is_given_only_where_it_belongs(asma, clerk, here, role, scope):
    with pytest.raises(Refused, match="ne se confie pas ici"):
        give(asma, role, here, clerk, scope=scope)
    assert not CLASSES[scope].objects.filter(person=asma).exists()


def test_a_term_that_ends_before_it_begins_is_refused(asma, clerk, here):
    with pytest.raises(Refused, match="avant son début"):
        give(asma, Role.TREASURER, here, clerk, starts_on=FIRST, ends_on=EVE)


def test_a_machine_holds_no_role(clerk, here):
    with pytest.raises(Refused, match="fermé"):
        give(service_account("Horloge"), Role.TREASURER, here, clerk)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "allowed"),
    [(FIRST, LAST, False), (LAST, None, False), (EVE, FIRST, False), (AFTER, None, True), (EVE, EVE, True)],
)
def test_the_same_role_is_not_held_twice_on_a_day(asma, clerk, here, starts_on, ends_on, allowed):
    give(asma, Role.TREASURER, here, clerk)
    if allowed:
        give(asma, Role.TREASURER, here, clerk, starts_on=starts_on, ends_on=ends_on)
    else:
        with pytest.raises(Refused, match="tient déjà ce rôle"):
            give(asma, Role.TREASURER, here, clerk, starts_on=starts_on, ends_on=ends_on)


def test_ending_a_role_keeps_what_another_gives(asma, clerk, here):
    treasurer = give(asma, Role.TREASURER, here, clerk)
    give(asma, Role.COORDINATOR, here, clerk)
    end(treasurer, by=clerk, now=NOW)
    assert held_by(fresh(asma), here["fund"], DURING) == HOLDS[Role.COORDINATOR]


def test_ending_a_role_keeps_the_rights_of_a_term_to_come(asma, clerk, here):
    now = give(asma, Role.TREASURER, here, clerk)
    give(asma, Role.TREASURER, here, clerk, starts_on=AFTER, ends_on=None)
    end(now, by=clerk, now=NOW)
    assert held_by(fresh(asma), here["fund"], DURING) == set()
    assert held_by(fresh(asma), here["fund"], AFTER) == HOLDS[Role.TREASURER]


def test_a_role_ends_once(asma, clerk, here):
    mandate = give(asma, Role.TREASURER, here, clerk)
    ended = end(mandate, by=clerk, now=NOW)
    assert (ended.ended_at, ended.ended_by) == (NOW, clerk)
    with pytest.raises(Refused, match="déjà pris fin"):
        end(mandate, by=clerk, now=NOW)


def test_the_register_tells_the_role_and_the_place_and_never_the_person(asma, clerk, here):
    mandate = give(asma, Role.MEMBER, here, clerk)
    end(mandate, by=clerk, now=NOW)
    given, ended = JournalEntry.objects.filter(subject_id=mandate.pk).order_by("register_entry__seq")
    assert given.visibility == ended.visibility == "public"
    assert given.fund == ended.fund == here["fund"].pk
    assert RegisterEntry.objects.filter(entry__in=[given, ended]).count() == 2
    assert (
        sentence(given.kind, payload_of(given)) == "Un rôle a été confié\u202f: membre du comité, pour "
        "«\u202fComité ici\u202f», du 1er mars 2026 au 29 février 2028."
    )
    assert sentence(ended.kind, payload_of(ended)) == (
        "Un rôle a pris fin\u202f: membre du comité, pour «\u202fComité ici\u202f»."
    )
    for entry in (given, ended):
        assert "Asma" not in entry.payload.body
        assert str(asma.pk) not in entry.payload.body + str(entry.metadata())


def payload_of(entry):
    return json.loads(entry.payload.body)


def test_a_membership_s_history_has_the_actor_and_the_date_of_the_act(asma, clerk, here):
    give(asma, Role.MEMBER, here, clerk)
    row = Membership.history.get(person=asma)
    assert (row.history_user, row.history_date) == (clerk, NOW)


# --- Asking ---------------------------------------------------------------------------------------------


def test_holders_are_the_people_in_force(asma, clerk, here):
    bilal = open_account(email="bilal@quartier.example", name="Bilal Orme", now=NOW)
    give(asma, Role.TREASURER, here, clerk)
    give(bilal, Role.TREASURER, here, clerk, starts_on=AFTER, ends_on=None)
    assert holders(Permission.PAY, here["fund"], DURING) == [asma]
    assert holders(Permission.PAY, here["fund"], AFTER) == [bilal]


def test_roles_are_told_in_words(asma, clerk, here):
    give(asma, Role.TREASURER, here, clerk)
    give(asma, Role.CHAIR, here, clerk)
    assert set(roles_held([asma], DURING)[asma.pk]) == {
        HeldRole("trésorier·ère", "Fonds ici"),
        HeldRole("président·e", "Comité ici"),
    }
    assert roles_held([asma], AFTER) == {}


def test_a_service_account_is_opened_once_and_never_signs_in():
    first, second = service_account("Horloge de nuit"), service_account("Horloge de nuit")
    assert first == second
    assert (first.email, first.is_active, first.is_service) == ("horloge-de-nuit@service.invalid", False, True)
    assert not first.has_usable_password()
