"""How a committee decides under a règlement: quorum, majority, ties, ballots, interests, seats; each with its article.

A meeting reads one such description, of the version frozen when it opened, and no other. Sources: rule-taxonomy §4; where
no fund states anything (quorum, majority, tie), the words are those of the taxonomy and the default is the product's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.regulation.rules.checks import BLOCK
from projects.regulation.rules.parts import College
from projects.regulation.rules.values import Kind, entry, list_schema, object_schema, read_list, read_text, whole

if TYPE_CHECKING:
    from projects.regulation.rules.regulation import Regulation

NOT_TELLING = frozenset(["collège", "collèges", "de", "des", "du", "d", "la", "le", "les", "l", "un", "une"])


def same_college(one: str, other: str) -> bool:
    """Say whether two names are one college's: « Collège des habitants », « des habitants » and « Habitants » are."""
    return _telling(one) == _telling(other)


def _telling(name: str) -> list[str]:
    return [word for word in name.casefold().replace("’", " ").replace("'", " ").split() if word not in NOT_TELLING]


@dataclass(frozen=True)
class CollegeQuorum:
    """Who must be there of one college: so many members, or a share of its members in percent, rounded up."""

    college: str
    least: int | None = None
    percent: int | None = None

    def required(self, members: int) -> int:
        """Return how many of a college of so many members must be present."""
        return self.least if self.least is not None else -(-members * (self.percent or 0) // 100)

    def __str__(self):
        asked = f"{self.percent}\u00a0% des membres" if self.percent else f"au moins {self.least}"
        return f"{asked} du collège « {self.college} »"


def _read_quorums(raw):
    fields: dict[str, Callable] = {
        "college": read_text,
        "least": whole(1, 200, "un nombre de membres, de 1 à 200"),
        "percent": whole(1, 100, "un pourcentage entier, de 1 à 100"),
    }
    found = read_list(raw, lambda one: CollegeQuorum(**entry(one, fields, ("college",))), "une liste de collèges")
    if any((one.least is None) == (one.percent is None) for one in found):
        raise ValueError("pour chaque collège, soit « least », soit « percent »")
    if any(same_college(one.college, two.college) for place, one in enumerate(found) for two in found[:place]):
        raise ValueError("chaque collège une seule fois")
    return found


def _write_quorums(value):
    written = ({"college": one.college, "least": one.least, "percent": one.percent} for one in value)
    return [{name: part for name, part in one.items() if part is not None} for one in written]


COLLEGE_QUORUMS = Kind(
    "college_quorums", _read_quorums, _write_quorums, lambda value: " ; ".join(map(str, value)),
    list_schema({
        **object_schema(("college",), college={"type": "string", "minLength": 1, "maxLength": 600},
                        least={"type": "integer", "minimum": 1, "maximum": 200},
                        percent={"type": "integer", "minimum": 1, "maximum": 100}),
        "oneOf": [{"required": ["least"]}, {"required": ["percent"]}],
    }),
)  # fmt: skip


@dataclass(frozen=True)
class QuorumRule:
    """What the quorum asks: a share of the members with a vote, in percent, and so many of some colleges.

    `planned` gives the seats each college with a vote has in the règlement when the share is of them all, filled or not;
    it is empty when the share is of the seats filled that day. `size` says their number for the committee as a whole.
    """

    percent: int = 0
    of_seats: bool = False
    planned: tuple[College, ...] = ()
    size: int | None = None
    colleges: tuple[CollegeQuorum, ...] = ()
    article: str = ""
    colleges_article: str = ""
    second: bool = False


@dataclass(frozen=True)
class Seating:
    """Who may sit: the colleges and their seats, the number of members, the months of a term; what each breach does."""

    colleges: tuple[College, ...] = ()
    size: int | None = None
    term_months: int | None = None
    colleges_effect: str = BLOCK
    size_effect: str = BLOCK
    colleges_article: str = ""
    size_article: str = ""
    term_article: str = ""


@dataclass(frozen=True)
class Deciding:
    """How the committee decides under one version of its règlement."""

    regulation: "Regulation"

    def _value(self, name: str):
        return self.regulation.value(name)

    def article(self, name: str) -> str:
        """Return « article 9 » for a parameter the règlement sets; nothing while the product's default holds."""
        return self.regulation.article(name)

    @property
    def quorum(self) -> QuorumRule:
        """Return the quorum of an ordinary meeting."""
        return QuorumRule(
            self._value("quorum_percent"), self._value("quorum_base") == "seats", self._value("composition") or (),
            self._value("committee_size"), self._value("quorum_by_college") or (), self.article("quorum_percent"),
            self.article("quorum_by_college"),
        )  # fmt: skip

    @property
    def second_quorum(self) -> QuorumRule | None:
        """Return the quorum of a meeting called again for want of one: a share alone, no college; None without any."""
        percent = self._value("second_quorum_percent")
        if percent is None:
            return None
        ordinary = self.quorum
        return QuorumRule(percent, ordinary.of_seats, ordinary.planned, ordinary.size,
                          article=self.article("second_quorum_percent"), second=True)  # fmt: skip

    @property
    def second_days(self) -> int:
        """Return the days at least between a meeting and the one called again for want of quorum."""
        return self._value("second_meeting_days") or 0

    @property
    def majority(self) -> str:
        """Return what a majority is counted out of: `cast`, `present` or `members`."""
        return self._value("majority")

    @property
    def tie(self) -> str:
        """Return what follows as many voices for as against: `rejected`, `casting_vote`, `lot` or `second_round`."""
        return self._value("tie")

    @property
    def modes(self) -> tuple[str, ...]:
        """Return the ballot modes the règlement allows; empty when it says nothing of them."""
        return self._value("ballot_modes") or ()

    @property
    def withdraws(self) -> bool:
        """Say whether who has an interest leaves the debate and the vote, or only says so."""
        return self._value("conflict_of_interest") == "declare_and_withdraw"

    @property
    def seating(self) -> Seating:
        """Return who may sit."""
        effect = {name: rule.effect if (rule := self.regulation.rule(name)) else BLOCK
                  for name in ("composition", "committee_size")}  # fmt: skip
        return Seating(
            self._value("composition") or (), self._value("committee_size"), self._value("term_months"),
            effect["composition"], effect["committee_size"], self.article("composition"), self.article("committee_size"),
            self.article("term_months"),
        )  # fmt: skip

    @property
    def not_run_here(self) -> list[tuple[str, str]]:
        """Return what the règlement allows and the product does not run yet, each with its article."""
        allowed: Mapping[str, bool] = {
            "ballot_modes": "secret" in self.modes or self._value("secret_ballot_by") in ("anyone", "several", "chair"),
            "proxy_max": bool(self._value("proxy_max")),
            "remote_vote": bool(self._value("remote_vote")),
            "written_vote": bool(self._value("written_vote")),
        }
        words = {"ballot_modes": "le bulletin secret", "proxy_max": "les procurations",
                 "remote_vote": "le vote à distance", "written_vote": "la consultation écrite"}  # fmt: skip
        return [
            (words[name], self.article(name) or self.article("secret_ballot_by")) for name, on in allowed.items() if on
        ]


def unfinished(regulation: "Regulation") -> list[str]:
    """Return, in French, what the rules about deciding have yet to say before a body can adopt them."""
    value, found = regulation.value, []
    colleges = value("composition") or ()
    if value("quorum_base") == "seats" and not colleges and not value("committee_size"):
        found.append("Un quorum compté sur tous les sièges dit combien il y en a : ajoutez la composition.")
    found += [
        f"Le quorum nomme un collège qui n’est pas dans la composition : « {one.college} »."
        for one in value("quorum_by_college") or ()
        if colleges and not any(same_college(one.college, other.name) for other in colleges)
    ]
    if value("secret_ballot_by") == "several" and not value("secret_ballot_members"):
        found.append("Dites combien de membres peuvent demander le bulletin secret.")
    if value("second_meeting_days") is not None and value("second_quorum_percent") is None:
        found.append("Une seconde convocation dit son quorum : ajoutez-le, ou 0 % s’il n’y en a pas.")
    return found
