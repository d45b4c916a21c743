"""The administrator's page: who holds which role on a fund and its committee, from when to when."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees.roster import actions, queries
from committees.roster.access import fund_to_staff
from committees.roster.forms import RoleForm
from fph.people.proof import fresh
from fph.people.roles import paris_day
from fph.verdict import Refused


@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request, fund: str):
    """Show the roles in force and confide another."""
    now = timezone.now()
    found = fund_to_staff(request.user, fund, now)
    form = RoleForm(request.POST or None, fund=found, initial={"starts_on": paris_day(now)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.confide(found, form.committee, **form.cleaned_data, by=request.user, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le rôle est confié, et inscrit au registre sans nommer la personne."))
            return redirect("roles", fund=found.slug)
    context = {
        "fund": found, "form": form, "mandates": queries.mandates(found, paris_day(now)),
        "neighbourhood_code": found.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "committees/roster/roles.html", context, status=422 if form.errors else 200)


@fresh
@require_POST
def end_role(request, fund: str, pk):
    """End a role before its term."""
    now = timezone.now()
    found = fund_to_staff(request.user, fund, now)
    held = {mandate.pk: mandate for mandate in queries.mandates(found, paris_day(now))}
    mandate = held.get(pk) or get_object_or_404(type(found).objects.none())
    try:
        actions.take_back(mandate, by=request.user, now=now)
        messages.success(request, _("Le rôle a pris fin."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("roles", fund=found.slug)
