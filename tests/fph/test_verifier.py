"""The stand-alone verifier: what it lets through, and everything it must stop.

The exports here come from a builder of its own, so that the verifier, the register's code and the
format agree by three separate hands.
"""

import importlib.util
import io
import json
import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fph.journal import canonical as ours
from fph.journal import merkle
from tests.harness.counts import counts

SCRIPT = Path(__file__).parents[2] / "static" / "verify" / "verify_register.py"
PRIVATE, ERASED = {3, 6, 7, 12}, {4, 9}
SIZE = 12
NEWLINE = 0x0A


def load_verifier():
    spec = importlib.util.spec_from_file_location("verify_register", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = load_verifier()


# A builder of its own


def written(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def tree_root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + tree_root(leaves[:split]) + tree_root(leaves[split:])).digest()


def identifier(number):
    return str(UUID(int=number * 0x1234567890ABCDEF1234567, version=4))


def entry(seq, /, **changes):
    """A full public entry, without its leaf and root."""
    made = {
        "actor": identifier(seq) if seq % 3 else "",
        "at": f"2026-11-{seq + 10:02}T08:00:00.000000Z",
        "fund": identifier(1) if seq % 4 else "",
        "id": identifier(seq + 100),
        "kind": "application.granted",
        "subject": ["application", identifier(seq + 200)],
        "visibility": "public",
        "payload": {"cents": 125000 + seq, "mot": "« Fête »", "voix": [{"pour": 5, "non": None}, True]},
        "salt": sha256(b"salt %d" % seq).hexdigest(),
        "seq": seq,
        "v": 1,
        **changes,
    }
    return {"commitment": sha256(bytes.fromhex(made["salt"]) + written(made["payload"])).hexdigest(), **made}


def leaf_of(full):
    return sha256(b"\x00" + written({k: v for k, v in full.items() if k not in ("payload", "salt")}))


def shown(full, leaf, root):
    """The line of an entry, by what may be seen of it."""
    proof = {"leaf": leaf.hex(), "root": root.hex()}
    if full["seq"] in PRIVATE:
        return written({**proof, "seq": full["seq"]})
    if full["seq"] in ERASED:
        kept = {k: v for k, v in full.items() if k not in ("payload", "salt")}
        return written({**kept, **proof, "erased": True})
    return written({**full, **proof})


def header(size, root):
    return written({"format": "fph-register", "root": root.hex(), "size": size, "version": 1})


def build(entries):
    """The lines of an export, header first, none with its newline."""
    leaves = [leaf_of(full).digest() for full in entries]
    roots = [tree_root(leaves[: n + 1]) for n in range(len(leaves))]
    body = [shown(*row) for row in zip(entries, leaves, roots, strict=True)]
    return [header(len(entries), tree_root(leaves)), *body]


def joined(lines):
    return b"".join(line + b"\n" for line in lines)


ENTRIES = [entry(seq) for seq in range(1, SIZE + 1)]
LINES = build(ENTRIES)
EXPORT = joined(LINES)
ROOTS = [json.loads(line)["root"] for line in LINES]


@pytest.fixture
def check(monkeypatch, capsys, tmp_path):
    """Verifies these bytes, against these checkpoints; gives the exit code and what was said."""

    def run(data, *checkpoints):
        argv = ["-"]
        for number, point in enumerate(checkpoints):
            path = tmp_path / f"point-{number}.json"
            path.write_bytes(point)
            argv += ["--checkpoint", str(path)]
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        code = verifier.main(argv)
        said = capsys.readouterr()
        assert said.err == ""
        return code, said.out

    return run


@pytest.fixture
def refused(check):
    """Verifies these bytes, which must fail, naming this place."""

    def run(data, place, *checkpoints):
        code, said = check(data, *checkpoints)
        assert code == 1, said
        assert said.startswith(f"Registre altéré. {place}"), said
        assert said.count("\n") == 1

    return run


def at_line(index):
    """The place named for a fault on the line of this index, the header's being 0."""
    return f"Écriture n° {index} (ligne {index + 1})\u202f:" if index else "En-tête (ligne 1)\u202f:"


def checkpoint(size, root=None, day="2026-11-23"):
    return written({"date": day, "root": root or ROOTS[size], "size": size}) + b"\n"


def rewritten_from(seq, /, **changes):
    """A history forged with care: one entry changed, and every later root made anew."""
    return build([entry(n, **changes) if n == seq else ENTRIES[n - 1] for n in range(1, SIZE + 1)])


# Intact


def test_an_intact_register_is_said_intact(check):
    code, said = check(EXPORT)
    assert code == 0
    assert said.splitlines() == [
        f"Registre intact\u202f: 12 écritures, empreinte {ROOTS[SIZE]}",
        "contenus lisibles\u202f: 6, effacés\u202f: 2, privés\u202f: 4",
        "dernière écriture publique du 21 novembre 2026 à 8 h 00 (UTC)",
        "sans point de contrôle, une fin coupée ou un registre réécrit en entier ne se verrait pas",
    ]


@pytest.mark.parametrize(("size", "words"), [(0, "0 écriture,"), (1, "1 écriture,"), (5, "5 écritures,")])
def test_shorter_registers_are_intact_too(check, size, words):
    code, said = check(joined(build(ENTRIES[:size])))
    assert code == 0
    assert words in said
    assert ("dernière écriture du" in said) == (size > 0)


def test_the_register_code_writes_what_the_verifier_reads():
    frontier = merkle.Frontier()
    for full, line in zip(ENTRIES, LINES[1:], strict=True):
        metadata = {k: v for k, v in full.items() if k not in ("commitment", "payload", "salt", "seq", "v")}
        bound = ours.commitment(full["salt"], full["payload"])
        leaf = merkle.leaf_hash(ours.leaf_data(metadata, bound, full["seq"]))
        frontier = frontier.append(leaf)
        read = json.loads(line)
        assert (leaf.hex(), frontier.root().hex()) == (read["leaf"], read["root"])
        assert ours.canonical(read) == line


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_any_payload_the_register_takes_is_verified(payload):
    assert ours.canonical(payload) == written(payload) == verifier.canonical(payload)
    report = verifier.verify(io.BytesIO(joined(build([entry(1, payload=payload)]))), [])
    assert report.startswith("Registre intact")


def test_the_largest_and_deepest_payloads_are_verified(check):
    deep = []
    for _ in range(ours.DEPTH_LIMIT - 2):
        deep = [deep]
    large = "x" * (ours.PAYLOAD_LIMIT - len('{"a":""}'))
    for payload in ({"a": deep}, {"a": large}, {"a": 10**4299}):
        ours.commitment("00" * 32, payload)
        assert check(joined(build([entry(1, payload=payload)])))[0] == 0


# Changed


@counts("flips", (0x01, 0x20), [1 << bit for bit in range(8)])
def test_any_changed_byte_is_caught_where_it_stands(refused, flips):
    line, data = 0, bytearray(EXPORT)
    for place, byte in enumerate(EXPORT):
        for flip in flips:
            data[place] = byte ^ flip
            refused(bytes(data), at_line(line))
        data[place] = byte
        line += byte == NEWLINE


def test_any_missing_byte_or_extra_line_end_is_caught_where_it_stands(refused):
    line = 0
    for place, byte in enumerate(EXPORT):
        refused(EXPORT[:place] + EXPORT[place + 1 :], at_line(line))
        line += byte == NEWLINE
        refused(EXPORT[:place] + b"\n" + EXPORT[place:], at_line(line))


@pytest.mark.parametrize("seq", range(1, SIZE + 1))
def test_a_deleted_or_doubled_line_is_caught(refused, seq):
    following = at_line(seq) if seq < SIZE else at_line(0)
    refused(joined(LINES[:seq] + LINES[seq + 1 :]), following)
    refused(joined(LINES[: seq + 1] + LINES[seq:]), at_line(seq + 1))


@pytest.mark.parametrize("seq", range(1, SIZE + 1))
def test_a_line_of_another_register_is_caught(refused, seq):
    """A first line holds on its own: only the second can tell that it comes from elsewhere."""
    foreign = build([entry(n, salt="ab" * 32) for n in range(1, SIZE + 1)])[seq]
    refused(joined([*LINES[:seq], foreign, *LINES[seq + 1 :]]), at_line(max(seq, 2)))
    refused(joined([*LINES[:seq], foreign, *LINES[seq:]]), at_line(max(seq, 2)))


@pytest.mark.parametrize("seq", range(1, SIZE))
def test_swapped_lines_are_caught(refused, seq):
    swapped = [*LINES[:seq], LINES[seq + 1], LINES[seq], *LINES[seq + 2 :]]
    refused(joined(swapped), at_line(seq))


def with_fields(seq, /, **changes):
    return [*LINES[:seq], written({**json.loads(LINES[seq]), **changes}), *LINES[seq + 1 :]]


@pytest.mark.parametrize("seq", sorted(set(range(1, SIZE + 1)) - PRIVATE))
def test_a_new_date_is_caught(refused, seq):
    refused(joined(with_fields(seq, at="2026-11-01T08:00:00.000000Z")), at_line(seq))


def test_a_new_date_with_its_leaf_made_anew_is_caught(refused):
    redated = rewritten_from(5, at="2026-11-01T08:00:00.000000Z")
    for kept in range(5, SIZE):
        refused(joined(LINES[:5] + redated[5 : kept + 1] + LINES[kept + 1 :]), at_line(kept + 1))
    refused(joined([LINES[0], *redated[1:]]), at_line(0))


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 3},
        {"seq": True},
        {"seq": 2.0},
        {"seq": "2"},
        {"v": True},
        {"v": 2},
        {"v": 1.0},
        {"erased": True},
        {"extra": ""},
        {"actor": None},
        {"fund": []},
        {"id": ""},
        {"kind": 5},
        {"payload": []},
        {"payload": None},
        {"salt": "AB" * 32},
        {"salt": ""},
        {"leaf": ROOTS[2].upper()},
        {"root": " " + ROOTS[2]},
        {"root": None},
        {"commitment": 7},
        {"at": "2026-11-12"},
        {"at": "NoneZ"},
        {"at": "2026-11-12T08:00:00.000000"},
        {"at": "2026-11-12T08:00:00.000000+00:00"},
        {"at": 0},
        {"subject": []},
        {"subject": ["application", None]},
        {"subject": {"application": identifier(202)}},
        {"visibility": "private"},
        {"payload": {"a": 1.5}},
        {"payload": {"a": float("nan")}},
        {"payload": {"a": float("-inf")}},
    ],
)
def test_a_wrong_field_is_caught(refused, changes):
    refused(joined(with_fields(2, **changes)), at_line(2))
    refused(joined(rewritten_from(2, **changes)), at_line(2))


