"""Answers of the rules: allowed or not, and why, in words for the person concerned."""

from dataclasses import dataclass, field

from django.utils.functional import Promise

Words = str | Promise  # a sentence, translated now or when it is shown


@dataclass(frozen=True)
class Gap:
    """What is missing or wrong: the field it is tied to, and a sentence that says how to mend it."""

    field: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """Allowed or not; `reason` is a French sentence, `gaps` tie it to fields, `article` names the règlement."""

    allowed: bool
    reason: str = ""
    gaps: tuple[Gap, ...] = field(default=())
    article: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str, *gaps: Gap, article: str = "") -> Verdict:
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
