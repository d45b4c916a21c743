"""Reading what follows the committee's yes: purses and reports of a project, a fund's desk, a year for its funders."""

from projects.followup.queries.desk import Desk, awaited_reports, desk
from projects.followup.queries.purse import (
    Purse,
    award_of,
    facts,
    locked,
    lookalikes,
    parts,
    purse,
    regulation_of,
    report_of,
    sent_back,
    told_versions,
)
from projects.followup.queries.yearly import YearReport, report, report_rows, years

__all__ = [
    "Desk",
    "Purse",
    "YearReport",
    "awaited_reports",
    "award_of",
    "desk",
    "facts",
    "locked",
    "lookalikes",
    "parts",
    "purse",
    "regulation_of",
    "report",
    "report_of",
    "report_rows",
    "sent_back",
    "told_versions",
    "years",
]
