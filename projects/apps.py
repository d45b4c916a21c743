from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "projects"

    def ready(self):
        """Say to the ground floor what this room shows on a person's page, and what it forgets of them."""
        from fph.people import erasure, space
        from projects.applications import actions as applications
        from projects.applications import cards, slots
        from projects.followup import actions as followup
        from projects.followup import cards as followup_cards
        from projects.followup import panels

        space.register(cards.cards)
        space.register(followup_cards.for_holders)
        space.register(followup_cards.for_the_office)
        erasure.register(applications.forget)
        erasure.register(followup.forget)
        slots.register(panels.panel)
