"""The helpers by which a policy reaches other lines, on claims small enough to see through."""

import numpy as np
import pytest

from sim.payer.engine.batch import Batch, line_order
from sim.payer.examples.example_claims import tables
from sim.payer.examples.example_table import Row
from sim.payer.engine.other_lines import Grouping, in_order
from sim.payer.engine.lines import Lines

DAY = ("patient_key", "service_date")


def view(*rows, payer="acme_ppo"):
    """Lines of a batch, nothing denied; each row is a line with `claim` 1a, 1b ... of one patient."""
    claims, lines, coverages, past, _ = tables(tuple(Row({"payer": payer, **cells}, ("no",), "here") for cells in rows))
    return Lines(Batch(claims, lines, coverages, past), slice(0, len(lines)), (payer,))


def two_claims():
    return view(
        {"claim": "1a", "code": "99213"},
        {"claim": "1a", "code": "20610"},
        {"claim": "1b", "code": "20610"},
        {"claim": "2a", "code": "20610"},
    )


def test_any_in_claim_stays_in_the_claim():
    lines = two_claims()
    assert lines.any_in_claim(lines.procedure_code == "99213").tolist() == [True, True, False, False]


def test_earlier_finds_the_same_line_of_an_earlier_claim_of_the_same_patient():
    lines = two_claims()
    assert lines.earlier((*DAY, "procedure_code")).tolist() == [False, False, True, False]


def test_earlier_leaves_out_what_was_denied_unless_told_otherwise():
    lines = two_claims()
    lines.denied_finally = np.array([False, True, False, False])
    assert not lines.earlier((*DAY, "procedure_code")).any()
    assert lines.earlier((*DAY, "procedure_code"), also_denied=True).tolist() == [False, False, True, False]
    lines.sent_back_finally = np.array([False, True, False, False])
    assert not lines.earlier((*DAY, "procedure_code"), also_denied=True).any()


def test_total_counts_the_own_claim_and_earlier_ones_never_later_ones():
    lines = two_claims()
    assert lines.total(np.array([1, 2, 4, 8]), DAY).tolist() == [3, 3, 7, 8]
    assert lines.total(np.array([1, 2, 4, 8]), DAY, where=np.array([False, True, True, True])).tolist() == [0, 2, 6, 8]


def test_total_counts_a_denied_line_only_for_itself():
    lines = two_claims()
    lines.denied = np.array([True, False, False, False])
    lines.denied_finally = np.array([True, False, False, False])
    assert lines.total(np.array([1, 2, 4, 8]), DAY).tolist() == [3, 2, 6, 8]


def test_pairs_look_back_and_beside_not_forward_and_not_at_the_denied():
    lines = two_claims()
    every = np.ones(4, bool)
    this, that = lines.pairs(DAY, every, every)
    assert sorted(zip(this.tolist(), that.tolist(), strict=True)) == [(0, 1), (1, 0), (2, 0), (2, 1)]
    lines.denied = np.array([True, False, False, False])
    this, that = lines.pairs(DAY, every, every)
    assert (1, 0) not in zip(this.tolist(), that.tolist(), strict=True), (
        "denied at the start of this stage, in the own claim"
    )
    assert (2, 0) in zip(this.tolist(), that.tolist(), strict=True), "an earlier claim counts as it was finally decided"


def test_rank_counts_earlier_claims_first_and_breaks_ties_by_line():
    lines = two_claims()
    every = np.ones(4, bool)
    assert lines.rank(np.array([5, 9, 99, 1]), DAY, every).tolist() == [2, 1, 3, 1]
    assert lines.rank(np.array([5, 5, 5, 5]), DAY, every).tolist() == [1, 2, 3, 1]
    lines.denied = lines.denied_finally = np.array([False, True, False, False])
    assert lines.rank(np.array([5, 9, 99, 1]), DAY, every).tolist() == [1, 0, 2, 1]


def test_spend_uses_a_limit_up_in_order_and_notes_what_it_gave():
    lines = two_claims()
    lines.spent = []
    given = lines.spend(np.full(4, 100), np.array([60, 30, 50, 500]), ("patient_key",), ("PR-1",))
    assert given.tolist() == [60, 30, 10, 100]
    assert lines.spent[0][0] == ("PR-1",)


def test_last_looks_into_earlier_claims_and_the_history_of_this_payer():
    lines = view(
        {"claim": "1a", "code": "99213", "past": "yes", "service_date": "2025-06-01"},
        {"claim": "1a", "code": "99213", "past": "-"},
        {"claim": "1b", "code": "99203", "service_date": "2026-05-05"},
        {"claim": "2a", "code": "99203"},
    )
    every = np.ones(3, bool)
    seen = lines.last(lambda one: one.procedure.is_evaluation, ("patient_key", "billing_npi"), every)
    assert seen.astype(str).tolist() == ["2025-06-01", "2026-05-04", "NaT"]


def test_another_payers_lines_are_not_seen():
    cells = [
        {"payer": "acme_ppo", "claim": "1a", "code": "93000"},
        {"payer": "medicaidcare", "claim": "1b", "code": "93000"},
    ]
    claims, lines, coverages, past, _ = tables(tuple(Row(one, ("no",), "here") for one in cells))
    both = Lines(Batch(claims, lines, coverages, past), slice(0, 2), ("acme_ppo", "medicaidcare"))
    assert not both.earlier((*DAY, "procedure_code")).any()
    assert both.total(np.ones(2, np.int64), DAY).tolist() == [1, 1]


@pytest.mark.parametrize("keys", [[3, 1, 2, 1], [1, 2, 3], [2**61, 5, 2**61], []])
def test_the_fast_order_is_the_stable_order(keys):
    keys = np.array(keys, np.int64)
    order, ordered = in_order(keys) if len(keys) else (keys, keys)
    assert order.tolist() == np.argsort(keys, kind="stable").tolist() and ordered.tolist() == sorted(keys.tolist())


def test_keys_of_any_size_group_alike():
    lines = two_claims()
    lines.patient_key = np.array([-(2**62), -(2**62), -(2**62), 2**62])
    lines.service_date = np.array(["0001-01-01"] * 3 + ["9999-12-31"], "datetime64[D]")
    lines.charge_amount = np.array([2**62, -(2**62), 2**62, 0])
    assert lines.earlier((*DAY, "charge_amount")).tolist() == [False, False, True, False]


def test_a_grouping_without_rows_is_empty():
    assert len(Grouping(np.zeros(0, np.int64), np.zeros(0, np.int64)).order) == 0


def test_lines_come_in_order_whether_claims_lie_together_or_not():
    assert line_order(np.array([0, 0, 1]), np.array([1, 2, 1])) is None
    assert line_order(np.array([1, 0, 0]), np.array([1, 1, 2])).tolist() == [1, 2, 0]
    assert line_order(np.array([0, 1, 0]), np.array([2, 1, 1])).tolist() == [2, 0, 1]
