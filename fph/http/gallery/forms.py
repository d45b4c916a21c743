from django import forms

from fph.http.fields import DayInput, EurosField
from fph.http.gallery.words import WordList


class EveryField(forms.Form):
    """One field of each kind that the house's forms use."""

    title = forms.CharField()
    story = forms.CharField(widget=forms.Textarea({"rows": 3}), required=False)
    asked = EurosField()
    people = forms.IntegerField(widget=forms.NumberInput({"inputmode": "numeric"}))
    day = forms.DateField(widget=DayInput)
    email = forms.EmailField(required=False)
    place = forms.ChoiceField()
    kind = forms.ChoiceField(widget=forms.RadioSelect)
    vote = forms.ChoiceField(widget=forms.RadioSelect(attrs={"class": "choice-list"}))
    themes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    quote = forms.FileField()
    read = forms.BooleanField()

    def __init__(self, *args, words: WordList, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("for", words.yes), ("against", words.no), ("abstain", words.neither)]
        for name, field in self.fields.items():
            field.label = f"{words.title} ({name})"
            field.help_text = words.help
            if hasattr(field, "choices"):
                field.choices = choices


def every_form(words: WordList) -> list[tuple[str, EveryField]]:
    """Return the form as it opens, as it comes back refused, and as it can't be filled."""
    closed = EveryField(prefix="ferme", words=words, initial={"title": words.title, "kind": "for"})
    for field in closed.fields.values():
        field.disabled = True
    refused = EveryField({"refus-title": "", "refus-asked": "?"}, prefix="refus", words=words)
    refused.errors  # noqa: B018  (asked once, so that the page shows them)
    return [("à remplir", EveryField(prefix="neuf", words=words)), ("refusé", refused), ("fermé", closed)]
