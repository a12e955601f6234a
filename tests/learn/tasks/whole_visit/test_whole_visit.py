"""A whole visit: its parts add up, each with the marks of its own task; an own coding error comes back as the payer's
denial and is worked there; what a stage shows tells nothing of the stages after it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.learner_desk import act, here
from sim.learn.desk.own_work import case_of
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.grading.marks import Marks
from sim.learn.tasks.code_visit import task as code_visit
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.shown_before_grading import public
from sim.learn.tasks.whole_visit import task
from sim.learn.tasks.whole_visit.answer import Answer
from sim.learn.tasks.whole_visit.stage_cases import claim_case, work_case
from sim.learn.tasks.work_denial import task as work_denial
from sim.ui.desks.session import Session

NAMES = [name for name, one in exercises().items() if one.task == "whole_visit"]
KNEE = "visit_05_knee"
MODIFIER = "missing-modifier-25"


def graded(case, answer: dict) -> Marks:
    found = task.judge(task.parse(answer), case)
    assert isinstance(found, Marks), [one.line() for one in found]
    return found


def of(marks: Marks, part: str):
    return [one for one in marks.marks if one.where.startswith(f"{part}.")]


def test_there_are_both_kinds_of_endings():
    """Paid as expected, and a payer to be disputed: nobody learns that there is always or never something to do."""
    remedies = {task.key(draw(name, 1))["work"]["remedy"] for name in NAMES}
    assert len(NAMES) >= 7 and {"R_NONE", "R_RECON"} <= remedies


@pytest.mark.parametrize("name", NAMES)
def test_key_earns_everything_and_blank_nothing(name):
    for variant in (1, 2, 3, 4):
        case = draw(name, variant)
        assert graded(case, task.key(case)).score == 1 and graded(case, {}).score == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_mistake_that_can_be_made_costs_and_says_its_kind(name):
    case, made = draw(name, 1), 0
    traps = {trap.error for trap in case.scenario.traps}
    for error in sorted({*traps, *task.mistakes}):
        wrong = task.mistaken(case, error)
        if wrong is None:
            continue
        marks, made = graded(case, wrong), made + 1
        assert marks.score < 1, error
        assert error in {one.error for one in marks.marks}, error
    assert made


def test_the_score_is_the_sum_of_the_parts():
    """Knee, variant 1, by hand: 2 diagnoses and 3 services, a form that is right as it lies (1), and cause, owner and
    remedy (3): 9 items. Without modifier 25 the visit earns 3/4 and everything else is right, the correction included:
    5 + 1 + 4 items, 9.75 of 10."""
    case = draw(KNEE, 1)
    right = graded(case, task.key(case))
    assert (right.key, right.sum_of_points) == (9, 9)
    wrong = graded(case, task.mistaken(case, MODIFIER))
    lost = [one for one in wrong.marks if one.verdict not in ("right", "free")]
    assert wrong.key == 10 and [one.where for one in lost] == ["coding.services.0.modifiers"]
    assert wrong.sum_of_points == 10 - (1 - lost[0].earned)


def test_an_own_coding_error_comes_back_and_is_corrected():
    case = draw(KNEE, 1)
    wrong = task.parse(task.mistaken(case, MODIFIER))
    assert wrong.work.remedy == "R_CORR" and "25" in str(wrong.work.changes)
    marks = task.grade(wrong, case)
    assert marks.paid_first_time is False and marks.owed_not_paid_amount == 0
    told = [one for one in marks.marks if one.where == "met"]
    assert len(told) == 1 and "CO-97" in told[0].message and "It began in the coding." in told[0].message
    assert told[0].verdict == "free"  # the learner found the cause in the last part


def test_a_cause_that_was_not_found_is_asked_about_and_not_told():
    case = draw(KNEE, 1)
    made = task.mistaken(case, MODIFIER)
    wrong = task.parse({**made, "work": {**made["work"], "cause": "bundled"}})
    told = task.grade(wrong, case).as_dict("question")["marks"][-1]
    assert told["where"] == "met" and "25" not in told["message"] and "CO-97" not in told["message"]


def test_the_form_is_held_against_the_codes_as_they_were_sent():
    """One error costs once: a form of wrong codes that is right in every other box earns its item."""
    case = draw(KNEE, 1)
    wrong = graded(case, task.mistaken(case, MODIFIER))
    assert [one.verdict for one in of(wrong, "claim")] == ["right"]


def test_what_the_front_desk_got_wrong_and_nobody_saw_comes_back():
    case = draw("visit_02_red_eye", 1)
    wrong = task.parse(task.mistaken(case, "coverage-not-verified"))
    assert wrong.work.remedy not in ("R_NONE", "") and wrong.work.owner == "front desk"
    marks = task.grade(wrong, case)
    assert any("It began at the front desk" in one.message for one in marks.marks if one.where == "met")


def test_paid_as_expected_is_an_answer_and_so_is_the_patients_statement():
    case = draw(KNEE, 1)
    key = task.key(case)
    assert key["work"]["remedy"] == "R_NONE"
    billed = {**key, "work": {**key["work"], "remedy": "R_PATIENT"}}
    assert graded(case, billed).score == 1  # Acme leaves a deductible and a copay to this patient
    appealed = {**key, "work": {**key["work"], "remedy": "R_APPEAL"}}
    assert graded(case, appealed).score < 1


def test_services_in_another_order_are_paid_as_owed():
    """A deductible falls on the first lines of a claim; the order of equals is not an error."""
    case = draw(KNEE, 1)
    coding = task.key(case)["coding"]
    whole = task.finished(case, {**coding, "services": coding["services"][::-1]})
    assert whole["work"]["remedy"] == "R_NONE"
    assert task.grade(task.parse(whole), case).paid_first_time is True


# -- secrecy


@pytest.mark.parametrize("name", NAMES)
def test_no_stage_tells_of_a_later_one(name):
    case = draw(name, 1)
    key = task.key(case)
    coded = task.parse(key).coding
    first = json.dumps(public(task.staged(case, [])), default=str)
    second = json.dumps(public(task.staged(case, [key["coding"]])), default=str)
    for text in (first, second):
        assert "remittance" not in text and "supported" not in text and "payer_error" not in text
    for service in coded.services:
        assert f'"{service.code}"' not in first
    why = [one.why for one in case.exercise.payer_errors]
    third = json.dumps(public(task.staged(case, [key["coding"], {"boxes": {}}])), default=str)
    assert "remittance" in third and not [one for one in why if one in third]


def test_the_hints_of_a_stage_are_those_up_to_it():
    case = draw(KNEE, 1)
    key = task.key(case)
    counts = [len(task.staged(case, sent).exercise.hints) for sent in ([], [key["coding"]])]
    assert counts == [1, 2]
    assert len(task.staged(case, [key["coding"], {"boxes": {}}]).exercise.hints) == len(case.exercise.hints)


# -- at the desk


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def at(store, name, *answers, learner="L-1"):
    now = act(store, learner, "open_item", {"exercise": name, "variant": 1}, "coder")
    for answer in answers:
        now = act(store, learner, "submit", {"answer": answer}, "coder")
    return now


def parts_of(case):
    key = task.key(case)
    start = task_of("build_claim").start_boxes(claim_case(case, task.parse(key).coding))
    changed = {box: text for box, text in key["claim"]["boxes"].items() if text != start.get(box, "")}
    return key["coding"], {"boxes": {**start, **changed}}, key["work"]


def test_stage_after_stage_and_the_last_brings_the_marks(store):
    coding, claim, work = parts_of(draw(KNEE, 1))
    now = at(store, KNEE, coding)
    assert (now.stage, now.submitted) == (1, ()) and store.rows("attempts") == []
    now = act(store, "L-1", "submit", {"answer": claim}, "coder")
    assert now.stage == 2 and case_of(store, "L-1", now).exercise.task == "work_denial"
    now = act(store, "L-1", "submit", {"answer": work}, "coder")
    assert now.stage == 3 and now.result["score"] == 1 and now.done == (KNEE,)
    assert store.rows("attempts")[0]["task"] == "whole_visit"


def test_the_coding_may_be_taken_back_until_the_claim_is_sent(store):
    coding, claim, work = parts_of(draw(KNEE, 1))
    at(store, KNEE, coding)
    now = act(store, "L-1", "go_back", {"stage": 0}, "coder")
    assert now.stage == 0 and now.draft["diagnoses"] == coding["diagnoses"]
    now = at(store, KNEE, coding, claim)
    with pytest.raises(CleanClaimError, match="the claim was sent"):
        act(store, "L-1", "go_back", {"stage": 0}, "coder")
    act(store, "L-1", "submit", {"answer": work}, "coder")
    now = act(store, "L-1", "go_back", {"stage": 1}, "coder")
    assert now.stage == 1 and now.submitted


def test_an_empty_stage_goes_nowhere_and_costs_nothing(store):
    now = at(store, KNEE, {"diagnoses": ["I10"], "services": []})
    assert now.stage == 0 and now.problems and not store.rows("attempts")
    coding, claim, _ = parts_of(draw(KNEE, 1))
    now = at(store, KNEE, coding, claim, {"cause": "", "owner": "", "remedy": ""})
    assert now.stage == 2 and now.problems and not store.rows("attempts")


def test_codes_changed_on_the_form_do_not_leave_the_desk(store):
    """The boxes that the coder fills are locked at the claim: whatever a page sends there is left out."""
    coding, claim, work = parts_of(draw(KNEE, 1))
    now = at(store, KNEE, coding, {"boxes": {**claim["boxes"], "24D.1": "99215"}}, work)
    assert now.result["score"] == 1


def test_show_me_gives_the_key_of_all_parts(store):
    at(store, KNEE, parts_of(draw(KNEE, 1))[0])
    now = act(store, "L-1", "show_me", {}, "coder")
    assert now.shown and set(now.key) == {"coding", "claim", "work"} and now.stage == 3


def test_a_page_of_a_stage_that_was_sent_cannot_write_into_the_next(store):
    session = Session("coder", store=store)
    session.learner = "L-1"
    now = at(store, KNEE)
    before = session.view(now)["case"]
    act(store, "L-1", "submit", {"answer": parts_of(draw(KNEE, 1))[0]}, "coder")
    told = session.draft({"case": before, "seq": 1, "page": "old", "base": "", "draft": {"diagnoses": []}})
    assert told["kind"] == "unknown" and here(store, "L-1", "coder").stage == 1


# -- reading

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(("coding", "claim", "work"), JSON)))
def test_whatever_is_sent_is_an_answer_or_told_where_it_cannot_be_read(sent):
    found = task.parse(sent)
    if isinstance(found, list):
        assert found and all(one.line() for one in found)
    else:
        assert isinstance(found, Answer) and task.parse(found.as_dict()) == found


def test_a_part_that_cannot_be_read_is_named():
    case = draw(KNEE, 1)
    key = task.key(case)
    told = task.judge(task.parse({**key, "claim": {"boxes": {**key["claim"]["boxes"], "24A.1": "soon"}}}), case)
    assert [one.where for one in told] == ["claim.boxes.24A.1"]


def test_the_same_work_gets_the_same_marks_as_at_its_own_desk():
    """The parts are graded by their own tasks, not a second time."""
    case = draw(KNEE, 1)
    wrong = task.parse(task.mistaken(case, MODIFIER))
    alone = code_visit.judge(wrong.coding, case)
    assert [(one.verdict, one.earned) for one in of(task.judge(wrong, case), "coding")] == [
        (one.verdict, one.earned) for one in alone.marks
    ]
    lying = work_case(case, wrong.coding, wrong.boxes)
    decided = work_denial.judge(replace(wrong.work, remedy="R_APPEAL"), lying)
    whole = task.judge(replace(wrong, work=replace(wrong.work, remedy="R_APPEAL")), case)
    assert [one.earned for one in of(whole, "work")] == [one.earned for one in decided.marks]
