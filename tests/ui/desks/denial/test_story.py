"""What the denial desk says of a remedy before it is done: from when its deadline is marked as near."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from sim.billing.claims.deadlines import deadline_of
from sim.ui.desks.denial.story import needs
from sim.ui.desks.denial.view import listed

CLAIM = {"payer_code": "acme_ppo", "remittance_date": "2026-05-20", "submitted_date": "2026-05-06"}
SERVED = "2026-05-04"
NOTHING_DONE = SimpleNamespace(journey=None, item="", exercise="")
ROW = {
    "item": "x",
    "account": "V1-0",
    "payer": "Acme PPO",
    "why": "",
    "reason": "CO-97",
    "open_amount": 100,
    "deadline_for": "",
    "is_done": False,
    "is_own": False,
}


@pytest.mark.parametrize("remedy", ["R_CORR", "R_APPEAL"])
@pytest.mark.parametrize("left, soon", [(15, False), (14, True), (13, True), (0, True), (-1, True)])
def test_a_deadline_is_near_from_fourteen_days_on(remedy, left, soon):
    last = date.fromisoformat(str(deadline_of(remedy, "acme_ppo", SERVED, CLAIM["remittance_date"])[0]))
    said = needs(NOTHING_DONE, CLAIM, SERVED, str(last - timedelta(left)))
    assert said[remedy]["soon"] is soon


@pytest.mark.parametrize("left, soon", [(15, False), (14, True), (0, True), (-1, True), (None, False)])
def test_the_worklist_marks_the_same_days(left, soon):
    assert listed({**ROW, "days_left": left}, NOTHING_DONE)["soon"] is soon
