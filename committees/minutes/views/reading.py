"""The minutes, as page and PDF: with names for those inside, without for everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from committees.meetings.access import allowed
from committees.minutes import access, queries
from committees.minutes.models import Minutes
from committees.minutes.pdf import render_pdf
from fph.http.access import not_found_unless, public
from fph.http.kept import for_all
from fph.territories.cloth import svg


@require_safe
def minutes(request, pk):
    """Read the internal minutes of a meeting."""
    now = timezone.now()
    sealed = access.minutes_from_inside(request.user, pk, now)
    may_correct = allowed(request.user, "attend", sealed.meeting.committee, now)
    links = {"pdf_url": reverse("minutes_pdf", args=[pk]), "may_correct": may_correct}
    return _page(request, sealed, is_public=False, **links)


@require_safe
def minutes_pdf(request, pk):
    """Download the internal minutes of a meeting."""
    return _pdf(access.minutes_from_inside(request.user, pk, timezone.now()), is_public=False)


@public
@for_all
@require_safe
def public_minutes(request, pk):
    """Read the public minutes, where nobody is named."""
    pdf = reverse("public_minutes_pdf", args=[pk])
    return _page(request, access.minutes_for_all(pk), is_public=True, pdf_url=pdf)


@public
@require_safe
def public_minutes_pdf(request, pk):
    """Download the public minutes."""
    return _pdf(access.minutes_for_all(pk), is_public=True)


def _page(request, sealed: Minutes, *, is_public: bool, **links):
    facts = queries.sealed_facts(sealed, public=is_public)
    not_found_unless(facts)
    code = sealed.meeting.committee.fund.neighbourhood.cloth_code
    context = {"minutes": facts, "sealed": sealed, "neighbourhood_code": code, **links}
    return render(request, "committees/minutes/minutes.html", context)


def _pdf(sealed: Minutes, *, is_public: bool) -> HttpResponse:
    facts = queries.sealed_facts(sealed, public=is_public)
    not_found_unless(facts)
    code = sealed.meeting.committee.fund.neighbourhood.cloth_code
    name = f"compte-rendu-{slugify(facts.fund)}-{facts.number}{'' if is_public else '-interne'}.pdf"
    document = render_pdf(facts.to_dict(), svg(code, width=840, height=84))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(document, content_type="application/pdf", headers=headers)
