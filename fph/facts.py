"""Small pieces every table is made of."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from fph.verdict import Gap, Refused


class Identified(models.Model):
    """A row named by a random UUID, so that addresses can't be guessed or counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class CentsField(models.BigIntegerField):
    """An amount in whole cents: a fraction is refused instead of being cut."""

    def get_prep_value(self, value):
        """Return what the database keeps. Raises TypeError for a float, a Decimal or a text."""
        if value is None or isinstance(value, int) or hasattr(value, "resolve_expression"):
            return super().get_prep_value(value)
        raise TypeError(f"{self.name} is whole cents, not {value!r}")

    def deconstruct(self):
        """Say to migrations that the column is an ordinary big integer."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigIntegerField", args, kwargs


def both_or_neither(model: str, verb: str) -> models.CheckConstraint:
    """A fact and its actor come together: `<verb>_at` and `<verb>_by`, both or neither."""
    at, by = f"{verb}_at__isnull", f"{verb}_by__isnull"
    return models.CheckConstraint(
        condition=Q(**{at: True, by: True}) | Q(**{at: False, by: False}), name=f"{model}_{verb}_fact"
    )


def one_of(model: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """A column of choices holds nothing but its choices."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=f"{model}_{field}_known")


def refuse_invalid(row) -> None:
    """Raise Refused, each gap tied to its field, when a row's own validators find fault with it."""
    try:
        row.full_clean()
    except ValidationError as problem:
        gaps = tuple(Gap(field, message) for field, found in problem.message_dict.items() for message in found)
        raise Refused(gaps[0].message, gaps) from problem
