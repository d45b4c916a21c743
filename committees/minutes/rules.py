"""What the minutes of a meeting say, and what the public may read of them.

The minutes are generated from facts: strings already in French words, whole numbers, nothing else. Facts are
stored with the meeting, so `Facts.from_dict(facts.to_dict())` gives them back unchanged.

Two versions come from the same facts. The internal one names people. The public one is built from a list of
what may be said, never by crossing out: a fact added tomorrow stays internal until somebody allows it here.

- Nobody is named. Attendance is a number for each body, with the organisations represented and
  the roles held.
- A withdrawal for conflict of interest (déport) is a number: « un déport »; so is an interest only declared.
- Whoever carries out a task is named only when it is a body (an association, a service, the secretariat).
- Text typed by hand (reasons, conditions, tasks, corrections) is published only in the wording written for
  the public.

Sealed internal facts hold no name and no text typed by hand, but a mark for each: the words stand apart, so that they
can be emptied when a person asks to be erased and the seal still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

NUMBER_WORDS = ("aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
                "onze", "douze", "treize", "quatorze", "quinze", "seize")  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A part of the minutes that goes to JSON and comes back unchanged."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote. Missing entries take their default; an unknown one raises ValueError."""
        known = {part.name: part.metadata.get("read", _as_is) for part in fields(cls)}
        if unknown := set(data) - set(known):
            raise ValueError(f"Unknown in {cls.__name__}: {', '.join(sorted(unknown))}")
        return cls(**{name: known[name](value) for name, value in data.items()})

    def to_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, strings, whole numbers, booleans: what JSON holds."""
        return asdict(self, dict_factory=_json_dict)


def _json_dict(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}


def _as_is(value: Any) -> Any:
    return value


def _one(kind: type[Fact]) -> dict[str, Any]:
    def read(value: Mapping[str, Any] | None) -> Fact | None:
        return None if value is None else kind.from_dict(value)

    return {"read": read}


def _many(kind: type[Fact]) -> dict[str, Any]:
    def read(values: Iterable[Mapping[str, Any]]) -> tuple[Fact, ...]:
        return tuple(kind.from_dict(value) for value in values)

    return {"read": read}


WORDS = {"read": tuple}


@dataclass(frozen=True)
class Carrier(Fact):
    """The association that keeps the secretariat and the fund's money."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Person(Fact):
    """Somebody on the attendance sheet. Internal version only."""

    name: str = ""
    organisation: str = ""
    role: str = ""
    note: str = ""


@dataclass(frozen=True)
class Body(Fact):
    """One body's people, present or absent. Only the public version fills `organisations` and `roles`."""

    body: str = ""
    voting: bool = False
    count: int = 0
    people: tuple[Person, ...] = field(default=(), metadata=_many(Person))
    organisations: tuple[str, ...] = field(default=(), metadata=WORDS)
    roles: tuple[str, ...] = field(default=(), metadata=WORDS)


@dataclass(frozen=True)
class Decision(Fact):
    """One decision: what was asked, what was decided, by how many of how many.

    `kind` is one of granted, partially_granted, deferred, refused, adopted, not_adopted, opinion, task, favourable, unfavourable.
    `presence` says whether the applicant was in the room, where it was noted or the règlement wants it. `passed_over`
    says which articles were passed over, and by whom; `passed_over_because` gives the reasons, in the same order.
    `recused_words` (« un déport ») replaces the names of `recusals` in the public version.
    """

    reference: str = ""
    subject: str = ""
    applicant: str = ""
    presence: str = ""
    kind: str = ""
    outcome: str = ""
    requested: str = ""
    amount: str = ""
    count: str = ""
    recusals: tuple[str, ...] = field(default=(), metadata=WORDS)
    recused_words: str = ""
    changes: tuple[str, ...] = field(default=(), metadata=WORDS)
    interests: tuple[str, ...] = field(default=(), metadata=WORDS)
    interest_words: str = ""
    conditions: str = ""
    reasons: str = ""
    public_conditions: str = ""
    public_reasons: str = ""
    passed_over: tuple[str, ...] = field(default=(), metadata=WORDS)
    passed_over_because: tuple[str, ...] = field(default=(), metadata=WORDS)


@dataclass(frozen=True)
class Task(Fact):
    """Who does what before when. `recalled`: already asked for at an earlier meeting."""

    what: str = ""
    public_what: str = ""
    who: str = ""
    who_is_body: bool = False
    due: str = ""
    recalled: bool = False


@dataclass(frozen=True)
class NextMeeting(Fact):
    """When and where the committee meets again."""

    when: str = ""
    place: str = ""


@dataclass(frozen=True)
class Erratum(Fact):
    """A correction made after the minutes were closed."""

    number: int = 0
    text: str = ""
    public_text: str = ""
    when: str = ""


@dataclass(frozen=True)
class RegisterMark(Fact):
    """Where the register stood: number of entries, root in hexadecimal, date in words."""

    size: int = 0
    root: str = ""
    date: str = ""


