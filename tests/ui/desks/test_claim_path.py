"""The path of a claim as a page shows it: one stop at most where the claim broke, and one amount that the patient
owes.
"""

import re

import pytest
from a_share import share

from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.tasks.contract import mistaken, task_of
from sim.learn.grading.error_kinds import kinds
from sim.ui.desks.claim_path import path
from sim.ui.desks.desk_text import plain

OWED = re.compile(r"(?:owes|You owe|Please pay) ?(nothing|\$[\d,.]+\d)")


def answers(name: str, variant: int):
    """The key, a blank answer, and every mistake that can be made of this exercise."""
    case = draw(name, variant)
    task = task_of(case.exercise.task)
    yield "key", case, task.key(case)
    yield "blank", case, {}
    for error in kinds():
        wrong = mistaken(task, case, error)
        if wrong is not None:
            yield error, case, wrong


def paths(name: str, variant: int):
    for what, case, given in answers(name, variant):
        task = task_of(case.exercise.task)
        answer = task.parse(given)
        marks = None if isinstance(answer, list) else task.grade(answer, case)
        if marks is not None and getattr(marks, "journey", None):
            yield what, marks.journey, path(marks.journey)


def words(blocks) -> str:
    """All that stands behind a stop."""
    out = []
    for block in blocks:
        out += [plain(block["p"])] if "p" in block else []
        out += [f"{name} {plain(value)}" for name, value in block.get("pairs", ())]
    return " | ".join(out)


@pytest.mark.parametrize("name", share([one.name for one in exercises().values() if one.task == "code_visit"], 12))
def test_a_path_breaks_once_and_says_one_amount_owed(name):
    seen = 0
    for variant in (1, 2):
        for what, journey, shown in paths(name, variant):
            seen += 1
            roles = [stop["role"] for stop in shown["stops"]]
            bad = [stop["state"] == "bad" for stop in shown["stops"]]
            assert roles.count("break") == any(bad), (variant, what, roles)
            assert [role != "" for role in roles] == bad
            patient = next(stop for stop in shown["stops"] if stop["key"] == "patient")
            said = set(OWED.findall(f"{patient['says']} | {words(patient['detail'])}"))
            said = {"nothing" if one == "$0.00" else one for one in said}
            assert len(said) <= 1, (variant, what, patient["says"], words(patient["detail"]))
            money = next(stop for stop in shown["stops"] if stop["key"] == "money")
            of = re.fullmatch(r"\$([\d,.]+) of \$([\d,.]+)", money["says"])
            if of:  # never more than there is to have
                paid, owed = (float(one.replace(",", "")) for one in of.groups())
                assert paid < owed, (variant, what, money["says"])
            assert not (money["state"] == "good" and journey["money"]["owed_not_paid"]), (variant, what)
    assert seen > 3


def test_a_small_balance_that_is_written_off_is_not_asked_for():
    """The books hold it until the day's run writes it off; the statement, and the page, ask for nothing."""
    found = [
        (shown, journey)
        for name in ("coder_11_nose", "coder_02_cough", "coder_01_throat", "coder_10_ankle")
        for variant in range(1, 9)
        for what, journey, shown in paths(name, variant)
        if journey["statement"]["state"] == "written off"
    ]
    assert found
    for shown, _ in found:
        patient = next(stop for stop in shown["stops"] if stop["key"] == "patient")
        assert patient["says"] == "owes nothing" and "You owe $0.00" in words(patient["detail"])
        rows = next(stop for stop in shown["stops"] if stop["key"] == "money")["detail"]
        accounts = next(block["table"]["rows"] for block in rows if block.get("table", {}).get("label") == "Accounts")
        assert any("written off" in row[0] for row in accounts)
