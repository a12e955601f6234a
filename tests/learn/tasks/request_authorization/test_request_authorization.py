"""Requesting authorization: what each field earns, what the payer answers, and what is not told before grading."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clinic.visits.planned_service import order, orders, planned_service, ways
from sim.ground.params import stated
from sim.learn.exercises.case import draw, draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.request_authorization.answer import Answer, parse, whole_form
from sim.learn.tasks.request_authorization.asked_payer import asked
from sim.learn.tasks.request_authorization.payer_reply import amount_of, bare_claim, best_claim
from sim.learn.tasks.shown_before_grading import public
from sim.payer.asked.prior_authorization import notice_days
from sim.payer.rulebook.payers import payers
from sim.reference.icd10cm import lookup

TASK = task_of("request_authorization")
MINE = [name for name, one in exercises().items() if one.task == "request_authorization"]
GEL, MEDICARE, GAP, ROUTINE, ELSEWHERE, CLOSELY, LOCKED, NEEDLES, NOW, NAMED = MINE


def graded(name, variant=1, **changes):
    """The marks of the right answer with some fields overwritten."""
    case = draw(name, variant)
    return TASK.grade(TASK.parse({**TASK.key(case), **changes}), case)


def errors(marks):
    return [mark.error for mark in marks.marks if mark.error]


def back(marks):
    """What came back."""
    return next(mark for mark in marks.marks if mark.where == "reply")


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("variant", range(1, 7))
def test_the_key_earns_everything_and_nothing_earns_nothing(name, variant):
    marks = graded(name, variant)
    assert marks.score == 1 and not errors(marks) and marks.owed_not_paid_amount == 0
    assert TASK.grade(TASK.parse({}), draw(name, variant)).score == 0


@pytest.mark.parametrize("name", MINE)
def test_each_mistake_has_a_kind_and_a_reason_of_its_own_and_costs(name):
    case, found = draw(name, 1), {}
    for error in TASK.mistakes:
        wrong = TASK.mistaken(case, error)
        if wrong is not None:
            marks = TASK.grade(TASK.parse(wrong), case)
            mark = next(mark for mark in marks.marks if mark.error == error)
            assert marks.score < 1 and mark.title and mark.hint and mark.cite and mark.reason and mark.skill
            found[error] = mark.reason
    assert found and len(set(found.values())) == len(found)


def test_every_mistake_can_be_made_somewhere():
    made = {error for name in MINE for error in TASK.mistakes if TASK.mistaken(draw(name, 1), error) is not None}
    assert made == set(TASK.mistakes)


@pytest.mark.parametrize(
    "name, needed, action",
    [
        (GEL, "authorization", "send"),
        (MEDICARE, "none", "none"),
        (GAP, "authorization", "provider"),
        (ROUTINE, "authorization", "send"),
        (ELSEWHERE, "none", "none"),
        (LOCKED, "authorization", "send"),
        (NEEDLES, "referral", "referral"),
        (NOW, "notice", "notify"),
        (NAMED, "authorization", "provider"),
    ],
)
def test_what_each_exercise_is_about(name, needed, action):
    true = asked(draw(name, 2))
    assert (true.needed, true.action) == (needed, action)


def test_one_exercise_has_both_a_complete_record_and_gaps():
    actions = {asked(draw(CLOSELY, variant)).action for variant in range(1, 7)}
    assert actions == {"send", "provider"}


def test_the_days_to_decide_by_hand():
    routine, locked, gel = (asked(draw(name, 1)) for name in (ROUTINE, LOCKED, GEL))
    assert routine.due("standard") - routine.today == timedelta(7)  # CMS-0057-F, Medicare Advantage from 2026
    assert locked.due("expedited") - locked.today == timedelta(3)  # 72 hours
    assert gel.due("standard") - gel.today == timedelta(15)  # an employer's plan, 29 CFR 2560.503-1


def test_a_criterion_called_met_that_is_not_shown_costs_once():
    marks = graded(GAP, met_steroid_injection_failed="yes", action="send")
    assert errors(marks) == ["criterion-not-documented"] and marks.right == 8
    assert "Pended for information, then denied" in back(marks).message and marks.owed_not_paid_amount > 0


def test_sending_although_one_sees_the_gap_is_a_mistake_of_its_own():
    assert errors(graded(GAP, action="send")) == ["request-sent-incomplete"]


def test_only_what_the_criteria_ask_for_is_attached():
    true = asked(draw(GEL, 1))
    every = [f"d{place}" for place in range(len(true.planned.documents))]
    marks = graded(GEL, documents=every)
    assert errors(marks) == ["more-than-minimum"] and marks.owed_not_paid_amount == 0
    assert "164.502(b)" in next(mark.cite for mark in marks.marks if mark.error)
    lacking = graded(GEL, documents=every[:1])
    assert errors(lacking) == ["attachment-missing"] and "denied" in back(lacking).message


def test_any_sentence_or_whole_line_that_shows_it_is_right_and_a_stray_phrase_is_half():
    case = draw(GEL, 1)
    spot = TASK.key(case)["proof_diagnosis"][0]
    line = {**spot, "start": 0, "end": 500}
    assert graded(GEL, proof_diagnosis=[line]).score == 1
    stray = {**spot, "document": 0, "section": 0, "line": 0, "start": 0, "end": 10}
    half = graded(GEL, proof_diagnosis=[spot, stray])
    assert errors(half) == ["criterion-phrase-too-many"] and graded(GEL, proof_diagnosis=[stray]).score < half.score < 1


def marked(case, criterion, words):
    """A phrase of the chart as the page marks it, for a criterion that the key shows with another."""
    documents = asked(case).planned.documents
    return next(
        {
            "document": number,
            "section": at,
            "line": row,
            "start": line.index(words),
            "end": line.index(words) + len(words),
        }
        for number, document in enumerate(documents)
        for at, lines in enumerate(document.sections.values())
        for row, line in enumerate(lines)
        if words in line
    )


def test_a_phrase_about_the_same_thing_beside_one_that_is_enough_costs_nothing():
    case = draw(GEL, 2)
    field = "proof_conservative_care_three_months"
    enough, more = TASK.key(case)[field], marked(case, field, "acetaminophen and home exercise daily")
    assert graded(GEL, 2, **{field: [*enough, more]}).score == 1
    assert errors(graded(GEL, 2, **{field: [more]})) == ["criterion-wrong-phrase"]  # alone it does not show it
    stray = marked(case, field, "Counseling every 2 wks")
    told = next(mark for mark in graded(GEL, 2, **{field: [*enough, stray]}).marks if mark.error)
    assert told.earned == 0.5 and "One phrase too many" in told.reason and "“Counseling every 2 wks”" in told.reason


def test_original_medicare_shows_no_days_of_employers_plans():
    shown = json.dumps(public(draw(MEDICARE, 1)))
    assert "2560.503-1" not in shown and "No prior authorization is required" in shown
    assert "2560.503-1" in json.dumps(public(draw(GEL, 1)))  # an employer's plan


def test_only_employers_plans_go_by_the_rule_for_employers_plans():
    listed = [one for one in payers().values() if one.sections["authorization"]]
    for name in ("authorization_days", "expedited_authorization_days"):
        own = {row.payer for row in stated(name)}
        assert {one.code for one in listed if one.kind != "commercial"} <= own
        assert all("2560.503-1" not in row.cite for row in stated(name) if row.payer != "*")


def test_the_most_units_are_those_of_each_code():
    rows = {code: row for row in asked(draw(GEL, 1)).payer.sections["authorization"] for code in row["codes"]}
    assert rows["J7325"]["units"] == 48 and rows["J7321"]["units"] == 5  # one syringe by the mg; a course by the dose


def test_a_decision_that_may_come_after_the_planned_day_is_told():
    seen = set()
    for variant in range(1, 9):
        true = asked(draw(CLOSELY, variant))
        if true.action == "send":
            late = true.due("standard") > true.planned.service_date
            marks = graded(CLOSELY, variant).marks
            told = (
                next(mark.message for mark in marks if mark.where == "action") + back(graded(CLOSELY, variant)).message
            )
            assert told.count("keep the appointment only once it is approved") == 2 * late
            seen.add(late)
    assert True in seen


def test_a_missed_notice_of_an_emergency_is_a_denial_that_can_be_disputed():
    told = " ".join(mark.message for mark in graded(NOW, needed="none", action="none").marks)
    assert "can be disputed" in told and "422.113(b)(2)" in told and "taken only until" not in told


def test_what_the_provider_is_asked_fits_what_is_missing():
    named, gap = (next(mark for mark in graded(name).marks if mark.where == "action") for name in (NAMED, GAP))
    assert "Only the provider can say" in named.message and "exception" not in named.message
    assert "exception" in gap.message and "such a diagnosis" not in gap.message


@pytest.mark.parametrize("name", MINE)
def test_every_criterion_on_the_page_says_where_it_is_shown_and_no_sentence_stands_twice(name):
    shown = json.dumps(public(draw(name, 1)))
    assert shown.count("Diagnosis code that begins") == shown.count("Shown by: the treating provider's own assessment")
    for mark in graded(name, needed="none", action="none").marks:
        said = [one for one in mark.message.split(". ") if len(one) > 15]
        assert len(said) == len(set(said)) and "1 units" not in mark.message


def test_a_last_day_that_follows_from_the_wrong_priority_costs_once():
    true = asked(draw(LOCKED, 1))
    assert errors(graded(LOCKED, priority="standard", decide_by=str(true.due("standard")))) == [
        "urgent-sent-as-standard"
    ]
    assert errors(graded(LOCKED, decide_by=str(true.due("standard")))) == ["wrong-decision-deadline"]


def test_a_request_nobody_asks_for_and_one_in_an_emergency():
    assert errors(graded(MEDICARE, needed="authorization", action="send")) == ["requirement-invented"]
    assert errors(graded(NOW, needed="authorization", action="send")) == ["emergency-made-to-wait"]
    assert errors(graded(NEEDLES, needed="authorization", action="send")) == ["authorization-for-referral"]


def test_fields_nobody_asks_for_are_free():
    assert graded(GAP, service="J7325", units="48", documents=["d0"]).score == 1
    assert graded(MEDICARE, priority="standard").score == 1


@pytest.mark.parametrize("name", [GEL, GAP, ROUTINE, NEEDLES, NOW])
def test_without_what_the_payer_wants_the_claim_loses_and_the_engine_says_why(name):
    case = draw(name, 1)
    assert amount_of(bare_claim(case)) < amount_of(best_claim(case))
    denied = "".join(bare_claim(case).steps)
    assert ("CO-288" if name == NEEDLES else "CO-197") in denied
    marks = graded(name, needed="none", action="none")
    assert marks.owed_not_paid_amount == amount_of(best_claim(case)) - amount_of(bare_claim(case)) > 0


def test_too_many_units_or_another_code_do_not_pay_the_claim():
    assert graded(GEL, units="1").owed_not_paid_amount > 0
    assert graded(GEL, service="J7321").owed_not_paid_amount > 0


def test_a_notice_in_time_is_the_plans_own_number_of_days():
    true = asked(draw(NOW, 1))
    request = true.right_request()
    late = request._replace(requested_date=request.service_date + notice_days(true.payer.code, true.today) + 1)
    assert true.decision(request).decision == "approved" and true.decision(late).decision == "denied"


@pytest.mark.parametrize("name", MINE)
def test_before_grading_nothing_of_the_key_is_shown(name):
    case = draw(name, 1)
    true, shown = asked(case), json.dumps(public(case))
    for secret in ("record", "complete", "no_steroid", "short_care", "timing", "dislocated", "complaint"):
        assert f'"{secret}"' not in shown
    assert "on_file" not in shown and "PA0" not in shown and "CO-197" not in shown
    if true.action == "send":
        assert str(true.due(true.priority)) not in shown


def test_the_form_of_a_case_is_part_of_the_whole_form_and_says_nothing_of_the_answer():
    whole = {control.name for control in whole_form().controls}
    for name in MINE:
        assert {control.name for control in TASK.form(draw(name, 1)).controls} <= whole
    complete, gap = (draw(name, 1) for name in (GEL, GAP))
    assert [one.name for one in TASK.form(complete).controls] == [one.name for one in TASK.form(gap).controls]


@pytest.mark.parametrize("name", sorted(orders()))
def test_every_order_renders_in_every_way_with_its_evidence_and_billable_codes(name):
    case = draw(GEL, 1)
    for way in ways(order(name), {}):
        made = planned_service(order(name), way, case.row, case.patient)
        text = "".join(line for one in made.documents for lines in one.sections.values() for line in lines)
        assert all(proof.text in text for proof in made.named) and "{" not in text
        assert lookup((made.diagnosis,)).is_billable[0]
        assert made.ordered_date <= made.service_date and all(one.date <= made.service_date for one in made.documents)


def test_an_order_that_is_none_and_a_choice_that_is_none_are_told():
    from sim.ground.errors import CleanClaimError

    with pytest.raises(CleanClaimError, match="no order"):
        order("knee_mir")
    with pytest.raises(CleanClaimError, match="choice timing"):
        next(ways(order("knee_mri"), {"timing": "yesterday"}))


def test_an_emergency_at_a_payer_that_says_nothing_of_them_is_a_fault_of_the_exercise():
    one = replace(exercise(NOW), payer="boxwood_hdhp")
    assert TASK.faults(draw_from(one, 1)) and not TASK.faults(draw(NOW, 1))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 99) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(control.name for control in whole_form().controls)), JSON, max_size=6))
def test_whatever_comes_is_read_or_told_and_graded_without_an_error(answer):
    found = parse(answer)
    assert isinstance(found, Answer | list)
    if isinstance(found, Answer):
        case = draw(GEL, 1)
        assert 0 <= TASK.grade(found, case).score <= 1
        assert parse(found.as_dict()) == found


def test_dates_are_read_as_they_are_typed():
    assert parse({"decide_by": "06/16/2026"}).decide_by == date(2026, 6, 16)


@pytest.mark.parametrize("name", MINE)
def test_the_case_worked_aloud_decides_every_field_of_the_key_once(name):
    case = draw(name, 1)
    fields = [field for step in TASK.worked(case) for field in step.fields]
    assert sorted(fields) == sorted(field for field, value in TASK.key(case).items() if value)
