from django.apps import AppConfig


class CmsConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "cms"

    def ready(self):
        """Tell the house what awaits an editor."""
        from cms.space import editor_cards
        from fph.people import space

        space.register(editor_cards)
