"""Follow-up: what is done about a claim by its status, in which order claims are worked, when somebody looks again."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.billing.denials.follow_up import (
    BY_CATEGORY,
    IN_WORDS,
    STEPS,
    OpenClaim,
    by_rule,
    group,
    out_of_order,
    place,
    right_step,
    right_steps,
    window,
)
from sim.billing.denials.status_checks import ACTIONS

TODAY = date(2026, 7, 1)


def claim(found, key=1, expected=10_000, days_left=None, due=TODAY, denied=0):
    return OpenClaim(
        key,
        "acme_ppo",
        date(2026, 5, 1),
        date(2026, 5, 4),
        20_000,
        expected,
        found,
        "P1",
        "45",
        "",
        TODAY,
        "",
        "P0000000001-1",
        "",
        due,
        None if days_left is None else TODAY + timedelta(days=days_left),
        TODAY,
        denied,
    )


def test_every_category_that_a_payer_answers_has_a_meaning_and_every_meaning_words():
    assert set(ACTIONS) - {"P4"} <= set(BY_CATEGORY)  # P4: no payer here waits for the patient
    assert set(BY_CATEGORY.values()) <= set(IN_WORDS)


@pytest.mark.parametrize(
    "one, step",
    [
        (claim("in process", due=TODAY), "wait"),
        (claim("in process", due=TODAY - timedelta(days=1)), "ask"),
        (claim("to be paid"), "wait"),
        (claim("not found", days_left=30), "resend"),
        (claim("rejected", days_left=30), "correct"),
        (claim("not found", days_left=1), "resend"),
        (claim("not found", days_left=0), "write off"),  # sent today it is there tomorrow
        (claim("rejected", days_left=-1), "write off"),
        (claim("not found"), "resend"),  # no limit in force
        (claim("documents", days_left=10), "documents"),
        (claim("paid"), "post"),
        (claim("denied"), "denial"),
        (claim("patient"), "patient"),
    ],
)
def test_the_step_follows_from_the_status_and_the_days(one, step):
    assert right_step(one) == step and step in right_steps(one)
    assert next(each for each in STEPS if each.id == step).cite


def test_a_claim_paid_in_part_may_be_posted_or_its_denial_worked():
    assert right_steps(claim("paid", denied=1)) == {"post", "denial"} and right_steps(claim("paid")) == {"post"}


@pytest.mark.parametrize("days, part", [(14, 1), (15, 2), (1, 1), (0, 3)])
def test_a_last_day_is_near_up_to_the_days_of_the_rule(days, part):
    assert group(claim("not found", days_left=days)) == part


def test_near_days_come_first_then_money_then_what_is_lost_and_waiting_is_no_work():
    claims = [
        claim("paid", 1, 90_000),
        claim("not found", 2, 100, days_left=9),
        claim("documents", 3, 100, days_left=2),
        claim("in process", 4, 99_999),
        claim("rejected", 5, 50_000, days_left=60),
        claim("not found", 6, 99_999, days_left=-5),
    ]
    assert [one.claim_key for one in by_rule(claims)] == [3, 2, 1, 5, 6]


def test_what_is_waited_for_is_looked_at_when_it_is_due_and_what_is_sent_within_a_week():
    due = TODAY + timedelta(days=11)
    assert window(claim("in process", due=due)) == (due, due + timedelta(days=7))
    week = (TODAY + timedelta(days=1), TODAY + timedelta(days=7))
    assert window(claim("to be paid")) == window(claim("rejected", days_left=40)) == week
    assert window(claim("paid")) is window(claim("not found", days_left=-3)) is None


def test_of_an_order_with_one_misplaced_claim_it_is_that_one():
    claims = [claim("paid", n, 10_000 - n) for n in range(1, 7)]
    for start in range(6):
        for end in range(6):
            moved = claims[:start] + claims[start + 1 :]
            moved.insert(end, claims[start])
            wrong = out_of_order(moved)
            assert len(wrong) <= 1 and (wrong <= {claims[start].claim_key} or abs(start - end) == 1)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_an_order_by_the_rule_is_right_whatever_is_equal(amounts):
    claims = by_rule([claim("paid", n, cents) for n, cents in enumerate(amounts, 1)])
    assert not out_of_order(claims)
    for order in permutations(claims[:5]):
        in_order = all(place(a) <= place(b) for a, b in zip(order, order[1:], strict=False))
        assert (not out_of_order(list(order))) == in_order


def test_a_limit_that_is_passed_is_not_near():
    late = claim("not found", days_left=-1)
    assert late.is_late and not late.is_near and not replace(late, last_day=None).is_late
