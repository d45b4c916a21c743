"""The exact bytes that the register hashes: one value, one spelling.

What is refused here is what the stand-alone verifier (`static/verify/verify_register.py`)
refuses: a leaf is permanent, so nothing may enter that could not be verified afterwards.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

VERSION = 1
DEPTH_LIMIT = 64
PAYLOAD_LIMIT = 1024 * 1024
"""Bytes; the verifier reads lines of up to twice that."""

_HEX = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_UUID_OR_EMPTY = re.compile(rf"({_UUID.pattern})?")
_WORD = re.compile(r"[a-z0-9_.-]+")
_VISIBILITY = re.compile(r"public|private")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """`value` as UTF-8 JSON with sorted keys, no spaces, and text as it was given.

    Takes str, int, bool, None, lists and dicts with string keys, nested up to DEPTH_LIMIT.
    Raises TypeError on anything else, floats and tuples included; ValueError on a lone
    surrogate, an integer over 4,300 digits, deeper nesting.
    """
    _refuse_foreign(value, DEPTH_LIMIT)
    return _ENCODER.encode(value).encode()


def _refuse_foreign(value: Any, levels: int) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("every key must be a string")
        value = list(value.values())
    if isinstance(value, list):
        if not levels:
            raise ValueError(f"nested deeper than {DEPTH_LIMIT} levels")
        for inner in value:
            _refuse_foreign(inner, levels - 1)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"the register cannot hold {type(value).__name__}")


def commitment(salt_hex: str, payload: dict[str, Any]) -> str:
    """The hex hash that binds an entry to `payload` without showing it.

    `salt_hex` is 32 random bytes in lowercase hex. Raises TypeError or ValueError on a
    payload that is not a canonical object of at most PAYLOAD_LIMIT bytes, or on another salt.
    """
    if not isinstance(payload, dict):
        raise TypeError("a payload must be an object")
    if not _is(_HEX, salt_hex):
        raise ValueError("a salt is 32 bytes in lowercase hex")
    body = canonical(payload)
    if len(body) > PAYLOAD_LIMIT:
        raise ValueError(f"a payload of {len(body)} bytes is over {PAYLOAD_LIMIT}")
    return sha256(bytes.fromhex(salt_hex) + body).hexdigest()


def leaf_data(metadata: Mapping[str, Any], commitment: str, seq: int) -> bytes:
    """The bytes that `merkle.leaf_hash` hashes for entry number `seq` (from 1).

    `metadata` holds exactly actor, at, fund, id, kind, subject and visibility. Raises
    ValueError, naming the fields, when one is missing, foreign or badly written.
    """
    wrong = {name for name, fits in _METADATA.items() if not fits(metadata.get(name))}
    wrong |= metadata.keys() - _METADATA.keys()
    if wrong:
        raise ValueError(f"metadata not fit for the register: {', '.join(sorted(wrong))}")
    if not _is(_HEX, commitment) or type(seq) is not int or seq < 1:
        raise ValueError("a leaf needs a commitment in lowercase hex and a seq from 1")
    return canonical({**metadata, "commitment": commitment, "seq": seq, "v": VERSION})


def _is(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_instant(value: Any) -> bool:
    """Whether `value` is a UTC instant written to the microsecond: 2026-11-23T08:00:00.000000Z."""
    try:
        plain = value[:26] if isinstance(value, str) and value[26:] == "Z" else ""
        return datetime.fromisoformat(plain).isoformat(timespec="microseconds") == plain
    except ValueError:
        return False


def _is_subject(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and _is(_WORD, value[0]) and _is(_UUID, value[1])


_METADATA: dict[str, Callable[[Any], bool]] = {
    "actor": lambda value: _is(_UUID_OR_EMPTY, value),
    "at": _is_instant,
    "fund": lambda value: _is(_UUID_OR_EMPTY, value),
    "id": lambda value: _is(_UUID, value),
    "kind": lambda value: _is(_WORD, value),
    "subject": _is_subject,
    "visibility": lambda value: _is(_VISIBILITY, value),
}
