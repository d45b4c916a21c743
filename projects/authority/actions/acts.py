"""The final authority's act, recorded: what it decides on each file, the money that follows, the notices."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from fph.dates import PARIS
from fph.files import actions as files
from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.money import euros
from fph.people.roles import paris_day
from fph.verdict import Gap, Refused
from projects.applications import actions as applications
from projects.applications import rules as filing
from projects.authority import notices, queries, rules
from projects.authority.actions.opinions import set_aside
from projects.authority.models import Act, Opinion, Ruling, RulingText
from projects.fund import actions as money
from projects.fund.models import Fund
from projects.fund.queries import project_cents

kind(
    "act.recorded",
    words("Un acte est enregistré : {reference}, du {day} ({body}). Avis suivis ou non : {decided} ; accordé : {amount}."),
    "reference", "day", "body", "decided", "amount", "amount_cents",
)  # fmt: skip
kind("act.annulled", words("L’enregistrement de l’acte {reference} ({body}) est annulé : il était faux."),
     "reference", "body")  # fmt: skip
kind("act.annulled_because", words("{person} annule l’enregistrement d’un acte : {reason}"), public=False)
kind("application.act_annulled", words("La décision sur le dossier n° {number} était une erreur d’enregistrement."),
     "number")  # fmt: skip


@action
def record_act(fund: Fund, answers: Mapping[Opinion, rules.Answer], *, reference: str, body: str,
               acted_on: date | None, by, now: datetime, upload=None) -> Act:  # fmt: skip
    """Record an act and carry out what it decides on each file: all of it, or nothing.

    `answers` says what it decides of each opinion, all of one meeting; `upload` is the act itself, a file. Each file is
    granted or refused, as decided by `body` on that day; what was set aside is settled to the cent. Raises Refused, its
    gaps tied to `reference`, `body`, `acted_on`, `upload`, or `choice-N`, `amount-N`, `reason-N`, N the opinion's id.
    """
    fund = Fund.objects.select_for_update().get(pk=fund.pk)
    opinions = {one.pk: one for one in queries.opinions_waiting(fund).filter(pk__in=[one.pk for one in answers])}
    answered = [(opinions.get(one.pk), answer) for one, answer in answers.items()]
    if not all(opinion for opinion, _answer in answered):
        raise Refused(_("Un de ces dossiers vient d’être décidé : rechargez la page."))
    if len({opinion.meeting for opinion in opinions.values()}) > 1:
        raise Refused(_("Enregistrez un acte pour chaque séance."))
    days = [paris_day(opinion.given_at) for opinion in opinions.values()]
    Refused.unless(rules.may_record(reference, body, acted_on, given_on=days, today=paris_day(now)))
    assert acted_on is not None, "the rules ask for a day"
    act = Act.objects.create(
        fund=fund, meeting=next(iter(opinions.values())).meeting, reference=reference.strip(), body=body.strip(),
        acted_on=acted_on, file=_stored(upload, by, now), recorded_at=now, recorded_by=by,
    )  # fmt: skip
    rulings = [_rule(act, opinion, answer, by, now) for opinion, answer in answered if opinion]
    cents = sum(ruling.granted_cents or 0 for ruling in rulings)
    record(
        "act.recorded", act, by=by, now=now, fund=fund, reference=act.reference, day=acted_on.isoformat(),
        body=act.body, decided=len(rulings), amount=euros(cents), amount_cents=cents,
    )  # fmt: skip
    return act


def _stored(upload, by, now: datetime):
    if not upload:
        return None
    try:
        return files.store(upload, by=by, now=now)
    except Refused as refusal:
        raise Refused(str(refusal), (Gap("upload", str(refusal)),)) from None


def _rule(act: Act, opinion: Opinion, answer: rules.Answer, by, now: datetime) -> Ruling:
    """Decide a file as the act says: its money back to the year, then what is granted reserved in the same breath."""
    application, question = opinion.application, queries.question(opinion)
    verdict = rules.may_answer(answer, question)
    if not verdict:
        raise _about(opinion, verdict.reason, verdict.gaps)
    cents = rules.granted(answer, question)
    ruling = Ruling.objects.create(act=act, opinion=opinion, granted_cents=cents)
    RulingText.objects.create(ruling=ruling, reason=answer.reason.strip())
    _put_back(application, f"unhold:{application.pk}:{act.pk}", by, now)
    final = filing.FinalAct(act.body, _moment(act.acted_on, opinion, now), paris_day(opinion.given_at))
    told = {"reference": act.reference, "act": final, "by": by, "now": now}
    if cents is None:
        applications.refuse(application, reason=answer.reason.strip(), **told)
        return ruling
    try:
        applications.grant(application, cents=cents, **told)
    except Refused as refusal:
        raise _about(opinion, str(refusal), (Gap("amount", str(refusal)),)) from None
    return ruling


def _about(opinion: Opinion, reason, gaps) -> Refused:
    return Refused(f"{opinion.application} : {reason}",
                   tuple(Gap(f"{gap.field}-{opinion.pk}", gap.message) for gap in gaps))  # fmt: skip


def _put_back(application, key: str, by, now: datetime) -> None:
    if held := project_cents([application.pk])[application.pk]["reserved"]:
        money.put_back(application.exercise, application, cents=held, key=key, title=application.number, by=by, now=now)


def _moment(day: date, opinion: Opinion, now: datetime) -> datetime:
    """Return when an act of that day decided, for the clocks: at noon, never before the opinion nor after now."""
    noon = datetime.combine(day, time(12), PARIS)
    return min(now, max(noon, opinion.given_at))


@action
def annul_act(act: Act, reason: str, *, by, now: datetime) -> Act:
    """Annul an act recorded by mistake: its files wait for a decision again, their money set aside again.

    The act and its annulment stay in the register; holders are told. Raises Refused: no reason, a holder already
    accepted the aid, or the fund no longer has the money of an opinion.
    """
    Fund.objects.select_for_update().get(pk=act.fund_id)
    act = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
    rulings = list(act.rulings.select_related("opinion__application__fund", "opinion__application__exercise"))
    states = [applications.lock(ruling.opinion.application).state for ruling in rulings]
    Refused.unless(rules.may_annul(states, reason, annulled=act.annulled_at is not None))
    act.annulled_at, act.annulled_by = now, by
    act.save(update_fields=["annulled_at", "annulled_by"])
    for ruling in rulings:
        _take_back(ruling, by, now)
    act.rulings.update(stands=False)
    record("act.annulled", act, by=by, now=now, fund=act.fund_id, reference=act.reference, body=act.body)
    record("act.annulled_because", act, by=by, now=now, fund=act.fund_id, person=str(by), reason=reason.strip())
    return act


def _take_back(ruling: Ruling, by, now: datetime) -> None:
    application = ruling.opinion.application
    if held := project_cents([application.pk])[application.pk]["reserved"]:
        money.annul(application.exercise, application, cents=held, key=f"annul:{application.pk}:{ruling.pk}",
                    title=application.number, by=by, now=now)  # fmt: skip
    applications.move(
        application, filing.ADVISED, by=by, now=now, reason="acte annulé", decided_at=None, decided_by=None,
        decision_reference="", decision_body=ruling.opinion.body, granted_cents=None,
    )  # fmt: skip
    if ruling.opinion.proposed_cents is not None:
        set_aside(ruling.opinion, key=f"hold:{application.pk}:{ruling.pk}", by=by, now=now)
    record("application.act_annulled", application, by=by, now=now, fund=application.fund_id,
           number=application.number)  # fmt: skip
    notices.annulled(ruling, now=now)
