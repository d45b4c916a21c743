"""A neighbourhood's news as RSS."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

LATEST = 20
NOT_XML = dict.fromkeys((c for c in range(32) if chr(c) not in "\t\r\n"), " ")


def written(text: str) -> str:
    """Return text as XML can hold it: a control sign, pasted with a title, would take the whole feed down."""
    return str(text).translate(NOT_XML)


class NewsFeed(Feed):
    """The latest news of one index, for a feed reader; nothing in it that the pages don't show."""

    feed_type = Rss201rev2Feed
    language = "fr"

    def get_object(self, request, index):
        """Return the index of news."""
        return index

    def title(self, index):
        """Return the feed's title: the neighbourhood's news."""
        return written(_("Actualités : %(place)s") % {"place": index.get_parent().title})

    def link(self, index):
        """Return the address of the page of news."""
        return index.get_url()

    def description(self, index):
        """Return what the page of news says of itself."""
        return written(index.introduction or _("Les nouvelles du quartier et de son fonds."))

    def items(self, index):
        """Return the latest news."""
        return index.latest()[:LATEST]

    def item_title(self, item):
        """Return the title of a piece of news."""
        return written(item.title)

    def item_description(self, item):
        """Return its summary."""
        return written(item.summary)

    def item_link(self, item):
        """Return its address."""
        return item.get_url()

    def item_pubdate(self, item):
        """Return when it was first published."""
        return item.first_published_at
