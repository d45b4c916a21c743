"""The official list of priority neighbourhoods, read in one act."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.journal.models import JournalEntry
from fph.people.models import User
from fph.people.roles import paris_day
from fph.territories import rules
from fph.territories.actions.opening import close_before, perimeter, record_drawn
from fph.territories.models import Neighbourhood, Perimeter
from fph.territories.queries import import_plan

kind(
    "neighbourhoods.imported",
    _("La liste officielle des quartiers prioritaires est lue. Inscrits : {added} ; mis à jour : {updated} ; "
      "inchangés : {unchanged} ; laissés de côté : {skipped}. Empreinte du fichier : {sha256}."),
    "added", "updated", "unchanged", "skipped", "sha256",
)  # fmt: skip
kind("neighbourhood.renamed", _("Le quartier « {before} » s’appelle désormais « {name} »."), "before", "name")

AT_ONCE = 200
REASON = "liste officielle"


@action
def import_neighbourhoods(
    features: Sequence[rules.OfficialNeighbourhood], *, sha256: str, by, now: datetime, on: date | None = None,
    skipped: int = 0,
) -> rules.Plan:  # fmt: skip
    """Inscribe and update neighbourhoods as a list gives them; returns what was done. Again, it changes nothing.

    `sha256` names the list (its GeoJSON, unzipped), `skipped` counts what could not be read of it. One public entry
    tells the whole import: with the list at hand, it proves each line. A neighbourhood that the register already names
    (opened or drawn by hand, its site opened) goes on being told by itself, for decisions lean on its limits. The
    others have their line in the history, and no entry: 1,584 of them would bury what residents look for.
    Two readings by the same hand wait for each other, on its row. Raises IntegrityError, and writes nothing, when a
    neighbourhood is opened under one of these codes meanwhile.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    rows = {
        place.qpv_code: place
        for place in Neighbourhood.objects.exclude(qpv_code="").order_by("pk").select_for_update(no_key=True)
    }
    names = {code: place.name for code, place in rows.items()}
    done = import_plan(features, today=paris_day(now), on=on)
    told = {"default_user": by, "default_date": now, "default_change_reason": REASON}
    drawn = [*_add(done.added, told), *_update(done.changed, rows, told)]
    Perimeter.objects.bulk_create(drawn, batch_size=AT_ONCE)
    if done.added or done.changed:
        record(
            "neighbourhoods.imported", by, by=by, now=now, added=len(done.added), updated=len(done.changed),
            unchanged=done.unchanged, skipped=skipped + len(done.refused), sha256=sha256,
        )  # fmt: skip
        _tell(done.changed, rows, names, drawn, by, now)
    return done


def _add(added: Sequence[rules.Addition], told: dict) -> list[Perimeter]:
    """Inscribe new neighbourhoods with their history; returns their limits, to be saved."""
    places = [
        Neighbourhood(
            name=one.feature.name, slug=one.slug, commune=one.feature.commune, insee_code=one.feature.insee_codes[0],
            qpv_code=one.feature.code,
        )
        for one in added
    ]  # fmt: skip
    bulk_create_with_history(places, Neighbourhood, batch_size=AT_ONCE, **told)
    return [_official(place, one.feature, one.starts_on) for place, one in zip(places, added, strict=True)]


def _update(changed: Sequence[rules.Change], rows: dict[str, Neighbourhood], told: dict) -> list[Perimeter]:
    """Change known neighbourhoods with their history and end their former limits; returns the new ones, to be saved."""
    renamed, redrawn, ending = [], [], defaultdict(list)
    for one in changed:
        place = rows[one.feature.code]
        for name, value in one.fields.items():
            setattr(place, name, value)
        if one.fields:
            renamed.append(place)
        if one.starts_on:
            redrawn.append(_official(place, one.feature, one.starts_on))
            ending[one.starts_on].append(place.pk)
    bulk_update_with_history(renamed, Neighbourhood, ["name", "commune", "insee_code"], batch_size=AT_ONCE, **told)
    for starts_on, places in ending.items():
        close_before(places, starts_on)
    return redrawn


def _official(place: Neighbourhood, feature: rules.OfficialNeighbourhood, starts_on: date) -> Perimeter:
    source = rules.generation(feature.code).source
    return perimeter(place, feature.geometry, starts_on, origin=Perimeter.Origin.OFFICIAL, source=source)


def _tell(
    changed: Sequence[rules.Change], rows: dict[str, Neighbourhood], names: dict[str, str], drawn: list[Perimeter],
    by, now: datetime,
) -> None:  # fmt: skip
    """Record, one by one, what changed of the neighbourhoods that the register already names."""
    limits = {one.neighbourhood_id: one for one in drawn}
    told = {one.feature.code: rows[one.feature.code] for one in changed}
    named = set(
        JournalEntry.objects.filter(
            subject_type=Neighbourhood._meta.model_name, subject_id__in=[place.pk for place in told.values()]
        ).values_list("subject_id", flat=True)
    )
    for one in changed:
        place = told[one.feature.code]
        if place.pk in named and "name" in one.fields:
            record("neighbourhood.renamed", place, by=by, now=now, before=names[one.feature.code], name=place.name)
        if place.pk in named and one.starts_on:
            record_drawn(place, limits[place.pk], by=by, now=now)
