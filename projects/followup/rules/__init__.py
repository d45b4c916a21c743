"""After the committee's yes: how the money goes out, what is asked in return, how long each step takes."""

from fph.verdict import YES
from projects.followup.rules.awards import (
    ACCEPTANCE,
    HOLDER,
    HOST,
    REIMBURSEMENT,
    REPORT,
    SUPPLIER,
    Channels,
    Dues,
    channels,
    due_cents,
    may_accept,
    may_confirm,
    may_order,
    may_pay_association,
    pays_an_association,
    schedule,
)
from projects.followup.rules.clocks import (
    BILAN,
    CLOCKS,
    DECISION,
    FROM_THE_DECISION,
    PAYMENT,
    Clock,
    Limit,
    Milestones,
    Pace,
    Wait,
    by_lateness,
    clocks,
    pace,
)
from projects.followup.rules.obligations import Undertaking, days_late, may_fulfil, undertakings
from projects.followup.rules.reports import (
    Bill,
    ReportFacts,
    Settlement,
    may_accept_report,
    may_remove_receipt,
    may_send_back,
    may_submit_report,
    may_write_report,
    proved_cents,
    report_due_on,
    same_supplier,
    settle,
    unspent_cents,
)
from projects.followup.rules.yearly import report_agrees, standing

__all__ = [
    "ACCEPTANCE", "BILAN", "CLOCKS", "DECISION", "FROM_THE_DECISION", "HOLDER", "HOST", "PAYMENT", "REIMBURSEMENT",
    "REPORT", "SUPPLIER", "YES", "Bill", "Channels", "Clock", "Dues", "Limit", "Milestones", "Pace", "ReportFacts",
    "Settlement", "Undertaking", "Wait", "by_lateness", "channels", "clocks", "days_late", "due_cents", "may_accept",
    "may_accept_report", "may_confirm", "may_fulfil", "may_order", "may_pay_association", "may_remove_receipt",
    "may_send_back", "may_submit_report", "may_write_report", "pace", "pays_an_association", "proved_cents",
    "report_agrees", "report_due_on", "same_supplier", "schedule", "settle", "standing", "undertakings",
    "unspent_cents",
]  # fmt: skip
