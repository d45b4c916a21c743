"""What the demonstration tells of a neighbourhood: its people, its fund's rules and money, its evenings, its projects."""

from dataclasses import dataclass, field

from projects.regulation.rules import Regulation


@dataclass(frozen=True)
class Person:
    """Someone of the demonstration: a short key, a name, and what they may say of themselves."""

    key: str
    name: str
    phone: str = ""

    @property
    def email(self) -> str:
        """Return the address, which leads nowhere."""
        return f"{self.key}@demo.example"


@dataclass(frozen=True)
class Pledge:
    """What a funder promises and pays, in euros: `received` is (day, euros), days counted from the first run."""

    funder: str
    euros: int
    agreement: str
    received: tuple[tuple[int, int], ...]
    tranche: str = ""


@dataclass(frozen=True)
class Evening:
    """A meeting of the committee, on a day counted from the first run; one ahead is only announced.

    Keys of people: `excused` said so, `missing` did not come. `task` is entrusted to the carrier, done `done_after` days.
    """

    day: int
    excused: str = ""
    missing: str = ""
    task: str = ""
    done_after: int = 0


@dataclass(frozen=True)
class Project:
    """A project to file and carry as far as `until`; money in euros, days counted from its meeting.

    `meeting` is the index of the meeting that decides (None: not on an agenda), `votes` is (for, against, abstain).
    """

    title: str
    by: str
    kind: str
    asked: int
    theme: int
    summary: str
    benefit: str
    place: str
    people: int
    expenses: tuple[tuple[str, int], ...]
    until: str
    meeting: int | None = None
    granted: int = 0
    spent: int = 0
    votes: tuple[int, int, int] = (8, 0, 0)
    reasons: str = ""
    own: int = 0
    organisation: str = ""
    group: tuple[str, ...] = field(default=())
    recused: tuple[str, ...] = field(default=())
    after_days: int = 20
    came: bool = True


@dataclass(frozen=True)
class News:
    """A piece of news, on a day counted from the first run."""

    day: int
    title: str
    summary: str
    body: str


@dataclass(frozen=True)
class Place:
    """A neighbourhood and its fund, as the demonstration builds them. `committee` and `roles` name people by `Person`.

    `committee` gives each their college, role and body; `roles` their role on the fund and the body they speak for;
    `editors` whether they publish. `funders` maps each public body to its kind.
    """

    slug: str
    name: str
    commune: str
    insee_code: str
    qpv_code: str
    perimeter: list
    fund: str
    scheme: str
    prefix: str
    carrier: str
    address: str
    street: str
    rna: str
    headline: str
    introduction: str
    regulation: Regulation
    funders: dict[str, str]
    associations: tuple[str, ...]
    residents: tuple[Person, ...]
    committee: tuple[tuple[Person, str, str, str], ...]
    roles: tuple[tuple[Person, str, str], ...]
    editors: tuple[tuple[Person, bool], ...]
    pledges: tuple[Pledge, ...]
    gifts: tuple[tuple[int, int], ...]
    themes: tuple[str, ...]
    evenings: tuple[Evening, ...]
    projects: tuple[Project, ...]
    news: tuple[News, ...]
    inks: tuple[tuple[str, str, str], ...]

    def people(self) -> list[Person]:
        """Return each person once."""
        seated = [
            *(who for who, *_ in self.committee),
            *(who for who, *_ in self.roles),
            *(who for who, _ in self.editors),
        ]
        return list(dict.fromkeys([*self.residents, *seated]))

    def rna_of(self, association: str) -> str:
        """Return an association's number at the register: each has its own, for its projects are counted under it."""
        return f"{self.rna[:-1]}{self.associations.index(association)}" if association else ""

    def holder(self, role: str) -> str:
        """Return the key of who holds a role of the fund or of its committee."""
        held = [
            *((who, role) for who, role, _body in self.roles),
            *((who, role) for who, _c, role, _b in self.committee),
        ]
        return next(who.key for who, theirs in held if theirs == role)
