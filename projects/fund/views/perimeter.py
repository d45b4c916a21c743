"""The neighbourhood's limits, given by the administrator of one of its funds: shown first, then kept."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fph.dates import day_words
from fph.people.roles import paris_day
from fph.territories import queries
from fph.territories.actions import draw_perimeter
from fph.territories.models import Neighbourhood, Perimeter
from fph.territories.rules import outline
from fph.verdict import Refused
from projects.fund import access
from projects.fund.forms import PerimeterForm


@require_http_methods(["GET", "HEAD", "POST"])
def perimeter(request, fund):
    """Show the limits through time; show those given as they will be drawn, then keep them once confirmed."""
    now = timezone.now()
    found = access.fund_to_draw(request.user, fund, now)
    place, today = found.neighbourhood, paris_day(now)
    through_time = list(queries.perimeters_of(place))
    form = PerimeterForm.given(request, today=today, starts=[one.starts_on for one in through_time])
    given = form.limits() if form.is_valid() else None
    if given and "confirmed" in request.POST and _drawn(form, place, given, request.user, now):
        messages.success(request, _("Le périmètre est enregistré, et inscrit au registre."))
        return redirect("perimeter", fund=found.slug)
    current = queries.perimeter_on(place, today)
    context = {
        "fund": found, "place": place, "form": form, "neighbourhood_code": place.cloth_code,
        "current": current, "outline": _outline(current), "headers": [_("Du"), _("Au"), _("Sorte"), _("Source")],
        "rows": [_row(one) for one in through_time],
        **(_preview(given, form, found.slug) if given and not form.errors else {}),
    }  # fmt: skip
    return render(request, "projects/fund/perimeter.html", context, status=422 if form.errors else 200)


def _drawn(form: PerimeterForm, place: Neighbourhood, given: dict, by, now) -> bool:
    try:
        draw_perimeter(place, by=by, now=now, **given)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _outline(shown: Perimeter | None):
    return outline(shown.geometry) if shown and shown.geometry else None


def _preview(given: dict, form: PerimeterForm, slug: str) -> dict:
    """Return what shows the limits before they are kept: drawn, in words, and all that was typed to post again."""
    shown = Perimeter(**given)
    fields = [(name, form.data.get(name, "")) for name in form.fields if name != "file" and form.data.get(name)]
    return {
        "preview": shown, "preview_outline": _outline(shown), "fields": [*fields, ("confirmed", "1")],
        "facts": [(_("À partir du"), day_words(given["starts_on"]))], "back_url": reverse("perimeter", args=[slug]),
    }  # fmt: skip


def _row(one: Perimeter) -> list:
    ends = day_words(one.ends_on) if one.ends_on else _("sans fin")
    return [day_words(one.starts_on), ends, str(one.get_origin_display()).capitalize(), one.source or "—"]
