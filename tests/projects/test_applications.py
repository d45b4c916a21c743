"""The life of a file: numbered without a gap, moved by the table alone, its money with it, its words private."""

import json
from datetime import timedelta

import pytest
from django.core import mail

from fph.journal.kinds import KINDS, sentence
from fph.journal.models import JournalEntry
from fph.mail.models import OutboxMessage
from fph.people.actions import open_account
from fph.verdict import Refused
from projects.applications import actions, queries, rules
from projects.applications.models import Application
from projects.fund.actions import appoint
from projects.fund.queries import envelope
from tests.projects import filing
from tests.projects.filing import NOW, TODAY


@pytest.fixture
def world(db):
    return filing.build()


def public_words() -> str:
    """What the whole public register says."""
    entries = JournalEntry.objects.filter(visibility="public").select_related("payload")
    return " ".join(sentence(e.kind, json.loads(e.payload.body)) + e.payload.body for e in entries)


# --- Filing -----------------------------------------------------------------------------------------------


def test_a_file_takes_its_number_its_year_and_the_reglement_of_that_day(world):
    one = filing.filed(world)
    assert (one.number, one.state, one.submitted_at, one.submitted_by) == (
        "ES-2027-0001",
        "submitted",
        NOW,
        world.resident,
    )
    assert (one.exercise, one.regulation_version.number) == (world.exercise, 1)


def test_numbers_follow_each_other_by_fund_and_year_without_a_gap(world):
    other = filing.build("autre", "AU")
    numbers = [filing.filed(world).number, filing.filed(other).number]
    with pytest.raises(Refused):
        filing.filed(world, title="")
    small = {"requested_cents": 40000, "lines": [("expense", "Jeux", 40000)]}
    actions.withdraw(filing.filed(world, **small), by=world.resident, now=NOW)
    numbers.append(filing.filed(world, **small).number)
    assert numbers == ["ES-2027-0001", "AU-2027-0001", "ES-2027-0003"]


def test_what_misses_is_told_field_by_field_and_nothing_is_filed(world):
    one = filing.draft(world, title="", lines=[("expense", "Jeux", 60000)])
    with pytest.raises(Refused, match="2 points") as refusal:
        actions.submit(one, by=world.resident, now=NOW)
    assert [gap.field for gap in refusal.value.gaps] == ["title", "expenses"]
    one.refresh_from_db()
    assert (one.state, one.number) == ("draft", None)


def test_the_same_draft_is_filed_once(world):
    one = filing.filed(world)
    stale = Application.objects.get(pk=one.pk)
    stale.state = "draft"
    with pytest.raises(Refused):
        actions.submit(stale, by=world.resident, now=NOW)
    assert Application.objects.get(pk=one.pk).number == "ES-2027-0001"


def test_a_second_project_of_the_year_has_the_second_cap(world):
    filing.filed(world)
    with pytest.raises(Refused) as refusal:
        filing.filed(world)
    assert "2e projet" in refusal.value.gaps[0].message and "(article 4)" in refusal.value.gaps[0].message


@pytest.mark.parametrize("state", ["draft", "withdrawn", "inadmissible", "refused"])
def test_what_was_not_kept_leaves_the_rank_of_the_next_one(world, state):
    first = filing.draft(world) if state == "draft" else filing.filed(world)
    if state == "withdrawn":
        actions.withdraw(first, by=world.resident, now=NOW)
    if state == "inadmissible":
        actions.declare_inadmissible(first, "Hors sujet.", by=world.coordinator, now=NOW)
    if state == "refused":
        actions.refuse(
            actions.admit(first, by=world.coordinator, now=NOW), reference="1", by=world.coordinator, now=NOW
        )
    assert queries.rank_in_year(filing.draft(world), world.exercise) == 1


def test_the_rank_follows_the_association_by_its_number_and_the_helped_person_by_name_and_address(world):
    helper = open_account(email="aide@essai.test", name="Aide", now=NOW)
    appoint(world.fund, helper, "helper", starts_on=TODAY, by=world.admin, now=NOW)
    for address in ("1 rue A", "1 rue A", "2 rue B"):
        one = actions.start(world.fund, by=helper, now=NOW, with_helper=True)
        for step, data in filing.answers(world, lead_address=address, requested_cents=30000,
                                         lines=[("expense", "x", 30000)]).items():  # fmt: skip
            actions.save_step(one, step, data, by=helper, now=NOW)
        actions.submit(one, by=helper, now=NOW)
    ranks = [queries.rank_in_year(one) for one in Application.objects.filter(with_helper=True).order_by("number")]
    assert ranks[0] == 1 and ranks[2] == 1
    other = filing.draft(world, applicant_type="association", siret="73282932000074")
    twin = Application.objects.get(number="ES-2027-0001")
    Application.objects.filter(pk=twin.pk).update(applicant_type="association", siret="73282932000074")
    assert queries.rank_in_year(other, world.exercise) == 2


