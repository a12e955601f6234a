"""The wire's tests share a day's simulated work with the novice coder."""
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))     # wire_made, x12_check


@pytest.fixture(scope="session")
def simulated():
    """Tables of 400 encounters, coded by a novice."""
    from sim.billing.pipeline import Settings, plan, simulate_block
    settings = Settings(400, seed=3, coder="novice", block=600)
    return simulate_block(settings, plan(settings)[0])
