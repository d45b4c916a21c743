"""The tables of the site: its pages, their pictures and documents, and what a newsroom is made of."""

from cms.models.media import NeighbourhoodDocument, NeighbourhoodImage, NeighbourhoodRendition
from cms.models.newsrooms import Newsroom, Reviewer
from cms.models.pages import (
    ContentPage,
    HomePage,
    NeighbourhoodPage,
    NewsIndexPage,
    NewsPage,
    StandardPage,
)

__all__ = [
    "ContentPage", "HomePage", "NeighbourhoodDocument", "NeighbourhoodImage", "NeighbourhoodPage",
    "NeighbourhoodRendition", "NewsIndexPage", "NewsPage", "Newsroom", "Reviewer", "StandardPage",
]  # fmt: skip
