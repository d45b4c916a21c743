"""Every table of this room, gathered for Django; slices import each other's own module, never this one."""

from projects.applications.models import Application, Attachment, BudgetLine, CorrectionRequest, GroupResident, Override
from projects.authority.models import Act, Opinion, Ruling, RulingText
from projects.followup.models import Award, ClosingReport, Obligation, PaymentOrder, ReportReceipt
from projects.fund.models import (
    Account,
    CalendarEntry,
    Contribution,
    Exercise,
    Fund,
    FundMandate,
    FundPermission,
    Gift,
    StripeEvent,
    Theme,
    Tranche,
    Transfer,
)
from projects.regulation.models import Amendment, RegulationVersion

__all__ = [
    "Account", "Act", "Amendment", "Application", "Attachment", "Award", "BudgetLine", "CalendarEntry", "ClosingReport",
    "Contribution", "CorrectionRequest", "Exercise", "Fund", "FundMandate", "FundPermission", "Gift", "GroupResident",
    "Obligation", "Opinion", "Override", "PaymentOrder", "RegulationVersion", "ReportReceipt", "Ruling", "RulingText",
    "StripeEvent", "Theme", "Tranche", "Transfer",
]  # fmt: skip
