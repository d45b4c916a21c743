"""An amendment: drafted rule by rule, proposed, withdrawn or taken up, decided."""

from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.people.roles import paris_day
from fph.verdict import Gap, Refused
from projects.fund.models import Fund
from projects.regulation import queries
from projects.regulation.actions.versions import adopt
from projects.regulation.document import from_document, to_document
from projects.regulation.models import Amendment, AmendmentState, RegulationVersion
from projects.regulation.rules import Regulation, Rule
from projects.regulation.rules import amendment as rules

kind("amendment.proposed",
     words("La proposition n° {number} de modifier le règlement (version {base}) est déposée : {title}."),
     "number", "base", "title", "in_force_from", "parameters")  # fmt: skip
kind("amendment.withdrawn", words("La proposition n° {number} de modifier le règlement est retirée."), "number")
kind("amendment.adopted",
     words("La proposition n° {number} de modifier le règlement est adoptée ({act_reference}) : "
           "c’est la version {version}, en vigueur le {in_force_from}."),
     "number", "act_reference", "version", "in_force_from")  # fmt: skip
kind("amendment.not_adopted",
     words("La proposition n° {number} de modifier le règlement n’est pas adoptée ({act_reference})."),
     "number", "act_reference")  # fmt: skip


# --- A draft ----------------------------------------------------------------------------------------------


@action
def put_rule(fund: Fund, rule: Rule, *, by, now: datetime) -> Amendment:
    """Write a rule in the person's draft, in place of the same rule or beside the others; the draft opens if need be."""
    draft = _draft(fund, by, now)
    return _kept(draft, rules.with_rule(draft.regulation, rule))


@action
def drop_rule(fund: Fund, key: str, *, by, now: datetime) -> Amendment:
    """Take a rule out of the règlement in the person's draft."""
    draft = _draft(fund, by, now)
    return _kept(draft, rules.without_rule(draft.regulation, key))


@action
def put_document(fund: Fund, regulation: Regulation, *, by, now: datetime) -> Amendment:
    """Write a whole règlement in the person's draft."""
    return _kept(_draft(fund, by, now), regulation)


@action
def take_up(amendment: Amendment, *, by, now: datetime) -> Amendment:
    """Write what an amendment changes on the last version, in a draft of `by`'s: to be read again, and proposed.

    The one proposed stays until the draft is proposed, and is then withdrawn. Raises Refused when `by` has another draft
    that changes something, or when the amendment was adopted.
    """
    fund = _held(amendment.fund)
    if amendment.stage is rules.State.ADOPTED:
        raise Refused(_("Cette proposition a été adoptée : elle est dans le règlement."))
    draft = _draft(fund, by, now)
    if draft.pk != amendment.pk and draft.changes:
        raise Refused(_("Vous avez déjà un brouillon : proposez-le, ou jetez-le d’abord."))
    last = queries.latest(fund)
    if draft.pk == amendment.pk:
        amendment = draft
    found = rules.taken_up(amendment.base.regulation, amendment.regulation, last.regulation)
    if draft.pk != amendment.pk:
        draft.title, draft.why, draft.replaces = amendment.title, amendment.why, amendment
    draft.base = last
    return _kept(draft, found)


@action
def discard(draft: Amendment, *, by, now: datetime) -> None:
    """Throw a draft away. Raises Refused once it is proposed."""
    _held(draft.fund)
    if not Amendment.objects.filter(pk=draft.pk, state=AmendmentState.DRAFT, drafted_by=by).delete()[0]:
        raise Refused(_("Ce brouillon n’existe plus."))


def _held(fund: Fund) -> Fund:
    return Fund.objects.select_for_update().get(pk=fund.pk)


def _draft(fund: Fund, by, now: datetime) -> Amendment:
    """Return the person's draft, under the fund's lock; a new one is written on the last version."""
    fund = _held(fund)
    if found := queries.draft_of(by, fund):
        return found
    last = queries.latest(fund)
    if last is None:
        raise Refused(_("Ce fonds n’a pas encore de règlement à modifier."))
    return Amendment(fund=fund, base=last, parameters=last.parameters, drafted_at=now, drafted_by=by)


def _kept(draft: Amendment, regulation: Regulation) -> Amendment:
    draft.parameters = to_document(regulation)
    draft.save()
    return Amendment.objects.select_related("fund", "base", "replaces").get(pk=draft.pk)


# --- Proposed, withdrawn ----------------------------------------------------------------------------------


