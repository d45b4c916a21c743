"""What is asked to sign in, to open an account, and to keep it right."""

import re

from allauth.account import forms as allauth
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from fph.people import queries
from fph.people.models import User

PHONE = RegexValidator(
    re.compile(r"\+?[\d .()-]{6,24}"),
    _("Ce numéro n’est pas complet. Exemple : 06 12 34 56 78"),
)


class AddressField(forms.EmailField):
    """An e-mail address, in lower case, no longer than what an account keeps."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Votre adresse e-mail"))
        super().__init__(max_length=254, **kwargs)
        self.widget.attrs |= {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        self.error_messages |= {
            "required": _("Écrivez votre adresse e-mail."),
            "invalid": _("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr"),
        }

    def clean(self, value):
        """Return the address in lower case."""
        return super().clean(value).lower()


class CodeField(forms.CharField):
    """The code received by e-mail: eight digits, with or without their hyphen."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Code reçu par e-mail"))
        kwargs.setdefault("help_text", _("Huit chiffres, avec ou sans le tiret."))
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        self.error_messages["required"] = _("Recopiez le code reçu par e-mail.")


class NameField(forms.CharField):
    """First name and name, as the person writes them."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Prénom et nom"))
        super().__init__(max_length=120, **kwargs)
        self.widget.attrs["autocomplete"] = "name"
        self.error_messages["required"] = _("Écrivez votre prénom et votre nom.")


class PhoneField(forms.CharField):
    """A telephone number, if the person wishes."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Téléphone"))
        kwargs.setdefault("help_text", _("Seulement si vous acceptez d’être appelé·e au sujet de votre projet."))
        super().__init__(max_length=30, required=False, validators=[PHONE], **kwargs)
        self.widget.input_type = "tel"
        self.widget.attrs["autocomplete"] = "tel"


class SignInForm(allauth.LoginForm):
    """One question: which address should the code go to?"""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()


class SignUpForm(allauth.SignupForm):
    """Three questions open an account: name, address, telephone for those who wish."""

    name = NameField()
    phone = PhoneField()
    field_order = ["name", "email", "phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = AddressField()
        self.order_fields(self.field_order)


class CodeForm(allauth.ConfirmLoginCodeForm):
    """The code that signs in."""

    code = CodeField()


class AddressCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    """The code that proves a new account's address."""

    code = CodeField()


class SecondCodeField(CodeField):
    """The code an application shows, six digits, or one of the recovery codes, eight."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Code de l’application"))
        kwargs.setdefault("help_text", _("Six chiffres. Sans votre téléphone, un de vos codes de secours."))
        super().__init__(**kwargs)
        self.error_messages["required"] = _("Recopiez le code.")


class OnceOnly:
    """Mixed in a form that takes a second code: an application's code serves once, for as long as it is accepted."""

    code_lives = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not queries.factors(self.user)["totp"]:
            field = self.fields["code"]
            field.label, field.help_text = (
                _("Code de secours"),
                _("Huit chiffres, pris dans la liste que vous avez gardée."),
            )

    def clean_code(self):
        """Return the code. Raises ValidationError for a wrong one, or one already given."""
        code = super().clean_code()  # type: ignore[misc]
        given = f"second-code:{self.user.pk}:{self.authenticator.pk}:{normalize_user_code(code)}"
        if not cache.add(given, True, timeout=self.code_lives):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondCodeForm(OnceOnly, second.AuthenticateForm):
    """The second factor at sign-in, by a code."""

    code = SecondCodeField()


class SecondCodeAgainForm(OnceOnly, second.ReauthenticateForm):
    """The second factor before a sensitive act, by a code."""

    code = SecondCodeField()


class FirstTotpForm(totp.ActivateTOTPForm):
    """The first code of an application proves that it holds the secret."""

    code = SecondCodeField(help_text=_("Six chiffres, qui changent toutes les trente secondes."))


class CredentialField(forms.JSONField):
    """What a passkey answered, written by the page's script."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.HiddenInput, **kwargs)
        self.error_messages |= {
            "required": _("La clé d’accès n’a rien répondu. Essayez encore."),
            "invalid": _("La clé d’accès n’a rien répondu. Essayez encore."),
        }

    def to_python(self, value):
        """Return a dictionary. Raises ValidationError for anything else, what no reader of JSON takes included."""
        try:
            found = super().to_python(value)
        except (ValueError, RecursionError) as problem:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from problem
        if found is not None and not (isinstance(found, dict) and isinstance(found.get("response"), dict)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def bound_data(self, data, initial):
        """Return nothing: an answer serves once, and is never shown again."""


class PasskeyForm(webauthn.AddWebAuthnForm):
    """A new passkey: it always checks its person (finger, face or code), so it signs in alone."""

    name = forms.CharField(
        label=_("Nom de cette clé"), required=False, max_length=60,
        help_text=_("Pour la reconnaître : « mon téléphone », « l’ordinateur du local »."),
    )  # fmt: skip
    credential = CredentialField()
    passwordless = None

    def clean(self):
        """Check the key's answer. Raises ValidationError for one that did not check its person."""
        self.cleaned_data["passwordless"] = True
        return super().clean()


class SecondPasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """The second factor at sign-in, by a passkey."""

    credential = CredentialField()


class SecondPasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):
    """The second factor before a sensitive act, by a passkey."""

    credential = CredentialField()


class PasskeySignInForm(webauthn.LoginWebAuthnForm):
    """A passkey alone, which says whose it is."""

    credential = CredentialField()


class MyAccountForm(forms.ModelForm):
    """What people may change of their own account; the language is asked where there are several."""

    name = NameField()
    phone = PhoneField()

    class Meta:
        model = User
        fields = ["name", "phone", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) > 1:
            self.fields["language"] = forms.ChoiceField(label=_("Langue"), choices=settings.LANGUAGES)
        else:
            del self.fields["language"]
