"""What is one's own: what awaits, one's name, where one is signed in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fph.http.access import before_second_factor
from fph.people import access, actions, forms, queries, space
from fph.people.roles import paris_day


@require_safe
def my_space(request):
    """What awaits the person signed in."""
    today = paris_day(timezone.now())
    held = queries.roles_held([request.user], today)[request.user.pk]
    return render(request, "people/my_space.html", {"cards": space.cards(request.user, today), "roles": held})


@before_second_factor
@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request):
    """The person's own name, telephone and language."""
    form = forms.MyAccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        answers = {"language": request.user.language} | form.cleaned_data
        actions.rename_me(request.user, **answers, by=request.user, now=timezone.now())
        messages.success(request, _("C’est enregistré."))
        return redirect("my_account")
    return render(request, "people/my_account.html", {"form": form})


@before_second_factor
@require_safe
def my_sessions(request):
    """Where the person is signed in: in which browser, since when, and last seen when."""
    now = timezone.now()
    sessions = [
        {"open": found, "seen": queries.last_seen(found), "here": found.session_id == request.session.session_key}
        for found in queries.open_sessions(request.user, now)
    ]
    sessions.sort(key=lambda one: (not one["here"], -one["seen"].timestamp()))
    return render(request, "people/my_sessions.html", {"sessions": sessions})


@before_second_factor
@require_POST
def end_session(request, pk):
    """End one of the person's other sessions."""
    found = access.own_session(request.user, pk)
    if found.session_id == request.session.session_key:
        return redirect("account_logout")
    actions.end_sessions(request.user, only=found)
    messages.success(request, _("Cette session est fermée."))
    return redirect("my_sessions")


@before_second_factor
@require_POST
def end_other_sessions(request):
    """End all the person's sessions but this one."""
    ended = actions.end_sessions(request.user, but=request.session.session_key)
    words = ngettext("%d autre session est fermée.", "%d autres sessions sont fermées.", ended) % ended
    messages.success(request, words)
    return redirect("my_sessions")