@pytest.mark.parametrize("changes", [{"payload": {"cents": 9}}, {"salt": "ab" * 32}])
def test_a_content_that_is_not_the_one_committed_to_is_caught(check, changes):
    """The tree is whole and the leaf is right: only the content is not the one it binds."""
    line = written({**json.loads(LINES[5]), **changes})
    code, said = check(joined([*LINES[:5], line, *LINES[6:]]))
    assert (code, said) == (1, f"Registre altéré. {at_line(5)} son contenu a été changé.\n")


@pytest.mark.parametrize("seq", [1, 3, 4])
def test_a_missing_field_is_caught(refused, seq):
    for name in json.loads(LINES[seq]):
        line = written({k: v for k, v in json.loads(LINES[seq]).items() if k != name})
        refused(joined([*LINES[:seq], line, *LINES[seq + 1 :]]), at_line(seq))


def test_the_same_object_in_another_spelling_is_caught(refused):
    line = LINES[1]
    spellings = [
        json.dumps(json.loads(line), sort_keys=True, separators=(",", ":")).encode(),
        json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False).encode(),
        json.dumps(dict(reversed(json.loads(line).items())), separators=(",", ":"), ensure_ascii=False).encode(),
        line.replace(b'"v":1', b'"v":1,"v":1'),
        line.replace(b'"seq":1', b'"seq":2,"seq":1'),
        line.replace(b'"cents":125001', b'"cents":1,"cents":125001'),
        line.replace(b'"seq":1', b'"seq":-1'),
        line + b"\r",
        b"\xef\xbb\xbf" + line,
        line.decode().encode("utf-16"),
    ]
    for spelling in spellings:
        assert spelling != line
        refused(joined([LINES[0], spelling, *LINES[2:]]), at_line(1))


