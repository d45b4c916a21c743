"""The clocks of a file: days, limits on each side, what waits for the holder, medians by hand and by the library."""

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.followup.rules import (
    Bill,
    Channels,
    Clock,
    Dues,
    Limit,
    Milestones,
    Wait,
    by_lateness,
    channels,
    clocks,
    days_late,
    due_cents,
    may_accept,
    pace,
    proved_cents,
    settle,
    undertakings,
)
from projects.regulation.rules import Facts, Obligation, Regulation, Rule, When

START = date(2027, 3, 3)
LIMITS = {"decision": Limit(30, "article 6"), "payment": Limit(8, "article 7"), "report": Limit(60, "article 9")}


def clock(days: int = 30, start=START, **more) -> Clock:
    return Clock("decision", start, limit_days=days, article="article 6", **more)


@pytest.mark.parametrize(("after", "left", "late"), [(0, 30, 0), (29, 1, 0), (30, 0, 0), (31, -1, 1), (45, -15, 15)])
def test_each_side_of_the_limit(after, left, late):
    today = START + timedelta(days=after)
    assert (clock().days(today), clock().days_left(today), clock().days_late(today)) == (after, left, late)
    assert clock().due_on(today) == date(2027, 4, 2)


@pytest.mark.parametrize(("start", "due"), [
    (date(2027, 3, 27), date(2027, 4, 1)), (date(2027, 10, 30), date(2027, 11, 4)), (date(2027, 12, 29), date(2028, 1, 3)),
    (date(2028, 2, 26), date(2028, 3, 2)),
])  # fmt: skip
def test_summer_time_new_year_and_leap_days_are_days_like_others(start, due):
    assert clock(5, start).due_on(start) == due
    assert clock(5, start).days(due) == 5
    assert clock(5, start).days_late(due) == 0
    assert clock(5, start).days_late(due + timedelta(days=1)) == 1


def test_a_clock_without_a_limit_counts_and_is_never_late():
    free = Clock("decision", START)
    far = START + timedelta(days=400)
    assert (free.days(far), free.due_on(far), free.days_left(far), free.days_late(far)) == (400, None, None, 0)


def test_a_clock_that_stopped_stays_where_it_was():
    done = clock(ended_on=START + timedelta(days=40))
    assert done.days(date(2030, 1, 1)) == 40
    assert done.days_late(date(2030, 1, 1)) == 10


def test_what_waits_for_the_holder_is_not_counted_and_moves_the_last_day():
    waits = (Wait(START + timedelta(days=5), START + timedelta(days=15)),)
    waited = clock(waits=waits)
    today = START + timedelta(days=20)
    assert (waited.waited(today), waited.days(today), waited.is_waiting) == (10, 10, False)
    assert waited.due_on(today) == START + timedelta(days=40)
    assert waited.days_late(START + timedelta(days=40)) == 0
    assert waited.days_late(START + timedelta(days=41)) == 1


def test_a_clock_stands_still_while_the_file_waits():
    waiting = clock(waits=(Wait(START + timedelta(days=5)),))
    days = [waiting.days(START + timedelta(days=after)) for after in (4, 5, 6, 100)]
    assert days == [4, 5, 5, 5]
    assert waiting.is_waiting
    assert waiting.days_left(START + timedelta(days=100)) == 25


def test_a_wait_outside_the_clock_changes_nothing():
    before = clock(waits=(Wait(START - timedelta(days=9), START - timedelta(days=2)),))
    assert before.days(START + timedelta(days=3)) == 3


@given(st.integers(0, 400), st.lists(st.integers(0, 30), max_size=8), st.integers(0, 90))
def test_days_and_days_left_always_make_the_limit(after, steps, limit):
    bounds, day = [], START
    for step in steps:
        day += timedelta(days=step)
        bounds.append(day)
    waits = tuple(Wait(one, other) for one, other in zip(bounds[::2], bounds[1::2], strict=False))
    one, today = clock(limit, waits=waits), START + timedelta(days=after)
    assert one.days(today) + one.waited(today) == after
    assert one.days(today) + (one.days_left(today) or 0) == limit


# --- The clocks of a file ---------------------------------------------------------------------------------


