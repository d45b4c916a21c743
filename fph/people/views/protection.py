"""« Protéger mon compte »: passkeys, an application's codes, recovery codes."""

from functools import partial, wraps
from textwrap import wrap

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.flows import activate_totp, deactivate_totp
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.internal.flows import add_authenticator, remove_authenticator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fph.http.access import before_second_factor
from fph.people import access, actions, proof, queries
from fph.people.roles import paris_day

CODES_SHOWN = "codes_shown"
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@before_second_factor
@require_safe
def protection(request):
    """What protects the account, what could; and, to those whose role imposes it, why."""
    held = queries.factors(request.user)
    context = {
        "passkeys": [factor.wrap() for factor in held["webauthn"]],
        "application": held["totp"],
        "codes_left": sum(len(factor.wrap().get_unused_codes()) for factor in held["recovery_codes"]),
        "protected": bool(held["webauthn"] or held["totp"]),
        "roles": [role.label for role in queries.strong_roles(request.user, paris_day(timezone.now()))],
        "strong": proof.is_strong(request),
        "next": get_next_redirect_url(request) or "",
    }
    return render(request, "mfa/index.html", context)


class AddApplication(totp.ActivateTOTPView):
    """Tie an application: its secret as a drawing and in letters, then its first code."""

    def get_context_data(self, **kwargs):
        """Add the secret in letters, four by four, as one reads it aloud."""
        context = super().get_context_data(**kwargs)
        return context | {"secret": " ".join(wrap(context["form"].secret, 4))}

    def form_valid(self, form):
        """Keep it, and go on."""
        return _added(self.request, *_change(self.request, "factor.added", partial(activate_totp, self.request, form)))


class RemoveApplication(totp.DeactivateTOTPView):
    """Untie the application."""

    def form_valid(self, form):
        """Take it away."""
        return _removed(self.request, partial(deactivate_totp, self.request, self.authenticator))


class AddPasskey(passkeys.AddWebAuthnView):
    """Tie a passkey, which always checks its person."""

    def get_context_data(self, **kwargs):
        """Ask for a key that signs in alone; allauth's own would ask for a lesser one."""
        options = begin_registration(self.request.user, True)
        return super(passkeys.AddWebAuthnView, self).get_context_data(**kwargs, js_data=options)

    def form_valid(self, form):
        """Keep it, and go on."""
        name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
        add = partial(add_authenticator, self.request, name=name, credential=credential)
        return _added(self.request, *_change(self.request, "factor.added", add))


def remove_passkey(request, pk):
    """Untie a passkey, after reading which."""
    found = access.own_passkey(request.user, pk)
    if request.method == "POST":
        return _removed(request, partial(remove_authenticator, request, found))
    return render(request, "mfa/webauthn/authenticator_confirm_delete.html", {"passkey": found.wrap()})


class NewCodes(codes.GenerateRecoveryCodesView):
    """Replace the recovery codes."""

    def form_valid(self, form):
        """Make new ones and show them."""
        _change(self.request, "factor.codes", partial(generate_recovery_codes, self.request))
        return _show_codes(self.request)


@read_or_send
@before_second_factor
def recovery_codes(request):
    """Show the codes just made, until the person says they kept them; never again after."""
    onward = get_next_redirect_url(request) or reverse("mfa_index")
    if request.method == "POST":
        request.session.pop(CODES_SHOWN, None)
    if not request.session.get(CODES_SHOWN):
        return redirect(onward)
    shown = [code for factor in queries.factors(request.user)["recovery_codes"]
             for code in factor.wrap().get_unused_codes()]  # fmt: skip
    context = {"codes": [f"{code[:4]} {code[4:]}" for code in shown], "next": onward}
    return render(request, "mfa/recovery_codes/index.html", context)


def _change(request, event: str, change):
    """Change the person's factors, with its entry and its message."""
    return actions.change_factors(
        request.user, change, event=event, tell=get_adapter().tell_of_factors, by=request.user, now=timezone.now()
    )


def _added(request, factor, codes):
    """Go on after a factor was added: the first comes with codes, and ends the sessions opened with less."""
    proof.note_second_factor(request, factor)
    if codes is None:
        return redirect(get_next_redirect_url(request) or "mfa_index")
    actions.end_sessions(request.user, but=request.session.session_key)
    return _show_codes(request)


def _show_codes(request):
    request.session[CODES_SHOWN] = True
    return redirect(passthrough_next_redirect_url(request, reverse("mfa_view_recovery_codes"), "next"))


def _removed(request, change):
    """Take a factor away; without any left, the session is no longer one proved twice."""
    _change(request, "factor.removed", change)
    if not queries.has_second_factor(request.user):
        proof.forget_second_factor(request)
    return redirect("mfa_index")


def _guarded(view):
    """Change one's factors only after a fresh proof, by a factor for who has one; the first may be set up without."""

    @wraps(view)
    def run(request, *args, **kwargs):
        if queries.has_second_factor(request.user) and not proof.is_strong(request):
            return proof.ask_again(request)
        return view(request, *args, **kwargs)

    return read_or_send(proof.fresh(before_second_factor(run), reads=True))


add_application = _guarded(AddApplication.as_view())
remove_application = _guarded(RemoveApplication.as_view())
add_passkey = _guarded(AddPasskey.as_view())
remove_passkey = _guarded(remove_passkey)
new_codes = _guarded(NewCodes.as_view())
