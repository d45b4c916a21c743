"""The pages of those who pay and those who check the reports of a fund."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fph.people.proof import fresh
from fph.people.roles import Permission, holds, paris_day
from fph.verdict import Refused
from projects.followup import access, actions, forms, queries, rules
from projects.followup.views.resident import ask_or_take


@require_safe
def payments(request, slug):
    """What is to be ordered, confirmed and checked in a fund, and what was paid."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, *access.OFFICE)
    context = {
        **_about(fund), "desk": queries.desk(fund, paris_day(now)),
        "may_pay": holds(request.user, Permission.PAY, fund, paris_day(now)),
    }  # fmt: skip
    return render(request, "projects/followup/payments.html", context)


@fresh
@require_POST
def order_payment(request, slug, award, trigger):
    """Order a part of a grant."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, Permission.PAY)
    award = access.award_to_pay(fund, award)
    try:
        actions.order_payment(award, trigger=trigger, by=request.user, now=now)
        messages.success(request, _("Le versement pour « %s » est ordonné. Confirmez-le quand il a quitté la banque.")
                         % award.application.title)  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("payments", slug)


@fresh
@ask_or_take
def confirm_payment(request, slug, order):
    """Confirm that an ordered payment left the bank."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, Permission.PAY)
    order = access.order_to_confirm(fund, order)
    form = forms.ConfirmForm(request.POST or None, initial={"paid_on": paris_day(now)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_payment(order, **form.cleaned_data, by=request.user, now=now)
        except Refused as refusal:
            forms.show_refusal(form, refusal)
        else:
            messages.success(request, _("Le versement pour « %s » est confirmé.") % order.award.application.title)
            return redirect("payments", slug)
    return render(
        request, "projects/followup/confirm_payment.html", {**_about(fund), **_way(fund), "order": order, "form": form}
    )


@ask_or_take
def check_report(request, slug, pk):
    """Read a report with its receipts; accept it, or send it back with what to mend."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, *access.OFFICE)
    report = access.report_to_check(fund, pk)
    ends = _ends(report)
    back = forms.SendBackForm(request.POST if request.POST.get("do") == "send_back" else None)
    accept = forms.AcceptReportForm(
        request.POST if request.POST.get("do") == "accept" else None, asks_return=bool(ends and ends.returned_cents),
        initial={"returned_on": paris_day(now)},
    )  # fmt: skip
    if request.method == "POST" and _answered(request, report, accept, back, now):
        return redirect("payments", slug)
    receipts = list(report.receipts.select_related("file"))
    alike = queries.lookalikes(receipts)
    context = {
        **_about(fund), **_way(fund), "report": report, "application": report.application, "facts": queries.facts(report),
        "receipts": [(one, alike[one.pk]) for one in receipts], "ends": ends, "accept": accept, "back": back,
        "to_check": report.submitted_at is not None and report.accepted_at is None,
    }  # fmt: skip
    return render(request, "projects/followup/check_report.html", context)


def _ends(report) -> rules.Settlement | None:
    """Return what accepting the report would settle, or None when there is nothing to accept."""
    if report.submitted_at is None or report.accepted_at is not None:
        return None
    return queries.ends(report, report.application)


def _answered(request, report, accept, back, now) -> bool:
    form = accept if accept.is_bound else back
    if not form.is_valid():
        return False
    try:
        if accept.is_bound:
            actions.accept_report(report, **form.cleaned_data, by=request.user, now=now)
            messages.success(request, _("Le bilan de « %s » est accepté.") % report.application.title)
        else:
            actions.send_back_report(report, form.cleaned_data["message"], by=request.user, now=now)
            messages.success(request, _("Le bilan de « %s » est renvoyé.") % report.application.title)
    except Refused as refusal:
        forms.show_refusal(form, refusal)
        return False
    return True


@require_safe
def report_history(request, slug, pk):
    """Each change of a report, before and after."""
    fund = access.fund_for(request.user, slug, timezone.now(), *access.OFFICE)
    report = access.report_to_check(fund, pk)
    context = {
        **_about(fund), **_way(fund, report.application), "application": report.application,
        "versions": queries.told_versions(report),
    }  # fmt: skip
    return render(request, "projects/followup/report_history.html", context)


def _about(fund) -> dict:
    return {"fund": fund, "neighbourhood_code": fund.neighbourhood.cloth_code}


def _way(fund, application=None) -> dict:
    """Return the way back: the fund's payments, then the report under which a page stands."""
    way = [(_("Paiements et bilans"), reverse("payments", args=[fund.slug]))]
    if application:
        way.append((application.title, reverse("check_report", args=[fund.slug, application.pk])))
    return {"crumbs": way}
