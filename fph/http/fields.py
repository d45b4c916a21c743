"""Fields that every room's forms share: an amount, a day, a field that a draft may leave empty."""

from django import forms

from fph.money import decimal_point, parse_euros


class MoneyInput(forms.TextInput):
    """An amount in euros, with its sign beside it and the phone's keypad of numbers."""

    template_name = "django/forms/widgets/money.html"

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class EurosField(forms.CharField):
    """An amount typed in euros, kept in cents; zero and what can't be read are refused in words."""

    widget = MoneyInput

    def clean(self, value):
        """Return cents, or None when nothing is typed."""
        typed = super().clean(value)
        try:
            return (parse_euros(typed) or None) if typed else None
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value):
        """Show cents as they are typed."""
        return decimal_point(value).replace(".", ",").removesuffix(",00") if isinstance(value, int) else value

    def has_changed(self, initial, data):
        """Say whether something is typed: a row left empty is not a row."""
        return bool((data or "").strip())


class DayInput(forms.DateInput):
    """A day, from the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
