"""Auditing a claim: every error is found by place, reason and correction; an equally right correction earns the same;
what the record supports as well costs nothing; a false alarm costs, most of all on a claim without errors."""

import json
from dataclasses import replace
from itertools import permutations

import pytest
from a_share import share
from hypothesis import given
from hypothesis import strategies as st

from sim.billing.visit.own_overpayment import duty
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.answer_format import Problem
from sim.learn.exercises.case import Case, draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.grading.error_kinds import kinds
from sim.learn.tasks.audit_claim.answer import Answer, parse
from sim.learn.tasks.audit_claim.claim_as_sent import compare_with_record, sent_in
from sim.learn.tasks.audit_claim.flags_judged import corrections_of, returned
from sim.learn.tasks.audit_claim.reasons import REASONS, of_kind
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.shown_before_grading import public

MINE = [name for name, one in exercises().items() if one.task == "audit_claim"]
VARIANTS = range(1, 7)
TASK = task_of("audit_claim")


def case_of(name: str, *sent: str, variant: int = 1, **choices) -> Case:
    """A variant with these choices, in which the coder made exactly these mistakes."""
    one = exercise(name)
    made = replace(one, choices={**one.choices, **choices}, given={**one.given, "sent": [list(sent)]})
    return draw_from(made, variant)


def flag(place: str, reason: str = "", correction: str = "") -> dict:
    return {"place": place, "reason": reason, "correction": correction}


def marked(case: Case, *flags: dict, verdict: str = "return"):
    """The marks of an audit."""
    marks = TASK.judge(parse({"verdict": verdict, "flags": list(flags)}), case)
    assert not isinstance(marks, list), marks
    return marks


def errors(marks) -> set[str]:
    return {mark.error for mark in marks.marks if mark.error}


@pytest.mark.parametrize("name", share(MINE, 4))
def test_key_blank_and_mistakes_over_several_variants(name):
    made = set()
    for variant in VARIANTS:
        case = draw_from(exercise(name), variant)
        right = parse(TASK.key(case))
        marks = TASK.grade(right, case)
        assert marks.score == 1 and not errors(marks)
        assert marks.paid_not_supported_amount == 0, "the claim as corrected is paid as the record supports"
        assert TASK.judge(Answer(), case).score == 0
        for error in TASK.mistakes:
            answer = TASK.mistaken(case, error)
            if answer is not None:
                made.add(error)
                wrong = TASK.judge(parse(answer), case)
                assert wrong.score < 1 and error in errors(wrong), (variant, error)
    assert len(made) >= 5


@pytest.mark.parametrize("name", share(MINE, 4))
def test_the_corrected_claim_is_what_the_record_supports(name):
    for variant in VARIANTS:
        case = draw_from(exercise(name), variant)
        sent, flags = sent_in(case), parse(TASK.key(case)).flags
        made, problems = corrections_of(flags, sent.answer)
        assert not problems
        assert compare_with_record(returned(sent.answer, made, case), case).differences == ()


@pytest.mark.parametrize("name", share(MINE, 4))
def test_every_correction_takes_away_its_own_error_and_no_other(name):
    """Any selection of the right flags leaves exactly the other errors on the claim, in any order of the rows."""
    for variant in VARIANTS:
        case = draw_from(exercise(name), variant)
        sent, flags = sent_in(case), parse(TASK.key(case)).flags
        for size in range(len(flags) + 1):
            for chosen in permutations(flags, size):
                made, _ = corrections_of(chosen, sent.answer)
                left = {one.error for one in compare_with_record(returned(sent.answer, made, case), case).differences}
                rows = {one.row for one in chosen}
                assert left == {one.error for row, one in enumerate(sent.errors) if row not in rows}


def test_there_are_claims_with_and_without_errors():
    counts = {len(sent_in(draw_from(exercise(name), variant)).errors) for name in MINE for variant in VARIANTS}
    assert {0, 1, 2} <= counts and max(counts) >= 3


@pytest.mark.parametrize("name", share(MINE, 4))
def test_nothing_of_the_key_is_open(name):
    for variant in VARIANTS:
        case = draw_from(exercise(name), variant)
        shown = json.dumps(public(case), ensure_ascii=False)
        form = TASK.form(case)
        assert not any(trap.error in shown or trap.why in shown for trap in sent_in(case).traps)
        assert [one.id for one in form.controls[1].fields[1].options] == list(REASONS), "the list is always the same"
        rows = len(sent_in(case).answer.diagnoses) + 4 * len(sent_in(case).answer.services) + 3
        assert len(form.controls[1].fields[0].options) == rows, "every place of the claim, right or wrong"


