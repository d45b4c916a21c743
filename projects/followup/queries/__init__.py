"""Reading what follows the committee's yes: purses and reports of a project, a fund's desk, a year for its funders."""

from projects.followup.queries.desk import Desk, awaited_reports, counts, desk
from projects.followup.queries.purse import (
    Purse,
    carried,
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
from projects.followup.queries.yearly import Rows, YearReport, report, report_rows, year_report, years

__all__ = [
    "Desk",
    "Purse",
    "Rows",
    "YearReport",
    "awaited_reports",
    "carried",
    "counts",
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
    "year_report",
    "years",
]
