from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fph.http.access import demo_only, public
from fph.people import access, actions, forms, queries, space
from fph.people.roles import paris_day


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
        if not waiting and not request.user.is_authenticated:
            messages.info(request, _("Demandez un nouveau code : le précédent n’est plus valable."))
        return super().dispatch(request, *args, **kwargs)

    def _resend_form_valid(self, form):
        email = self._process.state["email"].lower()
        if not ratelimit.consume(self.request, action="request_login_code", key=email):
            messages.error(self.request, get_adapter().error_messages["rate_limited"])
            return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))
        messages.success(self.request, _("Un nouveau code est parti. Le précédent ne sert plus."))
        return super()._resend_form_valid(form)

    def _verify_form_valid(self, form):
        actions.expect_address(self._process.user)
        return super()._verify_form_valid(form)


sign_in = public(SignIn.as_view())
enter_code = public(EnterCode.as_view())
sign_up = public(allauth.signup)
prove_address = public(allauth.email_verification_sent)
sign_out = public(allauth.logout)


@require_safe
def my_space(request):
    """What awaits the person signed in."""
    today = paris_day(timezone.now())
    held = queries.roles_held([request.user], today)[request.user.pk]
    return render(request, "people/my_space.html", {"cards": space.cards(request.user, today), "roles": held})


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


@public
@demo_only
@require_POST
def demo_enter(request, person):
    """Sign in as one of the demonstration's people, without a code."""
    person = access.demo_person(person)
    get_adapter().login(request, person)
    record_authentication(request, person, method="demo")
    return redirect("my_space")
