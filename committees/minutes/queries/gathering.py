"""What happened in a meeting, gathered as the facts its minutes are made of."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.meetings import queries as meetings
from committees.meetings.models import AgendaItemKind, Meeting
from committees.minutes import rules
from committees.minutes.models import Minutes
from committees.minutes.queries.attendance import Cover, attendance, quorum_words
from committees.roster.models import Committee
from committees.votes import queries as votes
from committees.votes.models import Decision, DecisionKind, Task
from fph.dates import day_words, hour_words, moment_words
from fph.journal.merkle import Frontier
from fph.journal.models import RegisterHead
from fph.money import euros
from projects.applications import queries as applications
from projects.applications.models import Application, Overrider
from projects.fund import queries as fund


def minutes():
    """Return every minutes with its meeting, committee, fund and facts."""
    return Minutes.objects.select_related(
        "facts", "meeting__calendar", "meeting__committee__fund__neighbourhood", "meeting__committee__fund__carrier"
    )


def sealed_facts(sealed: Minutes, *, public: bool) -> rules.Facts | None:
    """Return the facts as they were sealed, with the errata noted since; None once retention emptied them."""
    stored = sealed.facts.public if public else sealed.facts.internal
    if not stored:
        return None
    words = {} if public else {word.mark: word.text or str(_("(effacé)")) for word in sealed.words.all()}
    facts = rules.Facts.from_dict(rules.uncovered(json.loads(stored), words))
    errata = [
        rules.Erratum(number=note.number, text="" if public else note.text, when=day_words(note.noted_at))
        for note in sealed.errata.all()
    ]
    return replace(facts, errata=tuple(errata))


def as_written(text: str, person: UUID | None) -> str:
    """Return words as they are."""
    return text


def facts(meeting: Meeting, now: datetime, cover: Cover = as_written) -> rules.Facts:
    """Gather the internal facts of a meeting just closed: names, words and numbers, as they are now.

    `cover(text, person)` returns what stands in the facts for words that name a person (their id, when it is known)
    or that somebody typed.
    """
    return _facts(meeting, now, named=True, cover=cover)


def public_facts(meeting: Meeting, now: datetime) -> rules.Facts:
    """Gather the facts the public may read: nobody named, and no project that was not funded."""
    return rules.public(_facts(meeting, now, named=False, cover=as_written))


def _facts(meeting: Meeting, now: datetime, *, named: bool, cover: Cover) -> rules.Facts:
    committee, place = meeting.committee, meeting.committee.fund.neighbourhood
    present, absent = attendance(meeting, cover)
    decided = list(votes.decisions(meeting))
    passed = applications.passed_over(Application.objects.filter(agenda_items__meeting=meeting))
    return rules.Facts(
        version="internal",
        title=_("Compte rendu de la séance du %s") % day_words(meeting.opened_at),
        committee=committee.name,
        fund=committee.fund.name,
        neighbourhood=place.name,
        neighbourhood_code=place.cloth_code,
        carrier=rules.Carrier(committee.fund.carrier.name, committee.fund.carrier.address),
        number=meeting.number,
        date_words=day_words(meeting.opened_at).capitalize(),
        opened_words=hour_words(meeting.opened_at),
        closed_words=hour_words(meeting.closed_at),
        place=meeting.calendar.place,
        present=present,
        absent=absent,
        quorum=quorum_words(meeting),
        findings=findings(meeting, decided, passed),
        decisions=tuple(_decision(one, passed, named=named, cover=cover) for one in decided),
        tasks=tuple(_tasks(meeting, cover)),
        next_meeting=_next_meeting(meeting, now),
        next_agenda=tuple(_next_agenda(committee, named=named, cover=cover)),
        remaining=_remaining(meeting),
        register=_register(now),
    )


# --- What was found and decided -------------------------------------------------------------------------


def findings(meeting: Meeting, decided: list[Decision], passed: dict) -> tuple[str, ...]:
    """Say how many files were examined, what they became, what was left aside, and the rules passed over for these."""
    final = [decision for decision in decided if decision.kind in votes.FINAL]
    files = [decision for decision in final if decision.item.kind == AgendaItemKind.FILE]
    kinds = Counter(DecisionKind(decision.kind).label for decision in files)
    each = " ; ".join(f"{label} : {number}" for label, number in kinds.items())
    examined = ngettext("%(number)s dossier examiné", "%(number)s dossiers examinés", len(files))
    lines = [examined % {"number": len(files)} + (f" ({each})." if each else ".")]
    if granted := sum(decision.amount_cents or 0 for decision in files if decision.is_grant):
        lines.append(_("%s accordés pendant la séance.") % euros(granted))
    if any(decision.is_opinion for decision in files):
        proposed = sum(decision.amount_cents or 0 for decision in files if decision.is_opinion)
        words = _("Le comité a donné des avis : %(amount)s proposés. Qui décide : %(body)s.")
        lines.append(words % {"amount": euros(proposed), "body": votes.authority(meeting)})
    lines += _without_decision(meeting)
    if left := _not_examined(meeting, decided):
        lines.append(ngettext(
            "%(number)s dossier n’a pas été examiné : il reviendra à la prochaine séance.",
            "%(number)s dossiers n’ont pas été examinés : ils reviendront à la prochaine séance.", left,
        ) % {"number": left})  # fmt: skip
    return (*lines, *_passed_over_undecided(meeting, decided, passed))


def _passed_over_undecided(meeting: Meeting, decided: list[Decision], passed: dict):
    """Say what the committee passed over that evening for files it decided nothing about."""
    done = {decision.item_id for decision in decided if decision.kind in votes.FINAL}
    for item in meeting.items.exclude(application=None).exclude(pk__in=done).select_related("application"):
        for row in passed.get(item.application_id, ()):
            if row.role == Overrider.COMMITTEE and meeting.opened_at <= row.made_at <= meeting.closed_at:
                yield _("Dossier %(number)s : %(words)s") % {
                    "number": item.application.number,
                    "words": row.public_words,
                }


def _without_decision(meeting: Meeting) -> list[str]:
    """Say each vote that decided nothing: a first round that ended as many for as against."""
    lines = []
    for ballot, words in votes.undecided(meeting):
        about = ballot.item.application.number if ballot.item.application else ballot.item.title
        lines.append(_("Vote sans décision, %(about)s : %(words)s") % {"about": about, "words": words})
    return lines


def _not_examined(meeting: Meeting, decided: list[Decision]) -> int:
    done = {decision.item_id for decision in decided} | {ballot.item_id for ballot, _words in votes.undecided(meeting)}
    return meeting.items.filter(kind=AgendaItemKind.FILE).exclude(pk__in=done).count()


def _decision(decision: Decision, passed: dict, *, named: bool, cover: Cover) -> rules.Decision:
    item, file, words = decision.item, decision.item.application, decision.text
    shown = named or decision.is_grant
    holder = file.public_holder if file and shown else ""
    if named and holder:
        holder = cover(holder, file.owner_id)
    rows = passed.get(file.pk, []) if file else []
    aside = sorted((one.membership.person for one in item.recusals.all() if one.withdrew), key=str)
    interested = sorted((one.membership.person for one in item.recusals.all() if not one.withdrew), key=str)
    return rules.Decision(
        reference=decision.reference,
        subject=cover(item.subject, file.owner_id if file else None) if named else decision.public_subject,
        applicant=holder,
        presence=_presence(decision) if file else "",
        kind=decision.kind,
        outcome=str(decision.get_kind_display()).capitalize(),
        requested=euros(file.requested_cents) if file and file.requested_cents else "",
        amount=euros(decision.amount_cents) if decision.amount_cents else "",
        count=decision.denominator,
        recusals=tuple(cover(str(person), person.pk) for person in aside),
        changes=tuple(map(str, item.amendment.changes)) if item.amendment else (),
        interests=tuple(cover(str(person), person.pk) for person in interested),
        reasons=cover(words.reasons, None),
        conditions=cover(words.conditions, None),
        public_reasons=words.public_reasons,
        passed_over=tuple(row.public_words for row in rows),
        passed_over_because=tuple(cover(row.reason, row.application.owner_id) for row in rows),
    )


def _presence(decision: Decision) -> str:
    if decision.item.heard_at:
        return _("porteur présent")
    return "" if meetings.presence(decision.meeting)[0] == "no" else _("porteur absent")


def _tasks(meeting: Meeting, cover: Cover):
    new = Task.objects.filter(decision__meeting=meeting)
    recalled = Task.objects.filter(pk__in=meeting.items.values("recalls"), done_at=None)
    for tasks, again in ((new, False), (recalled, True)):
        for task in tasks.order_by("due_on"):
            said = as_written if task.who_is_body else cover
            yield rules.Task(
                what=said(task.what, None), public_what=task.what if task.who_is_body else "", who=said(task.who, None),
                who_is_body=task.who_is_body, due=day_words(task.due_on), recalled=again,
            )  # fmt: skip


# --- What comes next ------------------------------------------------------------------------------------


def _next_meeting(meeting: Meeting, now: datetime) -> rules.NextMeeting | None:
    after = max(now, meeting.meets_at)
    date = meeting.committee.fund.calendar.filter(meets_at__gt=after).first()
    if date is None:
        return None
    return rules.NextMeeting(when=moment_words(date.meets_at, "long").capitalize(), place=date.place)


def _next_agenda(committee: Committee, *, named: bool, cover: Cover):
    for file in applications.eligible(committee.fund):
        yield cover(str(file), file.owner_id) if named else _("Dossier %s") % file.number
    for task in votes.open_tasks(committee):
        told = named or task.who_is_body
        point = _("Suite : %s") % task.what if told else _("Suite de la décision %s") % task.decision.reference
        yield point if task.who_is_body or not told else cover(point, None)


def _remaining(meeting: Meeting) -> str:
    exercise = fund.exercise_on(meeting.committee.fund, meetings.day_of(meeting))
    if exercise is None:
        return ""
    left = fund.envelope(exercise)
    words = _("Il reste %s dans le fonds après cette séance") % euros(left.available_cents)
    each = ", ".join(f"{one.name} : {euros(one.available_cents)}" for one in left.tranches)
    return f"{words} ({each})." if each else f"{words}."


def _register(now: datetime) -> rules.RegisterMark:
    """Return where the register stood just before the closing, whose own entries come after."""
    head = RegisterHead.objects.get(pk=1)
    root = Frontier.decode(head.peaks).root().hex() if head.peaks else ""
    return rules.RegisterMark(size=head.size, root=root, date=day_words(now))
