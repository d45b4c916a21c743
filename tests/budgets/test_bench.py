"""The bench runs: a few rows and requests, so that it can't rot. What it measures is never asserted."""

import re

import pytest

from bench import __main__ as bench
from bench.lines import LINES


@pytest.mark.once
@pytest.mark.commits
def test_the_bench_prints_every_line(committed_db, capfd):
    assert bench.main(["--quick", "--database", committed_db.url]) == 0
    told = capfd.readouterr().out
    for label in (*bench.FLOORS, *(line.label for line in LINES)):
        assert re.search(rf"^\| {re.escape(label)} \| \d+ \|", told, re.MULTILINE), label
    assert re.search(r"^CSV of \d+ grants: \d+ queries", told, re.MULTILINE)
    assert re.search(r"^A worker at rest: \d+ MB", told, re.MULTILINE)


def test_what_is_over_its_budget_says_why():
    line = LINES[1]
    within = bench.Taken(10, 5.0, 1.0, 5, 5, 5)
    floor = bench.Taken(0, 0.5, 0, 1, 1, 1)
    assert "OVER" not in bench.judged(line, within, within, floor)
    above = bench.Taken(11, 16.0, 1.0, 5, 5, 5)
    words = bench.judged(line, within, above, floor)
    assert "queries 11 > 10" in words and "CPU ms 16 > 15" in words and "growth 3.2 > 1.1" in words
