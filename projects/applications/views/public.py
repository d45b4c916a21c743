"""What anybody may read of a fund's projects, and a document for those entitled to it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fph.files.views import download
from fph.http.access import public
from fph.http.kept import for_all
from fph.http.pages import Counted
from fph.http.wellformed import whole_number
from projects.applications import access, queries

A_PAGE = 48


@public
@for_all
@require_safe
def fund_projects(request, fund):
    """The projects that a fund paid for: title, public holder, theme, amount, year. No natural person is named."""
    fund = access.fund_open_to_all(fund)
    granted = queries.granted_by_year(fund)
    asked = whole_number(request.GET.get("annee", ""))
    year = asked if asked in granted else None
    shown = [granted[year]] if year else granted.values()
    pages = Counted(queries.public_projects(fund, year), A_PAGE, count=sum(one.projects for one in shown))
    context = {
        "fund": fund, "years": list(granted), "year": year, "page": pages.get_page(request.GET.get("page")),
        "total_cents": sum(one.cents for one in shown), "neighbourhood_code": fund.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/applications/fund_projects.html", context)


@require_safe
def document(request, pk):
    """A document of a file, as a download, for its applicant and those entitled to read the file."""
    return download(access.readable_attachment(request.user, pk, timezone.now()).file)
