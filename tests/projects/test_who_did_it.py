"""V11. Who did it is right, whoever the thread served before and however that ended."""

import random
import threading
from collections import Counter
from itertools import count as numbers

import pytest
from django.test import Client
from django.urls import reverse

from fph.journal import history
from fph.journal.models import JournalEntry
from fph.people.models import User
from fph.people.roles import Role
from projects.applications.actions import applicant
from projects.applications.models import Application
from projects.fund.actions import opening
from projects.fund.models import Contribution, Fund
from tests.harness.counts import shared
from tests.harness.threads import together
from tests.projects.some_fund import with_role

pytestmark = pytest.mark.commits
THREADS = PEOPLE = 8
FAILS = 0.25


class Broken(Exception):
    """What the house did not expect."""


def breaking(function, chance):
    """Return a function that, one time in four, breaks once it has done its work."""

    def run(*args, **words):
        result = function(*args, **words)
        if chance.random() < FAILS:
            raise Broken
        return result

    return run


def signed_in(who: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return client


class Crowd:
    """Eight people of the demonstration's fund, all coordinators, each with a session and a draft of their own."""

    def __init__(self):
        self.fund = Fund.objects.get(slug="goutte-dor")
        self.year = self.fund.exercises.get()
        self.people = [with_role(self.fund, Role.COORDINATOR) for _ in range(PEOPLE)]
        self.cookies = [signed_in(who).cookies for who in self.people]
        self.drafts = [applicant.start(self.fund, by=who, now=who.joined_at) for who in self.people]
        self.funder = Contribution.objects.filter(exercise=self.year).first().funder
        self.words = numbers(1)

    def ask(self, place: int, what: str) -> int:
        """Let one of them post something, and return the status."""
        client = Client(raise_request_exception=False)
        client.cookies = self.cookies[place]
        return getattr(self, what)(client, self.people[place], self.drafts[place]).status_code

    def rename(self, client, who, draft):
        return client.post(reverse("my_account"), {"name": f"Personne {next(self.words)}", "phone": ""})

    def begin(self, client, who, draft):
        return client.post(reverse("start_application", args=[self.fund.slug]), {"applicant_type": "resident"})

    def write(self, client, who, draft):
        step = reverse("application_step", args=[draft.pk, "projet"])
        return client.post(step, {"title": f"Projet {next(self.words)}", "later": ""})

    def promise(self, client, who, draft):
        words = {
            "funder": self.funder.pk, "cents": "10", "agreement": who.pk.hex, "new_name": "", "new_kind": "",
            "new_siret": "",
        }  # fmt: skip
        return client.post(reverse("pledge", args=[self.fund.slug, self.year.year]), words)


ASKED = ("rename", "begin", "write", "promise")


def interleave(crowd: Crowd, requests: int) -> Counter:
    """Let eight threads serve them in turn, whoever comes; return how often each was answered what."""

    def serve(thread):
        chance = random.Random(thread)

        def run():
            return [
                (what := chance.choice(ASKED), crowd.ask(chance.randrange(PEOPLE), what))
                for _turn in range(requests // THREADS + 1)
            ]

        return run

    outcomes = together(*map(serve, range(THREADS)), patience=600)
    assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)], outcomes
    return Counter(answer for answers in outcomes for answer in answers)


def wrong_actors(crowd: Crowd) -> list[str]:
    """Return what is said to be done by another than whoever did it, in the tables, the journal and the histories."""
    ours, found = [who.pk for who in crowd.people], []
    entries = JournalEntry.objects.filter(actor__in=ours)
    for entry in entries.filter(kind="person.changed").exclude(actor=None):
        found += [f"{entry}: renamed by another"] if entry.subject_id != entry.actor else []
    owners = dict(Application.objects.values_list("pk", "owner"))
    for entry in entries.filter(kind="application.started"):
        found += [f"{entry}: begun by another"] if owners[entry.subject_id] != entry.actor else []
    for save in Application.history.filter(owner__in=ours):
        found += [f"{save.id}: saved by {save.history_user_id}"] if save.history_user_id != save.owner_id else []
    for promise in Contribution.objects.filter(pledged_by__in=ours):
        told = JournalEntry.objects.get(subject_id=promise.pk).actor
        right = promise.agreement == promise.pledged_by_id.hex == told.hex
        found += [] if right else [f"{promise.pk}: promised by {promise.pledged_by_id}, told of {told}"]
    return found


@shared("requests", 60, 1000)
def test_after_any_failure_the_next_act_has_its_own_actor(monkeypatch, requests):
    crowd = Crowd()
    before = Application.history.count()
    for module, name in ((applicant, "keep"), (opening, "record"), ("fph.people.actions", "record")):
        target = f"{module if isinstance(module, str) else module.__name__}.{name}"
        monkeypatch.setattr(target, breaking(getattr(history if name == "keep" else opening, name), random.Random(1)))
    answered = interleave(crowd, requests)
    assert {status for _what, status in answered} == {302, 500}, answered
    assert wrong_actors(crowd) == []
    promised = Contribution.objects.filter(pledged_by__in=crowd.people).count()
    assert promised == answered["promise", 302] > 0
    assert Application.history.count() > before


def test_canary_an_actor_remembered_by_the_thread_is_soon_another(monkeypatch):
    crowd, remembered = Crowd(), {}

    def keep(row, *, by, **words):
        return history.keep(row, by=remembered.setdefault(threading.get_ident(), by), **words)

    monkeypatch.setattr(applicant, "keep", keep)
    interleave(crowd, 60)
    assert wrong_actors(crowd)
