"""The register kept by actions: appended last, gapless, verified by us and by strangers."""

import json
import subprocess
import sys
from datetime import date

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from fph import triggers
from fph.journal import exports, queries, verification
from fph.journal.actions import action, make_checkpoint, record
from fph.journal.kinds import KINDS, Kind
from fph.journal.models import Checkpoint, JournalEntry, JournalPayload, RegisterEntry
from fph.people.models import User
from fph.verdict import Refused

pytestmark = pytest.mark.django_db
VERIFIER = settings.BASE_DIR / "static" / "verify" / "verify_register.py"


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setitem(KINDS, "test.public", Kind("test.public", "{who} fait {what}.", ("who", "what")))
    monkeypatch.setitem(KINDS, "test.private", Kind("test.private", "{who} dit.", ("who",), public=False))


@pytest.fixture
def someone(db):
    return User.objects.create_user("quelquun@test.example")


@action
def act(by, kind="test.public", times=1, fail=False, **words):
    for _turn in range(times):
        record(kind, by, by=by, now=timezone.now(), **(words or {"who": "Le comité", "what": "un essai"}))
    if fail:
        raise Refused("non")


@action
def act_in_act(by):
    act(by)
    try:
        act(by, fail=True)
    except Refused:
        act(by, kind="test.private", who="Canari")


def sizes():
    return JournalEntry.objects.count(), RegisterEntry.objects.count(), queries.head()[0]


def test_nested_acts_are_one_transaction_and_leave_nothing_of_what_was_refused(someone):
    before = sizes()
    act_in_act(someone)
    assert [b - a for a, b in zip(before, sizes(), strict=True)] == [2, 2, 2]
    assert not list(verification.faults())


def test_a_refused_act_writes_nothing(someone):
    before = sizes()
    with pytest.raises(Refused):
        act(someone, times=3, fail=True)
    assert sizes() == before


def test_recording_outside_an_action_is_refused(someone):
    with pytest.raises(RuntimeError):
        record("test.public", someone, by=someone, now=timezone.now(), who="x")


def test_a_public_kind_publishes_only_the_fields_it_lists(someone):
    with pytest.raises(ValueError, match="secret"):
        act(someone, who="Le comité", what="x", secret="Canari")


def test_private_entries_disclose_only_their_commitment(someone):
    act(someone, kind="test.private", who="Canari-Prive")
    text = b"".join(exports.lines())
    assert b"Canari-Prive" not in text
    assert set(json.loads(text.splitlines()[-1])) == {"leaf", "root", "seq"}


def test_the_verifier_accepts_our_export_and_a_checkpoint_catches_a_cut_tail(someone, tmp_path):
    act(someone, times=5)
    Checkpoint.objects.all().exists()
    point = make_checkpoint(date(2031, 1, 1))
    whole, cut, check = (tmp_path / name for name in ("whole", "cut", "check"))
    whole.write_bytes(b"".join(exports.lines()))
    check.write_bytes(exports.checkpoint_file(point))
    assert stranger(whole) == stranger(whole, "--checkpoint", check) == 0
    lines = whole.read_bytes().splitlines(keepends=True)
    last = json.loads(lines[-2])
    header = exports.canonical({**json.loads(lines[0]), "root": last["root"], "size": last["seq"]}) + b"\n"
    cut.write_bytes(b"".join([header, *lines[1:-1]]))
    assert (stranger(cut), stranger(cut, "--checkpoint", check)) == (0, 1)


def stranger(path, *more):
    command = [sys.executable, "-I", "-S", VERIFIER, path, *more]
    return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode


def test_emptying_a_payload_keeps_the_register_whole(someone):
    act(someone, kind="test.private", who="Canari")
    JournalPayload.objects.filter(body__contains="Canari").update(body="", salt="")
    assert not list(verification.faults())
    assert JournalEntry.objects.latest("at").sentence()


@pytest.fixture
def unguarded(db):
    triggers.drop_all(connection)
    yield
    triggers.create_all(connection)