def test_line_ends_are_exact(refused):
    refused(EXPORT[:-1], at_line(SIZE))
    refused(EXPORT + b"\n", at_line(SIZE + 1))
    refused(EXPORT + b"x", at_line(SIZE + 1))
    refused(EXPORT.replace(b"\n", b"\r\n"), at_line(0))
    refused(EXPORT.replace(b"\n", b"\r"), at_line(0))
    refused(b"\n" + EXPORT, at_line(0))
    refused(EXPORT + EXPORT, at_line(SIZE + 1))


# The header


@pytest.mark.parametrize(
    "changes",
    [
        {"size": SIZE - 1},
        {"size": SIZE + 1},
        {"size": -1},
        {"size": float(SIZE)},
        {"size": "12"},
        {"size": True},
        {"size": 10**4000},
        {"root": ROOTS[3]},
        {"root": ROOTS[SIZE].upper()},
        {"version": 2},
        {"version": True},
        {"format": "autre"},
        {"extra": 1},
    ],
)
def test_a_rewritten_header_is_caught(refused, changes):
    line = written({**json.loads(LINES[0]), **changes})
    refused(joined([line, *LINES[1:]]), at_line(0))


def test_a_header_is_needed(refused):
    refused(b"", at_line(0))
    refused(joined(LINES[1:]), at_line(0))
    for name in json.loads(LINES[0]):
        line = written({k: v for k, v in json.loads(LINES[0]).items() if k != name})
        refused(joined([line, *LINES[1:]]), at_line(0))


