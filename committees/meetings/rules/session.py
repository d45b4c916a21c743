"""A committee meeting: who may do what, who is in the room, when it may decide.

Nothing here reads a database: facts come in, a verdict or a number goes out.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from committees.meetings.rules.seating import Breach
from fph.verdict import YES, Verdict, no

ACTS: dict[str, tuple[str, ...]] = {
    "read": ("sit_in_meetings", "prepare_meetings", "take_minutes"),
    "prepare": ("prepare_meetings",),
    "attend": ("take_minutes",),
    "chair": ("chair_meetings",),
}
"""Each act, and the permissions one of which allows it.

read: see the meeting from inside · prepare: plan it, set its agenda · attend: keep the attendance sheet, note recusals
and tasks, write errata · chair: open and close the meeting, call a point, open and close a vote, defer.
"""


class Stage(StrEnum):
    """Where a meeting stands: planned, then open, then closed for good."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Stay:
    """A member's stay in the room: from an arrival to a departure, or until now."""

    member: Hashable
    arrived_at: datetime
    left_at: datetime | None = None


def present_at(stays: Iterable[Stay], moment: datetime) -> frozenset:
    """Return who is in the room at a moment: arrived by then, and not yet gone."""
    return frozenset(
        stay.member for stay in stays if stay.arrived_at <= moment and (stay.left_at is None or moment < stay.left_at)
    )


def may_open(stage: Stage, *, has_regulation: bool, breaches: Iterable[Breach] = ()) -> Verdict:
    """Say whether a meeting may be opened: planned, under a règlement in force that lets this committee meet that day.

    A breach that only warns does not stop it.
    """
    if stage is Stage.OPEN:
        return no("La séance est déjà ouverte.")
    if stage is Stage.CLOSED:
        return no("La séance est close : elle ne peut plus changer.")
    if not has_regulation:
        return no("Aucun règlement n’est en vigueur ce jour : faites-le enregistrer avant d’ouvrir la séance.")
    if stopping := [breach for breach in breaches if breach.blocks]:
        return no(" ".join(breach.words for breach in stopping), article=stopping[0].article)
    return YES


def may_change_agenda(stage: Stage) -> Verdict:
    """Say whether the agenda may still change: until the meeting is closed."""
    return no("La séance est close : son ordre du jour ne change plus.") if stage is Stage.CLOSED else YES


def may_remove(stage: Stage, *, was_voted_on: bool) -> Verdict:
    """Say whether a point may leave the agenda: not once it was voted on or decided."""
    if was_voted_on:
        return no("Ce point a déjà été mis aux voix : il reste à l’ordre du jour.")
    return may_change_agenda(stage)


def may_call(stage: Stage, *, vote_open: bool) -> Verdict:
    """Say whether the chair may pass to a point: the meeting is open and no vote is going on."""
    if vote_open:
        return no("Un vote est ouvert : fermez-le avant de passer à un autre point.")
    return _while_open(stage)


def may_note_presence(stage: Stage, *, ours: bool) -> Verdict:
    """Say whether the attendance sheet may change: until the meeting is closed, for a member in force that day."""
    if stage is Stage.CLOSED:
        return no("La séance est close : la feuille de présence ne change plus.")
    return YES if ours else no("Cette personne n’est pas membre du comité à cette date.")


def may_recuse(stage: Stage, *, ours: bool, vote_closed: bool) -> Verdict:
    """Say whether a member may step aside on a point: before its vote is closed. During the vote, their voice goes."""
    if vote_closed:
        return no("Le vote sur ce point est clos : un déport se déclare avant.")
    if stage is Stage.CLOSED:
        return no("La séance est close : elle ne peut plus changer.")
    return YES if ours else no("Cette personne n’est pas membre du comité à cette date.")


def may_hear(stage: Stage, *, of_file: bool, decided: bool) -> Verdict:
    """Say whether the applicant's presence may be noted, or taken off: for a file, in session, before its vote.

    Source: rule-taxonomy §3 (`applicant_hearing`); « dossier examiné en présence du porteur » (Méricourt).
    """
    if not of_file:
        return no("Seul un dossier a un porteur de projet.")
    if decided:
        return no("Ce point a déjà été mis aux voix ou décidé : la présence du porteur se note avant.")
    return _while_open(stage)


def may_set_hearings(stage: Stage, presence: str, *, article: str = "") -> Verdict:
    """Say whether applicants may be given an hour: until the meeting is closed, where the règlement hears them.

    Source: real-funds, Loire: « chaque collectif est reçu sur un créneau ». `presence` is the règlement's
    `applicant_present`.
    """
    if presence == "no":
        named = f" ({article})" if article else ""
        return no(f"Le règlement ne prévoit pas que le comité entende les porteurs{named}.", article=article)
    return may_change_agenda(stage)


def hearing_times(starts: time, every_minutes: int, files: int) -> list[time]:
    """Return the hour of each file, one after the other: from an hour on, every so many minutes.

    Raises ValueError, in French, when the last one would be after midnight.
    """
    minutes = [starts.hour * 60 + starts.minute + place * every_minutes for place in range(files)]
    if minutes and minutes[-1] >= 24 * 60:
        raise ValueError(
            "Les passages finiraient après minuit : commencez plus tôt, ou donnez moins de temps à chacun."
        )
    return [time(*divmod(one, 60)) for one in minutes]


def without_applicant(presence: str, *, heard: bool, article: str = "") -> Verdict:
    """Say whether a file may be decided as the room is: not without its applicant, where the règlement requires them.

    `presence` is the règlement's `applicant_present`. Not heard, the file can only be put off.
    """
    if presence != "required" or heard:
        return YES
    named = f" ({article})" if article else ""
    words = f"Le dossier s’examine en présence du porteur{named} : notez qu’il est là, ou remettez le dossier."
    return no(words, article=article)


def may_pass_over(
    stage: Stage, *, of_file: bool, vote_open: bool, decided: bool, enough: bool, article: str = ""
) -> Verdict:
    """Say whether the committee may pass over a rule of the règlement for a point, or take it back.

    For a file, in session, with the quorum, before its vote: `enough` says that the quorum is there, `article` sets it.
    """
    if not of_file:
        return no("Seul un dossier peut passer outre à un article.")
    if decided:
        return no("Le comité a déjà décidé sur ce point.")
    if vote_open:
        return no("Un vote est ouvert : fermez-le d’abord.")
    if stage is Stage.OPEN and not enough:
        named = f" ({article})" if article else ""
        return no(f"Le quorum n’est pas atteint{named} : le comité ne peut pas encore passer outre.", article=article)
    return _while_open(stage)


def may_close(stage: Stage, *, vote_open: bool) -> Verdict:
    """Say whether a meeting may be closed: it is open, and so is no vote."""
    if vote_open:
        return no("Un vote est ouvert : fermez-le avant de clore la séance.")
    return _while_open(stage)


def _while_open(stage: Stage) -> Verdict:
    if stage is Stage.PLANNED:
        return no("La séance n’est pas encore ouverte.")
    return YES if stage is Stage.OPEN else no("La séance est close : elle ne peut plus changer.")
