"""The clocks of a fund for its coordination, and what holders undertook, ticked by them or by the office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fph.http.access import not_found_unless
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.followup import access, actions, queries
from projects.followup.clock_words import NAMES_IN_WORDS, told_line

A_PAGE = 50


@require_safe
def fund_delays(request, slug):
    """What runs in a fund, the latest first: answers, payments, reports and obligations to come; one kind if asked."""
    now = timezone.now()
    fund, today = access.fund_for(request.user, slug, now, *access.OFFICE), paris_day(now)
    asked = request.GET.get("delai", "")
    not_found_unless(not asked or asked in queries.NAMES)
    lines = queries.running(fund, today, asked)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "fund": fund, "neighbourhood_code": fund.neighbourhood.cloth_code, "page": page, "asked": asked,
        "rows": [(line, told_line(line)) for line in page.object_list],
        "names": NAMES_IN_WORDS.items(), "late": sum(line.days_late > 0 for line in lines),
    }  # fmt: skip
    return render(request, "projects/followup/delays.html", context)


@require_POST
def fulfil_own(request, pk):
    """Note that one did what one undertook."""
    now = timezone.now()
    obligation = access.own_obligation(request.user, pk, now)
    _fulfilled(request, obligation, now)
    return redirect("application", obligation.application_id)


@require_POST
def fulfil(request, slug, pk):
    """Note that a holder did what they undertook."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, *access.OFFICE)
    _fulfilled(request, access.obligation_of(fund, pk), now)
    return redirect("fund_delays", slug)


def _fulfilled(request, obligation, now) -> None:
    try:
        actions.fulfil(obligation, by=request.user, now=now)
        messages.success(request, _("C’est noté : « %s » est fait.") % obligation.what)
    except Refused as refusal:
        messages.error(request, str(refusal))
