"""V8: each of the last events flipped, taken out, doubled, swapped, re-dated; both verifiers say so, at the place.

The stand-alone verifier reads 1,000 events in each of the five ways; ours reads the database, a way an event in turn.
"""

import io
import json
from datetime import date

import pytest
from django.db import connection, transaction
from django.utils import timezone

from fph import triggers
from fph.journal import exports, queries, verification
from fph.journal.actions import action, make_checkpoint, record
from fph.journal.canonical import canonical
from fph.journal.models import JournalEntry, JournalPayload, RegisterEntry
from fph.people.models import User
from tests.fph.test_verifier import verifier
from tests.harness.counts import counts

pytestmark = pytest.mark.django_db
COUNT = counts("count", 50, 1000)


@action
def live(by, count: int) -> None:
    """Write that many events, one in three private."""
    for turn in range(count):
        now = timezone.now()
        if turn % 3:
            record("organisation.added", by, by=by, now=now, name=f"Association n° {turn}")
        else:
            record("person.changed", by, by=by, now=now, what=f"mot {turn}")


@pytest.fixture
def lived(count):
    """Return the register's size before and after that many events."""
    first = queries.head()[0] + 1
    live(User.objects.create_user("quelquun@test.example"), count)
    return first, queries.head()[0]


# --- The stand-alone verifier ---------------------------------------------------------------------------------


def refused(lines: list[bytes], checkpoints=()) -> str:
    """Return what the stand-alone verifier says against these lines, or nothing."""
    try:
        verifier.verify(io.BytesIO(b"".join(lines)), list(checkpoints))
    except verifier.Fault as fault:
        return str(fault)
    return ""


def flipped(lines, seq):
    line = bytearray(lines[seq])
    line[(seq * 7919) % (len(line) - 1)] ^= 1 << seq % 8
    return [*lines[:seq], bytes(line), *lines[seq + 1 :]]


def taken_out(lines, seq):
    return [*lines[:seq], *lines[seq + 1 :]]


def doubled(lines, seq):
    return [*lines[: seq + 1], lines[seq], *lines[seq + 1 :]]


def swapped(lines, seq):
    return [*lines[: seq - 1], lines[seq], lines[seq - 1], *lines[seq + 1 :]]


def redated(lines, seq):
    """Change an event's date; a private one shows no date, and gets the leaf of the one before."""
    line = json.loads(lines[seq])
    changed = {"at": line["at"].replace("2", "1", 1)} if "at" in line else {"leaf": json.loads(lines[seq - 1])["leaf"]}
    return [*lines[:seq], canonical({**line, **changed}) + b"\n", *lines[seq + 1 :]]


def near(seq: int, fault: str) -> bool:
    """Say whether a fault names that event, the one beside it, or the header when the last one is gone."""
    return fault.startswith("En-tête") or any(f"n° {place} " in fault for place in (seq - 1, seq, seq + 1))


@pytest.mark.once
@COUNT
@pytest.mark.parametrize("tamper", [flipped, taken_out, doubled, swapped, redated], ids=lambda f: f.__name__)
def test_a_stranger_sees_each_event_that_was_touched(lived, count, tamper):
    lines = list(exports.lines())
    first, last = lived
    assert not refused(lines)
    unseen = [seq for seq in range(first, last + 1) if not near(seq, refused(tamper(lines, seq)))]
    assert not unseen


@COUNT
def test_a_cut_end_is_seen_with_a_checkpoint_kept_elsewhere_and_only_so(lived, count):
    lines = list(exports.lines())
    first, last = lived
    kept = json.loads(exports.checkpoint_file(make_checkpoint(date(2031, 1, 1))))
    step = max(1, count // 50)
    for size in range(first, last, step):
        end = json.loads(lines[size])
        header = canonical({**json.loads(lines[0]), "root": end["root"], "size": size}) + b"\n"
        cut = [header, *lines[1 : size + 1]]
        assert not refused(cut), "a whole register that stops sooner: nothing in it says so"
        assert refused(cut, [kept])


# --- Ours, on the database ------------------------------------------------------------------------------------


def execute(sql: str, *values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def flip_row(leaf):
    """Change one character of what the event says, or of its hash."""
    payload = JournalPayload.objects.filter(pk=leaf.entry_id)
    if leaf.seq % 2:
        assert payload.update(salt=("1" if leaf.entry.payload.salt[0] != "1" else "2") + leaf.entry.payload.salt[1:])
    else:
        assert payload.update(body=leaf.entry.payload.body.replace("n", "m").replace("mot", "nom"))


def take_row_out(leaf):
    assert execute("DELETE FROM fph_registerentry WHERE seq = %s", leaf.seq)


def put_row_in(leaf):
    """Push what follows one place on, and write the event a second time under an entry of its own."""
    assert execute("UPDATE fph_registerentry SET seq = -seq - 1 WHERE seq > %s", leaf.seq) or True
    execute("UPDATE fph_registerentry SET seq = -seq WHERE seq < 0")
    entry = JournalEntry.objects.get(pk=leaf.entry_id)
    body = entry.payload.body
    entry.pk = None
    entry.id = JournalEntry._meta.pk.get_default()
    entry.save(force_insert=True)
    JournalPayload.objects.create(entry=entry, body=body, salt=leaf.entry.payload.salt)
    RegisterEntry.objects.create(seq=leaf.seq + 1, entry=entry, leaf=leaf.leaf, root=leaf.root)


def swap_rows(leaf):
    before = RegisterEntry.objects.get(seq=leaf.seq - 1)
    for old, new in ((leaf.seq, -1), (before.seq, leaf.seq), (-1, before.seq)):
        assert execute("UPDATE fph_registerentry SET seq = %s WHERE seq = %s", new, old)


def redate_row(leaf):
    assert JournalEntry.objects.filter(pk=leaf.entry_id).update(at=leaf.entry.at.replace(year=2020))


TOUCHES = (flip_row, take_row_out, put_row_in, swap_rows, redate_row)


@pytest.mark.once
@COUNT
def test_the_house_sees_each_event_that_was_touched(lived, count):
    first, last = lived
    assert not list(verification.faults())
    triggers.drop_all(connection)
    try:
        unseen = [seq for seq in range(first, last + 1) if not seen(seq, TOUCHES[seq % len(TOUCHES)])]
    finally:
        triggers.create_all(connection)
    assert not unseen
    assert not list(verification.faults())


def seen(seq: int, touch) -> bool:
    """Touch an event, ask, and put it back; say whether the fault was found, there or one place beside."""
    with transaction.atomic():
        touch(RegisterEntry.objects.select_related("entry__payload").get(seq=seq))
        found = [fault for fault in verification.faults() if "protection" not in fault]
        transaction.set_rollback(True)
    return bool(found) and near(seq, found[0])
