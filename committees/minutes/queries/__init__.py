"""What the minutes of a meeting are made of."""

from committees.minutes.queries.attendance import (
    Cover,
    attendance,
    quorum_words,
    stay_words,
)
from committees.minutes.queries.gathering import (
    as_written,
    facts,
    findings,
    minutes,
    public_facts,
    sealed_facts,
)

__all__ = [
    "Cover", "as_written", "attendance", "facts", "findings", "minutes", "public_facts", "quorum_words", "sealed_facts",
    "stay_words",
]  # fmt: skip
