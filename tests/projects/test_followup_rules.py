"""After the committee's yes: schedule, acceptance, payment, report, settlement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.followup import rules
from projects.regulation.rules import Payment, Regulation

CAPS = {"resident": [70000]}
cents = st.integers(min_value=0, max_value=10**7)


def regulation(*payments):
    return Regulation.of(caps_cents=CAPS, payments=tuple(Payment(*p) for p in payments))


def complete(**changes):
    facts = {"narrative": "Un repas.", "people_reached": 35, "spent_cents": 10000, "paid_cents": 10000,
             "bills": (rules.Bill(10000),)}  # fmt: skip
    return rules.ReportFacts(**{**facts, **changes})


def test_schedule_follows_the_reglement_of_the_file():
    assert rules.schedule(regulation((80, "acceptance"), (20, "report")), 50001) == {
        "acceptance": 40000,
        "report": 10001,
    }


def test_parts_of_one_trigger_are_paid_together():
    shares = regulation((50, "acceptance"), (30, "acceptance"), (20, "report"))
    assert rules.schedule(shares, 1000) == {"acceptance": 800, "report": 200}


@given(granted=st.integers(1, 10**7), first=st.integers(0, 100))
def test_schedule_never_loses_a_cent(granted, first):
    parts = rules.schedule(regulation((first, "acceptance"), (100 - first, "report")), granted)
    assert sum(parts.values()) == granted
    assert 0 not in parts.values()


@pytest.mark.parametrize(("state", "who", "channel", "payee", "field"), [
    ("accepted", "resident", "holder", "Lou", None),
    ("group", "group", "holder", "Lou", None),
    ("granted", "group", "holder", "Lou", "channel"),
    ("granted", "resident", "holder", "  ", "payee"),
])  # fmt: skip
def test_acceptance_refused_with_words(state, who, channel, payee, field):
    verdict = rules.may_accept(state, who, channel, payee)
    assert not verdict
    assert verdict.reason
    assert [gap.field for gap in verdict.gaps] == ([field] if field else [])


@pytest.mark.parametrize(("who", "channel"), [("resident", "holder"), ("group", "host"), ("group", "supplier"),
                                              ("association", "holder")])  # fmt: skip
def test_acceptance_allowed(who, channel):
    assert rules.may_accept("granted", who, channel, "Amis du square")


@pytest.mark.parametrize(("who", "channel", "expected"), [
    ("association", "holder", True), ("association", "supplier", False), ("group", "host", True),
    ("resident", "holder", False), ("group", "supplier", False),
])  # fmt: skip
def test_who_is_an_association(who, channel, expected):
    assert rules.pays_an_association(who, channel) is expected


def test_an_association_hands_on_only_what_its_agreement_allows():
    refused = rules.may_pay_association("association", agreement_allows=False)
    assert not refused
    assert "L.1611-4" in refused.reason
    assert rules.may_pay_association("association", agreement_allows=True)
    assert rules.may_pay_association("commune", agreement_allows=False)


@pytest.mark.parametrize("facts", [{"state": "granted"}, {"state": "withdrawn"}, {"ordered": True}, {"due_cents": 0}])
def test_order_refused(facts):
    usual = {"state": "accepted", "due_cents": 100, "ordered": False, "report_accepted": False}
    assert rules.may_order("acceptance", **usual)
    assert not rules.may_order("acceptance", **{**usual, **facts})


def test_the_second_part_waits_for_the_report():
    facts = {"state": "reported", "due_cents": 100, "ordered": False}
    assert not rules.may_order("report", **facts, report_accepted=False)
    assert rules.may_order("report", **facts, report_accepted=True)


DAY = date(2026, 3, 10)


@pytest.mark.parametrize("facts", [
    {"paid": True}, {"state": "withdrawn"}, {"paid_on": date(2026, 3, 9)}, {"paid_on": date(2026, 3, 12)},
])  # fmt: skip
def test_confirmation_refused(facts):
    usual = {"state": "accepted", "paid": False, "ordered_on": DAY, "paid_on": DAY, "today": date(2026, 3, 11)}
    assert rules.may_confirm(**usual)
    assert not rules.may_confirm(**{**usual, **facts})


def test_report_is_due_after_the_last_day():
    assert rules.report_due_on(regulation((100, "acceptance")), date(2026, 6, 1)) == date(2026, 7, 31)


def test_the_report_opens_once_paid_or_at_once_when_all_is_paid_on_it():
    assert rules.may_write_report("paid", {"acceptance": 100}, sent=False)
    assert not rules.may_write_report("accepted", {"acceptance": 80, "report": 20}, sent=False)
    assert rules.may_write_report("accepted", {"report": 100}, sent=False)
    assert not rules.may_write_report("paid", {"acceptance": 100}, sent=True)


@pytest.mark.parametrize(("submitted", "accepted", "message", "allowed"), [
    (True, False, "Il manque la date.", True), (True, False, " ", False), (True, True, "Trop tard.", False),
    (False, False, "Pas encore.", False),
])  # fmt: skip
def test_a_report_goes_back_with_words(submitted, accepted, message, allowed):
    assert bool(rules.may_send_back(submitted, accepted, message)) is allowed


@pytest.mark.parametrize(("changes", "field"), [
    ({"narrative": " \n"}, "narrative"),
    ({"people_reached": None}, "people_reached"),
    ({"spent_cents": None}, "spent"),
    ({"spent_cents": 10001, "bills": (rules.Bill(10001),)}, "spent"),
    ({"bills": (rules.Bill(9999),)}, "receipts"),
])  # fmt: skip
def test_each_gap_is_tied_to_its_field(changes, field):
    verdict = rules.may_submit_report(complete(**changes))
    assert [gap.field for gap in verdict.gaps] == [field]


def test_a_whole_report_passes_with_a_lost_ticket_declared():
    assert rules.may_submit_report(complete(bills=(rules.Bill(9000), rules.Bill(1000, shown=False))))
    assert rules.may_submit_report(complete(people_reached=0, spent_cents=0, bills=()))


def test_what_is_still_to_come_may_be_spent_too():
    beyond = complete(spent_cents=12500, bills=(rules.Bill(12500),))
    assert not rules.may_submit_report(beyond)
    assert rules.may_submit_report(complete(spent_cents=12500, bills=(rules.Bill(12500),), to_come_cents=2500))


@given(paid=cents, reserved=cents, share=st.integers(0, 100))
def test_settlement_makes_and_loses_nothing(paid, reserved, share):
    spent = (paid + reserved) * share // 100
    ends = rules.settle(paid_cents=paid, reserved_cents=reserved, spent_cents=spent)
    assert ends.justified_cents + ends.returned_cents == paid
    assert ends.due_cents + ends.released_cents == reserved
    assert ends.justified_cents + ends.due_cents == spent
    assert min(vars(ends).values()) >= 0
    assert ends.returned_cents == 0 or ends.due_cents == 0


def test_settlement_refuses_more_than_promised():
    with pytest.raises(ValueError, match="more than"):
        rules.settle(paid_cents=100, reserved_cents=0, spent_cents=101)


@pytest.mark.parametrize("facts", [{"accepted": True}, {"submitted": False}, {"returned_on": date(2026, 3, 11)}])
def test_report_acceptance_refused(facts):
    usual = {"submitted": True, "accepted": False, "returned_on": DAY, "today": DAY}
    assert rules.may_accept_report(**usual)
    assert not rules.may_accept_report(**{**usual, **facts})


def test_suppliers_written_differently_are_the_same():
    assert rules.same_supplier("Épicerie  du Coin") == rules.same_supplier("EPICERIE-DU-COIN ")
    assert rules.same_supplier("Épicerie du Coin") != rules.same_supplier("Épicerie du Port")
