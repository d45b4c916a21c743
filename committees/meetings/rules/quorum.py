"""Enough members for the committee to decide: the whole of them, and by college; less the second time."""

from collections.abc import Iterable
from dataclasses import dataclass

from projects.regulation.rules import QuorumRule, same_college
from projects.regulation.rules.values import and_words
from projects.regulation.rules.values import counted as some


@dataclass(frozen=True)
class Bench:
    """A college in the room: its members of that day, those who are there, and whether it has a vote."""

    name: str
    members: int
    present: int
    voting: bool = True


@dataclass(frozen=True)
class Lacking:
    """A college that has too few of its members in the room."""

    college: str
    present: int
    required: int


@dataclass(frozen=True)
class Quorum:
    """Whether enough are there: `required` of `members` with a vote, `present` in the room, colleges that lack some.

    `rule` is the rule it was counted by.
    """

    members: int
    present: int
    required: int
    rule: QuorumRule
    lacking: tuple[Lacking, ...] = ()

    @property
    def reached(self) -> bool:
        """Say whether the committee may decide."""
        return self.present >= self.required and not self.lacking

    @property
    def article(self) -> str:
        """Return the article of what is lacking: of the colleges when the whole is there, else of the whole."""
        whole = self.present >= self.required
        return self.rule.colleges_article if whole and self.lacking else self.rule.article

    @property
    def words(self) -> str:
        """Say, in French, what is lacking; nothing when nothing is."""
        if self.reached:
            return ""
        article = f" ({self.article})" if self.article else ""
        if self.present < self.required:
            return f"Le quorum n’est pas atteint : {_presents(self.present)}, il en faut {self.required}{article}."
        each = (f"« {one.college} » : {_presents(one.present)}, il en faut {one.required}" for one in self.lacking)
        return f"Le quorum n’est pas atteint dans chaque collège. {and_words(each)}{article}."


def _presents(number: int) -> str:
    return some(number, "présent", "présents")


def quorum(rule: QuorumRule, benches: Iterable[Bench]) -> Quorum:
    """Return whether enough members are in the room for this rule.

    The share is of the members with a vote that day, or of every seat the règlement plans for them, rounded up: 50 % of
    7 is 4. Those who step aside on one item are in the room, and count. Members with a say only never count in the
    share; a college with a say only may still be asked to be there. A college nobody sits in has nobody there.
    """
    benches = list(benches)
    voting = [bench for bench in benches if bench.voting]
    members, present = _members(rule, voting), sum(bench.present for bench in voting)
    required = -(-members * rule.percent // 100)
    lacking = []
    for asked in rule.colleges:
        own = [bench for bench in benches if same_college(bench.name, asked.college)]
        there, needed = sum(bench.present for bench in own), asked.required(sum(bench.members for bench in own))
        if there < needed:
            lacking.append(Lacking(asked.college, there, needed))
    return Quorum(members, present, required, rule, tuple(lacking))


def _members(rule: QuorumRule, voting: list[Bench]) -> int:
    """Return what the share is of. A planned college counts all its seats, at most or at least, or those filled."""
    filled = sum(bench.members for bench in voting)
    if not rule.of_seats:
        return filled
    if not rule.planned:
        return max(rule.size or 0, filled)
    total = 0
    for college in rule.planned:
        own = sum(bench.members for bench in voting if same_college(bench.name, college.name))
        if college.voting:
            total += max(college.most if college.most is not None else college.least, own)
    unplanned = [
        bench for bench in voting if not any(same_college(bench.name, college.name) for college in rule.planned)
    ]
    return total + sum(bench.members for bench in unplanned)
