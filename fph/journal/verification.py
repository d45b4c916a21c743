"""Recomputing the register from its rows: every byte of every row must be the one that was sealed."""

import json
from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from fph import triggers
from fph.journal import merkle, queries
from fph.journal.canonical import canonical, commitment, leaf_data
from fph.journal.models import Checkpoint, JournalEntry, RegisterEntry, RegisterHead


def faults() -> Iterator[str]:
    """Yield, in French, each fault found, the first bad entry first; nothing when the register is whole."""
    if absent := triggers.missing(connection):
        yield _("Une protection de la base manque : %(name)s.") % {"name": absent[0]}
    due = {point.size: point for point in Checkpoint.objects.all()}
    frontier, seen = merkle.Frontier(), 0
    for leaf in queries.leaves().iterator(chunk_size=2000):
        if problem := _problem(leaf, frontier):
            yield _("Écriture n° %(seq)s : %(problem)s") % {"seq": leaf.seq, "problem": problem}
            return
        frontier, seen = frontier.append(bytes.fromhex(leaf.leaf)), seen + 1
        if (point := due.get(seen)) and point.root != leaf.root:
            yield _("Écriture n° %(seq)s : elle contredit le point de contrôle du %(day)s.") % {
                "seq": seen, "day": point.date,
            }  # fmt: skip
            return
    yield from _at_the_end(frontier, due)


def _problem(leaf: RegisterEntry, frontier: merkle.Frontier) -> str:
    entry = leaf.entry
    if leaf.seq != frontier.size + 1:
        return _("une écriture manque avant elle.")
    body, salt = entry.payload.body, entry.payload.salt
    if bool(body) != bool(salt):
        return _("son contenu a été changé.")
    try:
        if body and (
            canonical(json.loads(body)).decode() != body or commitment(salt, json.loads(body)) != entry.commitment
        ):
            return _("son contenu a été changé.")
        expected = merkle.leaf_hash(leaf_data(entry.metadata(), entry.commitment, leaf.seq))
    except (ValueError, TypeError):
        return _("elle ne se lit plus.")
    if leaf.leaf != expected.hex() or leaf.root != frontier.append(expected).root().hex():
        return _("elle ne correspond plus à son empreinte.")
    return ""


def _at_the_end(frontier: merkle.Frontier, due: dict) -> Iterator[str]:
    head = RegisterHead.objects.filter(pk=1).first()
    try:
        whole = head is not None and head.frontier == frontier and head.size == frontier.size
    except ValueError:
        whole = False
    if not whole:
        yield _("Écriture n° %(seq)s : la fin du registre a été coupée ou changée.") % {"seq": frontier.size + 1}
    if JournalEntry.objects.filter(register_entry=None).exists():
        yield _("Une écriture du journal n’est pas dans le registre.")
    if beyond := [size for size in due if size > frontier.size]:
        yield _("Un point de contrôle compte %(size)s écritures : la fin du registre manque.") % {"size": min(beyond)}
    if due.get(0) and due[0].root != merkle.EMPTY_ROOT.hex():
        yield _("Le point de contrôle du registre vide est faux.")
