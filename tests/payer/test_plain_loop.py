"""The engine against an independent claim-by-claim loop of the same policies: same cause, same next cause, same payment
on every line.
"""

import sys
from pathlib import Path

import pytest
from made import crowd
from made import tables as made_tables

from sim.payer.engine.engine import adjudicate
from sim.payer.rulebook.payers import lent

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))


def compare(given):
    from plain_loop import adjudicate as loop
    from plain_loop import covered, households

    with lent(covered()):
        engine = {
            (row["claim_key"], row["claim_line_number"]): (row["denial_policy"], row["next_policy"], row["paid_amount"])
            for row in adjudicate(*given).remittance_lines.rows()
        }
    plain = {row[:2]: row[2:] for row in loop(households(*given))}
    assert len(plain) > 1_000 and len({row[0] for row in plain.values()}) > 10, "enough happens"
    assert plain == engine


@pytest.mark.parametrize("seed", range(2))
def test_the_engine_answers_as_a_plain_loop_where_claims_meet_often(seed):
    world = crowd(seed, 300)
    for household in world:
        for claim in household["claims"]:
            claim["replaces"] = None
    compare(made_tables(world))


def test_the_loop_covers_the_policies_that_shipped_with_it():
    from plain_loop import covered

    assert len({name for payer in covered().values() for name in payer.policies}) >= 133


def test_the_engine_answers_as_a_plain_loop_on_usual_claims():
    from synthetic import tables

    compare(tables(8_000, seed=3))
