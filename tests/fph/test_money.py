"""Cents, from what is typed to what is read: none lost, none made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fph.facts import CentsField
from fph.money import NARROW, decimal_point, euros, parse_euros, share_out

cents = st.integers(0, 10**12 - 1)


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "0 €"), (5, "0,05 €"), (50, "0,50 €"), (100, "1 €"), (125_000, "1 250 €"), (125_050, "1 250,50 €"),
     (123_456_789, "1 234 567,89 €"), (-500, "−5 €"), (-1, "−0,01 €")],
)  # fmt: skip
def test_cents_are_written_as_people_read_them(amount, words):
    assert euros(amount) == words.replace(" ", NARROW)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("350", 35_000), ("350,5", 35_050), ("350.50", 35_050), ("1 250,50 €", 125_050), ("1\u00a0250\u202f€", 125_000),
     ("0", 0), ("0,01", 1), ("٣٥٠", 35_000), (" 12 ", 1_200), ("9999999999,99", 10**12 - 1)],
)  # fmt: skip
def test_what_people_type_is_read(typed, amount):
    assert parse_euros(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["", None, "abc", "-5", "1.250", "10,005", "1e3", "12,", ",5", "1,2,3", "NaN", "inf", "12345678901", "1_000",
     "0x10", "12 €€ x"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_words(typed):
    with pytest.raises(ValueError, match="en chiffres"):
        parse_euros(typed)


@given(cents)
def test_what_is_written_is_read_back(amount):
    assert parse_euros(euros(amount)) == parse_euros(decimal_point(amount)) == amount


@given(cents, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_sharing_out_loses_no_cent_and_favours_nobody(total, weights):
    parts = share_out(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_there_is_no_sharing_without_a_weight(weights):
    with pytest.raises(ValueError, match="poids"):
        share_out(100, weights)


@pytest.mark.parametrize("wrong", [1.5, 10.0, "10", float("nan"), b"1"])
def test_a_column_of_cents_takes_whole_numbers_only(wrong):
    with pytest.raises(TypeError, match="whole cents"):
        CentsField(name="amount_cents").get_prep_value(wrong)
