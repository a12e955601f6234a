"""Limits that count services over claims: when they are low enough to be met often, one by one still equals
together.
"""

import numpy as np
import pytest
from made import crowd, tables

from sim.payer.engine import payer_rules
from sim.payer.engine.engine import settled

LOW = {
    "benefit_maximum": ("acme_ppo", ("97810", "97813"), {"limit": 1}),
    "acupuncture_limit": ("medicare_part_b", ("97810", "97813"), {"visits": 0, "limit": 1}),
    "too_often": ("acme_ppo", ("17000", "96372", "99213"), {"days": 6}),
    "screening_too_soon": ("medicare_part_b", ("82270", "81002"), {"months": 12}),
    "units_above_contract": ("acme_ppo", ("J3301", "96372"), {"limit": 2}),
    "lifetime_maximum": ("medicare_part_b", ("G0438", "90834"), {}),
    "documents_required": ("acme_ppo", ("10060",), {}),
}


@pytest.fixture
def low_limits(monkeypatch):
    usual = payer_rules.of_policy

    def lowered(codes, policy):
        payer, services, values = LOW.get(policy, ("", (), {}))
        if payer not in codes:
            return usual(codes, policy)
        return ((codes.index(payer), {"policy": policy, "codes": list(services), "cite": "test", **values}),)

    monkeypatch.setattr(payer_rules, "of_policy", lowered)


@pytest.mark.parametrize("seed", range(2))
def test_one_claim_at_a_time_equals_all_together_where_low_limits_are_met(low_limits, seed):
    given_tables = tables(crowd(seed + 40, 700))
    one_by_one, together = (settled(*given_tables, one_by_one=alone) for alone in (True, False))
    for name in ("cause", "following", "code", "denial"):
        assert (getattr(one_by_one, name) == getattr(together, name)).all(), name
    met = {
        together.schedule.policies[number]
        for which in (together.cause, together.following)
        for number in np.unique(which)
        if number >= 0
    }
    assert set(LOW) - met == set(), "every limit is met"
