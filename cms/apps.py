from django.apps import AppConfig


class CmsConfig(AppConfig):
    """See docs/decisions/0001-house.md for what stands in this room."""

    name = "cms"

    def ready(self):
        """Tell the house what awaits an editor, and who may open a fund."""
        from cms.space import editor_cards, installer_cards
        from fph.people import space

        space.register(editor_cards)
        space.register(installer_cards)