def milestones(**more) -> Milestones:
    return Milestones(**{"state": "submitted", "filed_on": START, **more})


def test_a_filed_file_waits_for_its_answer_only():
    assert list(clocks(milestones(), LIMITS)) == ["decision"]


def test_a_decided_file_has_its_answer_and_waits_for_its_money():
    day = START + timedelta(days=20)
    found = clocks(milestones(state="granted", answered_on=day, last_day=date(2027, 6, 1)), LIMITS)
    assert list(found) == ["decision", "payment"]
    assert found["decision"].ended_on == day
    assert found["payment"].is_waiting  # for the holder to say how


def test_the_delay_to_pay_counts_from_the_acceptance():
    day, accepted = START, START + timedelta(days=10)
    one = clocks(milestones(state="accepted", answered_on=day, accepted_on=accepted), LIMITS)["payment"]
    assert one.days(accepted + timedelta(days=8)) == 8
    assert one.days_late(accepted + timedelta(days=8)) == 0
    assert one.days_late(accepted + timedelta(days=9)) == 1


def test_on_receipts_the_delay_to_pay_counts_from_the_day_they_cover_the_part():
    facts = {"state": "accepted", "answered_on": START, "accepted_on": START, "channel": "reimbursement"}
    assert clocks(milestones(**facts), LIMITS)["payment"].is_waiting
    free = clocks(milestones(**facts, freed_on=START + timedelta(days=50)), LIMITS)["payment"]
    assert free.days(START + timedelta(days=53)) == 3


def test_nothing_is_paid_first_when_all_waits_for_the_report():
    found = clocks(
        milestones(state="accepted", answered_on=START, accepted_on=START, pays_first=False, last_day=START), LIMITS
    )
    assert list(found) == ["decision", "report"]


def test_the_report_counts_from_the_last_day_of_the_action():
    last = date(2027, 6, 1)
    found = clocks(milestones(state="paid", answered_on=START, paid_on=START, last_day=last), LIMITS)["report"]
    assert found.days(date(2027, 5, 1)) == 0
    assert found.due_on(date(2027, 5, 1)) == date(2027, 7, 31)
    assert (found.days_late(date(2027, 7, 31)), found.days_late(date(2027, 8, 1))) == (0, 1)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_file_taken_back_has_no_clock(state):
    assert clocks(milestones(state=state), LIMITS) == {}


def test_the_latest_comes_first_and_those_without_a_limit_last():
    today = START + timedelta(days=50)
    very, late, soon = clock(10), clock(40), clock(60)
    free, older = Clock("decision", START), Clock("decision", START - timedelta(days=5))
    ordered = sorted([free, soon, late, older, very], key=lambda one: by_lateness(one, today))
    assert ordered == [very, late, soon, older, free]


# --- Medians ----------------------------------------------------------------------------------------------


def stopped(days: int, limit: int | None = 30) -> Clock:
    return Clock("decision", START, START + timedelta(days=days), limit)


@pytest.mark.parametrize(("days", "median", "late"), [
    ([7], 7, 0), ([10, 20], 15, 0), ([10, 21], 15.5, 0), ([40, 1, 2], 2, 1), ([30, 31, 32, 5], 30.5, 2), ([], None, 0),
])  # fmt: skip
def test_medians_by_hand(days, median, late):
    found = pace("decision", [*(stopped(one) for one in days), clock()])
    assert (found.done, found.running, found.median_days, found.late) == (len(days), 1, median, late)


@given(st.lists(st.integers(0, 500), min_size=1))
def test_medians_are_those_of_the_library(days):
    found = pace("decision", [stopped(one, None) for one in days])
    assert found.median_days == found.median_elapsed == statistics.median(days)
    assert found.late == 0


def test_the_second_median_counts_what_waited_for_the_holder():
    wait = Wait(START + timedelta(days=2), START + timedelta(days=12))
    found = pace("decision", [Clock("decision", START, START + timedelta(days=15), 30, waits=(wait,))])
    assert (found.median_days, found.median_elapsed) == (5, 15)


# --- Channels, receipts, what is given back ----------------------------------------------------------------


def reglement(*rules: Rule) -> Regulation:
    return Regulation((Rule("cap_per_project", 70000), *rules))


