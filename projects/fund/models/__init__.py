"""The tables of a fund: what it is, its years, its ledger, its income."""

from projects.fund.models.funds import Fund, FundMandate, FundPermission
from projects.fund.models.income import Contribution, Gift, GiftState, StripeEvent
from projects.fund.models.ledger import (
    NOBODY,
    SIDES,
    Account,
    AccountKind,
    Transfer,
    TransferKind,
)
from projects.fund.models.years import CalendarEntry, Exercise, Theme, Tranche

__all__ = [
    "NOBODY", "SIDES", "Account", "AccountKind", "CalendarEntry", "Contribution", "Exercise", "Fund", "FundMandate",
    "FundPermission", "Gift", "GiftState", "StripeEvent", "Theme", "Tranche", "Transfer", "TransferKind",
]  # fmt: skip
