"""Fixing rejections: what each item earns, what the front end answers to the claim that is sent again, and what is not
told before grading."""

import json
from dataclasses import replace
from datetime import date

import pytest
from a_share import share
from hypothesis import given
from hypothesis import strategies as st

from sim.learn.exercises.case import draw, draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.fix_rejection.answer import Answer, parse, whole_form
from sim.learn.tasks.fix_rejection.right_work import right_work
from sim.learn.tasks.fix_rejection.sent_batch import sent_batch
from sim.learn.tasks.fix_rejection.slips import SLIPS
from sim.learn.tasks.shown_before_grading import public

TASK = task_of("fix_rejection")
MINE = [name for name, one in exercises().items() if one.task == "fix_rejection"]
MEMBER, TWO, BORN, CUT, REPLACED, TWICE, FILE, ENVELOPE, ENROLLED, UNREAD = MINE


def graded(name, variant=1, **changes):
    """The marks of the right answer with some fields overwritten."""
    case = draw(name, variant)
    return TASK.grade(TASK.parse({**TASK.key(case), **changes}), case)


def errors(marks):
    return [mark.error for mark in marks.marks if mark.error]


def back(marks, number=1):
    """What came back to a claim."""
    return next(mark.message for mark in marks.marks if mark.where == f"reply_{number}")


def rejected(name, variant=1):
    """The number of the first claim that was rejected."""
    return next(one.number for one in right_work(sent_batch(draw(name, variant))) if one.state == "rejected")


@pytest.mark.parametrize("name", share(MINE, 3))
@pytest.mark.parametrize("variant", range(1, 6))
def test_the_key_earns_everything_and_nothing_earns_nothing(name, variant):
    case, marks = draw(name, variant), graded(name, variant)
    assert marks.score == 1 and not errors(marks) and marks.owed_not_paid_amount == 0
    assert marks.entered == marks.key
    assert TASK.grade(TASK.parse({}), case).score == 0 and not TASK.faults(case)


@pytest.mark.parametrize("name", share(MINE, 3))
def test_each_mistake_has_a_reason_of_its_own_and_costs(name):
    case, reasons = draw(name, 1), {}
    for error in TASK.mistakes:
        wrong = TASK.mistaken(case, error)
        if wrong is not None:
            marks = TASK.grade(TASK.parse(wrong), case)
            mark = next(mark for mark in marks.marks if mark.error == error)
            assert marks.score < 1 and mark.hint and mark.reason and mark.skill and mark.cite
            reasons[error] = mark.reason
    assert len(reasons) >= 5 and len(set(reasons.values())) == len(reasons)


def test_every_mistake_can_be_made_somewhere():
    made = {
        error
        for name in (MEMBER, TWO, TWICE)
        for error in TASK.mistakes
        if TASK.mistaken(draw(name, 1), error) is not None
    }
    assert made == set(TASK.mistakes)


@pytest.mark.parametrize("name", sorted(SLIPS))
def test_every_slip_is_rejected_by_its_own_policy_and_its_correction_is_taken(name):
    one = replace(exercise(MEMBER), given={"claims": [[name]]}, name=f"slip_{name}")
    for variant in (1, 2, 3):
        batch = sent_batch(draw_from(one, variant))
        claim = batch.claims[0]
        assert claim.acknowledgement["policy"] == SLIPS[name].policy
        assert batch.sent_right(claim, batch.resend_date).is_accepted


def test_a_replacement_of_what_was_never_adjudicated_is_rejected_again_by_the_engine():
    marks = graded(MEMBER, way_1="replacement")
    assert errors(marks) == ["frequency-7-after-rejection"] and "A7:464" in back(marks)
    medicare = graded(CUT, way_1="replacement")
    assert "A7:535" in back(medicare)  # Medicare Part B takes no frequency code 7 at all
    assert marks.owed_not_paid_amount > 0


def test_a_second_error_rejects_the_corrected_claim_again():
    case = draw(TWICE, 1)
    rows = TASK.key(case)["corrections_1"]
    marks = graded(TWICE, corrections_1=rows[:1])
    assert set(errors(marks)) == {"second-error-overlooked"} and "Rejected again" in back(marks)
    assert graded(TWICE, corrections_1=rows[::-1]).score == 1  # in any order


