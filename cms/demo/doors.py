"""The doors of the demonstration: its invented people, by neighbourhood, each entered without a code."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.demo.build import PLACES
from fph.http.access import demo_only, public
from fph.people import queries
from fph.people.roles import paris_day


@public
@demo_only
@require_safe
def demo_doors(request):
    """Show the people of each neighbourhood with their roles, then those of none."""
    people = list(queries.demo_people())
    held = queries.roles_held(people, paris_day(timezone.now()))
    homes = {person.email: place.name for place in PLACES for person in place.people()}
    groups: dict[str, list] = {place.name: [] for place in PLACES} | {_("Partout"): []}
    for person in people:
        groups[homes.get(person.email, _("Partout"))].append((person, held[person.pk]))
    shown = [(name, those) for name, those in groups.items() if those]
    return render(request, "demo/doors.html", {"groups": shown})
