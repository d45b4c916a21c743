"""What is asked to open a fund from nothing, whoever asks: the command, or the page."""

from dataclasses import dataclass
from datetime import date, datetime

from fph.people.models import Organisation, OrganisationKind
from fph.people.roles import Role
from projects.regulation.rules import Regulation


@dataclass(frozen=True)
class MemberAsked:
    """Who will sit in a committee: in the college of that name (its first one when empty), with that role."""

    email: str
    name: str
    college: str = ""
    role: str = Role.MEMBER


@dataclass(frozen=True)
class CommitteeAsked:
    """A committee to open: its name, the sector it decides for, who sits there, its first meeting where it has a date."""

    name: str
    sector: str = ""
    members: tuple[MemberAsked, ...] = ()
    meets_at: datetime | None = None
    meeting_place: str = ""


@dataclass(frozen=True)
class Adoption:
    """The règlement a body adopted before the fund opens: by whom, on which day, in force from which one."""

    regulation: Regulation
    adopted_on: date
    adopted_by_body: str
    in_force_from: date
    act_reference: str = ""


@dataclass(frozen=True)
class Installation:
    """What `open_fund` and the page that opens a fund ask; codes and numbers may be empty.

    `model` is the name of a règlement of the shelf to start from, or empty; `cap_cents` the most a project may get, None
    when the model says it. Both give way to `adoption`. Without `committees` the fund has one, of three colleges.
    """

    administrator_email: str
    administrator_name: str
    carrier: str
    place: str
    place_slug: str
    commune: str
    insee_code: str
    fund: str
    slug: str
    prefix: str
    coordinator_email: str
    coordinator_name: str
    cap_cents: int | None
    scheme: str = "FPH"
    carrier_kind: str = OrganisationKind.ASSOCIATION
    siret: str = ""
    rna: str = ""
    qpv_code: str = ""
    model: str = ""
    limits_in_words: str = ""
    known_carrier: Organisation | None = None
    treasurer_email: str = ""
    treasurer_name: str = ""
    adoption: Adoption | None = None
    committees: tuple[CommitteeAsked, ...] = ()
