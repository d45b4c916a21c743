"""V9: closed is closed, by the ORM and by raw SQL. The same writes work before the closing: the canary."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from committees.meetings.models import Absence, AgendaItem, AgendaItemKind, Meeting, Presence, Recusal
from committees.minutes import actions as minutes
from committees.minutes.models import Erratum, Minutes, MinutesFacts
from committees.votes import actions as votes
from committees.votes.models import Ballot, Decision, DecisionText, Elector, Vote
from tests.committees.world import build

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError,)
CHANGES = {
    Meeting: {"number": 99},
    AgendaItem: {"title": "Autre"},
    Presence: {"arrived_at": timezone.now()},
    Absence: {"excused_at": timezone.now()},
    Recusal: {"declared_at": timezone.now()},
    Ballot: {"present": 40},
    Decision: {"denominator": "tout le monde"},
}


@pytest.fixture
def evening():
    """A meeting with something of everything: an absence, a recusal, a departure, a vote by name, a grant."""
    from committees.meetings import actions as meetings

    world = build(members=4)
    world.file("Fête de la rue", 50000)
    absent, aside, *_rest = world.members
    meeting = world.meeting(present=[seat for seat in world.voters if seat != absent])
    chair = world.chair.person
    meetings.excuse(meeting, absent, by=chair, now=world.later())
    item = meeting.items.get()
    meetings.recuse(item, aside, by=chair, now=world.later())
    ballot = votes.open_ballot(item, mode="open", cents=50000, by=chair, now=world.later())
    for seat in (world.chair, world.secretary):
        votes.cast(ballot, "for", by=seat.person, now=world.later())
    votes.close_ballot(ballot, by=chair, now=world.later())
    world.extra["meeting"] = Meeting.objects.get(pk=meeting.pk)
    return world


def rows_of(world, model):
    """Return the rows of this evening's meeting: the demonstration's own are closed already."""
    meeting = world.extra["meeting"]
    return model.objects.filter(pk=meeting.pk) if model is Meeting else model.objects.filter(meeting=meeting)


def close(world):
    return minutes.close_meeting(world.extra["meeting"], by=world.chair.person, now=world.later())


def passes(write) -> bool:
    """Try a write in a savepoint that is always rolled back; say whether the database took it."""
    try:
        with transaction.atomic():
            write()
            raise Passed
    except Passed:
        return True
    except REFUSED:
        return False


class Passed(Exception):
    """The write went through; roll it back all the same."""


def writes(model, row):
    """Yield (way, write) for every way to change a row."""
    table, changes = model._meta.db_table, CHANGES[model]
    field, value = next(iter(changes.items()))
    column = model._meta.get_field(field).column

    def saved():
        setattr(row, field, value)
        row.save()

    def bulk():
        setattr(row, field, value)
        model.objects.bulk_update([row], [field])

    def raw(sql, *values):
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, row.pk.hex if connection.vendor == "sqlite" else row.pk])

    yield "save", saved
    yield "update", lambda: model.objects.filter(pk=row.pk).update(**changes)
    yield "bulk_update", bulk
    yield "raw update", lambda: raw(f"UPDATE {table} SET {column} = %s WHERE id = %s", value)


def deletes(model, row):
    """Yield (way, write) for every way to delete a row that nothing holds back."""
    table = model._meta.db_table
    key = row.pk.hex if connection.vendor == "sqlite" else row.pk

    def raw():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id = %s", [key])

    yield "delete", row.delete
    yield "queryset delete", lambda: model.objects.filter(pk=row.pk).delete()
    yield "_raw_delete", lambda: model.objects.filter(pk=row.pk)._raw_delete("default")
    yield "raw delete", raw


@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
def test_a_row_of_a_closed_meeting_cannot_change(evening, model):
    def row():
        return rows_of(evening, model).first()

    assert [way for way, write in writes(model, row()) if not passes(write)] == [], "before closing each must work"
    close(evening)
    assert [way for way, write in writes(model, row()) if passes(write)] == []


@pytest.mark.parametrize("model", [Presence, Absence, Recusal], ids=lambda model: model.__name__)
def test_a_row_of_a_closed_meeting_cannot_go(evening, model):
    row = rows_of(evening, model).first()
    assert [way for way, write in deletes(model, row) if not passes(write)] == [], "before closing each must work"
    row = rows_of(evening, model).first()
    close(evening)
    assert [way for way, write in deletes(model, row) if passes(write)] == []


@pytest.mark.parametrize("model", [Elector, Vote], ids=lambda model: model.__name__)
def test_a_closed_vote_keeps_its_electors_and_its_votes(evening, model):
    row = rows_of(evening, model).first()
    assert [way for way, write in deletes(model, row) if passes(write)] == []
    assert not passes(lambda: model.objects.filter(pk=row.pk).update(meeting=evening.extra["meeting"]))


def test_votes_can_be_changed_while_the_vote_is_open(evening):
    item = evening.item(evening.extra["meeting"], title="Autre")
    ballot = votes.open_ballot(item, mode="open", by=evening.chair.person, now=evening.later())
    votes.cast(ballot, "for", by=evening.chair.person, now=evening.later())
    vote = Vote.objects.get(ballot=ballot)
    assert passes(lambda: Vote.objects.filter(pk=vote.pk).update(choice="against"))
    votes.close_ballot(ballot, by=evening.chair.person, now=evening.later())
    assert not passes(lambda: Vote.objects.filter(pk=vote.pk).update(choice="against"))


def additions(world):
    """Yield (name, write) adding a row to each child of the meeting."""
    meeting, seat, at, by = world.extra["meeting"], world.secretary, timezone.now(), world.by
    item = meeting.items.first()
    yield (
        "item",
        lambda: AgendaItem.objects.create(
            meeting=meeting, kind=AgendaItemKind.INFORMATION, position=9, title="Nouvelles"
        ),
    )
    yield (
        "presence",
        lambda: Presence.objects.create(meeting=meeting, membership=world.members[0], arrived_at=at, arrived_by=by),
    )
    yield "absence", lambda: Absence.objects.create(meeting=meeting, membership=seat, excused_at=at, excused_by=by)
    yield (
        "recusal",
        lambda: Recusal.objects.create(meeting=meeting, item=item, membership=seat, declared_at=at, declared_by=by),
    )
    yield "ballot", lambda: Ballot.objects.create(meeting=meeting, item=item, mode="open")
    yield (
        "decision",
        lambda: Decision.objects.create(
            meeting=meeting, item=item, kind="opinion", reference="X", denominator="", decided_at=at, decided_by=by
        ),
    )


def test_nothing_joins_a_closed_meeting(evening):
    assert [name for name, write in additions(evening) if not passes(write)] == [], "before closing each must work"
    close(evening)
    assert [name for name, write in additions(evening) if passes(write)] == []


def test_sealed_minutes_cannot_change_but_their_words_may_be_emptied(evening):
    sealed = close(evening)
    note = minutes.add_erratum(sealed, "Lire 500 € et non 50 €.", by=evening.chair.person, now=evening.later())
    text = DecisionText.objects.get(decision__meeting=sealed.meeting)
    facts = MinutesFacts.objects.filter(minutes=sealed)
    for write in (
        lambda: Minutes.objects.filter(pk=sealed.pk).update(sha256="0" * 64),
        lambda: Minutes.objects.filter(pk=sealed.pk)._raw_delete("default"),
        lambda: facts.update(internal="{}"),
        lambda: facts.update(public="{}"),
        lambda: facts._raw_delete("default"),
        lambda: Erratum.objects.filter(pk=note.pk).update(text="Autre"),
        lambda: Erratum.objects.filter(pk=note.pk).update(number=7),
        lambda: DecisionText.objects.filter(pk=text.pk)._raw_delete("default"),
    ):
        assert not passes(write)
    assert passes(lambda: facts.update(internal=""))
    assert passes(lambda: Erratum.objects.filter(pk=note.pk).update(text=""))


def _execute(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_upsert_does_not_slip_through(evening):
    table, at = Presence._meta.db_table, timezone.now()
    columns = ", ".join(field.column for field in Presence._meta.concrete_fields)
    kept = f"SELECT {columns} FROM {table} WHERE meeting_id = %s"
    key = evening.extra["meeting"].pk.hex if connection.vendor == "sqlite" else evening.extra["meeting"].pk
    upsert = f"INSERT INTO {table} ({columns}) {kept} ON CONFLICT (id) DO UPDATE SET arrived_at = %s"
    ways = [(upsert, [key, at])]
    if connection.vendor == "sqlite":
        ways.append((f"INSERT OR REPLACE INTO {table} ({columns}) {kept}", [key]))

    def through():
        return [sql for sql, values in ways if passes(partial(_execute, sql, values))]

    assert len(through()) == len(ways), "before closing each must work"
    close(evening)
    assert through() == []
