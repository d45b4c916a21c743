"""What allauth asks of the house. Stands here and not with people, who know nothing of mail."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.signup import get_signup_url
from allauth.core import context
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fph.mail import actions
from fph.mail.queries import SIGN_IN
from fph.people import proof, queries
from fph.people.actions import begin_session, open_account, rehearse_account
from fph.people.models import User
from fph.people.rules import browser_in_words

FACTORS_CHANGED = {
    "factor.added": _("Un nouveau moyen de se connecter vient d’être ajouté à votre compte."),
    "factor.removed": _("Un moyen de se connecter vient d’être retiré de votre compte."),
    "factor.codes": _("De nouveaux codes de secours viennent d’être demandés. Les anciens ne servent plus."),
    "factor.reset": _(
        "À votre demande, vos clés d’accès, votre application et vos codes de secours ont été retirés. Vos sessions "
        "sont fermées : reconnectez-vous avec un code reçu par e-mail."
    ),
}


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
        """Say whether to go on to an address: a whole one, of ours. A bare word is none: it could name a view."""
        try:
            return str(url).startswith(("/", "http://", "https://")) and super().is_safe_url(url)
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
        rehearse_account(context.request, now=timezone.now())

    def respond_user_inactive(self, request, user):
        """Send a person whose account is closed back to the door, in words."""
        messages.error(request, self.error_messages["account_inactive"])
        return redirect("account_login")

    def login(self, request, user):
        """Open the session, and keep where, so that the person can see it and end it."""
        super().login(request, user)
        proof.begin(request)
        browser = browser_in_words(request.headers.get("User-Agent", ""))
        begin_session(user, request.session, browser=browser, now=timezone.now())

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Ask again by the house's own rule: a sign-in of this half-hour is fresh too."""
        return not proof.is_fresh(context.request)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Return how the person is asked again: their second factor, or a new code by e-mail if they have none."""
        names = ["mfa_reauthenticate", "mfa_reauthenticate_webauthn"]
        if not queries.has_second_factor(user):
            names = ["reauthenticate_by_mail"]
        return [{"id": name, "url": reverse(name), "description": ""} for name in names]

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Write nothing here: `tell_of_factors` writes within the act that changes them."""

    def tell_of_factors(self, person: User, event: str) -> None:
        """Write to a person whose second factors changed, by whomever."""
        words = {"change": FACTORS_CHANGED[event], "site": settings.SITE_ADDRESS, "page": reverse("my_account")}
        body = render_to_string("account/email/factors_changed.txt", words)
        actions.write(event, person, str(_("Votre compte a changé")), body, now=timezone.now())
