"""A door of the demonstration, without a code."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fph.http.access import demo_only, public
from fph.people import access


@public
@demo_only
@require_POST
def demo_enter(request, person):
    """Sign in as one of the demonstration's people, without a code; the door counts as a second factor, always fresh.

    Else they would be stuck at the first act that asks for one: see `is_proved_twice` and `is_fresh`.
    """
    person = access.demo_person(person)
    get_adapter().login(request, person)
    record_authentication(request, person, method="demo")
    return redirect("my_space")
