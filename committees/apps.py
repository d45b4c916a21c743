from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "committees"

    def ready(self):
        """Say to the rooms to the left what awaits members, which files they may read, and what is forgotten of them."""
        from committees.minutes import actions as minutes
        from committees.minutes import cards
        from committees.roster import cards as roster
        from committees.roster.access import reads_files
        from committees.votes import actions as votes
        from fph.people import erasure, space
        from projects.applications.access import register_reader

        space.register(cards.cards)
        space.register(roster.cards)
        register_reader(reads_files)
        for forget in (votes.forget, minutes.forget):
            erasure.register(forget)
