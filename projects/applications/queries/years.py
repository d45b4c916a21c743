"""The files of a whole year, as a règlement reads them."""

from collections import Counter
from collections.abc import Hashable, Iterator

from django.db.models import Exists, OuterRef, QuerySet

from fph.people.roles import paris_day
from projects.applications import rules
from projects.applications.models import Application
from projects.applications.rules import ASSOCIATION, Terms
from projects.fund.models import Exercise, Fund
from projects.regulation.rules.replay import Decided

CHUNK = 2000


def decided(exercise: Exercise) -> Iterator[Decided]:
    """Yield the files of a year as they were filed, but those taken back, the earliest first: three queries for 2,000.

    The rank of each, in its kinds of action too, and what its applicant had before are counted along the way, as
    `rank_in_year` counts them; the meeting aimed at is left out.
    """
    ranks: Counter = Counter()
    kinds: Counter = Counter()
    had: Counter = Counter()
    files = Application.objects.filter(exercise=exercise, number__isnull=False).exclude(state="withdrawn")
    files = files.select_related("theme")
    files = files.prefetch_related("residents", "budget_lines").order_by("submitted_at", "pk")
    for file in files.iterator(chunk_size=CHUNK):
        holder, granted = _holder(file), (file.granted_cents or 0) * (file.state in rules.FUNDED)
        terms = Terms(
            paris_day(file.submitted_at), rank=ranks[holder] + 1, had_cents=had[holder],
            ranks={kind: kinds[holder, kind.casefold()] + 1 for kind in file.actions},
            themes=((str(file.theme_id), file.theme.label),) if file.theme else (),
        )  # fmt: skip
        yield Decided(file.number, terms.facts(file.dossier), granted, file.state == "inadmissible")
        if file.state not in rules.NOT_COUNTED:
            ranks[holder] += 1
            kinds.update((holder, kind.casefold()) for kind in file.actions)
        had[holder] += granted


def years_with_files(fund: Fund) -> QuerySet[Exercise]:
    """Return the years in which a fund received files, the latest first."""
    return fund.exercises.filter(Exists(Application.objects.filter(exercise=OuterRef("pk")))).order_by("-starts_on")


def _holder(file: Application) -> Hashable:
    """Return what two files of the same applicant share: see `same_applicant`."""
    if file.applicant_type == ASSOCIATION:
        return file.siret or file.rna or file.pk
    if file.with_helper:
        return file.lead_name.casefold(), file.lead_address.casefold()
    return file.owner_id
