"""What a view says of itself at its door: open to all, there or not, for the demonstration only.

Imports nothing of the house, so that the views of every slice may use it.
"""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404

public = login_not_required
"""Open a view to people who are not signed in. Everything else asks for sign-in first."""


def before_second_factor(view):
    """Let a person whose role asks for a second factor use a view before it: their own account, and the way to it."""

    @wraps(view)
    def run(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    run.needs_second_factor = False  # type: ignore[attr-defined]
    return run


class SignInFirst(LoginRequiredMiddleware):
    """Ask who wants a closed view to sign in. Django's own opens the session before it looks whether the view is open."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Let an open view answer without a session being read."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def not_found_unless(condition) -> None:
    """Raise Http404 unless the condition holds: what isn't yours isn't there."""
    if not condition:
        raise Http404


def demo_only(view):
    """Let a view exist under FPH_DEMO=1 only; elsewhere its address is not found."""

    @wraps(view)
    def run(request, *args, **kwargs):
        not_found_unless(settings.FPH_DEMO)
        return view(request, *args, **kwargs)

    return run
