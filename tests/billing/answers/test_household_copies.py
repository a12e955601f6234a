"""Many pieces of work answered as one table: each gets, to the last cell, what it gets alone."""

import numpy as np
import pytest

from sim.billing.answers.declared_payer_errors import SetAside
from sim.billing.answers.household_copies import Asked, answered_together, bits_of, moved
from sim.billing.claims.claim import bill
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.corrections import correct
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.truth import truth_work
from sim.ground.coded import Coded
from sim.ground.dictionary import columns_of
from sim.ground.table import Table
from sim.payer.engine.payer_errors import PayerError

CASES = [
    ("knee_injection", "acme_ppo", None),
    ("knee_injection", "medicare_part_b", "supplement"),
    ("hypertension_kidney", "medicare_part_b", None),
    ("cough_and_fever", "medicaidcare", None),
    ("knee_injection", "acme_ppo", None),
]


def asked(name, payer, second, variant):
    people, visit = draw_case(7, name, payer=payer, second=second, variant=variant)
    return Asked(people, bill(visit, truth_work(visit), people))


@pytest.fixture(scope="module")
def pieces():
    """First claims, a corrected one beside its original, one the payer errs on, one after a dispute, nothing."""
    made = [asked(*case, variant) for variant, case in enumerate(CASES, 1)]
    first = made[0]
    key = int(first.claims.claims.claim_key[0])
    again = correct(first.claims, key, "replacement", {"line.1.service_unit_quantity": 1}, np.datetime64("2026-12-01"))
    wrong = PayerError("underpaid", "", 80, "20610", "The contract says more.")
    aside = SetAside(key, "bundled_pair", 0)
    empty = Claims(*(table.take(slice(0, 0)) for table in first.claims))
    return [
        *made,
        first._replace(claims=again),
        first._replace(errors=(wrong,)),
        first._replace(claims=again, errors=(wrong,), aside=(aside,)),
        first._replace(claims=empty),
    ]


def cells(answers):
    return [(table.columns, [tuple(row.values()) for row in table.rows()]) for part in answers for table in part]


def test_together_is_alone_to_the_last_cell(pieces):
    together = answered_together(pieces)
    for number, (piece, answers) in enumerate(zip(pieces, together, strict=True)):
        assert cells(answers) == cells(answered_together([piece])[0]), number
    assert len({len(one.claims.claims) for one in together}) >= 3  # none, one, and two with the next payer's


def test_in_another_order_and_number_of_times(pieces):
    once = [cells(answers) for answers in answered_together(pieces)]
    twice = [cells(answers) for answers in answered_together([*pieces[::-1], *pieces])]
    assert twice == once[::-1] + once


def test_without_a_next_payer_only_the_first_answers(pieces):
    supplement = pieces[1]
    alone, both = answered_together([supplement, pieces[0]], goes_on=False)
    assert len(alone.claims.claims) == len(both.claims.claims) == 1
    assert len(answered_together([supplement, pieces[0]])[0].claims.claims) == 2


@pytest.mark.parametrize("name", ["patients", "coverages", "claims", "claim_lines", "encounters", "remittance_lines"])
def test_every_key_of_the_dictionary_moves_and_moves_back(name):
    keys = [column for column in columns_of(name) if column.endswith("_key")]
    assert keys and all(bits_of(column) is not None for column in keys)
    table = Table({column: np.array([5 << bits_of(column), -1]) for column in keys}, other=Coded.of(["a", "b"]))
    there = moved(table, 3)
    assert all(there[column].tolist() == [8 << bits_of(column), -1] for column in keys)
    assert moved(there, -3).rows() == table.rows()
