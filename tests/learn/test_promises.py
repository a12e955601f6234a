"""What grading promises: the truth earns everything, a blank answer nothing, every mistake less than the truth, for
every variant of every scenario; a mistake that is paid is still marked; nothing of the truth is shown before
grading."""

import json
from datetime import date

import pytest
from a_share import of_each_task, of_scenarios, share
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clinic.practice.clinics import clinic
from sim.clinic.scenarios.choices import combinations
from sim.clinic.scenarios.library import scenarios
from sim.clinic.visits.truth import perfect
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.grading.anticipated_errors import wrong_work
from sim.learn.tasks.build_claim import marks as form_marks
from sim.learn.tasks.build_claim import task as build_claim
from sim.learn.tasks.code_visit import marks as code_marks
from sim.learn.tasks.code_visit import task as code_visit
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.shown_before_grading import public
from sim.learn.tasks.work_denial import marks as denial_marks
from sim.learn.tasks.work_denial import right_decision
from sim.learn.tasks.work_denial import task as work_denial
from sim.learn.tasks.work_denial.steps import standing, unreadable

PAYERS = ("acme_ppo", "medicare_part_b", "medicaidcare")
CODER = share([name for name, one in exercises().items() if one.task == "code_visit"], 10)
PERSON = {"first_name": "Ann", "family_name": "Doe-Synth", "birth_date": date(1976, 1, 1)}


