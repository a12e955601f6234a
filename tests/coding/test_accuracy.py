"""Coding accuracy, code over code: worked by hand."""

import pytest

from sim.coding.accuracy import accuracy


@pytest.mark.parametrize(
    "right, reviewed, too_many, percent, passes",
    [(19, 20, 0, 95.0, True), (18, 20, 0, 90.0, False), (20, 20, 1, 100.0, False), (0, 4, 2, 0.0, False)],
)
def test_the_auditors_codes_are_the_denominator(right, reviewed, too_many, percent, passes):
    found = accuracy(right, reviewed, too_many, "2026-05-01")
    assert (found.percent, found.passes) == (percent, passes)


def test_a_visit_without_codes_has_nothing_wrong():
    assert accuracy(0, 0, 0, "2026-05-01").percent == 100