# --- Saving -----------------------------------------------------------------------------------------------


def test_a_helper_is_not_taken_for_the_person_they_help(world):
    one = actions.start(world.fund, by=world.resident, now=NOW, with_helper=True)
    assert (one.lead_name, one.lead_email) == ("", "")
    own = actions.start(world.fund, by=world.resident, now=NOW)
    assert (own.lead_name, own.lead_email, own.lead_phone) == (
        "Claire Fontaine",
        world.resident.email,
        "06 00 00 00 01",
    )


def test_a_step_saves_its_own_fields_and_refuses_those_of_another(world):
    one = actions.start(world.fund, by=world.resident, now=NOW)
    actions.save_step(one, "projet", {"title": "À moitié"}, by=world.resident, now=NOW + timedelta(hours=1))
    one.refresh_from_db()
    assert (one.title, one.summary, one.saved_at) == ("À moitié", "", NOW + timedelta(hours=1))
    for strange in ({"state": "granted"}, {"granted_cents": 1}, {"place": "ici"}, {"owner": world.admin}):
        with pytest.raises(ValueError, match="does not ask"):
            actions.save_step(one, "projet", strange, by=world.resident, now=NOW)


def test_lines_and_residents_replace_those_saved_before(world):
    one = filing.draft(world)
    actions.save_step(one, "budget", {"lines": [("in_kind", "Prêt de tables", 2000)]}, by=world.resident, now=NOW)
    actions.save_step(one, "vous", {"residents": [("Ali", "rue A"), ("Bea", "")]}, by=world.resident, now=NOW)
    dossier = Application.objects.get(pk=one.pk).dossier
    assert [(line.side, line.cents) for line in dossier.lines] == [("in_kind", 2000)]
    assert dossier.residents == ("Ali", "Bea")


def test_a_filed_file_is_not_changed_any_more(world):
    one = filing.filed(world)
    document = None
    for change in (
        lambda: actions.save_step(one, "projet", {"title": "Autre"}, by=world.resident, now=NOW),
        lambda: actions.attach(one, filing.quote(), "quote", by=world.resident, now=NOW),
    ):
        with pytest.raises(Refused, match="ne peut plus être modifié"):
            change()
    one.refresh_from_db()
    assert one.title == "Fête de la cour" and document is None and not one.attachments.exists()


# --- Documents --------------------------------------------------------------------------------------------


def test_a_document_is_joined_then_taken_back_with_its_content(world, django_capture_on_commit_callbacks):
    one = filing.draft(world)
    document = actions.attach(one, filing.quote("devis Éléonore.pdf"), "quote", by=world.resident, now=NOW)
    storage, path = document.file.content.storage, document.file.content.name
    assert storage.exists(path) and document.file.name == "devis Éléonore.pdf"
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(document, by=world.resident, now=NOW)
    assert not storage.exists(path)
    assert not one.attachments.filter(removed_at=None).exists()
    with pytest.raises(Refused, match="déjà retiré"):
        actions.detach(document, by=world.resident, now=NOW)


def test_a_file_holds_twenty_documents_at_most(world, monkeypatch):
    assert rules.may_attach(rules.MAX_FILES - 1) and not rules.may_attach(rules.MAX_FILES)
    one = filing.draft(world)
    for number in range(rules.MAX_FILES):
        actions.attach(one, filing.quote(f"{number}.pdf"), "other", by=world.resident, now=NOW)
    with pytest.raises(Refused, match="maximum"):
        actions.attach(one, filing.quote(), "other", by=world.resident, now=NOW)
    actions.detach(one.attachments.first(), by=world.resident, now=NOW)
    actions.attach(one, filing.quote(), "other", by=world.resident, now=NOW)


# --- The coordination -------------------------------------------------------------------------------------


