from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "projects"

    def ready(self):
        """Say to the ground floor what this room shows on a person's page, and what it forgets of them."""
        from fph.people import erasure, space
        from projects.applications import actions as applications
        from projects.applications import cards as filing
        from projects.applications import slots
        from projects.authority import actions as authority
        from projects.authority import cards as acts
        from projects.authority import panels as acts_panels
        from projects.followup import actions as followup
        from projects.followup import cards as after
        from projects.followup import panels
        from projects.fund.actions import gifts
        from projects.regulation import actions as regulation

        for cards in (filing.cards, acts.cards, after.for_holders, after.for_the_office):
            space.register(cards)
        for forget in (applications.forget, authority.forget, followup.forget, gifts.forget, regulation.forget):
            erasure.register(forget)
        for panel in (acts_panels.panel, panels.panel, panels.clocks_panel, panels.obligations_panel):
            slots.register(panel)
