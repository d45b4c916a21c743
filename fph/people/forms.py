from django import forms


class SignupForm(forms.Form):
    """What is asked beside the e-mail when an account is opened."""

    def signup(self, request, user):
        """Keep what was asked."""
