"""Passing over a rule: who may, what it opens, how it is said, what stays; by the coordination, and in the file."""

import threading
from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fph.journal import verification
from fph.journal.models import JournalEntry
from fph.people import actions as people
from fph.verdict import Refused
from projects.applications import actions, queries, rules
from projects.applications.models import Application, Override
from projects.regulation.rules import Finding
from tests.harness.threads import together
from tests.projects import filing
from tests.projects.exceptions_world import WHY, build
from tests.projects.filing import NOW

STATES = tuple(rules.STATES)
PASSERS = ((), ("coordinator",), ("committee",), ("coordinator", "committee"))


def finding(override=(), severity="block", **more):
    said = {"rule": "cap_per_project", "article": "4", "message": "Trop.", "field": "requested_cents"} | more
    return Finding(severity=severity, override=override, **said)


# --- The rules ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("passers", "role"), list(product(PASSERS, ("coordinator", "committee"))))
def test_who_may_pass_over_and_when(passers, role):
    """The whole table: who the rule names, who asks, in which state; written again here, the other way round."""
    asked = finding(passers)
    for state in STATES:
        verdict = rules.may_override(asked, role, state=state, reason=WHY)
        open_to = {"coordinator": {"submitted", "admissible", "deferred"}, "committee": {"admissible", "deferred"}}[
            role
        ]
        assert bool(verdict) == (role in passers and state in open_to), (state, verdict.reason)
        assert verdict or verdict.article == "4"


@pytest.mark.parametrize(("asked", "role", "words"), [
    (finding(), "committee", "L’article 4 ne permet pas de passer outre."),
    (finding(("committee",)), "coordinator", "Seul le comité peut passer outre (article 4)."),
    (finding(("coordinator",)), "committee", "Seule la coordination peut passer outre (article 4)."),
    (finding(PASSERS[2], severity="warn"), "committee", "L’article 4 n’arrête pas ce dossier : il n’y a rien à passer outre."),
    (None, "committee", "Le règlement ne reproche plus cela à ce dossier : rechargez la page."),
])  # fmt: skip
def test_a_refusal_names_the_article(asked, role, words):
    assert rules.may_override(asked, role, state="submitted", reason=WHY).reason == words


def test_a_reason_is_a_few_words_and_once_is_enough():
    asked = finding(("coordinator",))
    short = rules.may_override(asked, "coordinator", state="submitted", reason=" Oui, bien ")
    assert not short and [gap.field for gap in short.gaps] == ["reason"]
    made = rules.Passed("cap_per_project", "4", "Trop.", "coordinator")
    again = rules.may_override(asked, "coordinator", state="submitted", reason=WHY, passed=[made])
    assert again.reason == "C’est déjà fait : ce dossier passe outre à l’article 4."
    changed = finding(("coordinator",), message="Beaucoup trop.")
    assert rules.may_override(changed, "coordinator", state="submitted", reason=WHY, passed=[made])


@pytest.mark.parametrize(("role", "state", "may"), [
    *(("coordinator", state, state in ("submitted", "to_complete")) for state in STATES),
    *(("committee", state, state in ("admissible", "deferred")) for state in STATES),
])  # fmt: skip
def test_it_is_taken_back_before_what_rests_on_it(role, state, may):
    assert bool(rules.may_take_back(role, state=state, withdrawn=False)) == may
    assert not rules.may_take_back(role, state=state, withdrawn=True)


@pytest.mark.parametrize(("cents", "may"), [(1, True), (40_000, True), (40_001, False), (0, False)])
def test_a_rule_about_the_amount_stops_only_what_is_above(cents, may):
    cap = finding(("committee",), limit_cents=40_000)
    assert bool(rules.may_vote_on([cap], cents)) == may


def test_any_other_rule_stops_the_vote_whatever_the_amount():
    for other in (finding(("committee",), field="expenses", limit_cents=40_000),
                  finding(("committee",), rule="floor_per_project", limit_cents=10_000)):  # fmt: skip
        assert "article 4" in rules.may_vote_on([other], 1).reason
    alone = rules.may_vote_on([finding(("coordinator",), field="expenses")], 1)
    assert "seule la coordination" in alone.reason


