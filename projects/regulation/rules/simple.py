"""The caps of a règlement in the shape most have: an amount for the 1st, the 2nd… project of a year, by who asks."""

from collections.abc import Mapping

from projects.regulation.rules.conditions import Ranks, When


def caps_rules(caps: Mapping[str, list[int]]) -> list[tuple[str, int, When]]:
    """Return the rules of these caps; types that have the same share theirs, and all of them need no condition."""
    alike: dict[tuple, list[str]] = {}
    for kind, cents in caps.items():
        alike.setdefault(tuple(cents), []).append(kind)
    return [
        ("cap_per_project", cents, When(applicant_type=tuple(kinds) if len(alike) > 1 else None, rank=ranks))
        for listed, kinds in alike.items()
        for ranks, cents in _by_rank(list(listed))
    ]


def _by_rank(caps: list[int]) -> list[tuple[Ranks | None, int]]:
    while len(caps) > 1 and caps[-1] == caps[-2]:
        caps.pop()
    if len(caps) == 1:
        return [(None, caps[0])]
    return [(Ranks(place, None if place == len(caps) else place), cents) for place, cents in enumerate(caps, 1)]