def test_the_right_place_with_a_wrong_entry_is_half_and_comes_back_again():
    case = draw(MEMBER, 1)
    row = TASK.key(case)["corrections_1"][0]
    marks = graded(MEMBER, corrections_1=[{**row, "right": "SYN1"}])
    assert errors(marks) == ["wrong-correction-value"] and "A3:33" in back(marks)
    assert marks.score == round(5.5 / 6, 4)
    spaced = f"{row['right'][:4].lower()} {row['right'][4:]}"
    assert graded(MEMBER, corrections_1=[{**row, "right": spaced}]).score == 1


def test_dates_codes_and_amounts_are_read_as_people_type_them():
    born = TASK.key(draw(BORN, 1))["corrections_1"][0]
    month, day, year = born["right"].split()
    assert graded(BORN, corrections_1=[{**born, "right": f"{int(month)}/{int(day)}/{year}"}]).score == 1
    cut = TASK.key(draw(CUT, 1))["corrections_1"][0]
    dotted = f"{cut['right'][:3]}.{cut['right'][3:]}"
    assert graded(CUT, corrections_1=[{**cut, "right": dotted}]).score == 1


def test_the_last_day_by_hand():
    right = right_work(sent_batch(draw(MEMBER, 1)))[0]
    assert (right.last - right.claim.service_date.astype(date)).days == 90  # Acme PPO, from July 2025
    right = right_work(sent_batch(draw(CUT, 1)))[0]
    served = right.claim.service_date.astype(date)
    assert right.last == served.replace(year=served.year + 1)  # Medicare: one calendar year, 42 CFR 424.44


def test_the_limit_counts_from_the_service_and_not_from_the_report():
    batch = sent_batch(draw(MEMBER, 1))
    late = str((batch.reported_date + 90).astype(date))
    assert errors(graded(MEMBER, last_1=late)) == ["filing-counted-from-report"]


def test_after_the_last_day_the_payer_denies_the_right_claim():
    batch = sent_batch(draw(MEMBER, 1))
    claim = batch.claims[0]
    in_time = batch.sent_right(claim, batch.last_day(claim) - 1)
    late = batch.sent_right(claim, batch.last_day(claim) + 1)
    assert in_time.amount > 0 == late.amount
    assert "29" in late.adjudication.adjustments.carc.texts().tolist()
    assert "CO-29" in back(graded(MEMBER, way_1="appeal"))


@pytest.mark.parametrize("name", [TWO, REPLACED, UNREAD])
def test_an_accepted_claim_is_left_alone(name):
    rights = right_work(sent_batch(draw(name, 1)))
    accepted = next(one for one in rights if one.state == "accepted")
    number = accepted.number
    marks = graded(name, **{f"way_{number}": "new"})
    assert errors(marks) == ["accepted-claim-reworked"] and "duplicate" in back(marks, number)
    assert graded(name, **{f"last_{number}": "2026-12-31"}).score == 1  # nobody asks for it
    stray = [{"place": "1a", "right": "X1", "owner": "biller"}]
    assert graded(name, **{f"corrections_{number}": stray}).score < 1


@pytest.mark.parametrize("name, report", [(FILE, "999"), (ENVELOPE, "TA1")])
def test_a_file_that_came_back_is_nobodys_box(name, report):
    batch = sent_batch(draw(name, 1))
    assert batch.report.name == report and all(claim.acknowledgement is None for claim in batch.claims)
    marks = graded(name, corrections_1=[{"place": "1a", "right": "SYN1", "owner": "front desk"}])
    assert "wrong-box-for-rejection" in errors(marks) and "The file comes back as before" in back(marks)
    assert "277ca" not in batch.files and "Accepted for adjudication" in back(graded(name))


def test_a_right_claim_of_a_practice_that_is_not_enrolled_waits_for_the_enrollment():
    batch = sent_batch(draw(ENROLLED, 1))
    claim = batch.claims[0]
    assert claim.acknowledgement["policy"] == "electronic_enrollment_missing"
    assert not batch.sent_right(claim, batch.today).is_accepted
    assert batch.sent_right(claim, batch.enrolled_date).is_accepted
    assert errors(graded(ENROLLED, proof_1="yes")) == ["rejection-as-proof"]


def test_what_was_taken_for_accepted_costs_the_way_nothing_again():
    number = rejected(TWO)
    marks = graded(TWO, **{f"state_{number}": "accepted", f"way_{number}": "wait"})
    assert errors(marks) == ["rejection-overlooked"] and marks.owed_not_paid_amount > 0


