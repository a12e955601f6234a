"""One by one equals together: whatever is followed to the payers in one table has the outcome that it has alone."""

from dataclasses import replace

import pytest
from a_share import share

from sim.clinic.visits.coded_visit import CodedVisit
from sim.learn.exercises.case import draw
from sim.learn.exercises.coded_answer import Answer, answer_of, visit_of
from sim.learn.exercises.exercise import exercises
from sim.learn.grading import outcome_table
from sim.learn.grading.anticipated_errors import anticipated_in, wrong_work
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.consequence import single_errors
from sim.learn.grading.outcome import outcome, travel
from sim.learn.grading.outcome_table import CodedWork, outcomes

CODER = share([name for name, one in exercises().items() if one.task == "code_visit"], 10)


def pieces_of(case):
    """The truth, every mistake that an author foresaw and each single error in it, nothing, a wrong code."""
    sent = [case.truth_visit, *(one.visit for one in wrong_work(case.scenario, case.row)), CodedVisit((), ())]
    sent.append(CodedVisit(("I10",), (case.truth_visit.services[0]._replace(pointers=("I10",)),)))
    found = [CodedWork(case, visit) for visit in sent]
    for visit in sent:
        errors = compare(answer_of(visit), case.truth, anticipated_in(case).exchanges).differences
        found += [one for one in single_errors(case, answer_of(visit), errors) if one is not None]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def everything():
    drawn = [draw(name, 1) for name in CODER] + [draw(name, 2) for name in CODER[::4]]
    return [piece for case in drawn for piece in pieces_of(case)]


def test_one_by_one_equals_together(everything):
    outcome_table._kept.clear()
    assert len(everything) > 100
    for piece, found in zip(everything, outcomes(everything), strict=True):
        assert found == outcome(travel(piece.case, piece.visit)), (piece.case.exercise.name, piece.visit)


def test_the_order_and_the_company_of_a_piece_change_nothing(everything):
    some = everything[::7]
    outcome_table._kept.clear()
    forward = outcomes(some)
    outcome_table._kept.clear()
    assert outcomes(some[::-1])[::-1] == forward
    outcome_table._kept.clear()
    assert [outcomes([piece])[0] for piece in some[:5]] == forward[:5]


def test_mistakes_cost_money_and_days_somewhere(everything):
    found = outcomes(everything)
    assert any(one.owed and one.days for one in found) and any(one.unsupported for one in found)
    assert any(one.paid_first_time for one in found) and not all(one.paid_first_time for one in found)
    assert any(one.patient > 0 for one in found) and any(one.patient < 0 for one in found)


def test_what_is_kept_of_a_case_is_bounded(monkeypatch):
    monkeypatch.setattr(outcome_table, "MOST_KEPT", 2)
    case = draw(CODER[0], 1)
    outcome_table._kept.pop(case, None)
    right = answer_of(case.truth_visit)
    rows = tuple(replace(row, pointers=()) for row in right.services)
    more = [visit_of(Answer((code,), rows)) for code in ("I10", "E11.9", "J45.909", "R05.9")]
    first = outcomes([CodedWork(case, visit) for visit in more])
    assert len(outcome_table._kept[case]) <= 2
    assert outcomes([CodedWork(case, visit) for visit in more]) == first