def test_a_file_goes_back_to_be_completed_and_returns_under_the_same_number(world):
    one = filing.filed(world)
    request = actions.ask_correction(one, " Il manque un devis. ", by=world.coordinator, now=NOW)
    assert (one.state, request.message) == ("to_complete", "Il manque un devis.")
    actions.save_step(one, "projet", {"title": "Fête de toute la cour"}, by=world.resident, now=NOW)
    actions.answer_correction(one, "Le voici.", by=world.resident, now=NOW + timedelta(days=1))
    request.refresh_from_db()
    assert (one.state, one.number, one.submitted_at) == ("submitted", "ES-2027-0001", NOW)
    assert (request.answer, request.answered_by) == ("Le voici.", world.resident)
    assert actions.admit(one, by=world.coordinator, now=NOW).state == "admissible"


def test_a_file_does_not_come_back_with_a_hole(world):
    one = filing.filed(world)
    actions.ask_correction(one, "Le titre.", by=world.coordinator, now=NOW)
    actions.save_step(one, "projet", {"title": ""}, by=world.resident, now=NOW)
    with pytest.raises(Refused) as refusal:
        actions.answer_correction(one, "Voilà.", by=world.resident, now=NOW)
    assert [gap.field for gap in refusal.value.gaps] == ["title"]
    assert Application.objects.get(pk=one.pk).state == "to_complete"


@pytest.mark.parametrize("act", [actions.ask_correction, actions.declare_inadmissible])
def test_the_coordination_says_why(world, act):
    one = filing.filed(world)
    with pytest.raises(Refused, match="Écrivez"):
        act(one, "   ", by=world.coordinator, now=NOW)
    assert Application.objects.get(pk=one.pk).state == "submitted"


# --- States: each way of the table, and no other ------------------------------------------------------------


@pytest.mark.parametrize("state", rules.STATES)
def test_a_file_moves_along_the_table_and_not_otherwise(world, state):
    one = filing.filed(world)
    for target in rules.STATES:
        Application.objects.filter(pk=one.pk).update(state=state)
        open_way = target in rules.STATES[state].then
        if open_way:
            assert actions.move(one, target, by=world.admin, now=NOW).state == target
        else:
            with pytest.raises(Refused, match="n’est plus possible"):
                actions.move(one, target, by=world.admin, now=NOW)
        assert Application.objects.get(pk=one.pk).state == (target if open_way else state)


def test_every_state_has_its_words_and_every_way_leads_somewhere():
    assert set(rules.STATES) == {value for value, _words in Application._meta.get_field("state").choices}
    for stage in rules.STATES.values():
        assert set(stage.then) <= set(rules.STATES)
        assert stage.internal and stage.public and stage.sentence


def test_the_history_keeps_who_and_when_as_the_action_was_told(world):
    one = filing.admissible(world)
    last = one.history.latest()
    assert (last.history_user, last.history_date, last.history_change_reason) == (world.coordinator, NOW, "recevable")


# --- The committee's decision and the money -----------------------------------------------------------------


def test_a_grant_reserves_its_money_in_the_same_act(world):
    one = filing.admissible(world)
    actions.grant(one, cents=40000, reference="D-1", by=world.admin, now=NOW)
    assert (one.state, one.granted_cents, one.decision_reference, one.decided_by) == (
        "granted",
        40000,
        "D-1",
        world.admin,
    )
    left = envelope(world.exercise)
    assert (left.available_cents, left.reserved_cents) == (160000, 40000)


@pytest.mark.parametrize(("cents", "refused"), [(0, True), (1, False), (50000, False), (50001, True), (-5, True)])
def test_a_grant_is_more_than_nothing_and_at_most_what_was_asked(world, cents, refused):
    one = filing.admissible(world)
    if refused:
        with pytest.raises(Refused, match="montant accordé"):
            actions.grant(one, cents=cents, reference="D-1", by=world.admin, now=NOW)
    else:
        actions.grant(one, cents=cents, reference="D-1", by=world.admin, now=NOW)
    assert (Application.objects.get(pk=one.pk).state == "admissible") is refused


def test_no_grant_without_its_money(db):
    world = filing.build(money=30000)
    one = filing.admissible(world)
    with pytest.raises(Refused, match="Il reste"):
        actions.grant(one, cents=40000, reference="D-1", by=world.admin, now=NOW)
    assert Application.objects.get(pk=one.pk).state == "admissible"
    assert envelope(world.exercise).reserved_cents == 0
    assert "Fête de la cour" not in public_words()