# The end, and the past


@pytest.mark.parametrize("size", range(SIZE))
def test_a_cut_end_shows_by_the_header_or_by_a_checkpoint(check, refused, size):
    """A header rewritten with care hides the cut, and only a checkpoint kept outside shows it."""
    refused(joined(LINES[: size + 1]), at_line(0))
    cut = joined([header(size, bytes.fromhex(ROOTS[size]) if size else sha256(b"").digest()), *LINES[1 : size + 1]])
    assert check(cut)[0] == 0
    code, said = check(cut, checkpoint(SIZE))
    assert code == 1
    assert said.startswith("Registre altéré. Point de contrôle du 23 novembre 2026\u202f: ")
    assert "la fin du registre a été coupée" in said


@pytest.mark.parametrize("seq", range(1, SIZE + 1))
def test_a_past_rewritten_with_care_shows_by_a_checkpoint(check, refused, seq):
    forged = joined(rewritten_from(seq, salt="cd" * 32))
    assert check(forged)[0] == 0
    place = "Point de contrôle du 1er décembre 2026\u202f: le registre a été réécrit"
    refused(forged, place, checkpoint(SIZE, day="2026-12-01"))
    assert check(forged, checkpoint(seq - 1) if seq > 1 else checkpoint(0, sha256(b"").hexdigest()))[0] == 0


def test_every_checkpoint_of_the_past_is_found_again(check):
    points = [checkpoint(size) for size in (12, 3, 7, 7)]
    code, said = check(EXPORT, *points, checkpoint(0, sha256(b"").hexdigest()))
    assert code == 0
    assert said.endswith("points de contrôle retrouvés\u202f: 5\n")


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_a_checkpoint_of_another_register_fails(refused, size):
    refused(EXPORT, "Point de contrôle du 23 novembre 2026\u202f: ", checkpoint(size, "ab" * 32))


def test_a_spoilt_checkpoint_fails(refused):
    good = checkpoint(5)
    spoilt = [b"", good[:-1], good + b"\n", good * 2, b"{}\n", b"[1]\n", b"[" * 100_000, LINES[0] + b"\n"]
    spoilt += [checkpoint(5, day=day) for day in ("2026-02-30", "20261123", "hier", "", "2026-11-23\n", 7, None)]
    spoilt += [checkpoint(5).replace(b":5}", bad) for bad in (b":-5}", b":5.0}", b":true}", b':"5"}')]
    for point in spoilt:
        refused(EXPORT, "Point de contrôle «", point)


# Anything at all


def test_garbage_is_refused_without_a_traceback(refused):
    chance = random.Random(6962)
    for _ in range(250):
        refused(chance.randbytes(chance.randrange(200)), at_line(0))
    alphabet = [
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b":",
        b",",
        b"\\",
        b"u",
        b"d800",
        b"1",
        b"e9",
        b"\n",
        b"\x00",
        b"\xff",
    ]
    for _ in range(250):
        junk = b"".join(chance.choices(alphabet, k=chance.randrange(1, 60)))
        refused(LINES[0] + b"\n" + junk, at_line(1))


