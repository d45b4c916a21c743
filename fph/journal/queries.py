"""Reading the journal and the register."""

from django.core.paginator import Page, Paginator
from django.db.models import Max

from fph.journal.models import Checkpoint, JournalEntry, RegisterEntry, RegisterHead


def leaves():
    """Return every leaf in order, with its journal entry and its payload, streamed."""
    return RegisterEntry.objects.select_related("entry__payload").order_by("seq")


def public_leaves(fund=None):
    """Return the leaves of public acts, the latest first; of one fund (its id) when asked."""
    found = leaves().filter(entry__visibility=JournalEntry.Visibility.PUBLIC).order_by("-seq")
    return found.filter(entry__fund=fund) if fund else found


class Shelves(Paginator):
    """The public leaves by stretches of the register, the latest first.

    A page is a stretch of `per_page` leaves, of which the public ones are shown: the register's size gives the number of
    pages, so that nothing is counted and an old page costs what the first does.
    """

    def __init__(self, size: int, per_page: int):
        super().__init__(public_leaves(), per_page)
        self.count = size

    def page(self, number) -> Page:
        """Return the page of that number (one query)."""
        number = self.validate_number(number)
        last = self.count - (number - 1) * self.per_page
        leaves = public_leaves().filter(seq__lte=last, seq__gt=last - self.per_page)
        return Page(list(leaves), number, self)


def about(*subject_ids):
    """Return the leaves about these rows, the earliest first."""
    return leaves().filter(entry__subject_id__in=subject_ids)


def head() -> tuple[int, str]:
    """Return the register's size and root (hex)."""
    from_head = RegisterHead.objects.get(pk=1).frontier
    return from_head.size, from_head.root().hex()


def checkpoints():
    """Return the published checkpoints, the latest first."""
    return Checkpoint.objects.all()


def last_act_at():
    """Return when the last act took place, or None."""
    return JournalEntry.objects.aggregate(at=Max("at"))["at"]
