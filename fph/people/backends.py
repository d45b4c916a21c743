"""Who a session belongs to, read with what that person's roles ask of the session: one question a request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from fph.people import queries
from fph.people.models import User
from fph.people.roles import paris_day


class PeopleBackend(AuthenticationBackend):
    """Sign-in by e-mail, and `request.user` with its `must_prove_twice`."""

    def get_user(self, user_id) -> User | None:
        """Return the person, with whether a role held today imposes a second factor; None when the account is shut."""
        person = queries.people_and_proof(paris_day(timezone.now())).filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