@pytest.mark.parametrize(("passers", "may"), [(("coordinator",), False), (("committee",), True), (PASSERS[3], True)])
def test_what_only_the_coordination_may_pass_over_stops_at_its_desk(passers, may):
    verdict = rules.may_admit([finding(passers)])
    assert bool(verdict) == may and (may or "L’article 4 ne le permet pas" in verdict.reason)


def test_what_does_not_block_or_was_passed_over_is_not_in_question():
    told = [
        finding(),
        finding(("committee",), severity="warn"),
        finding(("committee",)),
        finding(("committee",), rule="x"),
    ]
    made = rules.Passed("x", "4", "Trop.", "committee")
    assert rules.in_question(told, [made]) == [told[2]]


# --- In a fund that says it -----------------------------------------------------------------------------


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=2))
    return build()


def at(name, world, file, *more) -> str:
    return reverse(name, args=[world.filing.fund.slug, file.pk, *more])


def test_what_nobody_may_pass_over_still_stops_the_filing(world):
    with pytest.raises(Refused) as refused:
        world.filed(30_000, applicant_type="group", residents=[("Bo Frêne", "")])
    assert any("article 2" in gap.message for gap in refused.value.gaps)


def test_what_the_committee_may_pass_over_is_filed_and_goes_before_it(world):
    file = world.admissible(50_000)
    assert file.state == "admissible"
    left = queries.exceptions(file).left
    assert [found.rule for found in left] == ["cap_per_project"]
    assert queries.exceptions(file).awaited == ["Le comité doit se prononcer sur l’article 4."]


def test_the_coordination_passes_over_before_it_admits(world):
    file = world.filed(5_000)
    with pytest.raises(Refused, match="L’article 5 ne le permet pas"):
        actions.admit(file, by=world.filing.coordinator, now=NOW)
    with pytest.raises(Refused, match=r"Seule la coordination peut passer outre \(article 5\)"):
        world.pass_over(file, "floor_per_project", "committee")
    made = world.pass_over(file, "floor_per_project", "coordinator")
    assert (made.article, made.role, made.reason, made.made_by) == ("5", "coordinator", WHY, world.filing.coordinator)
    assert made.regulation_version == file.regulation_version and "100" in made.finding
    assert actions.admit(file, by=world.filing.coordinator, now=NOW).state == "admissible"
    with pytest.raises(Refused, match="dit recevable sur cette base"):
        actions.take_back(made, by=world.filing.coordinator, now=NOW)


def test_taken_back_the_rule_holds_again_and_the_row_stays(world):
    file = world.filed(5_000)
    made = world.pass_over(file, "floor_per_project", "coordinator")
    actions.take_back(made, by=world.filing.coordinator, now=NOW + timedelta(hours=1))
    with pytest.raises(Refused, match="article 5"):
        actions.admit(file, by=world.filing.coordinator, now=NOW)
    with pytest.raises(Refused, match="déjà retiré"):
        actions.take_back(made, by=world.filing.coordinator, now=NOW)
    world.pass_over(file, "floor_per_project", "coordinator")
    assert list(file.overrides.values_list("withdrawn_by", flat=True)) == [world.filing.coordinator.pk, None]


def test_a_second_project_of_the_year_is_the_coordinations_or_the_committees_to_pass(world):
    world.filed()
    second = world.filed(now=NOW + timedelta(minutes=5))
    assert actions.admit(second, by=world.filing.coordinator, now=NOW).state == "admissible"
    assert [found.article for found in queries.exceptions(second).for_committee] == ["6"]
    assert world.pass_over(second, "max_per_applicant_per_year", "committee").role == "committee"
    with pytest.raises(Refused, match="C’est déjà fait"):
        world.pass_over(second, "max_per_applicant_per_year", "coordinator")