def test_a_project_withdrawn_after_its_grant_gives_the_money_back(world):
    one = filing.admissible(world)
    actions.grant(one, cents=40000, reference="D-1", by=world.admin, now=NOW)
    actions.withdraw(one, by=world.resident, now=NOW)
    assert one.state == "withdrawn"
    assert envelope(world.exercise).available_cents == 200000


def test_a_file_put_off_can_still_be_granted_or_refused(world):
    one = filing.admissible(world)
    actions.defer(one, reference="D-1", by=world.admin, now=NOW)
    assert list(queries.eligible(world.fund)) == [one] and one.decided_at is None
    actions.refuse(one, reference="D-2", by=world.admin, now=NOW)
    assert (one.state, one.decision_reference) == ("refused", "D-2")
    assert not queries.eligible(world.fund)


# --- What the public reads ----------------------------------------------------------------------------------


def test_the_public_reads_a_number_until_the_grant_then_the_title_and_the_holder_never_a_name(world):
    one = filing.admissible(world)
    assert "Un dossier est déposé : n° ES-2027-0001." in public_words()
    for private in ("Fête de la cour", "Claire", "Fontaine"):
        assert private not in public_words()
    actions.grant(one, cents=40000, reference="D-1", by=world.admin, now=NOW)
    assert "400\u202f€ sont accordés à « Fête de la cour » (Un·e habitant·e), décision D-1." in public_words()
    assert "Claire" not in public_words() and "Fontaine" not in public_words()


def test_a_refusal_is_public_by_its_number_only(world):
    actions.refuse(filing.admissible(world), reference="D-1", by=world.admin, now=NOW)
    assert "Un projet n’est pas retenu (n° ES-2027-0001)." in public_words()
    assert "Fête de la cour" not in public_words()
    assert not queries.public_projects(world.fund)


def test_public_kinds_of_a_file_publish_nothing_but_their_listed_fields():
    fields = {name: set(kind.fields) for name, kind in KINDS.items() if name.startswith("application.") and kind.public}
    assert fields.pop("application.granted") == {
        "title", "holder", "amount", "amount_cents", "reference", "number", "body",
    }  # fmt: skip
    assert fields.pop("application.overridden") == fields.pop("application.override_taken_back") == {
        "number", "who", "article",
    }  # fmt: skip
    assert fields.pop("application.refused") == {"number", "reference", "body"}
    assert fields.pop("application.advised") == {"number", "reference", "body", "opinion", "amount_cents"}
    assert all(listed == {"number"} for listed in fields.values()) and len(fields) == 7


def test_public_projects_are_those_granted_by_year(world):
    one = filing.admissible(world)
    actions.grant(one, cents=40000, reference="D-1", by=world.admin, now=NOW)
    filing.draft(world, title="Brouillon")
    assert list(queries.public_projects(world.fund, 2027)) == [one]
    assert not queries.public_projects(world.fund, 2026)
    assert queries.granted_by_year(world.fund) == {2027: queries.Granted(1, 40000)}


# --- The story, what comes next, the messages -----------------------------------------------------------------


def test_the_story_is_told_in_order_and_nothing_is_told_twice(world):
    one = filing.filed(world)
    actions.ask_correction(one, "Un devis.", by=world.coordinator, now=NOW + timedelta(hours=1))
    actions.answer_correction(one, "Voilà.", by=world.resident, now=NOW + timedelta(hours=2))
    actions.admit(one, by=world.coordinator, now=NOW + timedelta(hours=3))
    actions.grant(one, cents=40000, reference="D-1", by=world.admin, now=NOW + timedelta(hours=4))
    assert [(event.sentence, event.tone) for event in queries.story(one)] == [
        ("Demande commencée.", "plain"),
        ("Dossier déposé sous le n° ES-2027-0001.", "info"),
        ("La coordination demande un complément : « Un devis. »", "care"),
        ("Complément envoyé : « Voilà. »", "info"),
        ("Dossier recevable : il passera devant le comité.", "good"),
        ("Le comité accorde 400\u202f€ (décision D-1).", "good"),
    ]


