"""The aid accepted, its payments ordered, then confirmed. Locks go fund, application, project money."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.money import euros
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications.actions import move
from projects.applications.models import Application
from projects.followup import notices, queries, rules
from projects.followup.actions.obligations import undertake
from projects.followup.models import Award, PaymentOrder
from projects.fund import actions as ledger
from projects.fund.models import Contribution

kind("aid.accepted", _("L’aide de {amount} pour « {project} » est acceptée."), "project", "amount", "amount_cents")
kind(
    "payment.ordered",
    _("Le versement de {amount} pour « {project} » est ordonné."),
    "project",
    "amount",
    "amount_cents",
)
kind("payment.confirmed", _("Un virement est confirmé à la date du {paid_on}."), public=False)


@action
def accept(application: Application, *, channel: str, payee: str, by, now: datetime) -> Award:
    """Accept a granted aid: how it is paid (`Award.Channel`), and to whose name; what the règlement asks is undertaken.

    Raises Refused, naming the article for a channel that the règlement of the file does not allow.
    """
    application = queries.locked(application.pk)
    allowed = queries.channels(application)
    Refused.unless(rules.may_accept(application.state, application.applicant_type, channel, payee, allowed))
    award = Award.objects.create(
        application=application, channel=channel, payee=payee.strip(), accepted_at=now, accepted_by=by
    )
    move(application, "accepted", by=by, now=now)
    undertake(application, by=by, now=now)
    _tell("aid.accepted", application, application.granted_cents, by, now)
    notices.aid_accepted(award, now=now)
    return award


@action
def order_payment(award: Award, *, trigger: str, by, now: datetime) -> PaymentOrder:
    """Order the part of the grant that `trigger` sets free; the règlement of the file gives its amount.

    On receipts, no more than what they show (`rules.due_cents`).
    Raises Refused when it isn't due, is ordered already, or would go to an association that no agreement of the year
    lets the carrier pay.
    """
    application = queries.locked(award.application_id)
    held = queries.purse(application)
    award = Award.objects.get(pk=award.pk)
    dues = queries.dues(application, award, queries.report_of(application), held.reserved_cents)
    due = rules.due_cents(trigger, dues)
    Refused.unless(rules.may_order(
        trigger, state=application.state, due_cents=due, report_accepted=dues.report_accepted, is_free=dues.is_free,
        ordered=award.payment_orders.filter(trigger=trigger).exists(),
    ))  # fmt: skip
    Refused.unless(_may_reach(award, application, held.exercise))
    order = PaymentOrder.objects.create(award=award, amount_cents=due, trigger=trigger, ordered_at=now, ordered_by=by)
    _tell("payment.ordered", application, due, by, now)
    return order


@action
def confirm_payment(order: PaymentOrder, *, paid_on: date, bank_reference: str, by, now: datetime) -> PaymentOrder:
    """Confirm that an ordered payment left the bank on a day, once: the ledger counts it, the holder is told.

    The payment that follows an accepted report closes the file. Raises Refused.
    """
    application = queries.locked(PaymentOrder.objects.values_list("award__application", flat=True).get(pk=order.pk))
    order = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    Refused.unless(rules.may_confirm(
        state=application.state, paid=order.paid_at is not None, ordered_on=paris_day(order.ordered_at),
        paid_on=paid_on, today=paris_day(now),
    ))  # fmt: skip
    order.paid_on, order.bank_reference, order.paid_at, order.paid_by = paid_on, bank_reference.strip(), now, by
    order.save(update_fields=["paid_on", "bank_reference", "paid_at", "paid_by"])
    record("payment.confirmed", order, by=by, now=now, fund=application.fund_id,
           paid_on=paid_on.isoformat(), bank_reference=order.bank_reference)  # fmt: skip
    _count(order, application, by, now)
    notices.payment_made(order, application, now=now)
    return order


def _count(order, application, by, now) -> None:
    act = {"title": application.title, "by": by, "now": now}
    exercise = queries.purse(application).exercise
    ledger.pay(exercise, application, cents=order.amount_cents, key=f"pay:{order.pk}", **act)
    if order.trigger == rules.REPORT:
        ledger.justify(exercise, application, cents=order.amount_cents, key=f"justify:{order.pk}", **act)
        move(application, "closed", by=by, now=now)
    elif application.state == "accepted":
        move(application, "paid", by=by, now=now)


def _may_reach(award, application, exercise):
    if not rules.pays_an_association(application.applicant_type, award.channel):
        return rules.YES
    allowed = Contribution.objects.filter(exercise=exercise, allows_associations=True).exists()
    return rules.may_pay_association(application.fund.carrier.kind, allowed)


def _tell(name, application, cents, by, now) -> None:
    words = {"project": application.title, "amount": euros(cents), "amount_cents": cents}
    record(name, application, by=by, now=now, fund=application.fund_id, **words)
