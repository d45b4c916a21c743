"""How often a promise is tried: few times in `make test`, as often as it says in `make test-proof`."""

import pytest


def counts(names, small, whole, **words):
    """Give a test its small count in every run, and its whole count in the proof, beside which the small one adds nothing."""
    several = isinstance(names, tuple)
    small, whole = (one if several else (one,) for one in (small, whole))
    return pytest.mark.parametrize(
        names, [pytest.param(*small, marks=pytest.mark.few), pytest.param(*whole, marks=pytest.mark.proof)], **words
    )
