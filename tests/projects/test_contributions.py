"""What the treasurer and the coordinator record: pledges, money received, money given back."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fph.journal.history import keep
from fph.journal.models import JournalEntry
from fph.people.models import Organisation
from fph.people.roles import Role
from projects.fund import actions
from projects.fund.models import Contribution, Gift
from projects.fund.queries import envelope, received_cents
from tests.projects.some_fund import NOW, Project, endowed, fund, person, pledged, with_role, year

pytestmark = pytest.mark.django_db
SIRET = "21750001600019"
YESTERDAY = (timezone.localdate() - timedelta(days=1)).isoformat()
NEW = {"new_name": "Ville d’essai", "new_kind": "commune", "new_siret": "217 500 016 00019", "cents": "12 000"}


@pytest.fixture
def exercise():
    return year(fund(), timezone.localdate().year)


@pytest.fixture
def desk(exercise):
    """Give a treasurer's browser."""
    return signed_in(exercise.fund, Role.TREASURER)


def signed_in(of, role):
    browser = Client()
    browser.force_login(with_role(of, role))
    return browser


def page_of(exercise):
    return reverse("contributions", args=[exercise.fund.slug])


def receipt(contribution, **words):
    path = reverse("receive_contribution", args=[contribution.exercise.fund.slug, contribution.pk])
    return path, {"cents": "5 000,50", "received_on": YESTERDAY, "bank_reference": "VIR 12", **words}


def reprise(contribution, **words):
    path = reverse("take_back_contribution", args=[contribution.exercise.fund.slug, contribution.pk])
    return path, {"cents": "100", "bank_reference": "RET 1", **words}


def text(answer):
    return answer.content.decode().replace("\u202f", " ").replace("&#8239;", " ")


# --- The page ------------------------------------------------------------------------------------------------


def test_the_page_adds_the_year_up(desk, exercise, django_assert_max_num_queries):
    for _each in range(5):
        given = pledged(exercise, 1_000_000)
        actions.receive(given, cents=250_000, key=uuid.uuid4().hex, by=person(), now=NOW)
        Gift.objects.create(exercise=exercise, amount_cents=5_000, state="refund_due", opened_at=NOW, paid_at=NOW,
                            refund_reason="Le paiement n’est pas en euros.")  # fmt: skip
    with django_assert_max_num_queries(12):
        page = desk.get(page_of(exercise))
    shown = text(page)
    assert page.status_code == 200
    assert "12 500 €" in shown and "50 000 €" in shown and "7 500 €" in shown
    assert shown.count("Le paiement n’est pas en euros.") == 5


def test_a_fund_without_a_year_says_what_to_do():
    empty = fund()
    page = signed_in(empty, Role.TREASURER).get(reverse("contributions", args=[empty.slug]))
    assert "Aucune année n’est ouverte" in text(page)


def test_another_year_can_be_read(desk, exercise):
    before = year(exercise.fund, exercise.year - 1)
    pledged(before, 123_400)
    assert "1 234 €" not in text(desk.get(page_of(exercise)))
    assert "1 234 €" in text(desk.get(f"{page_of(exercise)}?annee={before.year}"))


@pytest.mark.parametrize("role", [Role.TREASURER, Role.COORDINATOR])
def test_treasurer_and_coordinator_come_in(exercise, role):
    assert signed_in(exercise.fund, role).get(page_of(exercise)).status_code == 200


def paths(exercise):
    given = pledged(exercise, 100)
    slug = exercise.fund.slug
    return [
        page_of(exercise), reverse("pledge", args=[slug, exercise.year]), receipt(given)[0], reprise(given)[0],
        reverse("fund_history", args=[slug]),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.HELPER, Role.FUNDER_READER, Role.ADMINISTRATOR])
def test_others_find_nothing(exercise, role):
    browser = signed_in(exercise.fund, role)
    assert [browser.get(path).status_code for path in paths(exercise)] == [404] * 5
    assert [browser.post(path).status_code for path in paths(exercise)] == [405, 404, 404, 404, 405]