# -- worked by hand: knee_injection, both errors of a coder in training


def knee(*sent: str) -> Case:
    """Visit 99214 for hypertension, injection of the right knee, 40 mg of a drug with 10 mg in one unit."""
    return case_of("audit_05_knee", *sent, pressure="managed", side="right", steroid_mg=40)


def test_two_errors_by_hand():
    case = knee("missing-modifier-25", "wrong-units")
    claim = sent_in(case).answer
    assert claim.services[0].code == "99214" and claim.services[0].modifiers == () and claim.services[2].units == 1
    both = flag("services.0.modifiers", "modifier-missing", "25"), flag("services.2.units", "units", "4")
    assert marked(case, *both).score == 1
    assert marked(case, *reversed(both)).score == 1
    assert marked(case, both[0]).score == round(4 / 7, 4)  # verdict and one of two errors, three items each
    assert marked(case, both[0], flag("services.2.units", "units", "3")).score == round(6 / 7, 4)
    assert marked(case, both[0], flag("services.2.units", "level-high", "4")).score == round(6 / 7, 4)
    assert marked(case, *both, flag("services.1.code", "not-documented", "remove")).score == round(7 / 8, 4)
    assert marked(case, verdict="accept").score == 0
    assert marked(case).score == round(1 / 7, 4)


def test_a_false_alarm_on_a_right_claim_costs_everything():
    case = knee()
    assert marked(case, verdict="accept").score == 1
    marks = marked(case, flag("services.1.modifiers", "side", "LT"))
    assert marks.score == 0 and errors(marks) == {"audit-false-alarm", "audit-clean-claim-returned"}


def test_what_is_only_optional_is_no_error():
    """Hypertension that is mentioned and not managed may be coded: adding it is no false alarm, returning for it no
    mistake."""
    case = case_of("audit_05_knee", pressure="mentioned", side="left", steroid_mg=20)
    assert sent_in(case).answer.diagnoses == ("M17.12",)
    marks = marked(case, flag("diagnoses.missing", "left-out", "I10"))
    assert marks.score == 1 and [mark.verdict for mark in marks.marks] == ["right", "free"]


def test_an_exchange_in_two_rows_is_one_correction():
    case = case_of("audit_06_pressure_kidney", "missed-combination-code", link="assumed")
    claim = sent_in(case).answer
    right = parse(TASK.key(case)).flags[0]
    at = claim.diagnoses.index("I10")
    assert right.place == f"diagnoses.{at}" and right.correction == "I12.9"
    assert marked(case, flag(right.place, "combination", "I12.9")).score == 1
    rows = flag(right.place, "combination", "remove"), flag("diagnoses.missing", "combination", "I12.9")
    assert marked(case, *rows).score == 1


def test_two_tries_at_one_error_cost():
    case = knee("wrong-units")
    tries = flag("services.2.units", "units", "3"), flag("services.2.units", "units", "4")
    assert marked(case, *tries).score == round(4 / 5, 4)


def test_a_reason_that_is_true_and_too_general_keeps_half():
    case = case_of("audit_06_pressure_kidney", "missed-combination-code", link="assumed")
    right = parse(TASK.key(case)).flags[0]
    marks = marked(case, flag(right.place, "other-code", right.correction))
    assert marks.score == round(3.5 / 4, 4) and "closer reason" in marks.marks[2].reason


def test_either_of_two_defensible_levels_is_right():
    """Where two levels are defensible, the one on the claim is no error, and the other is optional."""
    one = replace(exercise("level_07_ear_and_stomach"), task="audit_claim", given={"sent": [[]]}, samples=())
    case = draw_from(one, 1)
    levels = [item.code for item in case.truth.services if item.needs == "one of" and item.code.startswith("99")]
    assert len(set(levels)) == 2
    sent = next(row for row in sent_in(case).answer.services if row.code in levels)
    other = next(code for code in levels if code != sent.code)
    place = f"services.{sent_in(case).answer.services.index(sent)}.code"
    marks = marked(case, flag(place, "level-high", other))
    assert sent_in(case).errors == () and marks.score == 1 and marks.marks[1].verdict == "free"


