"""The denial desk's worklist: its exercises, and the learner's own claims that came back rejected or denied."""

from pathlib import Path
from typing import Any

from sim.reference import tables
from sim.ground.errors import CleanClaimError
from sim.ground.kept import Kept
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState, last_variant
from sim.learn.desk.own_work import OWN, Attempt, latest_attempts, own_case
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.exercise import Exercise, exercises
from sim.learn.tasks.work_denial.returned_claim import claim
from sim.learn.tasks.work_denial.steps import came_back, standing_together
from sim.learn.tasks.work_denial.task import desk as DESK

TASK = "work_denial"  # other tasks of this desk are not denials of one claim
Listed = dict[str, Any]
KEPT = Kept("denial_worklist")


def worklist(store: Store | None, learner: str, now: DeskState | None = None) -> list[Listed]:
    """The denial desk's list, the learner's own claims first: {item, title, account, payer, service_date, reason, why,
    open_amount, day, deadline, deadline_for, is_own, is_closed}. `item` goes back with open_item; `day`: the day of the
    first answer. A claim is closed when its case was settled, on whatever try; another variant is another claim."""
    settled = {(name, variant, item) for name, variant, item in now.settled} if now is not None else set()
    own = [_listed(f"{OWN}{attempt['id']}", case) | {"is_own": True} for attempt, case in own_claims(store, learner)]
    wanted = [
        (one, (last_variant(now, one.name) if now is not None else 0) or 1)
        for one in exercises().values()
        if one.task == TASK
    ]
    numbers = {(one.name, variant) for one, variant in wanted}
    own_settled = {item for _, _, item in settled if item}
    exercises_settled = {name for name, variant, item in settled if not item and (name, variant) in numbers}
    closed = own_settled | exercises_settled
    return [{**row, "is_closed": row["item"] in closed} for row in [*own, *_of_exercises(wanted)]]


def _of_exercises(wanted: list[tuple[Exercise, int]]) -> list[Listed]:
    """The rows of exercises in their variants. They do not depend on who asks: what one process has worked out is kept
    for the next; what is not known yet goes to the payers as one table.
    """
    names = {_name(one, variant): (one, variant) for one, variant in wanted}
    known = KEPT.read()
    fresh = {name: draw(one.name, variant) for name, (one, variant) in names.items() if name not in known}
    if fresh:
        standing_together(list(fresh.values()))
        rows = {name: _listed(case.exercise.name, case) for name, case in fresh.items()}
        KEPT.add(rows)
        known = {**known, **rows}
    return [known[name] for name in names]


def _name(one: Exercise, variant: int) -> str:
    """Under which name the row of an exercise is kept; an edited file is another exercise."""
    return f"{one.name}/{variant}/{Path(one.path).stat().st_mtime_ns}"


def _listed(item: str, case: Case) -> Listed:
    found = claim(case)
    first = min(found["deadlines"], key=lambda one: one["days_left"], default={"date": None, "for": ""})
    return {
        "item": item,
        "title": case.exercise.title,
        "account": found["account_number"],
        "payer": found["payer"],
        "service_date": str(case.row["service_date"]),
        "reason": found["reason"],
        "why": reason_words(found["reason"]),
        "open_amount": found["open_amount"],
        "claim_state": found["claim_state"],
        "day": found["remittance_date"]
        or (found["acknowledgement"] or {}).get("acknowledgement_date")
        or found["submitted_date"],
        "deadline": first["date"],
        "deadline_for": first["for"],
        "is_own": False,
    }


def reason_words(reason: str) -> str:
    """The payer's reason in our own words, from its code alone; for a paid claim that it was paid."""
    if not reason:
        return "paid"
    group, _, code = reason.partition("-")
    if not code:
        return "rejected at the front end"
    row = tables.by_code("data/codes/carc.csv").get(code)
    return row["label"] if row else "not paid"


def own_claims(store: Store | None, learner: str) -> list[tuple[Attempt, Case]]:
    """(attempt, case) of every visit of this learner's whose last claim came back rejected or with a line not paid."""
    last = latest_attempts(store, learner, DESK)
    return [
        (attempt, case)
        for attempt in last
        if not attempt["answer"].get("send_back") and (case := _own(attempt)) is not None and came_back(case)
    ]


def _own(attempt: Attempt) -> Case | None:
    """The case of an own claim; None where its exercise or scenario is another one now."""
    try:
        return own_case(attempt)
    except CleanClaimError:
        return None
