from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fph.http.access import not_found_unless
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.fund.actions import set_themes
from projects.fund.queries import exercise_on
from projects.fund.queries import themes as year_themes
from projects.regulation import access, actions, queries
from projects.regulation.forms import RegulationForm, ThemesForm
from projects.regulation.models import RegulationVersion
from projects.regulation.rules.difference import difference

ADOPTION = ("adopted_on", "adopted_by_body", "act_reference", "in_force_from")
read_or_record = require_http_methods(["GET", "HEAD", "POST"])


@read_or_record
def regulation_versions(request, fund: str):
    """Show each version beside the one before; record the one a body adopted."""
    now = timezone.now()
    found = access.fund_to_regulate(request.user, fund, now)
    current = queries.in_force(found, paris_day(now))
    form = RegulationForm(request.POST or None, current=current.regulation if current else None)
    if request.method == "POST" and form.is_valid() and _recorded(found, form, request.user, now):
        messages.success(request, _("La version est enregistrée, et inscrite au registre."))
        return redirect("regulation_versions", fund=found.slug)
    told = compared(list(queries.versions(found)))
    context = {"fund": found, "form": form, "versions": told, "neighbourhood_code": found.neighbourhood.cloth_code}
    return render(request, "projects/regulation/versions.html", context, status=422 if form.errors else 200)


def _recorded(fund, form: RegulationForm, by, now) -> bool:
    asked = {
        name: form.cleaned_data[name] for name in ("adopted_on", "adopted_by_body", "act_reference", "in_force_from")
    }
    try:
        actions.adopt(fund, regulation=form.regulation(), by=by, now=now, **asked)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def compared(versions: list[RegulationVersion]) -> list[dict]:
    """Pair each version with its own articles, and with what it changes in the version before it."""
    return [
        {
            "version": version,
            "articles": [one for one in version.regulation.articles if not one.by_default],
            "changes": difference(earlier.regulation, version.regulation) if earlier else [],
        }
        for version, earlier in zip(versions, [*versions[1:], None], strict=False)
    ]


@read_or_record
def themes(request, fund: str):
    """Set the year's themes as the committee decided them."""
    now = timezone.now()
    found = access.fund_to_regulate(request.user, fund, now)
    year = exercise_on(found, paris_day(now))
    not_found_unless(year)
    through_the_year = list(year_themes(year))
    labels = "\n".join(theme.label for theme in through_the_year if theme.ends_on is None)
    form = ThemesForm(request.POST or None, initial={"themes": labels, "since": paris_day(now) if labels else None})
    if request.method == "POST" and form.is_valid() and _set_themes(year, form, by=request.user, now=now):
        messages.success(request, _("Les thèmes sont enregistrés, et inscrits au registre."))
        return redirect("themes", fund=found.slug)
    dated = [theme for theme in through_the_year if theme.starts_on or theme.ends_on]
    context = {"fund": found, "form": form, "year": year.year, "dated": through_the_year if dated else [],
               "neighbourhood_code": found.neighbourhood.cloth_code}  # fmt: skip
    return render(request, "projects/regulation/themes.html", context, status=422 if form.errors else 200)


def _set_themes(year, form, *, by, now) -> bool:
    """Set the themes typed; tie a refusal to the day typed."""
    try:
        set_themes(year, form.cleaned_data["themes"], since=form.cleaned_data["since"], by=by, now=now)
    except Refused as refusal:
        form.add_error("since", str(refusal))
        return False
    return True