def test_what_blocks_again_once_admissible_is_still_the_coordinations_to_pass_over(world):
    """The first project is withdrawn: the second is the first, its breach another, and nobody is stuck."""
    first = world.filed()
    second = world.filed(now=NOW + timedelta(minutes=5))
    third = world.filed(now=NOW + timedelta(minutes=10))
    world.pass_over(third, "max_per_applicant_per_year", "coordinator")
    actions.admit(third, by=world.filing.coordinator, now=NOW)
    actions.withdraw(first, by=first.owner, now=NOW)
    assert [found.article for found in queries.exceptions(third).left] == ["6"]
    made = world.pass_over(third, "max_per_applicant_per_year", "coordinator")
    assert queries.exceptions(third).passed == (made,) and not queries.exceptions(third).left
    assert third.overrides.count() == 2 and second.overrides.count() == 0


def test_a_file_that_changes_is_to_be_passed_over_again(world):
    file, by = world.filed(5_000), world.filing.coordinator
    world.pass_over(file, "floor_per_project", "coordinator")
    actions.ask_correction(file, "Le montant est-il juste ?", by=by, now=NOW)
    lower = {"requested_cents": 4_000, "lines": [("expense", "Jeux", 4_000)]}
    actions.save_step(file, "budget", lower, by=file.owner, now=NOW)
    actions.answer_correction(file, "Non, quarante euros.", by=file.owner, now=NOW)
    assert not queries.exceptions(file).passed and len(queries.exceptions(file).left) == 1
    assert file.overrides.get().withdrawn_by == file.owner
    with pytest.raises(Refused, match="article 5"):
        actions.admit(file, by=by, now=NOW)


def test_an_answer_that_changes_nothing_of_it_leaves_it_standing(world):
    file = world.filed(5_000)
    made = world.pass_over(file, "floor_per_project", "coordinator")
    actions.ask_correction(file, "Joignez le devis.", by=world.filing.coordinator, now=NOW)
    actions.answer_correction(file, "Le voici.", by=file.owner, now=NOW)
    assert queries.exceptions(file).passed == (made,)


def test_it_is_in_the_register_without_its_reason_and_in_the_journal_with_it(world):
    file = world.filed(5_000)
    world.pass_over(file, "floor_per_project", "coordinator")
    public = JournalEntry.objects.get(kind="application.overridden", subject_id=file.pk)
    private = JournalEntry.objects.get(kind="application.overridden_because", subject_id=file.pk)
    assert (public.visibility, private.visibility) == ("public", "private")
    assert WHY not in public.payload.body and "la coordination" in public.payload.body
    assert WHY in private.payload.body
    assert list(verification.faults()) == []


def test_erased_the_reason_goes_and_the_rest_stays(world, django_capture_on_commit_callbacks):
    file = world.filed(5_000)
    world.pass_over(file, "floor_per_project", "coordinator", "Claire Fontaine débute, aidons-la.")
    with django_capture_on_commit_callbacks(execute=True):
        people.erase(file.owner, by=world.filing.admin, now=NOW)
    kept = file.overrides.get()
    assert list(verification.faults()) == []
    assert (kept.reason, kept.article, kept.role) == ("", "5", "coordinator") and kept.finding