def test_what_comes_next_names_the_day_and_the_place(world):
    one = filing.draft(world)
    assert "jeudi 18 mars" in queries.what_comes_next(one, NOW) and "jeudi 25 mars" in queries.what_comes_next(one, NOW)
    late = NOW + timedelta(days=20)
    assert "pas encore publiée" in queries.what_comes_next(one, late)
    actions.admit(actions.submit(one, by=world.resident, now=NOW), by=world.coordinator, now=NOW)
    assert queries.what_comes_next(one, NOW) == "Le comité se réunit le jeudi 25 mars, 19\u00a0h, salle commune."


def test_filing_sends_a_dated_receipt_and_tells_the_coordination(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        filing.filed(world)
    receipt, told = sorted(mail.outbox, key=lambda message: message.to != [world.resident.email])
    assert receipt.subject == "Votre dossier ES-2027-0001 est bien arrivé"
    for words in (
        "ES-2027-0001",
        "lundi 1er mars 2027, 18\u00a0h\u00a042",
        "Fête de la cour",
        "500\u202f€",
        "/mes-projets/",
    ):
        assert words in receipt.body
    assert told.to == [world.coordinator.email] and "/gestion/essai/dossiers/" in told.body
    assert "Claire" not in receipt.subject + told.subject


def test_each_step_of_its_life_is_told_to_the_applicant_and_to_the_person_helped(world):
    one = filing.draft(world, lead_email="aidee@essai.test")
    Application.objects.filter(pk=one.pk).update(with_helper=True)
    actions.submit(one, by=world.resident, now=NOW)
    actions.ask_correction(one, "Un devis.", by=world.coordinator, now=NOW)
    actions.answer_correction(one, "Voilà.", by=world.resident, now=NOW)
    actions.admit(one, by=world.coordinator, now=NOW)
    actions.defer(one, reference="D-1", by=world.admin, now=NOW)
    actions.grant(one, cents=40000, reference="D-2", by=world.admin, now=NOW)
    actions.withdraw(one, by=world.resident, now=NOW)
    for address in (world.resident.email, "aidee@essai.test"):
        events = OutboxMessage.objects.filter(to=address).order_by("pk").values_list("event", flat=True)
        assert sorted(events) == sorted(
            f"application.{name}" for name in ("received", "correction", "admitted", "deferred", "granted", "withdrawn")
        )


# --- Erasure ------------------------------------------------------------------------------------------------


def test_a_forgotten_person_leaves_figures_and_nothing_that_names(world, django_capture_on_commit_callbacks):
    canary = "CANARI"
    words = (
        "lead_name",
        "lead_address",
        "summary",
        "benefit",
        "place",
        "host_name",
        "organisation_name",
        "renewal_note",
    )
    with django_capture_on_commit_callbacks(execute=True):
        one = filing.draft(world, title=f"{canary} titre")
        actions.attach(one, filing.quote(f"{canary}.pdf"), "quote", by=world.resident, now=NOW)
        Application.objects.filter(pk=one.pk).update(**dict.fromkeys(words, canary))
        actions.save_step(one, "vous", {"residents": [(canary, canary)]}, by=world.resident, now=NOW)
        actions.submit(one, by=world.resident, now=NOW)
        actions.ask_correction(one, canary, by=world.coordinator, now=NOW)
        actions.answer_correction(one, canary, by=world.resident, now=NOW)
        stranger = filing.filed(world, by=open_account(email="autre@essai.test", name="Autre", now=NOW))
        assert actions.forget(world.resident, by=world.admin, now=NOW) == 1
    one, stranger = Application.objects.get(pk=one.pk), Application.objects.get(pk=stranger.pk)
    assert {getattr(one, name) for name in Application.PERSONAL} == {""}
    assert (one.requested_cents, one.number, one.dossier.cents("expense")) == (50000, "ES-2027-0001", 55000)
    assert not one.residents.exists() and set(one.budget_lines.values_list("label", flat=True)) == {""}
    assert not one.attachments.get().file.name and not one.attachments.get().file.content
    for row in one.history.values():
        assert canary not in str(row)
    assert canary not in str(list(one.corrections.values()))
    for entry in JournalEntry.objects.filter(subject_id=one.pk).select_related("payload"):
        assert canary not in entry.payload.body
        assert (entry.payload.body == "") is (entry.visibility == "private")
    assert stranger.lead_name == "Claire Fontaine" and stranger.history.latest().title == "Fête de la cour"


def test_erasing_an_account_forgets_its_applications(world):
    from fph.people.actions import erase

    one = filing.filed(world)
    erase(world.resident, by=world.admin, now=NOW)
    assert Application.objects.get(pk=one.pk).lead_name == ""