@pytest.mark.parametrize("name", share(MINE, 3))
def test_before_grading_nothing_of_the_key_is_shown(name):
    case = draw(name, 1)
    shown = json.dumps(public(case))
    for slip in SLIPS.values():
        assert slip.happened not in shown and f'"{slip.name}"' not in shown
    for right in right_work(sent_batch(case)):
        assert right.last is None or str(right.last) not in shown
    assert "CO-29" not in shown


@pytest.mark.parametrize("name", share(MINE, 3))
def test_the_raw_report_is_one_click_behind_its_plain_words(name):
    panels = public(draw(name, 1))["panels"]
    assert any(panel.get("folded") and "ISA*" in panel["blocks"][0]["raw"] for panel in panels)


def test_the_form_does_not_depend_on_the_slip():
    one = exercise(MEMBER)
    forms = []
    for slip in ("member-id", "total"):
        case = draw_from(replace(one, given={"claims": [[slip]]}), 1)
        forms.append([(control.name, getattr(control, "fields", ())) for control in TASK.form(case).controls])
    assert forms[0] == forms[1]


def test_an_exercise_with_an_impossible_batch_is_told():
    late = replace(exercise(MEMBER), given={"claims": [["member-id"]], "days_unread": 300})
    assert [one.field for one in TASK.faults(draw_from(late, 1))] == ["given, days_unread"]
    assert TASK.lacks(replace(exercise(MEMBER), payer="")).field == "payer"
    assert TASK.lacks(replace(exercise(MEMBER), given={})).field == "given"


@pytest.mark.parametrize("name", [MEMBER, CUT, TWICE])
def test_whoever_has_the_right_record_or_works_the_claim_may_correct_it(name):
    for variant in (1, 2, 3):
        rows = TASK.key(draw(name, variant))["corrections_1"]
        marks = graded(name, variant, corrections_1=[{**row, "owner": "biller"} for row in rows])
        assert marks.score == 1 and "biller may correct" in next(
            mark.message for mark in marks.marks if mark.where == "corrections_1.0.owner"
        )
        assert errors(graded(name, variant, corrections_1=[{**rows[0], "owner": "payer"}, *rows[1:]]))


@pytest.mark.parametrize("name", share(MINE, 3))
def test_no_explanation_is_a_single_word_and_codes_are_written_with_their_dot(name):
    for variant in (1, 2, 3):
        for mark in graded(name, variant).marks:
            assert len(mark.message.split()) > 2 and "Box 3-sex" not in mark.message
        for right in right_work(sent_batch(draw(name, variant))):
            for error in right.errors:
                assert error.place != "21A" or len(error.shown) <= 3 or error.shown[3] == "."


@pytest.mark.parametrize("name", share(MINE, 3))
def test_no_claim_carries_two_diseases_that_the_guidelines_link_in_codes_that_part_them(name):
    for variant in range(1, 7):
        for claim in sent_batch(draw(name, variant)).claims:
            head = claim.true.claims.rows()[0]
            codes = {head[f"diagnosis_code_{n}"].replace(".", "") for n in range(1, 13)}
            if any(code.startswith("N18") for code in codes):  # ICD-10-CM I.A.15, I.C.9.a.2
                assert not codes & {"E119", "I10"}


def test_the_day_asked_for_is_that_of_receipt():
    controls = {control.name: control for control in TASK.form(draw(MEMBER, 1)).controls}
    assert "the payer must receive it" in controls["last_1"].label


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 99) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
ROW = st.fixed_dictionaries(
    {
        "place": st.sampled_from(["", "1a", "3", "21A", "24D.1", "24E.1", "28", "file", "enrollment", "99"]),
        "right": st.text(max_size=6),
        "owner": st.sampled_from(["", "coder", "nobody"]),
    }
)
FIELDS = sorted(control.name for control in whole_form().controls)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON | st.lists(ROW, max_size=3), max_size=5))
def test_whatever_comes_is_read_or_told_and_graded_without_an_error(answer):
    found = parse(answer)
    assert isinstance(found, Answer | list)
    if isinstance(found, Answer):
        assert 0 <= TASK.grade(found, draw(TWICE, 1)).score <= 1
        assert parse(found.as_dict()).as_dict() == found.as_dict()


@pytest.mark.parametrize("name", share(MINE, 3))
def test_the_case_worked_aloud_decides_every_field_of_the_key(name):
    case = draw(name, 1)
    fields = [field for step in TASK.worked(case) for field in dict.fromkeys(step.fields)]
    right = {field for field, value in TASK.key(case).items() if value}
    assert set(fields) == right and set(fields) <= {control.name for control in TASK.form(case).controls}
