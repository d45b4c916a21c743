"""What was typed so far, kept in the session as it was typed, and read again as the forms read it."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from cms.actions.asked import CommitteeAsked, Installation
from cms.opening import forms, rules
from cms.opening.forms.model import MINIMUM
from cms.queries.colleges import colleges_of
from fph.people.models import User
from fph.people.roles import paris_day
from projects.regulation import shelf
from projects.regulation.rules import Regulation

KEY = "new_fund"
LONGEST, MOST_FIELDS = 10_000, 400  # signs of a field, fields of a step: more than any form of ours takes


class Draft:
    """A fund being opened by one administrator, step by step. A form asks the steps before it what it needs."""

    def __init__(self, session: SessionBase, user: User, now: datetime):
        self.session, self.user, self.today = session, user, paris_day(now)
        self._forms: dict[str, Any] = {}

    # --- What is kept ---

    def typed(self, slug: str) -> QueryDict | None:
        """Return what was typed at a step, or None."""
        kept = self.session.get(KEY, {}).get(self._key(slug))
        if kept is None:
            return None
        data = QueryDict(mutable=True)
        for name, values in kept.items():
            data.setlist(name, values)
        return data

    def remember(self, slug: str, posted: QueryDict) -> None:
        """Keep what a step posted, right or wrong."""
        names = [name for name in posted if name not in ("csrfmiddlewaretoken", "do")][:MOST_FIELDS]
        kept = {name[:80]: [value[:LONGEST] for value in posted.getlist(name)] for name in names}
        self.session[KEY] = self.session.get(KEY, {}) | {self._key(slug): kept}
        self._forms.clear()

    def forget(self) -> None:
        """Forget all that was typed."""
        self.session.pop(KEY, None)
        self._forms.clear()

    @property
    def begun(self) -> bool:
        """Say whether something was typed."""
        return bool(self.session.get(KEY))

    def _key(self, slug: str) -> str:
        """Return under which word a step is kept: changes to a model wait under its own name."""
        return f"{slug}:{self.model}" if slug == "regles" else slug

    # --- What the forms read ---

    def form(self, slug: str) -> Any:
        """Return the form of a step, with what was typed there."""
        if slug not in self._forms:
            self._forms[slug] = getattr(self, f"_{slug}")(self.typed(slug))
        return self._forms[slug]

    def right(self, slug: str) -> bool:
        """Say whether a step was filled, and well."""
        return slug == "verification" or (self.typed(slug) is not None and self.form(slug).is_valid())

    def first_wrong(self, before: str) -> str:
        """Return the first step that is not right before another, or nothing."""
        return next((one for one in rules.SLUGS[: rules.SLUGS.index(before)] if not self.right(one)), "")

    @property
    def model(self) -> str:
        """Return the name of the model chosen, or `minimum`."""
        typed = self.session.get(KEY, {}).get("modele", {}).get("model", [""])
        return typed[-1] if typed and typed[-1] in shelf.model_names() else MINIMUM

    @property
    def base(self) -> Regulation:
        """Return the règlement to start from."""
        return Regulation() if self.model == MINIMUM else shelf.model(self.model)

    @property
    def regulation(self) -> Regulation:
        """Return the règlement typed, or the one to start from."""
        form = self.form("regles")
        return form.read if self.right("regles") else self.base

    @property
    def committees(self) -> list[CommitteeAsked]:
        """Return the committees typed."""
        return self.form("personnes").committees if self.right("personnes") else []

    def _quartier(self, data):
        return forms.PlaceForm(data)

    def _modele(self, data):
        return forms.ModelForm(data)

    def _regles(self, data):
        place = self.form("quartier").cleaned_data if self.right("quartier") else {}
        carrier = str(place.get("carrier_known") or place.get("carrier") or "")
        return forms.RulesForm(data, base=self.base, fund=place.get("fund", ""), carrier=carrier, today=self.today)

    def _personnes(self, data):
        sectors = self.regulation.value("sub_territories") or ()
        colleges = [name for _kind, name, _votes in colleges_of(self.regulation)]
        return forms.PeopleForm(data, sectors=sectors, colleges=colleges, user=self.user)

    def _seances(self, data):
        return forms.DatesForm(data, committees=self.committees, regulation=self.regulation, today=self.today)

    # --- All of it ---

    def installation(self) -> Installation:
        """Return all that was typed as the action takes it; every step is right."""
        place, people = self.form("quartier").cleaned_data, self.form("personnes").cleaned_data
        known, carrier = place["known_place"], place.get("carrier_known")
        where = known or place
        names = ("name", "commune", "insee_code", "qpv_code")
        read = {
            name: getattr(known, name) if known else where["place_name" if name == "name" else name] for name in names
        }
        return Installation(
            administrator_email=self.user.email, administrator_name=self.user.name,
            carrier=carrier.name if carrier else place["carrier"], known_carrier=carrier,
            carrier_kind=place["carrier_kind"], siret=place["siret"], rna=place["rna"],
            place=read["name"], commune=read["commune"], insee_code=read["insee_code"], qpv_code=read["qpv_code"],
            place_slug=place["place_slug"], limits_in_words=place["limits_in_words"],
            fund=place["fund"], scheme=place["scheme"], slug=place["slug"], prefix=place["number_prefix"], cap_cents=None,
            coordinator_email=people["coordinator_email"], coordinator_name=people["coordinator_name"],
            treasurer_email=people["treasurer_email"], treasurer_name=people["treasurer_name"],
            adoption=self.form("regles").adoption(), committees=tuple(self.form("seances").committees),
        )  # fmt: skip
