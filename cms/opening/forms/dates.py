"""The first meeting of each committee, where its date is known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext as _

from cms.actions.asked import CommitteeAsked
from fph.dates import PARIS, day_words
from fph.http.fields import DayInput
from fph.people.roles import paris_day
from projects.regulation.rules import Regulation

LATEST = 366 * 2  # days ahead that a calendar may announce


class DatesForm(forms.Form):
    """A day, an hour and a place for each committee; without a day, its first meeting is announced later."""

    def __init__(self, *args, committees: Sequence[CommitteeAsked], regulation: Regulation, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.regulation, self.today = committees, regulation, today
        self.committees = list(committees)
        for place in range(len(committees)):
            self.fields[f"day_{place}"] = forms.DateField(
                label=_("Jour"), required=False, widget=DayInput,
                error_messages={"invalid": _("Cette date n’existe pas. Exemple : 12/03/2027")},
            )  # fmt: skip
            self.fields[f"hour_{place}"] = forms.TimeField(
                label=_("Heure"), required=False, initial=time(18, 0),
                widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
                error_messages={"invalid": _("Cette heure n’existe pas. Exemple : 18:30")},
            )  # fmt: skip
            self.fields[f"place_{place}"] = forms.CharField(label=_("Lieu"), required=False, max_length=200)

    @property
    def rows(self) -> list[tuple]:
        """Return each committee with its bound fields, and the last day to file once its date is typed."""
        return [
            (one, [self[f"{part}_{place}"] for part in ("day", "hour", "place")], self._deadline_of(place))
            for place, one in enumerate(self.asked)
        ]

    @property
    def article(self) -> str:
        """Return the article of the deadline, or nothing while the default holds."""
        return self.regulation.article("filing_deadline_days")

    def _deadline_of(self, place: int) -> date | None:
        moment = self.committees[place].meets_at if self.is_bound and not self.errors else None
        return self.regulation.filing_deadline(paris_day(moment)) if moment else None

    def clean(self):
        """Refuse a day whose deadline has passed, and two meetings at one moment."""
        found, taken = super().clean(), {}
        for place, one in enumerate(self.asked):
            if moment := self._moment(place, found):
                if moment in taken:
                    self.add_error(
                        f"hour_{place}", _("« %s » commence au même moment : décalez l’une des deux.") % taken[moment]
                    )
                taken[moment] = one.name
                where = found.get(f"place_{place}") or ""
                if not where and f"place_{place}" not in self.errors:
                    self.add_error(f"place_{place}", _("Écrivez où la séance a lieu."))
                self.committees[place] = replace(one, meets_at=moment, meeting_place=where)
        return found

    def _moment(self, place: int, found: dict) -> datetime | None:
        day, hour = found.get(f"day_{place}"), found.get(f"hour_{place}")
        if not day or f"hour_{place}" in self.errors:
            return None
        if hour is None:
            self.add_error(f"hour_{place}", _("Écrivez l’heure de la séance."))
            return None
        last = self.today + timedelta(days=LATEST)
        if not self.today <= day <= last:
            self.add_error(f"day_{place}", _("Choisissez un jour entre aujourd’hui et le %s.") % day_words(last))
            return None
        deadline = self.regulation.filing_deadline(day)
        if deadline < self.today:
            first = self.today + timedelta(days=self.regulation.filing_deadline_days)
            told = _("Le dépôt serait clos depuis le %(deadline)s. Choisissez une séance à partir du %(first)s.")
            self.add_error(f"day_{place}", told % {"deadline": day_words(deadline), "first": day_words(first)})
            return None
        return datetime.combine(day, hour, PARIS)
