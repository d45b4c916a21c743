from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "projects"

    def ready(self):
        from fph.people import erasure, space
        from projects.followup import actions as followup
        from projects.followup import cards

        erasure.register(followup.forget)
        space.register(cards.for_holders)
        space.register(cards.for_the_office)
