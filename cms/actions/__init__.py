"""The room's writers: the site and its editors. `installation` opens a fund from nothing."""

from cms.actions.editors import appoint_editor, dismiss_editor, keep_in_step
from cms.actions.site import add_picture, open_home, open_site, publish_news

__all__ = [
    "add_picture",
    "appoint_editor",
    "dismiss_editor",
    "keep_in_step",
    "open_home",
    "open_site",
    "publish_news",
]
