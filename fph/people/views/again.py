"""Asked again who is there, before a sensitive act: a passkey, a code, or a new e-mail for who has neither."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.mfa.base import views as second
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fph.http.access import before_second_factor
from fph.people import forms, proof, queries

SENT_CODE = "code_sent_again"


class Reauthenticate(second.ReauthenticateView):
    """One page for both factors: the field of a code, and a button for those who have a passkey."""

    def get_context_data(self, **kwargs):
        """Add what the passkey is asked."""
        has_passkey = queries.factors(self.request.user)["webauthn"]
        asked = begin_authentication(self.request.user) if has_passkey else None
        return super().get_context_data(**kwargs, asked=asked)

    def form_valid(self, form):
        """Go on to what was asked."""
        proof.limit_session(self.request)
        return super().form_valid(form)


class ReauthenticateByPasskey(passkeys.ReauthenticateWebAuthnView):
    """The answer of a passkey, posted by the page above."""

    template_name = "mfa/reauthenticate.html"

    def form_valid(self, form):
        """Go on to what was asked."""
        proof.limit_session(self.request)
        return super().form_valid(form)

    def form_invalid(self, form):
        """Say why on the page that asks."""
        for message in form.errors.get("credential", []):
            messages.error(self.request, message)
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate")))


class SentCode(AbstractCodeVerificationProcess):
    """The code e-mailed to a person already signed in, kept in their session."""

    def __init__(self, request):
        self.request = request
        super().__init__(
            settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            request.session.get(SENT_CODE, {"at": 0}), request.user,
        )  # fmt: skip

    def persist(self):
        """Keep what is awaited."""
        self.request.session[SENT_CODE] = self.state

    def send(self):
        """Send a new code, which replaces the former."""
        adapter = get_adapter()
        code = adapter.generate_login_code()
        self.state = self.initial_state(self.user, email=self.user.email) | {"code": code}
        self.persist()
        adapter.send_mail("account/email/login_code", self.user.email, {"request": self.request, "code": code})

    def abort(self):
        """Await nothing any more."""
        self.request.session.pop(SENT_CODE, None)


class ReauthenticateByMail(BaseReauthenticateView):
    """A new code by e-mail, sent when asked for."""

    form_class = forms.CodeForm
    template_name = "account/reauthenticate.html"

    def dispatch(self, request, *args, **kwargs):
        """Know what is awaited before anything else."""
        self.sent = SentCode(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        """Send a code, or read the one typed."""
        if "send" in request.POST:
            return self._send()
        if not self.sent.is_valid():
            messages.info(request, _("Demandez un nouveau code : le précédent n’est plus valable."))
            return self._stay()
        return super().post(request, *args, **kwargs)

    def _send(self):
        if ratelimit.consume(self.request, action="request_login_code", key=self.request.user.email):
            self.sent.send()
        else:
            messages.error(self.request, get_adapter().error_messages["rate_limited"])
        return self._stay()

    def _stay(self):
        return redirect(self.passthrough_next_url(self.request.path))

    def get_form_kwargs(self):
        """Give the form the code it expects."""
        return super().get_form_kwargs() | {"code": self.sent.code}

    def get_context_data(self, **kwargs):
        """Say whether a code is on its way, and where."""
        return super().get_context_data(**kwargs, awaited=self.sent.is_valid(), email=self.request.user.email)

    def form_valid(self, form):
        """Count the proof, and go on to what was asked."""
        self.sent.abort()
        record_authentication(
            self.request, self.request.user, "code", email=self.request.user.email, reauthenticated=True
        )
        return super().form_valid(form)

    def form_invalid(self, form):
        """Count a wrong code; the fifth ends it."""
        if self.sent.record_invalid_attempt():
            return super().form_invalid(form)
        messages.error(self.request, get_adapter().error_messages["too_many_login_attempts"])
        return self._stay()


read_or_send = require_http_methods(["GET", "HEAD", "POST"])
reauthenticate = read_or_send(before_second_factor(Reauthenticate.as_view()))
reauthenticate_by_passkey = require_POST(before_second_factor(ReauthenticateByPasskey.as_view()))
reauthenticate_by_mail = read_or_send(before_second_factor(ReauthenticateByMail.as_view()))