def test_channels_follow_the_conditions_of_the_reglement():
    said = reglement(
        Rule("payment_channels", ("supplier",), article="7"),
        Rule("payment_channels", ("holder", "reimbursement"), When(applicant_type=("association",)), article="8"),
    )
    assert channels(said, Facts("resident")) == Channels(("supplier",), "article 7")
    assert channels(said, Facts("association")) == Channels(("holder", "reimbursement"), "article 8")


def test_a_silent_reglement_pays_as_before_and_never_on_receipts():
    assert channels(reglement(), Facts("resident")) == Channels(("holder", "host", "supplier"))
    assert channels(reglement(), Facts("group")) == Channels(("host", "supplier"))


def test_a_group_whose_reglement_knows_one_way_has_it():
    said = reglement(Rule("payment_channels", ("holder",), article="7"))
    assert channels(said, Facts("group")) == Channels(("holder",), "article 7")
    assert may_accept("granted", "group", "holder", "Lou", channels(said, Facts("group")))


def test_a_channel_not_allowed_is_refused_naming_the_article():
    verdict = may_accept("granted", "resident", "holder", "Lou", Channels(("supplier",), "article 7"))
    assert not verdict
    assert "article 7" in str(verdict.reason)
    assert [gap.field for gap in verdict.gaps] == ["channel"]
    assert may_accept("granted", "resident", "supplier", "Lou", Channels(("supplier",), "article 7"))


@pytest.mark.parametrize(("shown", "due"), [(0, 0), (39_999, 0), (40_000, 40_000), (90_000, 40_000)])
def test_on_receipts_a_part_is_due_once_they_cover_it(shown, due):
    dues = Dues({"acceptance": 40_000, "report": 10_000}, 50_000, "reimbursement", shown)
    assert due_cents("acceptance", dues) == due


def test_on_receipts_the_accepted_report_pays_what_is_left_in_one_time():
    dues = Dues({"acceptance": 50_000}, 31_000, "reimbursement", 31_000, report_accepted=True)
    assert (due_cents("acceptance", dues), due_cents("report", dues), dues.triggers) == (
        0,
        31_000,
        ("acceptance", "report"),
    )


@pytest.mark.parametrize(("cents", "shown", "threshold", "proved"), [
    (1999, False, 2000, 1999), (2000, False, 2000, 0), (2000, True, 2000, 2000), (1, False, 0, 0),
])  # fmt: skip
def test_a_receipt_is_asked_from_the_threshold_on(cents, shown, threshold, proved):
    assert proved_cents([Bill(cents, shown)], threshold) == proved


@given(paid=st.integers(0, 10**6), reserved=st.integers(0, 10**6), share=st.floats(0, 1), returns=st.booleans())
def test_no_cent_is_lost_whoever_keeps_what_is_left(paid, reserved, share, returns):
    spent = int((paid + reserved) * share)
    ends = settle(paid_cents=paid, reserved_cents=reserved, spent_cents=spent, returns=returns)
    assert ends.justified_cents + ends.returned_cents + ends.kept_cents == paid
    assert ends.due_cents + ends.released_cents == reserved
    assert (ends.kept_cents if returns else ends.returned_cents) == 0


# --- Obligations ------------------------------------------------------------------------------------------


def test_an_obligation_counts_from_the_last_day_of_the_action():
    said = reglement(Rule("obligations", (Obligation("des photos", 30), Obligation("un merci")), article="10"))
    photos, thanks = undertakings(said, Facts("resident"), date(2027, 12, 15))
    assert (photos.what, photos.due_on, photos.article) == ("des photos", date(2028, 1, 14), "article 10")
    assert thanks.due_on is None


@pytest.mark.parametrize(("done", "today", "late"), [
    (None, date(2027, 5, 10), 0), (None, date(2027, 5, 11), 1), (date(2027, 5, 12), date(2028, 1, 1), 2),
    (date(2027, 5, 10), date(2028, 1, 1), 0),
])  # fmt: skip
def test_each_side_of_the_day_of_an_obligation(done, today, late):
    assert days_late(date(2027, 5, 10), done, today) == late
    assert days_late(None, done, today) == 0
