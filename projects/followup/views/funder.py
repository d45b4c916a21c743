"""A fund's year for its funders: on screen, and to download."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fph.http.access import not_found_unless
from fph.http.wellformed import whole_number
from fph.people.proof import fresh
from fph.people.roles import Permission
from fph.verdict import Refused
from projects.followup import access, exports, queries
from projects.followup.clock_words import PACE_WORDS, in_days

A_PAGE = 50


def _fund(request, slug):
    return access.fund_for(request.user, slug, timezone.now(), Permission.READ_REPORTS)


@require_safe
def fund_report(request, slug):
    """The year asked for, or the latest, as a table with its totals."""
    fund = _fund(request, slug)
    known = queries.years(fund)
    year = _year(request.GET.get("annee", ""), list(known))
    context = {"fund": fund, "neighbourhood_code": fund.neighbourhood.cloth_code, "years": list(known), "year": year}
    try:
        context["report"] = report = queries.year_report(known[year]) if year else None
        context["page"] = _page(request, report.rows) if report else None
        context["paces"] = [(PACE_WORDS[one.name], one, *_medians(one)) for one in report.paces] if report else []
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return render(request, "projects/followup/fund_report.html", context)


def _medians(pace) -> tuple[str, str]:
    """Return the two medians of a clock in words."""
    counted, elapsed = pace.median_days, pace.median_elapsed
    return "–" if counted is None else in_days(counted), "–" if elapsed is None else in_days(elapsed)


def _page(request, rows: queries.Rows):
    return Paginator(cast(Sequence[Any], rows), A_PAGE).get_page(request.GET.get("page"))


def _year(asked: str, known: list[int]) -> int | None:
    if not asked:
        return known[0] if known else None
    year = whole_number(asked)
    not_found_unless(year in known)
    return year


@fresh(reads=True)
@require_safe
def report_file(request, slug, year, kind):
    """The year as CSV or XLSX, always a download, never kept on the way."""
    exercise = access.year_to_read(request.user, slug, year, timezone.now())
    try:
        report = queries.year_report(exercise)
    except Refused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    response = StreamingHttpResponse(exports.chunks(report, kind), content_type=exports.FORMATS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{exports.filename(report, kind)}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
