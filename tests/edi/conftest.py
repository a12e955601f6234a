"""The wire's tests share a day's simulated work with the novice coder."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = map(str, (HERE, HERE / "reader", HERE / "explainer"))  # wire_made, x12_check, test_interchanges


@pytest.fixture(scope="session")
def simulated():
    """Tables of 400 encounters, coded by a novice."""
    from sim.billing.bulk.pipeline import Settings, plan, simulate_block

    settings = Settings(400, seed=3, coder="novice", block=600)
    return simulate_block(settings, plan(settings)[0])
