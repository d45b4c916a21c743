"""The writers of what follows the committee's yes: the aid accepted and paid, the report written and settled."""

from projects.followup.actions.awards import accept, confirm_payment, order_payment
from projects.followup.actions.erasure import forget
from projects.followup.actions.obligations import fulfil
from projects.followup.actions.reports import (
    accept_report,
    add_receipt,
    remove_receipt,
    save_report,
    send_back_report,
    submit_report,
)

__all__ = [
    "accept",
    "accept_report",
    "add_receipt",
    "confirm_payment",
    "forget",
    "fulfil",
    "order_payment",
    "remove_receipt",
    "save_report",
    "send_back_report",
    "submit_report",
]
