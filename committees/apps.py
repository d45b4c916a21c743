from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "committees"

    def ready(self):
        """Say to the rooms to the left what awaits members, what they may read and propose, what is forgotten of them."""
        from committees.meetings import panels
        from committees.minutes import actions as minutes
        from committees.minutes import cards
        from committees.roster import cards as roster
        from committees.roster.access import may_propose, reads_files
        from committees.votes import actions as votes
        from fph.people import erasure, space
        from projects.applications import slots
        from projects.applications.access import register_reader
        from projects.regulation.access import register_proposer

        space.register(cards.cards)
        space.register(roster.cards)
        register_reader(reads_files)
        register_proposer(may_propose)
        slots.register(panels.panel)
        for forget in (votes.forget, minutes.forget):
            erasure.register(forget)