def test_another_fund_s_treasurer_finds_nothing(exercise):
    stranger = signed_in(fund(), Role.TREASURER)
    assert [stranger.get(path).status_code for path in paths(exercise)] == [404] * 5


def test_a_contribution_under_another_fund_s_address_is_not_there(desk, exercise):
    other = pledged(year(), 100)
    path = reverse("receive_contribution", args=[exercise.fund.slug, other.pk])
    assert desk.get(path).status_code == desk.post(path, receipt(other)[1]).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(exercise):
    assert Client().get(page_of(exercise)).status_code == 302


# --- Pledges ---------------------------------------------------------------------------------------------------


def note(desk, exercise, **words):
    return desk.post(reverse("pledge", args=[exercise.fund.slug, exercise.year]), words)


def test_a_new_funder_s_pledge_is_noted(desk, exercise):
    answer = note(desk, exercise, **NEW, agreement="Délibération 12", allows_associations="on")
    assert answer.status_code == 302
    noted = Contribution.objects.get(exercise=exercise)
    assert (noted.pledged_cents, noted.funder.siret, noted.funder.kind) == (1_200_000, SIRET, "commune")
    assert noted.allows_associations
    assert JournalEntry.objects.filter(subject_id=noted.pk, kind="fund.pledged").count() == 1
    assert envelope(exercise).received_cents == 0
    known = {"funder": noted.funder_id, "cents": "300"}
    assert note(desk, exercise, **known).status_code == 302
    assert Organisation.objects.filter(siret=SIRET).count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "Écrivez un montant"),
        ({**NEW, "cents": "0"}, "supérieur à zéro"),
        ({**NEW, "cents": "douze"}, "en chiffres"),
        ({**NEW, "cents": "9999999999999"}, "en chiffres"),
        ({**NEW, "new_siret": "12345678901234"}, "pas valable"),
        ({**NEW, "new_siret": ""}, "Écrivez le SIRET"),
        ({**NEW, "new_kind": ""}, "Choisissez la nature"),
        ({"cents": "12"}, "Choisissez un financeur"),
        ({"cents": "12", "funder": str(uuid.uuid4())}, "Sélectionnez un choix valide"),
    ],
)
def test_a_wrong_pledge_is_refused_in_words(desk, exercise, words, said):
    answer = note(desk, exercise, **words)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Erreur" in text(answer)
    assert not Contribution.objects.filter(exercise=exercise).exists()


def test_a_siret_already_known_is_told_beside_its_field(desk, exercise):
    note(desk, exercise, **NEW)
    answer = note(desk, exercise, **{**NEW, "new_name": "La même ville"})
    assert answer.status_code == 422
    assert "La même ville" in text(answer)
    assert Contribution.objects.filter(exercise=exercise).count() == 1
    assert 'id="id_new_siret_error"' in text(answer)
    assert "choisissez cet organisme dans la liste" in text(answer)


# --- Money in ----------------------------------------------------------------------------------------------------


def test_money_is_read_again_then_counted_once(desk, exercise):
    given = pledged(exercise, 1_000_000)
    path, words = receipt(given)
    read_again = desk.post(path, words)
    assert read_again.status_code == 200
    assert "5 000,50 €" in text(read_again) and "On ne l’efface pas" in text(read_again)
    assert received_cents(given.pk) == 0
    for _twice in range(2):
        assert desk.post(path, {**words, "confirmed": "1"}).status_code == 302
    assert received_cents(given.pk) == 500_050
    entry = JournalEntry.objects.get(subject_id=given.pk, kind="money.received")
    assert YESTERDAY in entry.payload.body
    assert "VIR 12" not in entry.payload.body


