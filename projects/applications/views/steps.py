"""The form, one screen a step. Each saves what it could read; the last one is read again, then filed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fph.http.access import not_found_unless
from fph.templatetags.fph import hour_words
from fph.verdict import Refused
from projects.applications import access, actions, queries, rules
from projects.applications.forms import FORMS, AnswerForm, DeclarationsForm, UploadForm
from projects.applications.views import summary

MOST_MORE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def application_step(request, pk, step):
    """One step of the form, for the person whose project it is, while it may be changed."""
    now = timezone.now()
    found = access.own_application(request.user, pk, now, rows=request.method != "POST")
    not_found_unless(rules.step(step))
    if found.state not in rules.EDITABLE:
        return redirect("application", pk)
    if step == "documents":
        return _documents(request, found, now)
    if step == "verification":
        return _last(request, found, now)
    return _questions(request, found, step, now)


def _questions(request, found, step, now):
    if request.method == "POST":
        terms = queries.terms_to_save(found, step, now)
        form = FORMS[step](request.POST, instance=found, terms=terms, more=_more(request))
        valid = form.is_valid()
        actions.save_step(found, step, form.data_to_save, by=request.user, now=now)
        if valid:
            return _after(request, found, step, form, now)
    terms = queries.terms(found, now)
    typed = request.POST if request.method == "POST" else None
    form = FORMS[step](typed, instance=found, terms=terms, more=_more(request))
    context = {"form": form, "lists": form.lists, "wrong": form.wrong if form.is_bound else []}
    return _page(request, found, step, terms, f"projects/applications/step_{step}.html", context)


@require_POST
def step_hints(request, pk, step):
    """Say what concerns a screen as it is being typed; nothing is kept: it is sent only because it carries the form."""
    now = timezone.now()
    found = access.own_draft(request.user, pk, now)
    not_found_unless(step in FORMS)
    terms = queries.terms(found, now)
    form = FORMS[step](request.POST, instance=found, terms=terms, more={})
    hints = rules.hints(step, form.as_typed, terms)
    return render(request, "projects/applications/_hints.html", {"hints": hints, "step": step})


def _after(request, found, step, form, now):
    if "more" in request.POST:
        here, rows = reverse("application_step", args=[found.pk, step]), request.POST["more"]
        not_found_unless(rows in {one.prefix for one in form.lists})
        return redirect(f"{here}?{rows}={_more(request).get(rows, 0) + 2}#{rows}")
    messages.success(request, _("Brouillon enregistré à %s.") % hour_words(now))
    if "later" in request.POST:
        return redirect("application", found.pk)
    if getattr(form, "changes_type", False):
        return redirect("application_step", found.pk, step)
    return redirect("application_step", found.pk, rules.step_after(step).slug)


def _more(request) -> dict[str, int]:
    """Return how many more rows are asked for, by list: `?depenses=2`."""
    asked = {name: value for name, value in request.GET.items() if value.isascii() and value.isdigit()}
    return {name: min(int(value[:3]), MOST_MORE) for name, value in asked.items()}


def _documents(request, found, now):
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            told = actions.attach(found, form.cleaned_data["file"], form.cleaned_data["kind"], by=request.user, now=now)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("« %s » est joint à votre dossier.") % told.file.name)
            return redirect("application_step", found.pk, "documents")
    documents = found.attachments.filter(removed_at=None).select_related("file")
    context = {"form": form, "documents": documents, "most": rules.MAX_FILES}
    page = "projects/applications/step_documents.html"
    return _page(request, found, "documents", queries.terms(found, now), page, context)


@require_POST
def remove_attachment(request, pk, attachment):
    """Take a document back out of a project that may still be changed."""
    now = timezone.now()
    document = access.own_attachment(request.user, pk, attachment, now)
    try:
        actions.detach(document, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le document est retiré."))
    return redirect("application_step", pk, "documents")


def _last(request, found, now, *, form=None, refusal=None):
    terms = queries.terms(found, now)
    missing = [gap for gap in rules.gaps(found.dossier, terms) if gap.field not in rules.DECLARATIONS]
    context = {
        "form": form or DeclarationsForm(instance=found),
        "wrong": [{"text": _("À cocher : %s") % box.label, "anchor": box.id_for_label} for box in form if box.errors]
        if form
        else [],
        "answer": AnswerForm(),
        "refusal": refusal,
        "gaps": summary.mending(found, missing),
        "open": terms.regulation is not None,
        "unless": [(rules.unless(one), one.message) for one in queries.still_in_question(found, terms)],
        "sections": summary.sections(found, regulation=terms.regulation),
        "documents": found.attachments.filter(removed_at=None).select_related("file"),
        "correction": found.corrections.filter(answered_at=None).first() if found.state == "to_complete" else None,
    }
    return _page(request, found, "verification", terms, "projects/applications/step_verification.html", context)


@require_POST
def submit(request, pk):
    """File the project: the declarations are kept, then it is numbered and its receipt sent."""
    now = timezone.now()
    found = access.own_application(request.user, pk, now)
    if found.state != "draft":
        return redirect("application", pk)
    form = DeclarationsForm(request.POST, instance=found)
    form.is_valid()
    actions.save_step(found, "verification", form.cleaned_data, by=request.user, now=now)
    try:
        actions.submit(found, by=request.user, now=now)
    except Refused as refusal:
        for gap in refusal.gaps:
            if gap.field in form.fields:
                form.add_error(gap.field, gap.message)
        return _last(request, access.own_draft(request.user, pk, now), now, form=form, refusal=refusal)
    messages.success(request, _("Votre demande est déposée sous le n° %s.") % found.number)
    return redirect("application", pk)


def _page(request, found, step, terms, template, context):
    places = [one.slug for one in rules.STEPS]
    place = places.index(step)
    context |= {
        "application": found,
        "step": rules.STEPS[place],
        "number": place + 1,
        "total": len(places),
        "steps": _progress(found, terms, step),
        "back": reverse("application_step", args=[found.pk, places[place - 1]]) if place else "",
        "terms": terms,
        "hints": rules.hints(step, found.dossier, terms),
        "last_day": rules.last_day(found.dossier, terms),
        "neighbourhood_code": found.fund.neighbourhood.cloth_code,
    }
    form = context["form"]
    wrong = bool(context.get("refusal")) or (form.is_bound and not form.is_valid())
    return render(request, template, context | {"is_wrong": wrong}, status=422 if wrong else 200)


def _progress(found, terms, here) -> list[dict]:
    holes = {rules.step_of(gap.field).slug for gap in rules.gaps(found.dossier, terms)}
    return [
        {
            "title": one.title,
            "url": reverse("application_step", args=[found.pk, one.slug]),
            "done": one.slug not in holes and one.slug != "documents",
            "current": one.slug == here,
        }
        for one in rules.STEPS
    ]
