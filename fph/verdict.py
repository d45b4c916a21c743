"""Answers of the rules: allowed or not, and why, in words for the person concerned."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words
else:
    Words = str  # a sentence, translated now or when it is shown


@dataclass(frozen=True)
class Gap:
    """What is missing or wrong: the field it is tied to, and a sentence that says how to mend it."""

    field: str
    message: Words


@dataclass(frozen=True)
class Verdict:
    """Allowed or not; `reason` is a French sentence, `gaps` tie it to fields, `article` names the règlement."""

    allowed: bool
    reason: Words = ""
    gaps: tuple[Gap, ...] = field(default=())
    article: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: Words, *gaps: Gap, article: str = "") -> Verdict:
    """Return a refusal with its reason and the fields concerned."""
    return Verdict(False, reason, gaps, article)


class Refused(Exception):
    """An action did not take place; `str()` is the French sentence shown to the person."""

    def __init__(self, reason, gaps: tuple[Gap, ...] = ()):
        super().__init__(str(reason))
        self.gaps = gaps

    @classmethod
    def unless(cls, verdict: Verdict) -> None:
        """Raise with the verdict's reason unless it allows."""
        if not verdict:
            raise cls(verdict.reason, verdict.gaps)
