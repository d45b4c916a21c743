from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "committees"

    def ready(self):
        """Let members of a committee read the files of its fund."""
        from committees.roster.access import reads_application
        from projects.applications.access import register_reader

        register_reader(reads_application)
