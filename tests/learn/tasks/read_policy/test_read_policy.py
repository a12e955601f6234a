"""Reading a coverage policy: the key is the payer's own answer to the line, every criterion is one that the engine
checks, and each wrong answer has a reason that is true of the case."""

import json
from dataclasses import replace

import pytest
from a_share import share
from hypothesis import given
from hypothesis import strategies as st

from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case, draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.grading.error_kinds import kinds
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.read_policy.answer import POLICIES, Answer, name_of, parse
from sim.learn.tasks.read_policy.asked_policy import asked_in
from sim.learn.tasks.shown_before_grading import public
from sim.payer.rulebook.payers import payers

MINE = [name for name, one in exercises().items() if one.task == "read_policy"]
VARIANTS = range(1, 9)
TASK = task_of("read_policy")


def case_of(name: str, state: str, variant: int = 1, service: str = "", **choices) -> Case:
    """A variant with this state of the notice."""
    one = exercise(name)
    told = {**one.given, "notices": [state], "past_months": [14], **({"services": [service]} if service else {})}
    return draw_from(replace(one, choices={**one.choices, **choices}, given=told), variant)


def marked(case: Case, **changes):
    """The marks of the right answer with some of its fields changed."""
    return TASK.grade(parse({**TASK.key(case), **changes}), case)


def errors(marks) -> set[str]:
    return {mark.error for mark in marks.marks if mark.error}


@pytest.mark.parametrize("name", share(MINE, 3))
def test_the_engine_answers_the_line_as_the_key_says(name):
    """Covered is paid; not covered is denied, by criteria of the page only; with GA the patient owes it, with GZ nobody
    does, and what is excluded is the patient's."""
    for variant in VARIANTS:
        case = draw_from(exercise(name), variant)
        asked, key = asked_in(case), TASK.key(case)
        plain = asked.decided(())
        assert (key["covered"] == "yes") == plain.is_covered == (not plain.denied_by)
        unmet = {name_of(policy) for policy in plain.denied_by}
        assert unmet == {field for field, chosen in key.items() if field.startswith("met_") and chosen != "met"}
        if key["modifier"] == "GA":
            with_notice = asked.decided(("GA",))
            assert plain.written_off > 0 == plain.patient and with_notice.patient == plain.written_off
            assert with_notice.written_off == 0
        if key["modifier"] == "GZ":
            best = asked.decided(("GZ",))
            assert best.patient == 0 < best.written_off and best.reason.startswith("CO-50")
        if key["modifier"] in ("GY", "GX GY"):
            best = asked.decided(tuple(key["modifier"].split()))
            assert best.patient > 0 == best.written_off and best.reason.startswith("PR-")
        assert key["notice"] != "abn" or asked.page.payer.kind == "medicare"
        assert not TASK.faults(case)


@pytest.mark.parametrize("name", share(MINE, 3))
def test_key_blank_and_mistakes_over_several_variants(name):
    made = set()
    for variant in VARIANTS:
        case = draw_from(exercise(name), variant)
        marks = TASK.grade(parse(TASK.key(case)), case)
        assert marks.score == 1 and not errors(marks)
        assert TASK.grade(Answer(), case).score == 0
        for error in TASK.mistakes:
            answer = TASK.mistaken(case, error)
            if answer is not None:
                made.add(error)
                wrong = TASK.grade(parse(answer), case)
                assert wrong.score < 1 and error in errors(wrong), (variant, error)
                assert all(mark.reason for mark in wrong.marks if mark.error)
    assert len(made) >= 5


def test_every_kind_of_mistake_can_be_made_somewhere_and_is_listed():
    made = {
        error
        for name in MINE
        for variant in VARIANTS
        for error in TASK.mistakes
        if TASK.mistaken(draw_from(exercise(name), variant), error)
    }
    assert made == set(TASK.mistakes) <= set(kinds())


def test_both_answers_and_every_notice_are_asked_for():
    keys = [TASK.key(draw_from(exercise(name), variant)) for name in MINE for variant in VARIANTS]
    assert {key["covered"] for key in keys} == {"yes", "no"}
    assert {key["notice"] for key in keys} == {"none", "abn", "determination", "agreement"}
    assert {key["modifier"] for key in keys} >= {"none", "GA", "GZ", "GY", "GX GY"}


@pytest.mark.parametrize("name", share(MINE, 3))
def test_nothing_of_the_key_is_open(name):
    for variant in VARIANTS:
        case = draw_from(exercise(name), variant)
        shown = json.dumps(public(case), ensure_ascii=False)
        assert "denied_by" not in shown and not any(step.follows in shown for step in TASK.worked(case))
        reason = asked_in(case).decision.reason
        assert not reason or reason not in shown
        options = [[one.id for one in control.options] for control in TASK.form(case).controls[-3:]]
        assert options == [[one.id for one in control.options] for control in TASK.form(case).controls[-3:]]
        assert len(options[0]) == 2 and len(options[1]) == 4 and len(options[2]) == 6


# -- worked by hand


