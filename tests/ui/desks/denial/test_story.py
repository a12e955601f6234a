"""What the denial desk says of a remedy before it is done: from when its deadline is marked as near."""

from datetime import date, timedelta

import pytest

from sim.billing.claims.deadlines import deadline_of
from sim.learn.desk.desk_state import DeskState
from sim.ui.desks.denial import story
from sim.ui.desks.denial.remittance import clocks
from sim.ui.desks.denial.story import needs
from sim.ui.desks.denial.view import listed

CLAIM = {
    "payer_code": "acme_ppo",
    "remittance_date": "2026-05-20",
    "submitted_date": "2026-05-06",
    "acknowledgement": None,
}
SERVED = "2026-05-04"
NOTHING_DONE = DeskState("denial")
ROW = {
    "item": "x",
    "account": "V1-0",
    "payer": "Acme PPO",
    "why": "",
    "reason": "CO-97",
    "open_amount": 100,
    "title": "Knee",
    "day": "2026-05-20",
    "deadline_for": "",
    "is_closed": False,
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
    last = str(date(2026, 5, 20) + timedelta(left)) if left is not None else None
    assert listed({**ROW, "deadline": last}, NOTHING_DONE)["soon"] is soon


def test_days_left_move_with_the_date_of_the_item():
    row = {**ROW, "deadline": "2026-11-16"}
    sent = {"journey": {"replies": [{"answered": "2026-06-20"}]}}
    now = DeskState("denial", "x", submitted=(sent,))
    assert listed(row, DeskState("denial", "y"))["days_left"] == 180
    assert listed(row, now)["days_left"] == 149 and clocks(
        {"deadlines": [{"for": "appeal", "date": "2026-11-16"}]}, story.now_is(now, CLAIM)
    )[0]["table"]["rows"] == [["appeal", "Nov 16, 2026", "149"]]
    away = DeskState("denial", "y", shelf={now.name: now})  # another item lies on the desk
    assert listed(row, away)["days_left"] == 149
    assert listed({**row, "is_closed": True}, now)["days_left"] is None
