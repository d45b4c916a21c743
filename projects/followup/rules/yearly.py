"""A fund's year told to its funders: where the money stands, in whole cents, and whether it agrees with the accounts."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fph.verdict import YES, Verdict, no
from projects.fund.rules import Envelope


def standing(moved: dict[str, int]) -> dict[str, int]:
    """Return where money that moved must stand, in cents: what is reserved, paid and not accounted for, spent.

    What is set aside for a file whose authority has not decided stands with what is reserved.
    """
    granted, released, paid, spent, returned = (
        moved[f"{name}_cents"] for name in ("granted", "released", "paid", "spent", "returned")
    )
    aside = moved.get("aside_cents", 0)
    return {"reserved": granted + aside - released - paid, "paid": paid - spent - returned, "spent": spent}


def report_agrees(
    totals: dict[str, int], rows: Iterable[dict[str, int]], held: Iterable[dict[str, int]], envelope: Envelope, *,
    received_cents: int, projects: tuple[int, int],
) -> Verdict:  # fmt: skip
    """Say whether a year's report agrees to the cent with its accounts: each project's, and the year's.

    `rows` are what each project's transfers moved, `held` what its accounts hold, in the same order; `projects` are how
    many of them were granted something, and how many files say so.
    """
    stands = standing(totals)
    available = received_cents - totals["granted_cents"] - totals.get("aside_cents", 0)
    available += totals["released_cents"] + totals["returned_cents"]
    reckoned = (received_cents, available, *stands.values())
    written = (envelope.received_cents, envelope.available_cents, envelope.reserved_cents, envelope.paid_cents,
               envelope.spent_cents)  # fmt: skip
    same = all(standing(row) == one for row, one in zip(rows, held, strict=True))
    if reckoned == written and same and projects[0] == projects[1]:
        return YES
    return no(_("Le rapport ne tombe pas juste avec les comptes : il n’est pas établi. Prévenez l’administration."))
