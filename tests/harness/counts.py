"""How often a promise is tried: few times in `make test`, as often as it says in `make test-proof`."""

import pytest


def counts(names, small, whole, **words):
    """Give a test its small count in every run, and its whole count in the proof, beside which the small one adds nothing."""
    marked = [(small, pytest.mark.few), (whole, pytest.mark.proof)]
    return pytest.mark.parametrize(names, [_case(names, *one) for one in marked], **words)


def shared(names, small, whole, **words):
    """Do the same where the whole count takes minutes: each database's proof does half of it, the long suite all of it.

    `whole` is a count, or several of which the first is shared.
    """
    first, *others = whole if isinstance(whole, tuple) else (whole,)
    half = (first // 2, *others) if others else first // 2
    marked = [(small, pytest.mark.few), (half, pytest.mark.proof), (whole, pytest.mark.long)]
    return pytest.mark.parametrize(names, [_case(names, *one) for one in marked], **words)


def _case(names, value, mark):
    return pytest.param(*(value if isinstance(names, tuple) else (value,)), marks=mark)