def few(scenario, most=48):
    """Every combination of decisions; of long ranges of numbers some, the ends among them."""
    found = list(combinations(scenario))
    step = max(1, len(found) // most)
    return [*found[::step], found[-1]]


def settings_of(scenario):
    provider = next(one.npi for one in clinic("prairie").providers if one.specialty == scenario.specialty)
    for choices in few(scenario):
        for payer in PAYERS:
            for is_new in (False, True)[: 1 if scenario.suits.seen_before else 2]:
                text = ";".join(f"{name}={value}" for name, value in choices.items())
                yield {
                    "choices": text,
                    "payer_code": payer,
                    "is_new_patient": is_new,
                    "patient_age": 50,
                    "patient_sex_code": "F",
                    "service_date": date(2026, 6, 1),
                    "clinic_code": "prairie",
                    "rendering_npi": provider,
                    "scenario": scenario.name,
                    "coverage_key": 17,
                    "encounter_key": 16,
                }


def case_at(scenario, row):
    made = Case(exercise("coder_04_knee"), 1, None, None)
    made.__dict__.update(row=row, patient=PERSON, scenario=scenario)
    return made


@pytest.mark.parametrize("name", of_scenarios(10))
def test_truth_earns_full_blank_none_and_every_trap_less(name):
    scenario, trapped = scenarios()[name], 0
    for row in settings_of(scenario):
        case = case_at(scenario, row)
        question = case.question.question if case.question else ""
        assert code_marks.grade(code_visit.answer_of(perfect(case.truth), question), case).score == 1, row
        assert code_marks.grade(code_visit.Answer(), case).score == 0, row
        for trap, sent in wrong_work(scenario, row):
            asked = "" if any(change.target == "query" for change in trap.changes) else question
            marks = code_marks.grade(code_visit.answer_of(sent, asked), case)
            assert marks.score < 1, (trap.error, row)
            assert trap.error in {mark.error for mark in marks.marks}, (trap.error, row)
            trapped += 1
    assert trapped or not any(trap.at == "coder" for trap in scenario.traps)


@pytest.mark.parametrize("name", CODER)
def test_a_mistake_that_is_paid_is_still_marked(name):
    """Whatever the payer does, the mistake costs points, is named, and money that is not supported is shown."""
    for variant in (1, 2):
        case = draw(name, variant)
        for trap, sent in wrong_work(case.scenario, case.row):
            marks = code_visit.grade(code_visit.answer_of(sent, case.question.question if case.question else ""), case)
            journey = marks.journey
            assert marks.score < 1 and any(mark.error for mark in marks.marks), (name, variant, trap.error)
            assert journey["balance_ok"]
            over = sum(
                max(0, line["paid_amount"] - line["supported_amount"]) for line in journey["remittance"]["lines"]
            )
            assert marks.paid_not_supported_amount >= min(over, 1) and (
                not over or marks.paid_not_supported_amount > 0
            ), (name, variant, trap.error)


def test_two_numbers_of_money_are_never_one():
    case = draw("denial_09_headache", 1)
    now = standing(case)
    from sim.billing.visit.journey_figures import money_of

    assert money_of(now)["paid_not_supported"] > 0 and right_decision.key(case).answer.remedy == "R_REFUND"
    marks = work_denial.grade(work_denial.parse({"cause": "contract", "owner": "nobody", "remedy": "R_NONE"}), case)
    assert marks.score == 0 and marks.paid_not_supported_amount == money_of(now)["paid_not_supported"]


SECRETS = (
    "supported",
    "why",
    "trap",
    "remedy",
    "cause",
    "is_unsupported",
    "seed",
    "choices",
    "policy",
    "mistake",
    "evidence",
    "next_policy",
    "outcome",
    "overpaid",
    "short-paid",
)


def keys_of(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


@pytest.mark.parametrize("name", of_each_task(2))
def test_nothing_of_the_truth_is_shown_before_grading(name):
    for variant in (1, 2):
        case = draw(name, variant)
        shown = public(case)
        text = json.dumps(shown)
        assert not {key for key in keys_of(shown) if any(secret in key for secret in SECRETS)}
        assert case.row["choices"] not in text and case.row["scenario_hash"] not in text
        assert not any(
            reason in text
            for item in (*case.truth.diagnoses, *case.truth.services)
            for reason in (item.why, *getattr(item, "reasons", ()))
            if reason
        )
        assert not any(trap.why in text for trap in case.scenario.traps)
        if case.exercise.task == "code_visit":
            documents = json.dumps(shown["documents"])
            assert not any(code in text for code in case.truth_visit.diagnoses if code not in documents)
            assert not any(f'"{line.code}"' in text for line in case.truth_visit.services)
        assert not {"overpaid", "short-paid"} & set(text.split('"'))


def test_the_same_variant_is_the_same_case_and_variants_differ():
    from sim.learn.exercises import case as cases

    first = draw("coder_04_knee", 5)
    cases._drawn.cache_clear()
    again = draw("coder_04_knee", 5)
    assert first is not again and public(first) == public(again) and first.row == again.row
    assert len({json.dumps(public(draw("coder_04_knee", variant))) for variant in range(1, 9)}) == 8
    keys = {json.dumps(code_visit.key(draw("coder_04_knee", variant))) for variant in range(1, 9)}
    assert len(keys) >= 4


CODES = ("99213", "99214", "20610", "J3301", "G0439", "XXXXX", "36415", "99203")
ANSWERS = st.fixed_dictionaries(
    {
        "diagnoses": st.lists(
            st.sampled_from(["M17.11", "M17.12", "I10", "R03.0", "M17", "Z79.4", "Q99.9"]), max_size=5
        ),
        "services": st.lists(
            st.fixed_dictionaries(
                {
                    "code": st.sampled_from(CODES),
                    "units": st.integers(1, 9999),
                    "modifiers": st.lists(st.sampled_from(["25", "RT", "LT", "59", "QW", "50"]), max_size=4),
                    "pointers": st.lists(st.integers(1, 5), max_size=4),
                }
            ),
            max_size=6,
        ),
        "query": st.sampled_from(["", "Which side?"]),
        "hold": st.booleans(),
        "nothing_more": st.booleans(),
    }
)


@settings(max_examples=150, deadline=None)
@given(ANSWERS)
def test_any_answer_has_a_score_between_nothing_and_all_and_one_row_never_earns_less_than_nothing(given_answer):
    read = code_visit.parse(given_answer)
    if isinstance(read, list):
        return
    marks = code_marks.grade(read, draw("coder_04_knee", 1))
    assert 0 <= marks.score <= 1 and all(0 <= mark.earned <= 1 for mark in marks.marks)
    if not read.is_blank:
        assert marks.entered + marks.key > 0
    for mark in marks.marks:
        assert mark.message and "!" not in mark.message and len(mark.message) < 900
    json.dumps(marks.as_dict("key"))


@settings(max_examples=15, deadline=None)
@given(ANSWERS)
def test_any_answer_travels_to_the_payer_and_back(given_answer):
    read = code_visit.parse(given_answer)
    if not isinstance(read, list):
        marks = code_visit.grade(read, draw("coder_04_knee", 1))
        journey = marks.journey
        assert journey is None or json.dumps(journey) and journey["balance_ok"]
        assert marks.owed_not_paid_amount >= 0 and marks.paid_not_supported_amount >= 0


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "1a",
                "carrier",
                "6",
                "21A",
                "21B",
                "23",
                "24D.1",
                "24F.1",
                "24G.1",
                "24E.1",
                "24J.1",
                "24A.1",
                "24D.7",
                "28",
                "22",
                "3",
            ]
        ),
        st.text(max_size=30)
        | st.sampled_from(["99213", "I10", "A", "-1", "0", "1e9", "spouse", "07 31 2026", "=1+1", "<b>"]),
        min_size=1,
    )
)
def test_any_form_is_marked_or_refused_at_the_box(boxes):
    case = draw("biller_02_new_card", 1)
    read = build_claim.parse({"boxes": {**build_claim.start_boxes(case), **boxes}})
    marks = read if isinstance(read, list) else build_claim.grade(read, case)
    if isinstance(marks, list):
        return
    journey = marks.journey
    assert 0 <= marks.score <= 1 and json.dumps(journey) and journey["balance_ok"]


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(sorted(work_denial.causes())),
    st.sampled_from(work_denial.OWNERS),
    st.sampled_from(sorted(work_denial.remedies())),
    st.dictionaries(
        st.sampled_from(
            [
                "line.1.hcpcs_modifier_1",
                "line.1.procedure_code",
                "line.2",
                "claim.member_id",
                "claim.diagnosis_code_1",
                "line.9.procedure_code",
                "line.1.service_unit_quantity",
                "line.1.diagnosis_pointer_1",
                "claim.patient_birth_date",
                "line.1.charge_amount",
            ]
        ),
        st.none() | st.sampled_from(["25", "", "99213", "A", "1", "2026-01-01", "I10", "x" * 80, "=cmd"]),
    ),
)
def test_any_decision_is_marked_or_refused(cause, owner, remedy, changes):
    case = draw("denial_01_knee", 1)
    read = work_denial.parse({"cause": cause, "owner": owner, "remedy": remedy, "changes": changes})
    marks = read if isinstance(read, list) else work_denial.grade(read, case)
    if isinstance(marks, list):
        return
    journey = marks.journey
    assert 0 <= marks.score <= 1 and json.dumps(journey) and journey["balance_ok"]