@action
def propose(draft: Amendment, *, title: str, why: str, in_force_from: date, by, now: datetime) -> Amendment:
    """Propose a draft: it takes a number and does not change any more. What it takes up is withdrawn.

    Raises Refused when it changes nothing, when rules contradict each other (both articles named), when another version
    was adopted since it was written, or for a day that is past or not after the last version's.
    """
    fund = _held(draft.fund)
    draft = Amendment.objects.select_related("base", "replaces", "fund").get(pk=draft.pk)
    _refuse_unready(draft, queries.latest(fund), in_force_from, now)
    last = fund.amendments.aggregate(last=Max("number"))["last"] or 0
    draft.number, draft.title, draft.why, draft.in_force_from = last + 1, title.strip(), why.strip(), in_force_from
    draft.state, draft.proposed_at, draft.proposed_by = AmendmentState.PROPOSED, now, by
    draft.save()
    record("amendment.proposed", draft, by=by, now=now, fund=fund, number=draft.number, base=draft.base.number,
           title=draft.title, in_force_from=in_force_from.isoformat(), parameters=draft.parameters)  # fmt: skip
    if draft.replaces and draft.replaces.stage is rules.State.PROPOSED:
        withdraw(draft.replaces, by=by, now=now)
    return draft


def _refuse_unready(draft: Amendment, last: RegulationVersion, day: date, now: datetime) -> None:
    if draft.stage is not rules.State.DRAFT:
        raise Refused(_("Cette proposition est déjà déposée."))
    if draft.base_id != last.pk:
        raise Refused(
            _("La version %(last)s a été adoptée depuis que vous avez commencé : reprenez votre proposition sur elle.")
            % {"last": last.number}
        )
    if not draft.changes:
        raise Refused(_("Cette proposition ne change rien : choisissez d’abord une règle à changer."))
    try:
        from_document(draft.parameters).check()
    except ValueError as problem:
        raise Refused(problem) from problem
    if day < paris_day(now):
        _refuse_day(_("Choisissez aujourd’hui ou un jour à venir."))
    if not (verdict := rules.may_start(day, last=last.number, last_from=last.in_force_from)):
        _refuse_day(verdict.reason)


def _refuse_day(reason) -> None:
    raise Refused(reason, (Gap("in_force_from", reason),))


@action
def withdraw(amendment: Amendment, *, by, now: datetime) -> Amendment:
    """Withdraw what was proposed. Raises Refused once it is decided, or while a vote on it is open."""
    fund = _held(amendment.fund)
    amendment = Amendment.objects.get(pk=amendment.pk)
    Refused.unless(rules.may_withdraw(amendment.stage, voting=queries.being_voted(fund) == amendment))
    amendment.state, amendment.withdrawn_at, amendment.withdrawn_by = AmendmentState.WITHDRAWN, now, by
    amendment.save()
    record("amendment.withdrawn", amendment, by=by, now=now, fund=fund, number=amendment.number)
    return amendment


# --- Decided ----------------------------------------------------------------------------------------------


@action
def settle(amendment: Amendment, *, adopted: bool, body: str, reference: str, decided_on: date,
           by, now: datetime) -> Amendment:  # fmt: skip
    """Carry out what a body decided of an amendment; adopted, it becomes a version, from the day wished on.

    That day is never before the decision. Called under the fund's lock by the vote that decides. Raises Refused when the
    version can't be: nothing is then decided.
    """
    fund = _held(amendment.fund)
    amendment = Amendment.objects.select_related("base").get(pk=amendment.pk)
    if adopted:
        Refused.unless(queries.may_adopt(amendment, decided_on))
    elif amendment.stage is not rules.State.PROPOSED:
        raise Refused(_("Cette proposition a déjà été décidée, ou retirée."))
    amendment.act_reference, amendment.decided_at, amendment.decided_by = reference, now, by
    said = {"number": amendment.number, "act_reference": reference}
    if adopted:
        day = rules.in_force_day(amendment.in_force_from, decided_on)
        amendment.version = adopt(
            fund, regulation=amendment.regulation, adopted_on=decided_on, adopted_by_body=body, in_force_from=day,
            act_reference=reference, amendment=amendment, by=by, now=now,
        )  # fmt: skip
        said |= {"version": amendment.version.number, "in_force_from": day.isoformat()}
    amendment.state = AmendmentState.ADOPTED if adopted else AmendmentState.NOT_ADOPTED
    amendment.save()
    record(f"amendment.{amendment.state}", amendment, by=by, now=now, fund=fund, **said)
    return amendment
