"""The way in: an e-mailed code, then the second factor of those who have one; or a passkey alone."""

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from allauth.mfa.base import views as second
from allauth.mfa.webauthn import views as passkeys
from django.contrib import messages
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fph.http.access import public
from fph.people import actions, queries


class SignIn(allauth.LoginView):
    """One field: the address that receives the code."""

    def get_authenticated_redirect_url(self):
        """Never send people back to the editor that just turned them away: they would go round in circles."""
        url = super().get_authenticated_redirect_url()
        editor = url.startswith(reverse("wagtailadmin_home"))
        turned_away = editor and not self.request.user.has_perm("wagtailadmin.access_admin")
        return resolve_url("my_space") if turned_away else url


class EnterCode(allauth.ConfirmLoginCodeView):
    """The code received; a known address and an unknown one see the same page."""

    def dispatch(self, request, *args, **kwargs):
        """Say why when there is no code to wait for."""
        waiting = LoginStageController.enter(request, LoginByCodeStage.key)
        # Nobody's session is opened by a mere visit: the words wait with who had one.
        if not waiting and not request.user.is_authenticated and not request.session.is_empty():
            messages.info(request, _("Demandez un nouveau code : le précédent n’est plus valable."))
        return super().dispatch(request, *args, **kwargs)

    def _resend_form_valid(self, form):
        email = self._process.state["email"].lower()
        if not ratelimit.consume(self.request, action="request_login_code", key=email):
            messages.error(self.request, get_adapter().error_messages["rate_limited"])
            return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))
        if self._process.user is None:  # allauth would write to nobody, and answer sooner: the time taken would tell
            self._process.send()
        messages.success(self.request, _("Un nouveau code est parti. Le précédent ne sert plus."))
        return super()._resend_form_valid(form)

    def _verify_form_valid(self, form):
        actions.expect_address(self._process.user)
        return super()._verify_form_valid(form)


class GiveSecondFactor(second.AuthenticateView):
    """The second factor of a person whose e-mailed code was right."""

    def get_context_data(self, **kwargs):
        """Say whether to offer the passkey's button."""
        held = queries.factors(self.stage.login.user)
        return super().get_context_data(**kwargs) | {"has_passkey": bool(held["webauthn"])}


read_or_send = require_http_methods(["GET", "HEAD", "POST"])
sign_in = public(read_or_send(SignIn.as_view()))
enter_code = public(read_or_send(EnterCode.as_view()))
sign_up = public(read_or_send(allauth.signup))
prove_address = public(read_or_send(allauth.email_verification_sent))
sign_out = public(never_cache(read_or_send(allauth.logout)))
second_factor = public(read_or_send(GiveSecondFactor.as_view()))
passkey_sign_in = public(read_or_send(passkeys.login_webauthn))