@pytest.mark.parametrize("task", ["build_claim", "work_denial"])
@given(
    answer=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=15,
    )
    | st.fixed_dictionaries(
        {},
        optional={
            "boxes": st.dictionaries(st.text(), st.text() | st.integers()),
            "send_back": st.booleans() | st.text(),
            "cause": st.text(),
            "owner": st.text(),
            "remedy": st.integers() | st.text(),
            "changes": st.dictionaries(st.text(), st.none() | st.text()),
        },
    )
)
def test_any_json_is_read_or_refused_in_words(task, answer):
    read = task_of(task).parse(answer)
    if isinstance(read, list):
        assert read and all("\n" not in one.line() for one in read)
    else:
        assert task_of(task).parse(read.as_dict()) == read


def test_a_red_line_is_marked_as_such():
    case = draw("denial_08_lump", 1)
    wrong = work_denial.parse(
        {
            "cause": "missing_modifier",
            "owner": "biller",
            "remedy": "R_CORR",
            "changes": {"line.2.hcpcs_modifier_1": "25"},
        }
    )
    assert not any(
        mark.verdict == "right" and mark.where in ("remedy", "changes", "cause")
        for mark in work_denial.grade(wrong, case).marks
    )
    patient = work_denial.grade(work_denial.parse({"remedy": "R_PATIENT"}), draw("denial_01_knee", 1))
    assert any(mark.red_line and mark.where == "remedy" for mark in patient.marks)
    coder = form_marks.grade(
        build_claim.Answer({**build_claim.start_boxes(draw("biller_06_look_twice", 1)), "24D-1.1": "25"}),
        draw("biller_06_look_twice", 1),
    )
    assert any(mark.red_line for mark in coder.marks) and coder.score == 0


@pytest.mark.parametrize("name", CODER)
def test_an_own_claim_that_came_back_can_be_worked_to_full_marks(name):
    from dataclasses import replace

    from sim.learn.tasks.work_denial.task import as_own

    for variant in (1,):
        case = draw(name, variant)
        for trap, sent in wrong_work(case.scenario, case.row):
            own = replace(case, exercise=as_own(case.exercise), own=code_visit.answer_of(sent))
            read = work_denial.parse(work_denial.key(own))
            assert not isinstance(read, list) and not unreadable(read, own), (trap.error, read)
            marks = denial_marks.grade(read, own)
            assert marks.score == 1, (trap.error, [(mark.where, mark.verdict, mark.message) for mark in marks.marks])
            assert denial_marks.grade(work_denial.Answer(), own).score == 0
