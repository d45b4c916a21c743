"""The readable before-and-after of a row: each save says who and when, as the action was told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, QuerySet
from django.utils.formats import date_format

from fph.money import euros


@dataclass(frozen=True)
class Change:
    """A field that changed, in words: its label, what it was, what it became."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A save: when, by whom (a name for those entitled), why, and what changed since the one before."""

    when: datetime
    who: str
    reason: str
    changes: tuple[Change, ...]


def keep(row, *, by, now: datetime, reason: str = "", **changes):
    """Save a row with history, its changes applied first; actor and date are the action's. Returns the row."""
    for name, value in changes.items():
        setattr(row, name, value)
    row._history_user, row._history_date, row._change_reason = by, now, reason[:100]
    row.save()
    return row


def versions(row, only: tuple[str, ...] = ()) -> list[Version]:
    """Return a row's saves, the latest first, each with what changed; in the fields named by `only` if given.

    One query, and one more for each reference to another row that changed.
    """
    return _told(list(_in_order(row.history.all())), only)


def versions_of(rows: QuerySet, only: tuple[str, ...] = ()) -> list[tuple[Any, list[Version]]]:
    """Return each row with its saves as `versions` tells them: two queries for all the rows, not one a row."""
    found = list(rows)
    kept: dict[Any, list] = {row.pk: [] for row in found}
    for save in _in_order(rows.model.history.filter(id__in=list(kept))):
        kept[save.id].append(save)
    return [(row, _told(kept[row.pk], only)) for row in found]


def _in_order(saves: QuerySet) -> QuerySet:
    return saves.select_related("history_user").order_by("history_date", "history_id")


def _told(saves: list, only: tuple[str, ...]) -> list[Version]:
    fields = [f for f in saves[0].tracked_fields if f.concrete and not f.primary_key] if saves else []
    fields = [f for f in fields if f.name in only] if only else fields
    told = [
        Version(save.history_date, str(save.history_user or ""), save.history_change_reason or "", changed)
        for before, save in zip([None, *saves], saves, strict=False)
        if (changed := _changes(fields, before, save)) or before is None
    ]
    return told[::-1]


def _changes(fields: list[Field], before, after) -> tuple[Change, ...]:
    if before is None:
        return ()
    changed = [f for f in fields if getattr(before, f.attname) != getattr(after, f.attname)]
    return tuple(Change(str(f.verbose_name), _words(f, before), _words(f, after)) for f in changed)


def _words(field: Field, save) -> str:
    value = getattr(save, field.attname)
    if field.is_relation and value is not None:
        value = field.related_model._base_manager.filter(pk=value).first()
    elif isinstance(value, date):
        value = date_format(value, "j F Y")
    elif field.choices:
        value = dict(field.flatchoices).get(value, value)
    elif isinstance(value, bool):
        value = "oui" if value else "non"
    elif field.name.endswith("_cents") and value is not None:
        value = euros(value)
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    return "" if value is None else str(value)