def test_a_transfer_already_counted_elsewhere_is_refused(desk, exercise):
    first, second = pledged(exercise, 1_000_000), pledged(exercise, 1_000_000)
    for given, status in [(first, 302), (second, 422)]:
        path, words = receipt(given, confirmed="1")
        answer = desk.post(path, words)
        assert answer.status_code == status
    assert "désigne déjà un autre mouvement" in text(answer)
    assert "VIR 12" in text(answer)
    assert received_cents(second.pk) == 0


def test_the_same_reference_in_another_fund_is_another_transfer(desk, exercise):
    elsewhere = pledged(year(fund(), exercise.year), 1_000_000)
    there = signed_in(elsewhere.exercise.fund, Role.TREASURER)
    for browser, given in [(desk, pledged(exercise, 1)), (there, elsewhere)]:
        path, words = receipt(given, confirmed="1")
        assert browser.post(path, words).status_code == 302
        assert received_cents(given.pk) == 500_050


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"cents": ""}, "Écrivez un montant"),
        ({"cents": "0"}, "supérieur à zéro"),
        ({"cents": "10,005"}, "en chiffres"),
        ({"cents": "-5"}, "en chiffres"),
        ({"received_on": ""}, "date du relevé"),
        ({"received_on": "2027-02-30"}, "n’existe pas"),
        ({"received_on": "2999-01-01"}, "dans l’avenir"),
        ({"bank_reference": ""}, "Recopiez la référence"),
        ({"bank_reference": "x" * 61}, "60"),
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_a_wrong_receipt_is_refused_in_words(desk, exercise, words, said, confirmed):
    given = pledged(exercise, 1_000_000)
    path, sound = receipt(given)
    answer = desk.post(path, {**sound, **words, **confirmed})
    assert answer.status_code == 422
    assert said in text(answer)
    assert received_cents(given.pk) == 0


# --- Money out -----------------------------------------------------------------------------------------------------


def test_money_goes_back_to_its_funder(desk, exercise):
    given = pledged(exercise, 1_000_000)
    actions.receive(given, cents=30_000, key=uuid.uuid4().hex, by=person(), now=NOW)
    path, words = reprise(given)
    assert "Rendre cet argent" in text(desk.post(path, words))
    assert received_cents(given.pk) == 30_000
    for _twice in range(2):
        assert desk.post(path, {**words, "confirmed": "1"}).status_code == 302
    assert received_cents(given.pk) == 20_000


def test_more_than_it_paid_or_than_is_left_is_refused(desk, exercise):
    given = pledged(exercise, 1_000_000)
    actions.receive(given, cents=5_000, key=uuid.uuid4().hex, by=person(), now=NOW)
    path, words = reprise(given, confirmed="1")
    assert "n’en a reçu que 50 €" in text(desk.post(path, words))
    actions.receive(given, cents=6_000, key=uuid.uuid4().hex, by=person(), now=NOW)
    spent = {"cents": 5_000, "key": uuid.uuid4().hex, "title": "Fête", "by": person(), "now": NOW}
    actions.reserve(exercise, Project(uuid.uuid4()), **spent)
    answer = desk.post(path, words)
    assert answer.status_code == 422
    assert "Il reste 60 €" in text(answer)
    assert received_cents(given.pk) == 11_000


# --- Before and after -----------------------------------------------------------------------------------------------


def test_the_fund_s_changes_are_read_before_and_after(desk, exercise):
    by = person("Camille Essai")
    keep(exercise.fund, by=by, now=NOW, reason="nouveau nom", name="Le fonds du canal")
    shown = text(desk.get(reverse("fund_history", args=[exercise.fund.slug])))
    assert "Nouveau nom" in shown and "Camille Essai" in shown
    assert "<ins>Le fonds du canal</ins>" in shown and "<del>Le fonds essai" in shown


def test_a_whole_year_s_contribution_is_counted_in_its_own_fund():
    given = endowed(4_200)
    assert envelope(given.exercise).received_cents == 4_200
