"""The fund's writers: its opening, its calendar and themes, its contributions, its ledger."""

from projects.fund.actions.ledger import justify, pay, receive, release, reserve, return_unspent, take_back
from projects.fund.actions.opening import (
    appoint,
    end_mandate,
    open_exercise,
    open_fund,
    pledge,
    publish_date,
    set_themes,
)

__all__ = [
    "appoint",
    "end_mandate",
    "justify",
    "open_exercise",
    "open_fund",
    "pay",
    "pledge",
    "publish_date",
    "receive",
    "release",
    "reserve",
    "return_unspent",
    "set_themes",
    "take_back",
]
