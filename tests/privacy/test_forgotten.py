"""O7: once erased, nothing of a person is left in the database, on the disk, in a cache; what was published stays."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from committees.minutes.models import MinutesFacts, MinutesWord
from committees.minutes.queries import sealed_facts
from committees.roster.actions import unseat
from fph.files.models import private_storage
from fph.journal import verification
from fph.journal.canonical import commitment
from tests.privacy.world import build

pytestmark = pytest.mark.django_db
# What stays of each canary, with the reason.
KEPT = {
    "granted:Application.title": "published with the decision that pays for it",
    "granted:DecisionText.reasons": "emptied where it names the member, not because it tells of the applicant",
    "granted:DecisionText.conditions": "the committee's own words, which name nobody",
    "granted:DecisionText.public_reasons": "published",
    "refused:DecisionText.reasons": "emptied where it names the member, not because it tells of the applicant",
    "refused:DecisionText.conditions": "the committee's own words, which name nobody",
    "refused:DecisionText.public_reasons": "published",
    "member:Task.what": "what is to be done, which names nobody",
    "member:Amendment.title": "the name of a public act, written in the register when it is proposed",
    "fund:Fund.contact_email": "the fund's own address",
}


def left(words: dict[str, str]) -> dict[str, set[str]]:
    """Return label → the tables that hold its word, in any row of any column."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text = "\n".join(map(repr, cursor.fetchall()))
            for label in (label for label, word in words.items() if word in text):
                found.setdefault(label, set()).add(table)
    return found


def on_disk(word: str) -> list[str]:
    """Return the private files that hold a word."""
    files = [path for path in Path(private_storage().location).rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if word.encode() in path.read_bytes()]


def erase(world, who: str, capture) -> None:
    with capture(execute=True):
        call_command("erase_person", world.people[who].email, "--by", "admin@demo.example", verbosity=0)


def test_nothing_is_left_of_an_applicant(client, django_capture_on_commit_callbacks):
    world = build(timezone.now())
    client.force_login(world.people["applicant"])
    client.get("/mon-espace/")
    words = {
        label: word for label, word in world.words.items() if not label.startswith("member:") and label not in KEPT
    }
    assert set(left(words)) == set(words) - {"granted:paper", "granted:photo", "refused:paper", "refused:photo",
                                             "receipt:paper"}  # fmt: skip
    assert on_disk(words["granted:paper"])
    erase(world, "applicant", django_capture_on_commit_callbacks)
    assert left(words) == {}
    assert not [label for label, word in words.items() if on_disk(word)]
    assert not [label for label, word in words.items() if word.encode() in b"".join(map(bytes, cache._cache.values()))]
    assert client.get("/mon-espace/").status_code == 302
    assert not list(verification.faults())


def test_nothing_is_left_of_a_member_and_the_minutes_keep_their_seal(django_capture_on_commit_callbacks):
    world = build(timezone.now())
    facts = MinutesFacts.objects.get(minutes=world.sealed)
    words = {label: word for label, word in world.words.items() if label.startswith("member:") and label not in KEPT}
    assert set(left(words)) == set(words)
    unseat(world.seat, **world.act("admin", 0, 0))
    erase(world, "member", django_capture_on_commit_callbacks)
    assert left(words) == {}
    assert MinutesFacts.objects.get(minutes=world.sealed).internal == facts.internal
    read = sealed_facts(world.sealed, public=False)
    present = [person.name for body in read.present for person in body.people]
    assert present.count("(effacé)") == 1 and world.people["fatou"].name in present
    assert read.decisions[0].recusals == ("(effacé)",)
    assert not list(verification.faults())
    reader = Client()
    reader.force_login(world.people["fatou"])
    assert "(effacé)" in reader.get(f"/seances/{world.meeting.pk}/compte-rendu/").content.decode()


def test_a_word_of_the_minutes_is_the_one_that_was_sealed():
    world = build(timezone.now())
    kept = MinutesWord.objects.filter(minutes=world.sealed)
    facts = MinutesFacts.objects.get(minutes=world.sealed).internal
    assert kept.count() > 10
    assert not [
        word for word in kept if commitment(word.salt, {"text": word.text}) != word.mark or word.mark not in facts
    ]
