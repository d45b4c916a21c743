"""The Merkle tree against the published vectors of RFC 6962, and the register's one spelling."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fph.journal.canonical import DEPTH_LIMIT, PAYLOAD_LIMIT, canonical, commitment, leaf_data
from fph.journal.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

VECTORS = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
]
LEAVES = [leaf_hash(bytes.fromhex(data)) for data, _ in VECTORS]
ROOTS = [bytes.fromhex(expected) for _, expected in VECTORS]

PROOFS = {
    "leaf 6 of 8": (
        inclusion_proof(LEAVES, 5),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    "leaf 3 of 3": (inclusion_proof(LEAVES[:3], 2), [VECTORS[1][1]]),
    "leaf 2 of 5": (
        inclusion_proof(LEAVES[:5], 1),
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    "1 to 8": (
        consistency_proof(LEAVES, 1),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    "6 to 8": (
        consistency_proof(LEAVES, 6),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    "2 to 5": (
        consistency_proof(LEAVES[:5], 2),
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
}
SIZES = [pytest.param(60, marks=pytest.mark.few), pytest.param(200, marks=pytest.mark.proof)]


def some_leaves(size):
    return [leaf_hash(b"%d" % number) for number in range(size)]


def spoilt(proof):
    """Every proof one step away from this one: a hash changed, dropped, doubled or moved."""
    for place, step in enumerate(proof):
        yield [*proof[:place], bytes([step[0] ^ 1, *step[1:]]), *proof[place + 1 :]]
        yield [*proof[:place], *proof[place + 1 :]]
        yield [*proof[:place], step, *proof[place:]]
    yield [*proof, EMPTY_ROOT]
    if len(proof) > 1:
        yield proof[::-1]


# The tree


def test_the_empty_root_is_the_hash_of_nothing():
    assert root([]) == Frontier().root() == sha256(b"").digest() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_published(size):
    assert root(LEAVES[:size]) == ROOTS[size - 1]
    assert Frontier().extend(LEAVES[:size]).root() == ROOTS[size - 1]


@pytest.mark.parametrize("case", PROOFS)
def test_proofs_are_those_published(case):
    proof, expected = PROOFS[case]
    assert [step.hex() for step in proof] == expected


def test_the_frontier_keeps_the_root_of_the_definition():
    leaves, frontier = some_leaves(130), Frontier()
    for size, leaf in enumerate(leaves):
        assert (frontier.size, frontier.root()) == (size, root(leaves[:size]))
        assert Frontier.decode(frontier.encode()) == frontier
        frontier = frontier.append(leaf)


def test_a_frontier_is_stored_as_hex_text():
    assert Frontier().encode() == "00" * 8
    assert Frontier().extend(LEAVES[:3]).encode() == f"{3:016x}{ROOTS[1].hex()}{LEAVES[2].hex()}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00",
        "zz" * 8,
        f"{1:016x}",
        f"{0:016x}" + "ab" * 32,
        f"{1:016x}" + "AB" * 32,
        f"{1:016x} " + "ab" * 32,
        f"{3:016x}" + "ab" * 63,
        f"{1:016x}" + "ab" * 33,
    ],
)
def test_another_text_is_no_frontier(text):
    with pytest.raises(ValueError):
        Frontier.decode(text)


# Proofs


@pytest.mark.parametrize("limit", SIZES)
def test_every_inclusion_proof_holds(limit):
    leaves = some_leaves(limit)
    for size in range(1, limit + 1):
        top = root(leaves[:size])
        for index in range(size):
            proof = inclusion_proof(leaves[:size], index)
            assert verify_inclusion(leaves[index], index, size, proof, top)
            assert not verify_inclusion(leaves[index - 1], index, size, proof, top) or size == 1


@pytest.mark.parametrize("limit", SIZES)
def test_every_consistency_proof_holds(limit):
    leaves = some_leaves(limit)
    roots = [root(leaves[:size]) for size in range(limit + 1)]
    for new in range(limit + 1):
        for old in range(new + 1):
            proof = consistency_proof(leaves[:new], old)
            assert verify_consistency(old, roots[old], new, roots[new], proof)
            assert old == 0 or not verify_consistency(old, EMPTY_ROOT, new, roots[new], proof)
            assert old in (0, new) or not verify_consistency(old, roots[old], new, EMPTY_ROOT, proof)


@pytest.mark.parametrize("size", range(1, 18))
def test_a_spoilt_proof_shows_nothing(size):
    leaves = some_leaves(size)
    top = root(leaves)
    for place in range(size):
        for proof in spoilt(inclusion_proof(leaves, place)):
            assert not verify_inclusion(leaves[place], place, size, proof, top)
        for proof in spoilt(consistency_proof(leaves, place)):
            assert not verify_consistency(place, root(leaves[:place]), size, top, proof)


@pytest.mark.parametrize("old", range(1, 12))
def test_a_rewritten_past_has_no_consistency_proof(old):
    leaves = some_leaves(12)
    rewritten = [leaf_hash(b"another past"), *leaves[1:]]
    proof = consistency_proof(rewritten, old)
    assert not verify_consistency(old, root(leaves[:old]), 12, root(rewritten), proof)


def test_places_outside_the_tree_have_no_proof():
    for index in (-1, 8):
        assert not verify_inclusion(LEAVES[0], index, 8, inclusion_proof(LEAVES, 0), ROOTS[7])
        with pytest.raises(IndexError):
            inclusion_proof(LEAVES, index)
    for size in (-1, 9):
        assert not verify_consistency(size, ROOTS[0], 8, ROOTS[7], [])
        with pytest.raises(IndexError):
            consistency_proof(LEAVES, size)


# The one spelling

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_the_spelling_is_fixed():
    value = {"é": "e\u0301 \u2028\x7f<", "b": [1, True, None, {}], "a": '"\\\n\x01', "A": -5}
    expected = '{"A":-5,"a":"\\"\\\\\\n\\u0001","b":[1,true,null,{}],"é":"e\u0301 \u2028\x7f<"}'
    assert canonical(value) == expected.encode()


@given(JSON_VALUES)
def test_what_is_written_reads_back_and_is_written_the_same(value):
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written
    assert b"\n" not in written


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), float("inf"), b"", (), {1}, {1: 2}, {None: 1}, {True: 1}, [[{"a": 0.5}]], object()],
)
def test_foreign_values_are_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, ["ok", "a\udc80"], [10**5000]])
def test_values_that_no_reader_could_read_are_refused(value):
    with pytest.raises(ValueError):
        canonical(value)


def test_nesting_has_a_limit():
    deep = 1
    for _ in range(DEPTH_LIMIT):
        deep = [deep]
    assert canonical(deep) == b"[" * DEPTH_LIMIT + b"1" + b"]" * DEPTH_LIMIT
    endless = []
    endless.append(endless)
    for value in ([deep], {"a": deep}, endless):
        with pytest.raises(ValueError):
            canonical(value)


# Commitments and leaves

SALT = "0f" * 32
METADATA = {
    "actor": "",
    "at": "2026-11-23T08:00:00.000000Z",
    "fund": "6f1c1f5e-3f0a-4a57-9a3d-0f6f0c6a7b01",
    "id": "6f1c1f5e-3f0a-4a57-9a3d-0f6f0c6a7b02",
    "kind": "application.granted",
    "subject": ["application", "6f1c1f5e-3f0a-4a57-9a3d-0f6f0c6a7b03"],
    "visibility": "private",
}


def test_a_commitment_binds_salt_and_payload():
    expected = sha256(bytes.fromhex(SALT) + b'{"a":1}').hexdigest()
    assert commitment(SALT, {"a": 1}) == expected
    assert commitment("f0" * 32, {"a": 1}) != expected != commitment(SALT, {"a": 2})


@pytest.mark.parametrize("salt", ["", "0f" * 31, "0F" * 32, "0f" * 33, "0f" * 32 + "\n", None, b"0f" * 32])
def test_a_salt_is_thirty_two_bytes_in_lowercase_hex(salt):
    with pytest.raises(ValueError):
        commitment(salt, {})


@pytest.mark.parametrize("payload", [[], None, "text", {"a": 1.5}])
def test_a_payload_is_a_canonical_object(payload):
    with pytest.raises(TypeError):
        commitment(SALT, payload)


def test_a_payload_has_a_largest_size():
    fits = {"a": "x" * (PAYLOAD_LIMIT - len('{"a":""}'))}
    assert commitment(SALT, fits)
    with pytest.raises(ValueError, match=str(PAYLOAD_LIMIT)):
        commitment(SALT, {"a": fits["a"] + "x"})


def test_leaf_data_is_metadata_commitment_number_and_version():
    written = leaf_data(METADATA, "ab" * 32, 7)
    assert json.loads(written) == {**METADATA, "commitment": "ab" * 32, "seq": 7, "v": 1}
    assert written == canonical(json.loads(written))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("actor", None),
        ("actor", "someone"),
        ("at", "2026-11-23T08:00:00Z"),
        ("at", "2026-11-23T08:00:00.000000"),
        ("at", "2026-11-23T08:00:00.000000+00:00Z"),
        ("at", "2026-02-30T08:00:00.000000Z"),
        ("at", "NoneZ"),
        ("at", datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ("fund", METADATA["fund"].upper()),
        ("id", ""),
        ("kind", ""),
        ("kind", "Subvention accordée"),
        ("subject", ("application", METADATA["id"])),
        ("subject", ["application"]),
        ("subject", ["application", 12]),
        ("visibility", "secret"),
        ("seq", 1),
        ("extra", ""),
    ],
)
def test_metadata_the_verifier_would_refuse_is_refused(name, value):
    with pytest.raises(ValueError, match=name):
        leaf_data({**METADATA, name: value}, "ab" * 32, 1)


@pytest.mark.parametrize("name", METADATA)
def test_metadata_misses_nothing(name):
    with pytest.raises(ValueError, match=name):
        leaf_data({key: value for key, value in METADATA.items() if key != name}, "ab" * 32, 1)


@pytest.mark.parametrize(("commitment_hex", "seq"), [("AB" * 32, 1), ("", 1), ("ab" * 32, 0), ("ab" * 32, True)])
def test_a_leaf_needs_a_commitment_and_a_number(commitment_hex, seq):
    with pytest.raises(ValueError):
        leaf_data(METADATA, commitment_hex, seq)