def nested(depth, kind):
    opening, closing = {"list": ("[", "]"), "dict": ('{"a":', "}")}[kind]
    return (opening * depth + "1" + closing * depth).encode()


@pytest.mark.parametrize("kind", ["list", "dict"])
@pytest.mark.parametrize("depth", [*range(850, 1010, 7), 5_000, 100_000])
def test_deep_nesting_is_refused_without_a_traceback(refused, kind, depth):
    value = nested(depth, kind)
    for name in (b"at", b"payload", b"seq", b"subject"):
        line = LINES[2].replace(written(json.loads(LINES[2])[name.decode()]), value)
        refused(joined([*LINES[:2], line, *LINES[3:]]), at_line(2))
    refused(value + b"\n", at_line(0))


@pytest.mark.parametrize("digits", [25, 4300, 4301, 1_000_000])
def test_huge_numbers_are_refused_without_a_traceback(refused, digits):
    number = b"9" * digits
    refused(joined([LINES[0].replace(b'"size":12', b'"size":' + number), *LINES[1:]]), at_line(0))
    refused(joined([LINES[0], LINES[1].replace(b'"seq":1', b'"seq":' + number), *LINES[2:]]), at_line(1))
    refused(joined([LINES[0], LINES[1].replace(b"125001", b"-" + number), *LINES[2:]]), at_line(1))


@pytest.mark.parametrize("text", [b"\\ud800", b"\xed\xa0\x80", b"\xff", b"\x00", b"\\u0000", b"\\u00e9"])
def test_strange_text_is_refused_without_a_traceback(refused, text):
    refused(joined([LINES[0], LINES[1].replace("« Fête »".encode(), text), *LINES[2:]]), at_line(1))


def test_an_endless_line_is_not_read_whole(refused):
    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = b" " * len(buffer)
            self.given += len(buffer)
            return len(buffer)

    source = Endless()
    with pytest.raises(verifier.Fault):
        verifier.verify(io.BufferedReader(source), [])
    assert source.given < 2 * verifier.LINE_LIMIT


# The command


def run(*argv, python=(sys.executable,), data=None, **options):
    return subprocess.run([*python, str(SCRIPT), *map(str, argv)], input=data, capture_output=True, **options)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "registre.jsonl").write_bytes(EXPORT)
    (tmp_path / "altéré.jsonl").write_bytes(joined(with_fields(2, v=2)))
    (tmp_path / "point.json").write_bytes(checkpoint(7))
    return tmp_path


@pytest.mark.parametrize("python", [(sys.executable,), (sys.executable, "-I", "-S")])
def test_the_command_stands_alone(files, python):
    intact = run(files / "registre.jsonl", "--checkpoint", files / "point.json", python=python, cwd=files)
    assert (intact.returncode, intact.stderr) == (0, b"")
    assert intact.stdout.decode().startswith("Registre intact\u202f: 12 écritures, empreinte ")
    altered = run(files / "altéré.jsonl", python=python, cwd=files)
    assert (altered.returncode, altered.stderr) == (1, b"")
    assert "Écriture n° 2 (ligne 3)" in altered.stdout.decode()


def test_the_command_reads_standard_input():
    assert run("-", data=EXPORT).returncode == 0
    assert run("-", data=EXPORT[:-1]).returncode == 1


def test_the_command_speaks_french_whatever_the_locale(files):
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    intact = run(files / "registre.jsonl", env=environment)
    assert (intact.returncode, intact.stderr) == (0, b"")
    assert "12 écritures" in intact.stdout.decode()


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["absent.jsonl"],
        ["registre.jsonl", "--checkpoint"],
        ["registre.jsonl", "--checkpoint", "absent.json"],
        ["registre.jsonl", "point.json"],
        ["registre.jsonl", "--check", "point.json"],
        ["."],
    ],
)
def test_a_wrong_command_exits_with_two(files, argv):
    done = run(*argv, cwd=files)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(("Usage\u202f: ", "Fichier introuvable ou illisible\u202f: "))


def test_the_help_explains_the_format(files):
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, b"")
    for word in ("commitment", "RFC 6962", "--checkpoint", "fph-register"):
        assert word in done.stdout.decode()


def test_the_verifier_imports_the_standard_library_alone():
    names = {line.split()[1] for line in SCRIPT.read_text().splitlines() if line.startswith(("import ", "from "))}
    assert names <= sys.stdlib_module_names
