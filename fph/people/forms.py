"""What is asked to sign in, to open an account, and to keep it right."""

import re

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

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
