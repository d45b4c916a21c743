from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "committees"
