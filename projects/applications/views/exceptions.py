"""The coordination passes over a rule of the règlement for a file, where it may, or takes it back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fph.verdict import Refused
from projects.applications import access, actions, rules
from projects.applications.forms import PassOverForm
from projects.applications.views.coordination import review_page


@require_POST
def pass_over(request, fund, pk):
    """Pass over a rule for a file, with a reason."""
    now = timezone.now()
    found = access.reviewed_application(request.user, fund, pk, now)
    form = PassOverForm.typed(request.POST)
    if form.is_valid():
        try:
            done = actions.pass_over(found, **form.cleaned_data, role=rules.COORDINATOR, by=request.user, now=now)
        except Refused as refusal:
            form.add_error("reason" if refusal.gaps else None, str(refusal))
        else:
            messages.success(request, _("C’est noté : ce dossier passe outre à l’article %s.") % done.article)
            return redirect("review", fund, pk)
    return review_page(request, access.reviewed_application(request.user, fund, pk, now), passing=form)


@require_POST
def take_back(request, fund, pk):
    """Take back what the coordination passed over."""
    now = timezone.now()
    found = access.reviewed_application(request.user, fund, pk, now)
    override = access.override_of(found, request.POST.get("override"), rules.COORDINATOR)
    try:
        if override is None:
            raise Refused(_("Rien à retirer : rechargez la page."))
        actions.take_back(override, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("C’est retiré : l’article %s vaut de nouveau pour ce dossier.") % override.article)
    return redirect("review", fund, pk)
