from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "projects"

    def ready(self):
        """Say to the ground floor what this room shows on a person's page, and what it forgets of them."""
        from fph.people import actions as people
        from fph.people import space
        from projects.applications import actions, cards

        space.register(cards.cards)
        people.on_erasure(actions.forget)