def test_a_row_is_never_rewritten(world):
    made = world.pass_over(world.filed(5_000), "floor_per_project", "coordinator")
    for change in ({"reason": "Autre chose."}, {"article": "9"}, {"role": "committee"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Override.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.filter(pk=made.pk)._raw_delete("default")


# --- On its pages ---------------------------------------------------------------------------------------


def test_the_resident_is_told_before_filing_and_files(client, world):
    draft = filing.draft(world.filing, requested_cents=50_000, lines=[("expense", "Jeux", 50_000)])
    client.force_login(world.filing.resident)
    page = client.get(reverse("application_step", args=[draft.pk, "verification"])).text
    assert "L’article 4 ne le permet pas, sauf accord du comité : votre dossier sera examiné." in page
    sent = client.post(
        reverse("submit_application", args=[draft.pk]), dict.fromkeys(rules.DECLARATIONS, "on"), follow=True
    )
    assert "Votre demande est déposée" in sent.text and "Le comité doit se prononcer sur l’article 4." in sent.text


def test_the_coordination_passes_over_on_the_page_of_the_file(client, world):
    file = world.filed(5_000)
    client.force_login(world.filing.coordinator)
    page = client.get(at("review", world, file)).text
    assert "La coordination doit se prononcer sur l’article 5." in page and "Passer outre à l’article 5" in page
    refused = client.post(at("admit_application", world, file), follow=True)
    assert "L’article 5 ne le permet pas" in refused.text
    short = client.post(at("pass_over", world, file), {"rule": "floor_per_project", "reason": "Parce que"})
    assert short.status_code == 422 and "Parce que</textarea>" in short.text and 'class="error-summary"' in short.text
    done = client.post(at("pass_over", world, file), {"rule": "floor_per_project", "reason": WHY}, follow=True)
    assert WHY in done.text and "Passé outre par la coordination" in done.text
    back = client.post(at("take_back_override", world, file), {"override": file.overrides.get().pk}, follow=True)
    assert "l’article 5 vaut de nouveau" in back.text
    client.post(at("pass_over", world, file), {"rule": "floor_per_project", "reason": WHY})
    assert "recevable" in client.post(at("admit_application", world, file), follow=True).text
    client.force_login(world.filing.resident)
    own = client.get(reverse("application", args=[file.pk])).text
    assert WHY in own and "Passé outre par la coordination" in own and "Ne plus passer outre" not in own


def test_the_committees_rules_have_no_button_at_the_coordinations_desk(client, world):
    file = world.filed(50_000)
    client.force_login(world.filing.coordinator)
    assert "Passer outre à" not in client.get(at("review", world, file)).text
    refused = client.post(at("pass_over", world, file), {"rule": "cap_per_project", "reason": WHY})
    assert refused.status_code == 422 and "Seul le comité peut passer outre (article 4)." in refused.text
    unknown = client.post(at("pass_over", world, file), {"rule": "inconnue", "reason": WHY})
    assert unknown.status_code == 422 and not file.overrides.exists()


def test_who_does_not_review_passes_nothing_over(client, world):
    file = world.filed(5_000)
    made = world.pass_over(file, "floor_per_project", "coordinator")
    for person in (
        world.filing.resident,
        world.chair.person,
        world.member.person,
        filing.build("autre", "AU").coordinator,
    ):
        client.force_login(person)
        assert (
            client.post(at("pass_over", world, file), {"rule": "floor_per_project", "reason": WHY}).status_code == 404
        )
        assert client.post(at("take_back_override", world, file), {"override": made.pk}).status_code == 404
    client.force_login(world.filing.coordinator)
    for wrong in ("", "x", str(file.pk)):
        assert (
            "Rien à retirer"
            in client.post(at("take_back_override", world, file), {"override": wrong}, follow=True).text
        )
    made.refresh_from_db()
    assert made.withdrawn_at is None


# --- At once --------------------------------------------------------------------------------------------


def at_once(world, file):
    return world.pass_over(Application.objects.get(pk=file.pk), "floor_per_project", "coordinator")


@pytest.mark.commits
def test_four_who_pass_over_at_once_leave_one(committed_db):
    world = build()
    file = world.filed(5_000)
    outcomes = together(*[lambda: at_once(world, file)] * 4)
    assert sorted(type(one).__name__ for one in outcomes) == ["Override", "Refused", "Refused", "Refused"], outcomes
    assert file.overrides.count() == 1


@pytest.mark.commits
def test_canary_four_who_look_before_they_pass_over_are_stopped_by_the_table_alone(committed_db):
    """What the constraint is for: each of the four finds nothing yet."""
    world = build()
    file, everybody_has_looked = world.filed(5_000), threading.Barrier(4)

    def careless():
        unused = not Override.objects.filter(application=file).exists()
        everybody_has_looked.wait()
        assert unused
        return Override.objects.create(
            application=file, regulation_version=file.regulation_version, parameter="floor_per_project", article="5",
            finding="Trop peu.", role="coordinator", reason=WHY, made_at=NOW, made_by=world.filing.coordinator,
        )  # fmt: skip

    outcomes = [type(outcome) for outcome in together(*[careless] * 4)]
    assert (outcomes.count(Override), outcomes.count(IntegrityError)) == (1, 3)
