"""What allauth asks of the house. Stands here and not with people, who know nothing of mail."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.signup import get_signup_url
from allauth.core import context
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fph.mail import actions
from fph.mail.queries import SIGN_IN
from fph.people.actions import open_account
from fph.people.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mailed code: accounts opened by our action, mails through our outbox, words of ours."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est fermé."),
        "incorrect_code": _("Ce n’est pas le bon code. Recopiez les huit chiffres du dernier message reçu."),
        "rate_limited": _("Trois codes sont déjà partis. Attendez une minute avant d’en demander un autre."),
        "too_many_login_attempts": _(
            "Trop d’essais en peu de temps. Attendez une minute, puis demandez un nouveau code."
        ),
    }

    def save_user(self, request, user, form, commit=True):
        """Open the account that a sign-up form asks for."""
        answers = form.cleaned_data
        return open_account(email=answers["email"], name=answers["name"], phone=answers["phone"], now=timezone.now())

    def is_safe_url(self, url) -> bool:
        """Say whether to go on to an address after sign-in; what is no address at all is not safe."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write one of allauth's mails in the outbox."""
        mail = self.render_mail(template_prefix, email, context | {"email": email})
        person = User.objects.filter(email=email.lower(), is_active=True).first()
        event = SIGN_IN + template_prefix.rsplit("/", 1)[-1]
        actions.write(event, person or email, mail.subject, mail.body, now=timezone.now())

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an address that their account is already open, and how to sign in."""
        addresses = {
            "signup_url": get_signup_url(context.request),
            "login_url": context.request.build_absolute_uri(reverse("account_login")),
        }
        self.send_mail("account/email/account_already_exists", email, addresses)

    def respond_user_inactive(self, request, user):
        """Send a person whose account is closed back to the door, in words."""
        messages.error(request, self.error_messages["account_inactive"])
        return redirect("account_login")
