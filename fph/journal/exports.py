"""The register as a file that anyone verifies with one page of Python and no trust in us."""

import json
from collections.abc import Iterator

from fph.journal import queries
from fph.journal.canonical import VERSION, canonical
from fph.journal.models import Checkpoint, JournalEntry, RegisterEntry

FORMAT = "fph-register"


def lines() -> Iterator[bytes]:
    """Yield the export, a line at a time: the header, then one line an entry."""
    size, root = queries.head()
    yield canonical({"format": FORMAT, "root": root, "size": size, "version": VERSION}) + b"\n"
    for leaf in queries.leaves().filter(seq__lte=size).iterator(chunk_size=2000):
        yield canonical(line(leaf)) + b"\n"


def line(leaf: RegisterEntry) -> dict:
    """Return what is disclosed of an entry: all of a public one, of a private one only its commitment."""
    entry, shown = leaf.entry, {"leaf": leaf.leaf, "root": leaf.root, "seq": leaf.seq}
    if entry.visibility != JournalEntry.Visibility.PUBLIC:
        return shown
    shown |= {**entry.metadata(), "commitment": entry.commitment, "v": VERSION}
    if not entry.payload.body:
        return {**shown, "erased": True}
    return {**shown, "payload": json.loads(entry.payload.body), "salt": entry.payload.salt}


def checkpoint_file(checkpoint: Checkpoint) -> bytes:
    """Return a checkpoint as the verifier reads it."""
    return canonical({"date": f"{checkpoint.date:%Y-%m-%d}", "root": checkpoint.root, "size": checkpoint.size}) + b"\n"
