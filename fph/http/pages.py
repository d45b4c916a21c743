"""Page after page, for lists whose length is already known. Imports nothing of the house."""

from django.core.paginator import Paginator


class Counted(Paginator):
    """A paginator that is told how many rows there are, and asks the database for the page alone."""

    def __init__(self, rows, per_page: int, *, count: int):
        super().__init__(rows, per_page)
        self.count = count
