"""The holder's pages: accept the aid, write the report."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fph.files.views import download
from fph.people.roles import paris_day
from fph.templatetags.fph import hour_words
from fph.verdict import Refused
from projects.followup import access, actions, forms, queries, rules
from projects.followup.queries.desk import awaited

ask_or_take = require_http_methods(["GET", "HEAD", "POST"])


@ask_or_take
def accept_award(request, pk):
    """Accept a granted aid, after reading it again."""
    application = access.own_aid(request.user, pk, timezone.now())
    if application.state != "granted":
        return redirect("application", application.pk)
    channels = queries.channels(application)
    form = forms.AcceptForm(request.POST or None, application=application, channels=channels)
    if request.method == "POST" and form.is_valid() and _accepted(request, application, form):
        messages.success(request, _("C’est noté : l’aide est acceptée. Le versement se prépare."))
        return redirect("application", application.pk)
    context = {
        **_about(application), "form": form, "parts": queries.parts(application).items(),
        "undertakings": queries.undertakings(application), "on_receipts": rules.REIMBURSEMENT in channels.open,
        "returns": queries.value(application, "return_unspent"), "threshold": queries.value(application, "receipt_threshold"),
    }  # fmt: skip
    return render(request, "projects/followup/accept.html", context)


def _accepted(request, application, form) -> bool:
    try:
        actions.accept(application, **form.cleaned_data, by=request.user, now=timezone.now())
    except Refused as refusal:
        forms.show_refusal(form, refusal)
        return False
    return True


@ask_or_take
def closing_report(request, pk):
    """Write the report with its receipts, all on one page, or read it once it is sent."""
    application = access.own_aid(request.user, pk, timezone.now())
    report = queries.report_of(application)
    returns, threshold = queries.value(application, "return_unspent"), queries.value(application, "receipt_threshold")
    form = forms.ReportForm.of(report, returns=returns)
    receipt = forms.ReceiptForm(prefix="receipt", threshold_cents=threshold or 0)
    if request.method == "POST":
        form = forms.ReportForm.of(report, request.POST, returns=returns)
        receipt = forms.ReceiptForm(request.POST, request.FILES, prefix="receipt", threshold_cents=threshold or 0)
        if _done(request, application, form, receipt):
            return redirect("closing_report", application.pk)
        report = queries.report_of(application)
    return render(request, "projects/followup/report.html", _report_page(application, report, form, receipt))


def _done(request, application, form, receipt) -> bool:
    """Keep what was typed, then do what was asked. Returns whether all of it went well."""
    act = {"by": request.user, "now": timezone.now()}
    asked, wanted = request.POST.get("do", "save"), receipt.has_changed()
    fit = [form.is_valid(), not wanted or receipt.is_valid()]
    try:
        report = actions.save_report(application, form.answers(), **act)
        if asked.startswith("remove:"):
            actions.remove_receipt(access.own_receipt(application, asked.removeprefix("remove:")), **act)
        if wanted and fit[1]:
            fit[1] = _added(report, receipt, act)
        if asked == "send" and all(fit):
            actions.submit_report(report, **act)
    except Refused as refusal:
        forms.show_refusal(form, refusal)
        return False
    if all(fit):
        _say(request, asked, act["now"])
    return all(fit)


def _added(report, form, act) -> bool:
    typed = form.cleaned_data
    try:
        actions.add_receipt(
            report, supplier=typed["supplier"], amount_cents=typed["amount"], upload=typed["file"], **act
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return False
    return True


def _say(request, asked: str, now) -> None:
    if asked == "send":
        messages.success(request, _("Votre bilan est remis. La coordination le vérifie et vous répond par e-mail."))
    else:
        messages.success(request, _("Brouillon enregistré à %s.") % hour_words(now))


def _report_page(application, report, form, receipt) -> dict:
    receipts = list(report.receipts.select_related("file")) if report else []
    sent = report is not None and report.submitted_at is not None
    # Once it is sent, what looks alike is for those who check: it names other people's projects.
    alike = {} if sent else queries.lookalikes(receipts)
    facts = queries.facts(report) if report else None
    return {
        **_about(application), "report": report, "form": form, "receipt_form": receipt,
        "receipts": [(one, bool(alike.get(one.pk))) for one in receipts], "facts": facts,
        "open": rules.may_write_report(
            application.state, queries.parts(application), sent=sent, on_receipts=queries.on_receipts(application)
        ),
        "threshold": queries.value(application, "receipt_threshold"),
        "sent": sent, "sent_back": queries.sent_back(report) if report and not sent else None,
        "awaited": awaited(application, paris_day(timezone.now())),
    }  # fmt: skip


@require_safe
def receipt_file(request, pk):
    """Hand a receipt over, as a download."""
    return download(access.readable_receipt(request.user, pk, timezone.now()).file)


def _about(application) -> dict:
    return {
        "application": application, "fund": application.fund,
        "neighbourhood_code": application.fund.neighbourhood.cloth_code,
        "crumbs": [(_("Mes projets"), reverse("my_projects")),
                   (application.title, reverse("application", args=[application.pk]))],
    }  # fmt: skip