@dataclass(frozen=True)
class Facts(Fact):
    """Everything the minutes of one meeting say. `version` is internal or public."""

    version: str
    title: str
    committee: str = ""
    fund: str = ""
    neighbourhood: str = ""
    neighbourhood_code: str = ""
    carrier: Carrier = field(default=Carrier(), metadata=_one(Carrier))
    number: int = 0
    date_words: str = ""
    opened_words: str = ""
    closed_words: str = ""
    place: str = ""
    present: tuple[Body, ...] = field(default=(), metadata=_many(Body))
    absent: tuple[Body, ...] = field(default=(), metadata=_many(Body))
    quorum: str = ""
    findings: tuple[str, ...] = field(default=(), metadata=WORDS)
    decisions: tuple[Decision, ...] = field(default=(), metadata=_many(Decision))
    tasks: tuple[Task, ...] = field(default=(), metadata=_many(Task))
    next_meeting: NextMeeting | None = field(default=None, metadata=_one(NextMeeting))
    next_agenda: tuple[str, ...] = field(default=(), metadata=WORDS)
    remaining: str = ""
    errata: tuple[Erratum, ...] = field(default=(), metadata=_many(Erratum))
    register: RegisterMark = field(default=RegisterMark(), metadata=_one(RegisterMark))


def public(facts: Facts) -> Facts:
    """The public version of internal minutes: no person named, no text typed by hand but the public wording.

    Kept as written, because the product wrote them: title, dates, places, quorum, findings, counts, outcomes,
    amounts, projects' titles, applicants (« Groupe d’habitants » or an association's name), next agenda,
    register. A task or a correction without public wording keeps its place, empty, so that the numbers stay
    true. Raises ValueError when the facts are not internal ones.
    """
    if facts.version != "internal":
        raise ValueError(f"Only internal minutes have a public version, not {facts.version!r}.")
    return Facts(
        version="public",
        title=facts.title,
        committee=facts.committee,
        fund=facts.fund,
        neighbourhood=facts.neighbourhood,
        neighbourhood_code=facts.neighbourhood_code,
        carrier=Carrier(name=facts.carrier.name, address=facts.carrier.address),
        number=facts.number,
        date_words=facts.date_words,
        opened_words=facts.opened_words,
        closed_words=facts.closed_words,
        place=facts.place,
        present=tuple(_public_body(body) for body in facts.present),
        absent=tuple(_public_body(body) for body in facts.absent),
        quorum=facts.quorum,
        findings=facts.findings,
        decisions=tuple(_public_decision(decision) for decision in facts.decisions),
        tasks=tuple(_public_task(task) for task in facts.tasks),
        next_meeting=_public_next_meeting(facts.next_meeting),
        next_agenda=facts.next_agenda,
        remaining=facts.remaining,
        errata=tuple(_public_erratum(erratum) for erratum in facts.errata),
        register=RegisterMark(facts.register.size, facts.register.root, facts.register.date),
    )


def uncovered(sealed: Any, words: Mapping[str, str]) -> Any:
    """Put the words back in sealed facts, where their marks stand (`words`: mark → what to read)."""
    if isinstance(sealed, dict):
        return {name: uncovered(value, words) for name, value in sealed.items()}
    if isinstance(sealed, list):
        return [uncovered(value, words) for value in sealed]
    return words.get(sealed, sealed) if isinstance(sealed, str) else sealed


def recused_words(number: int, one: str = "déport", many: str = "déports") -> str:
    """How many members withdrew, in words: « », « un déport », « deux déports », « 17 déports »; or anything masculine."""
    word = NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)
    return f"{word} {many if number > 1 else one}" if number else ""


def _public_body(body: Body) -> Body:
    organisations = _once(person.organisation for person in body.people)
    roles = _once(person.role for person in body.people)
    return Body(body.body, body.voting, body.count, organisations=organisations, roles=roles)


def _public_decision(decision: Decision) -> Decision:
    return Decision(
        reference=decision.reference,
        subject=decision.subject,
        applicant=decision.applicant,
        presence=decision.presence,
        kind=decision.kind,
        outcome=decision.outcome,
        requested=decision.requested,
        amount=decision.amount,
        count=decision.count,
        recused_words=recused_words(len(decision.recusals)),
        changes=decision.changes,
        interest_words=recused_words(len(decision.interests), "intérêt déclaré", "intérêts déclarés"),
        conditions=decision.public_conditions,
        reasons=decision.public_reasons,
        passed_over=decision.passed_over,
    )


def _public_task(task: Task) -> Task:
    return Task(what=task.public_what, who=task.who if task.who_is_body else "", who_is_body=task.who_is_body,
                due=task.due, recalled=task.recalled)  # fmt: skip


def _public_next_meeting(meeting: NextMeeting | None) -> NextMeeting | None:
    return meeting and NextMeeting(when=meeting.when, place=meeting.place)


def _public_erratum(erratum: Erratum) -> Erratum:
    return Erratum(number=erratum.number, text=erratum.public_text, when=erratum.when)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if word}))
