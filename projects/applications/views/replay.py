"""A règlement that is only proposed, replayed over a year's files: what it would have changed, project by project."""

from datetime import datetime

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.applications import access, queries
from projects.applications.rules import FUNDED
from projects.fund.models import Fund
from projects.regulation import access as regulations
from projects.regulation.models import Amendment
from projects.regulation.queries import draft_of
from projects.regulation.rules.replay import SAME, in_all, replay

A_PAGE = 30


@require_safe
def replay_draft(request, fund):
    """What one's own draft would have changed in a year (`annee`, the last one with files by default)."""
    now = timezone.now()
    found = regulations.fund_to_amend(request.user, fund, now)
    draft = draft_of(request.user, found)
    return _replayed(request, found, draft, now) if draft else redirect("amendment_draft", found.slug)


@require_safe
def replay_amendment(request, fund, number: int):
    """What a proposal would have changed in a year."""
    now = timezone.now()
    found = regulations.fund_to_amend(request.user, fund, now)
    return _replayed(request, found, regulations.amendment_of(found, number), now)


def _replayed(request, fund: Fund, amendment: Amendment, now: datetime):
    """Show it to who may propose a change. Who does not read the fund's files gets the names of public projects only."""
    years = list(queries.years_with_files(fund))
    asked = request.GET.get("annee", "")
    year = next((one for one in years if str(one.year) == asked), years[0] if years else None)
    files = replay(amendment.regulation, queries.decided(year)) if year else []
    page = Paginator([one for one in files if one.effect != SAME], A_PAGE).get_page(request.GET.get("page"))
    named = {file.number: file for file in queries.filed(fund).filter(number__in=[one.number for one in page])}
    reads = access.may_read_files(request.user, fund, now)
    rows = [(one, named[one.number], reads or named[one.number].state in FUNDED) for one in page]
    context = {
        "fund": fund, "amendment": amendment, "years": years, "year": year, "total": in_all(files), "rows": rows,
        "page": page, "reads": reads, "neighbourhood_code": fund.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/applications/replay.html", context)