# -- money


def test_what_an_audit_brings_is_told_in_money():
    case = knee("missing-modifier-25")
    accepted = TASK.grade(parse({"verdict": "accept"}), case)
    corrected = TASK.grade(parse(TASK.key(case)), case)
    assert accepted.owed_not_paid_amount > 0 and corrected.owed_not_paid_amount == 0
    assert corrected.paid_first_time and not accepted.paid_first_time
    told = [mark.message for mark in corrected.marks if mark.where == "whole"]
    assert told[0].startswith("Coding accuracy of this claim: 4 of 5 codes, 80 %.")
    assert "owed and not paid" in told[1]


def test_an_overpayment_is_an_error_with_a_deadline():
    case = case_of("audit_02_red_eye", "level-too-high", variant=2)
    marks = TASK.grade(parse(TASK.key(case)), case)
    told = next(mark for mark in marks.marks if mark.message.startswith("Nothing is billed yet."))
    assert "does not apply to Acme PPO: contract and state law" in told.message and told.cite


@pytest.mark.parametrize(
    "payer, is_federal",
    [("medicare_part_b", 1), ("silverleaf_hmo", 1), ("medicaidcare", 1), ("acme_ppo", 0), ("anvil_workcomp", 0)],
)
def test_the_sixty_day_rule_is_said_only_of_federal_money(payer, is_federal):
    """SSA 1128J(d): overpayments under titles XVIII and XIX, also through a plan."""
    found = duty(payer, "2026-05-01")
    assert found.is_federal == bool(is_federal) and ("state law" in found.words) != found.is_federal
    assert "would be" in found.words


# -- reading


@pytest.mark.parametrize(
    "row, where",
    [
        (flag("services.9.units", "units", "4"), "flags.0.place"),
        (flag("services.0.units", "units", "many"), "flags.0.correction"),
        (flag("services.0.modifiers", "modifier-missing", "twenty"), "flags.0.correction"),
        (flag("services.0.pointers", "pointer", "Z"), "flags.0.correction"),
        (flag("diagnoses.0", "side", "knee"), "flags.0.correction"),
        (flag("diagnoses.sequence", "sequence", "AA"), "flags.0.correction"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_costs_nothing(row, where):
    found = TASK.judge(parse({"verdict": "return", "flags": [row]}), knee("wrong-units"))
    assert isinstance(found, list) and [problem.where for problem in found] == [where]


def test_an_accepted_claim_with_flags_is_asked_about():
    found = parse({"verdict": "accept", "flags": [flag("services.0.units", "units", "4")]})
    assert [problem.where for problem in found] == ["verdict"]


CELLS = st.one_of(st.text(max_size=30), st.sampled_from(["services.0.units", "diagnoses.0", "units", "remove"]))
ROWS = st.lists(
    st.one_of(st.none(), st.integers(), st.dictionaries(st.sampled_from(["place", "reason", "correction"]), CELLS)),
    max_size=4,
)


@given(
    st.one_of(
        st.none(),
        st.integers(),
        st.fixed_dictionaries({}, optional={"verdict": st.one_of(st.text(max_size=9), st.none()), "flags": ROWS}),
    )
)
def test_whatever_is_sent_is_read_or_told(sent):
    found = parse(sent)
    if isinstance(found, list):
        assert found and all(isinstance(one, Problem) and one.where and one.expected for one in found)
    else:
        again = parse(found.as_dict())
        assert isinstance(again, Answer) and again.as_dict() == found.as_dict()
        marks = TASK.judge(found, knee("wrong-units"))
        assert isinstance(marks, list) or 0 <= marks.score <= 1


def test_every_kind_of_error_that_a_coder_makes_has_a_reason():
    ours = {kind for one in REASONS.values() for kind in one.kinds}
    assert ours <= set(kinds())
    for name in MINE:
        for variant in VARIANTS:
            for trap in sent_in(draw_from(exercise(name), variant)).traps:
                assert of_kind(trap.error), trap.error


def test_lists_that_fit_no_visit_are_told():
    with pytest.raises(CleanClaimError, match="none of the lists"):
        sent_in(case_of("audit_05_knee", "unsupported-separate-visit", pressure="managed"))
