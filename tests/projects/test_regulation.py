"""The règlement: parameters in words, versions by date, recorded by those entitled and nobody else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fph.people.actions import add_organisation, open_account
from fph.people.models import User
from fph.territories.actions import open_neighbourhood
from fph.verdict import Refused
from projects.fund.actions import appoint, open_fund
from projects.fund.models import Fund
from projects.regulation import document, queries
from projects.regulation.actions import adopt
from projects.regulation.rules import Payment, Regulation

PIC = Regulation.of(caps_cents={"resident": [90000, 40000], "group": [90000, 40000]}, articles={"cap_per_project": "4"})


@pytest.mark.parametrize(
    ("kind", "rank", "cap"),
    [("resident", 1, 90000), ("resident", 2, 40000), ("resident", 5, 40000), ("association", 1, None)],
)
def test_the_cap_follows_type_and_rank(kind, rank, cap):
    assert PIC.cap_cents(kind, rank) == cap


def test_the_filing_deadline_is_counted_in_whole_days():
    assert PIC.filing_deadline(date(2027, 3, 11)) == date(2027, 3, 4)


@given(st.integers(1, 10**7), st.lists(st.integers(1, 60), min_size=1, max_size=4))
def test_a_payment_schedule_never_loses_a_cent(granted, percents):
    percents = [*percents, 100 - sum(percents)] if sum(percents) < 100 else [100]
    regulation = Regulation.of(caps_cents={"resident": [1]}, payments=tuple(Payment(p, "acceptance") for p in percents))
    assert sum(cents for _trigger, cents in regulation.payments_cents(granted)) == granted


def rules(*made):
    return {"rules": [{"parameter": "cap_per_project", "value": 900}, *({"parameter": n, "value": v} for n, v in made)]}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rules": []}, "un plafond"),
        ({"rules": [{"parameter": "cap_per_project", "value": 0}]}, "plus grand que zéro"),
        (rules(("applicant_types", ["mairie"])), "resident, group, association"),
        (rules(("payments", [{"percent": 80, "trigger": "acceptance"}])), "100 %"),
        (rules(("quorum_percent", 101)), "de 0 à 100"),
        (rules(("majority", "loudest")), "cast, present"),
        (rules(("unknown", 1)), "un paramètre de la plateforme"),
        (rules(("cap_per_project", 400)), "l’article 1 .* et l’article 1 "),
        (rules(("final_authority", "advisory")), "nomme l’autorité"),
    ],
)
def test_parameters_that_cannot_hold_together_are_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        document.from_document(wrong).check()


def test_it_is_stored_and_read_back_the_same():
    assert document.from_document(document.to_document(PIC)) == PIC == document.read(document.write(PIC))


def test_articles_are_plain_french_with_their_numbers():
    (said,) = [one for one in PIC.articles if "cap_per_project" in one.parameters]
    assert said.number == "4"
    assert said.text.replace("\u202f", " ") == (
        "Pour le 1er projet de l’année : l’aide est de 900 € au plus. "
        "À partir du 2e projet de l’année : l’aide est de 400 € au plus."
    )


@pytest.fixture
def fund(db):
    now = timezone.now()
    admin = open_account(email="reg-admin@test.example", name="Admin", administrator=True, now=now)
    carrier = add_organisation("Association d’essai", kind="association", by=admin, now=now)
    place = open_neighbourhood(name="Essai", slug="essai-reg", commune="Essai", insee_code="59512", by=admin, now=now)
    return open_fund(
        name="Fonds d’essai", scheme="PIC", slug="essai-reg", number_prefix="ER", neighbourhood=place, carrier=carrier,
        by=admin, now=now,
    )  # fmt: skip


def adopted(fund, from_day, **more):
    return adopt(
        fund, regulation=PIC, adopted_on=from_day, adopted_by_body="Comité", in_force_from=from_day, by=fund.opened_by,
        now=timezone.now(), **more,
    )  # fmt: skip


def test_the_version_in_force_is_the_last_whose_date_has_come(fund):
    first, second = adopted(fund, date(2026, 1, 1)), adopted(fund, date(2026, 6, 1))
    assert queries.in_force(fund, date(2025, 12, 31)) is None
    assert queries.in_force(fund, date(2026, 5, 31)) == first
    assert queries.in_force(fund, date(2026, 6, 1)) == second


def test_two_versions_cannot_start_the_same_day_nor_before_their_adoption(fund):
    adopted(fund, date(2026, 1, 1))
    with pytest.raises(Refused):
        adopted(fund, date(2026, 1, 1))
    with pytest.raises(Refused):
        adopt(fund, regulation=PIC, adopted_on=date(2026, 3, 2), adopted_by_body="Comité",
              in_force_from=date(2026, 3, 1), by=fund.opened_by, now=timezone.now())  # fmt: skip


@pytest.fixture
def coordinator(fund):
    now = timezone.now()
    person = open_account(email="reg-coord@test.example", name="Coordination", now=now)
    appoint(fund, person, "coordinator", starts_on=timezone.localdate(), by=fund.opened_by, now=now)
    return person


FORM = {
    "adopted_on": "2026-01-01", "adopted_by_body": "Comité de gestion", "in_force_from": "2026-01-02",
    "filing_deadline_days": "7", "quorum_percent": "50", "majority": "cast", "report_due_days": "60",
    "min_group_size": "2", "applicant_hearing": "no", "cap_resident": "900 puis 400", "cap_group": "700",
}  # fmt: skip


def test_the_coordinator_records_a_version_and_reads_the_two_side_by_side(client, fund, coordinator):
    client.force_login(coordinator)
    address = f"/gestion/{fund.slug}/reglement/"
    assert client.post(address, FORM).status_code == 302
    later = {**FORM, "in_force_from": "2026-05-01", "filing_deadline_days": "15"}
    assert client.post(address, later).status_code == 302
    page = client.get(address).text
    assert "au plus tard 15 jours" in page and "<del>Le dossier arrive au plus tard 7 jours" in page
    first = queries.in_force(fund, date(2026, 2, 1)).regulation
    caps = {kind: first.caps_of(kind) for kind in first.open_to}
    assert caps == {"resident": [90000, 40000], "group": [70000]}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("cap_resident", "beaucoup", "en chiffres"),
        ("quorum_percent", "120", "100"),
        ("in_force_from", "2025-01-01", "avant d’être adopté"),
    ],
)
def test_a_wrong_version_is_refused_in_words_and_nothing_typed_is_lost(client, fund, coordinator, field, typed, words):
    client.force_login(coordinator)
    answer = client.post(f"/gestion/{fund.slug}/reglement/", {**FORM, field: typed})
    assert answer.status_code in (200, 422)
    assert words in answer.text and typed in answer.text
    assert not fund.regulation_versions.exists()


def test_nobody_else_sees_the_page(client, fund, coordinator):
    mandate = coordinator.fundmandates.get()
    stranger = open_account(email="reg-autre@test.example", name="Autre", now=timezone.now())
    client.force_login(stranger)
    assert client.get(f"/gestion/{fund.slug}/reglement/").status_code == 404
    type(mandate).objects.filter(pk=mandate.pk).update(
        starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() - timedelta(days=1)
    )
    client.force_login(coordinator)
    assert client.get(f"/gestion/{fund.slug}/reglement/").status_code == 404


@pytest.mark.django_db
def test_the_coordinator_sets_the_year_s_themes_and_nobody_else(client):
    year, address = Fund.objects.get(slug="goutte-dor").exercises.get(), "/gestion/goutte-dor/themes/"
    client.force_login(User.objects.get(email="claire@demo.example"))
    assert "Vivre ensemble" in client.get(address).text
    assert client.post(address, {"themes": "Vivre ensemble\n\n Propreté  des rues \nVivre ensemble"}).status_code == 302
    assert list(year.themes.filter(ends_on=None).values_list("label", flat=True)) == [
        "Vivre ensemble",
        "Propreté des rues",
    ]
    assert client.post(address, {"themes": "a" * 81}).status_code == 422
    client.force_login(User.objects.get(email="fatou@demo.example"))
    assert client.get(address).status_code == 404
