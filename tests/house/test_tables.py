"""Every table says what it is, which of its words are personal, and who did what it dates."""

from django.apps import apps
from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page

from fph.facts import both_or_neither
from tests.house.source import ROOMS

TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField, models.GenericIPAddressField)
# Wagtail's own fields; cms/models holds public content alone.
PUBLIC_CONTENT = (Page, AbstractImage, AbstractRendition, AbstractDocument)

# Dates without an actor of their own, each with its reason.
NO_ACTOR = {
    "OpenSession.begun_at": "a person signs in by themself",
    "User.joined_at": "a person joins by themself",
    "Application.saved_at": "each save of a draft is its owner's or helper's; acts have their own facts",
    "CalendarEntry.meets_at": "a day to come, not an act",
    "Gift.opened_at": "a donor, who has no account",
    "Gift.paid_at": "a donor, who has no account",
    "Gift.refunded_at": "asked of Stripe by the machine; the transfer has its actor",
    "OutboxMessage.written_at": "written by the act it tells of",
    "OutboxMessage.sent_at": "sent by the machine",
    "StripeEvent.received_at": "a bell rung by Stripe",
    "StripeEvent.handled_at": "handled by the machine",
}


def tables() -> list[type[models.Model]]:
    """Return our models, histories aside: a history has the classes of the table it follows."""
    ours = (model for room in ROOMS for model in apps.get_app_config(room).get_models())
    return [model for model in ours if not hasattr(model, "instance_type")]


def words(model) -> set[str]:
    """Return the names of the columns that hold words."""
    return {field.name for field in model._meta.concrete_fields if isinstance(field, TEXT)}


def test_every_table_says_what_it_is():
    silent = [m.__name__ for m in tables() if not m.__doc__ or m.__doc__.startswith(f"{m.__name__}(")]
    assert not silent, f"no docstring: {silent}"


def test_every_word_is_personal_or_plain():
    wrong = []
    for model in tables():
        if issubclass(model, PUBLIC_CONTENT):
            continue
        personal, plain = (set(vars(model).get(name, ())) for name in ("PERSONAL", "PLAIN"))
        unsaid, unknown = words(model) - personal - plain, (personal | plain) - {f.name for f in model._meta.fields}
        wrong += [f"{model.__name__}.{name} is neither in PERSONAL nor in PLAIN" for name in unsaid]
        wrong += [f"{model.__name__}.{name} is classified and does not exist" for name in unknown]
        wrong += [f"{model.__name__}.{name} is in both" for name in personal & plain]
    assert not wrong, "\n".join(sorted(wrong))


def dated_facts() -> dict[str, tuple[type[models.Model], str]]:
    """Return `Model.verb_at` → (model, verb) of every dated column."""
    return {
        f"{model.__name__}.{field.name}": (model, field.name.removesuffix("_at"))
        for model in tables()
        if not issubclass(model, PUBLIC_CONTENT)
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField) and field.name.endswith("_at")
    }


def is_paired(model, verb: str) -> bool:
    """Say whether `verb_at` and `verb_by` are both always there, or both or neither by constraint."""
    columns = {field.name: field for field in model._meta.concrete_fields}
    at, by = columns[f"{verb}_at"], columns.get(f"{verb}_by")
    if by is None:
        return False
    wanted = both_or_neither("any", verb).condition
    bound = any(getattr(constraint, "condition", None) == wanted for constraint in model._meta.constraints)
    return bound or not (at.null or by.null)


def test_a_fact_and_its_actor_come_together():
    alone = [
        name for name, (model, verb) in dated_facts().items() if name not in NO_ACTOR and not is_paired(model, verb)
    ]
    assert not alone, f"give each its verb_by and both_or_neither(), or its reason in NO_ACTOR: {alone}"


def test_every_exception_is_still_needed():
    facts = dated_facts()
    assert not [name for name in NO_ACTOR if name not in facts or is_paired(*facts[name])]


def test_amounts_are_whole_cents():
    money = {
        f"{model.__name__}.{field.name}": field
        for model in tables()
        for field in model._meta.concrete_fields
        if field.name.endswith("_cents") or isinstance(field, models.DecimalField | models.FloatField)
    }
    assert money
    assert not [name for name, field in money.items() if not isinstance(field, models.BigIntegerField)]


def test_a_row_that_something_names_is_kept():
    """A foreign key to ours protects; what goes with its parent is a part of it, and says so here."""
    parts = {
        "CommitteePermission", "FundPermission", "NeighbourhoodPermission",  # guardian's rows go with either end
        "OpenSession",  # it is its session
        "Perimeter", "Reviewer", "BudgetLine", "GroupResident", "Attachment",  # parts of one thing
    }  # fmt: skip
    cascades = {
        model.__name__
        for model in tables()
        if not issubclass(model, PUBLIC_CONTENT)
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete is models.CASCADE
    }
    assert cascades <= parts, f"deleting a parent would silently delete {sorted(cascades - parts)}"