def test_a_listed_diagnosis_on_an_intake_form_is_not_documented_for_the_visit():
    """Cholesterol test at Medicare, blood pressure and lipids only on the old list: J30.1 is not on that of NCD
    190.23."""
    case = case_of("policy_02_cholesterol", "signed", others="listed")
    assert case.truth_visit.diagnoses == ("J30.1",)
    assert TASK.key(case) == {
        "met_not_covered": "met",
        "met_diagnosis_does_not_support": "not_met",
        "met_too_often": "met",
        "covered": "no",
        "notice": "abn",
        "modifier": "GA",
    }
    assert marked(case, met_diagnosis_does_not_support="not_documented").score == 1
    assert errors(marked(case, notice="none")) == {"notice-missed"}
    assert errors(marked(case, modifier="GZ")) == {"wrong-notice-modifier"}
    assert errors(marked(case, modifier="none")) == {"notice-modifier-missing"}
    told = marked(case, modifier="none").marks[-1].message
    assert "CO-50 N386" in told and "writes off" in told


def test_a_condition_that_was_renewed_meets_the_list():
    case = case_of("policy_02_cholesterol", "signed", others="treated")
    key = TASK.key(case)
    assert (key["covered"], key["notice"], key["modifier"]) == ("yes", "none", "none")
    assert errors(marked(case, notice="abn")) == {"notice-not-due"}


def test_hypothyroidism_is_on_the_list_of_the_cholesterol_test():
    for payer in ("medicare_part_b", "silverleaf_hmo"):
        listed = next(row for row in payers()[payer].sections["covered"] if "80061" in row["codes"])["diagnoses"]
        assert "E03" in listed and "J30" not in listed


def test_the_order_of_a_laboratory_test_stands_beside_the_record():
    for name in ("policy_02_cholesterol", "policy_03_sugar_advantage", "policy_08_sugar_commercial"):
        assert '["Order", "signed by the treating provider' in json.dumps(public(draw_from(exercise(name), 1)))


def test_an_abn_is_never_for_an_advantage_plan():
    for variant in VARIANTS:
        case = case_of("policy_03_sugar_advantage", "signed", variant)
        assert payers()[case.row["payer_code"]].kind == "medicare advantage"
        assert errors(marked(case, notice="abn")) == {"abn-outside-medicare"}
        if TASK.key(case)["covered"] == "no":
            assert TASK.key(case)["notice"] == "determination"
            assert errors(marked(case, modifier="GA")) == {"wrong-notice-modifier"}


def test_what_the_law_excludes_needs_no_notice():
    case = next(
        found
        for variant in VARIANTS
        if (found := case_of("policy_05_checkup", "done", variant)) and asked_in(found).page.is_excluded
    )
    key = TASK.key(case)
    assert (key["notice"], key["modifier"]) == ("none", "GY")
    assert errors(marked(case, notice="abn")) == {"abn-for-excluded-service"}
    assert errors(marked(case, modifier="GX GY")) == {"notice-modifier-without-notice"}


def test_months_are_counted_after_the_month_of_the_last_one():
    """Eleven full months: 11 months before the month of the visit is too soon, 12 months is not (42 CFR 410.37)."""
    for months, covered in ((11, "no"), (12, "yes")):
        one = exercise("policy_04_once_a_year")
        told = {**one.given, "services": ["82270"], "past_months": [months], "notices": ["planned"]}
        for variant in VARIANTS:
            case = draw_from(replace(one, given=told), variant)
            if case.row["patient_age"] >= 45:
                assert TASK.key(case)["covered"] == covered
                assert (TASK.key(case)["met_screening_too_soon"] == "met") == (covered == "yes")


def test_what_is_too_soon_is_the_patients_with_a_notice():
    """Cholesterol test less than 60 days after the last one: CO-151, with a signed notice PR-151."""
    one = exercise("policy_02_cholesterol")
    told = {**one.given, "past_months": [1], "notices": ["signed"]}
    case = draw_from(replace(one, given=told, choices={"others": "treated"}), 1)
    key = TASK.key(case)
    assert (key["met_diagnosis_does_not_support"], key["met_too_often"]) == ("met", "not_met")
    assert (key["notice"], key["modifier"]) == ("abn", "GA")
    assert asked_in(case).decided(()).reason == "CO-151 M86"
    assert asked_in(case).decided(("GA",)).reason == "PR-151 M86"
    assert errors(marked(case, met_too_often="not_documented")) == {"criterion-on-file"}


def test_one_error_costs_once():
    """Whoever takes a criterion as met calls the service covered, asks for no notice and appends nothing: one error."""
    case = case_of("policy_02_cholesterol", "signed", others="listed")
    marks = marked(case, met_diagnosis_does_not_support="met", covered="yes", notice="none", modifier="none")
    assert errors(marks) == {"criterion-overread"} and marks.score == round(5 / 6, 4)
    alone = marked(case, covered="yes", notice="none", modifier="none")
    assert errors(alone) == {"coverage-overstated"} and alone.score == round(5 / 6, 4)


# -- reading

ANY = st.one_of(st.none(), st.integers(), st.text(max_size=12), st.sampled_from(["met", "yes", "abn", "GA"]))


@given(
    st.one_of(
        st.none(),
        st.integers(),
        st.dictionaries(
            st.sampled_from([*map(name_of, POLICIES), "covered", "notice", "modifier", "shade"]), ANY, max_size=6
        ),
    )
)
def test_whatever_is_sent_is_read_or_told(sent):
    found = parse(sent)
    if isinstance(found, list):
        assert found and all(isinstance(one, Problem) and one.where and one.expected for one in found)
    else:
        assert parse(found.as_dict()) == found
        marks = TASK.grade(found, case_of("policy_01_injection", "done"))
        assert 0 <= marks.score <= 1
