"""The pages of the site, by their type, and the pages that say no, by their number: their states, as in `table.py`."""

from cms.models import NewsIndexPage
from tests.pages.world import NEW, SLUG

SITE = {
    "help": {"full": lambda g: g.get("", "help")},
    "accessibility": {"full": lambda g: g.get("", "accessibility")},
    "legal": {"full": lambda g: g.get("", "legal")},
    "privacy": {"full": lambda g: g.get("", "privacy")},
    "newsroom": {
        "full": lambda g: g.get("paul", "newsroom"),
        "closed": lambda g: g.mandate_over("paul").get("paul", "newsroom"),
    },
    "HomePage": {
        "full": lambda g: g.read("/"),
        "empty": lambda g: g.unpublished().read("/"),
    },
    "NeighbourhoodPage": {
        "full": lambda g: g.read(f"/{SLUG}/"),
        "empty": lambda g: g.new_fund() and g.read(f"/{NEW}/"),
    },
    "NewsIndexPage": {
        "full": lambda g: g.read(NewsIndexPage.objects.get(url_path__contains=f"/{SLUG}/").url),
        "empty": lambda g: g.new_fund() and g.read(NewsIndexPage.objects.get(url_path__contains=f"/{NEW}/").url),
    },
    "NewsPage": {
        "full": lambda g: g.read(g.news().url),
        "blocks": lambda g: g.read(g.news_with_every_block().url),
    },
    "StandardPage": {"full": lambda g: g.read("/aide/")},
}

NO = {
    "400": lambda g: g.client("").get("/", HTTP_HOST="ailleurs.example"),
    "403": lambda g: g.refused("403"),
    "403_csrf": lambda g: g.without_token(),
    "404": lambda g: g.read("/nulle-part/"),
    "429": lambda g: g.refused("429"),
    "500": lambda g: g.refused("500"),
}
