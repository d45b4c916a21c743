"""A règlement that is only proposed, replayed over files already decided: what it would have changed, in cents."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from projects.regulation.rules.asking import heard
from projects.regulation.rules.checks import BLOCK
from projects.regulation.rules.facts import Facts
from projects.regulation.rules.regulation import Regulation
from projects.regulation.rules.rule import Finding

SAME, CAPPED, REFUSED, ADMITTED = "same", "capped", "refused", "admitted"
# These limit the amount; the others keep the file out.
AMOUNTS = frozenset({
    "cap_per_project", "max_funding_rate", "own_contribution", "max_cents_per_applicant_per_year",
    "within_available_credits",
})  # fmt: skip


@dataclass(frozen=True)
class Decided:
    """A file already decided: what the rules read of it, the cents it was granted, whether the rules kept it out."""

    number: str
    facts: Facts
    granted_cents: int = 0
    kept_out: bool = False


@dataclass(frozen=True)
class Replayed:
    """What a proposed règlement makes of a file: same, capped, refused or admitted; its cents before and after; why.

    For a file admitted, `after_cents` is the most the committee could have granted.
    """

    number: str
    effect: str
    before_cents: int
    after_cents: int
    reasons: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class InAll:
    """What a proposed règlement makes of many files: how many there are, how many of each effect, cents before and after."""

    files: int
    counts: dict[str, int]
    before_cents: int
    after_cents: int


def in_all(files: Collection[Replayed]) -> InAll:
    """Add up files replayed."""
    counts = Counter(one.effect for one in files)
    return InAll(
        len(files),
        {effect: counts[effect] for effect in (REFUSED, CAPPED, ADMITTED, SAME)},
        sum(one.before_cents for one in files),
        sum(one.after_cents for one in files),
    )


def replay(proposed: Regulation, files: Iterable[Decided]) -> list[Replayed]:
    """Return what a proposed règlement would have made of each file, in their order."""
    return [_replayed(proposed, one) for one in files]


def _replayed(proposed: Regulation, file: Decided) -> Replayed:
    blocking = tuple(found for found in proposed.findings(heard(proposed, file.facts)) if found.severity == BLOCK)
    out = tuple(found for found in blocking if found.rule not in AMOUNTS)
    before = file.granted_cents
    if out:
        return Replayed(file.number, SAME if file.kept_out else REFUSED, before, 0, out)
    limits = [found.limit_cents for found in blocking if found.limit_cents is not None]
    if file.kept_out:
        return Replayed(file.number, ADMITTED, 0, min([file.facts.requested_cents or 0, *limits]))
    after = min([before, *limits])
    return Replayed(file.number, CAPPED if after < before else SAME, before, after, blocking if after < before else ())