CHANGES = {
    ("fph_journalentry", "kind"): "'test.private'",
    ("fph_journalentry", "subject_type"): "'autre'",
    ("fph_journalentry", "subject_id"): "'00000000000000000000000000000001'",
    ("fph_journalentry", "actor"): "'00000000000000000000000000000001'",
    ("fph_journalentry", "fund"): "'00000000000000000000000000000001'",
    ("fph_journalentry", "visibility"): "'private'",
    ("fph_journalentry", "commitment"): "'" + "0" * 64 + "'",
    ("fph_journalentry", "at"): "'2020-01-01 00:00:00+00:00'",
    ("fph_journalpayload", "body"): '\'{"what":"autre","who":"Le comité"}\'',
    ("fph_journalpayload", "salt"): "'" + "1" * 64 + "'",
    ("fph_registerentry", "leaf"): "'" + "2" * 64 + "'",
    ("fph_registerentry", "root"): "'" + "3" * 64 + "'",
}


@pytest.mark.parametrize(("table", "column"), CHANGES, ids=lambda v: str(v))
def test_any_changed_row_is_named(someone, unguarded, table, column):
    act(someone, times=3)
    size = queries.head()[0]
    middle = RegisterEntry.objects.get(seq=size - 1)
    key = {"fph_journalentry": "id", "fph_journalpayload": "entry_id", "fph_registerentry": "entry_id"}[table]
    value = middle.entry_id.hex if connection.vendor == "sqlite" else str(middle.entry_id)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {CHANGES[table, column]} WHERE {key} = %s", [value])
        assert cursor.rowcount == 1
    found = [fault for fault in verification.faults() if "protection" not in fault]
    assert found and f"n° {size - 1} " in found[0]
    with pytest.raises(CommandError) as refused:
        call_command("verify_register")
    assert refused.value.returncode == 1


@pytest.mark.parametrize("table", ["fph_registerentry", "fph_journalentry", "fph_checkpoint", "fph_journalpayload"])
@pytest.mark.parametrize("statement", ["DELETE FROM {0}", "UPDATE {0} SET {1} = 'ff'"])
def test_the_database_refuses_to_rewrite(someone, table, statement):
    act(someone)
    make_checkpoint(date(2031, 1, 1))
    column = {"fph_journalentry": "commitment", "fph_journalpayload": "body"}.get(table, "root")
    with pytest.raises(Exception, match=r"append-only|emptied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column))


def test_a_missing_trigger_is_noticed(unguarded):
    assert triggers.missing(connection)
    assert "protection" in next(verification.faults())


def test_the_public_reads_the_register_and_verifies_it_in_three_clicks(client, someone):
    act(someone, who="Le comité", what="un grand essai")
    act(someone, kind="test.private", who="Canari-Prive")
    page = client.get("/registre/")
    assert page.status_code == 200 and "Le comité fait un grand essai." in page.text
    assert "Canari-Prive" not in page.text and "/registre/verifier/" in page.text
    verify = client.get("/registre/verifier/").text
    assert "/registre/registre.jsonl" in verify and "/static/verify/verify_register.py" in verify
    export = b"".join(client.get("/registre/registre.jsonl").streaming_content)
    assert export == b"".join(exports.lines())


def test_a_private_entry_has_no_page(client, someone):
    act(someone, kind="test.private", who="Canari")
    assert client.get(f"/registre/{queries.head()[0]}/").status_code == 404


def test_a_checkpoint_is_kept_for_its_day(client, someone):
    act(someone)
    first = make_checkpoint(date(2031, 1, 1))
    act(someone)
    assert make_checkpoint(date(2031, 1, 1)).size == first.size
    sent = client.get("/registre/points-de-controle/2031-01-01.json")
    assert sent.content == exports.checkpoint_file(first)
    assert client.get("/registre/points-de-controle/hier.json").status_code == 404


def test_the_register_is_read_by_stretches(client, someone):
    """Nothing is counted: the register's size gives the pages, and each shows its stretch's public acts."""
    size, _root = queries.head()
    shelves = queries.Shelves(size, 7)
    shown = [leaf.seq for number in range(1, shelves.num_pages + 1) for leaf in shelves.page(number)]
    assert shown == [leaf.seq for leaf in queries.public_leaves()]
    assert shelves.get_page("x").number == 1 and shelves.get_page("999999").number == shelves.num_pages
    assert queries.Shelves(0, 7).page(1).object_list == []
