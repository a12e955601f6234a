"""Following up: what each field of each claim earns, what a misplaced claim costs, which mistakes have a reason of
their own, and what is not told before grading."""

import json
from datetime import date, timedelta

import pytest
from a_share import share
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.billing.denials.follow_up import by_rule, group, is_part_denied, right_step, window
from sim.ground.dates import us_date
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.grading.error_kinds import kinds
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.follow_up.aging_list import aging_list
from sim.learn.tasks.follow_up.marks import asked
from sim.learn.tasks.follow_up.panels import file_by, status_texts
from sim.learn.tasks.shown_before_grading import public

TASK = task_of("follow_up")
MINE = [name for name, one in exercises().items() if one.task == "follow_up"]
FIRST, QUIET, RECORD, LIMIT, UNPOSTED, UNREAD, ALL, LATE = MINE[:8]


def changed(case, wanted, **cells):
    """The right answer with the cells of one claim overwritten: the first that `wanted` fits."""
    key = TASK.key(case)["claims"]
    number = next(n for n, one in enumerate(aging_list(case).open, 1) if wanted(one))
    return {"claims": {**key, f"c{number}": {**key[f"c{number}"], **cells}}}


def graded(case, answer):
    return TASK.grade(TASK.parse(answer), case)


def errors(marks):
    return [mark.error for mark in marks.marks if mark.verdict == "wrong"]


def test_the_exercises_rise_in_level():
    levels = [exercises()[name].level for name in MINE]
    assert levels == sorted(levels) and len(MINE) >= 7


@pytest.mark.parametrize("name", share(MINE, 3))
@pytest.mark.parametrize("variant", [1, 2, 5])
def test_the_key_earns_everything_a_blank_nothing_and_each_mistake_less(name, variant):
    case = draw(name, variant)
    assert graded(case, TASK.key(case)).score == 1
    assert graded(case, {}).score == 0
    made = 0
    for error in TASK.mistakes:
        wrong = TASK.mistaken(case, error)
        if wrong is None:
            continue
        marks = graded(case, wrong)
        told = next(mark for mark in marks.marks if mark.error == error)
        assert marks.score < 1 and told.reason and told.cite and told.skill and told.hint, error
        made += 1
    assert made >= 5


def test_every_mistake_can_be_made_somewhere_and_is_a_kind_of_the_list():
    made = {error for name in MINE for v in (1, 2, 3) for error in TASK.mistakes if TASK.mistaken(draw(name, v), error)}
    assert made == set(TASK.mistakes) <= set(kinds())


@pytest.mark.parametrize("name", share(MINE, 3))
def test_a_list_has_work_and_at_most_eight_claims(name):
    for variant in (1, 2, 3):
        made = aging_list(draw(name, variant))
        assert 3 <= len(by_rule(made.open)) <= len(made.open) <= 8
        assert all(one.submitted_date <= made.today for one in made.open)


def test_one_misplaced_claim_costs_one_field_and_not_the_whole_order():
    case = draw(FIRST, 1)
    work = by_rule(aging_list(case).open)
    lines = {one.claim_key: f"c{n}" for n, one in enumerate(aging_list(case).open, 1)}
    key = TASK.key(case)["claims"]
    moved = [*work[1:], work[0]]
    answer = {line: dict(cells) for line, cells in key.items()}
    for number, one in enumerate(moved, 1):
        answer[lines[one.claim_key]]["order"] = str(number)
    marks = graded(case, {"claims": answer})
    assert errors(marks) == ["order-not-by-rule"] and marks.score == pytest.approx(
        (marks.key - 1) / marks.key, abs=1e-4
    )


def test_the_same_number_for_every_claim_is_no_order():
    case = draw(LIMIT, 1)
    answer = {line: {**cells, "order": "1"} for line, cells in TASK.key(case)["claims"].items()}
    assert errors(graded(case, {"claims": answer}))


def test_equal_places_may_be_worked_in_either_order():
    case = draw(UNPOSTED, 1)  # three claims of which nothing is expected from the payer
    work = by_rule(aging_list(case).open)
    assert [one.expected for one in work[-3:]] == [0, 0, 0]
    lines = {one.claim_key: f"c{n}" for n, one in enumerate(aging_list(case).open, 1)}
    answer = {line: dict(cells) for line, cells in TASK.key(case)["claims"].items()}
    for number, one in enumerate([*work[:-3], *reversed(work[-3:])], 1):
        answer[lines[one.claim_key]]["order"] = str(number)
    assert graded(case, {"claims": answer}).score == 1


def test_a_claim_that_waits_may_be_numbered_or_not():
    case = draw(FIRST, 1)
    assert graded(case, changed(case, lambda one: group(one) == 4, order="8")).score == 1


def test_a_near_limit_goes_before_a_larger_amount():
    case = draw(LIMIT, 1)
    near = by_rule(aging_list(case).open)[0]
    assert near.is_near and near.expected < max(one.expected for one in aging_list(case).open)
    late = changed(case, lambda one: one.claim_key == near.claim_key, order="8")
    marks = graded(case, late)
    assert errors(marks) == ["deadline-overlooked"]


def test_waiting_for_a_claim_that_the_payer_does_not_have_says_what_is_lost():
    case = draw(FIRST, 1)
    marks = graded(case, changed(case, lambda one: one.found == "not found", action="wait"))
    lost = next(one for one in aging_list(case).open if one.found == "not found")
    assert errors(marks) == ["missing-claim-waited-for"] and marks.owed_not_paid_amount == lost.expected > 0


@pytest.mark.parametrize(
    "name, found, action, error",
    [
        (FIRST, "rejected", "resend", "rejected-sent-unchanged"),
        (FIRST, "rejected", "appeal", "appeal-without-denial"),
        (FIRST, "in process", "resend", "claim-on-file-resent"),
        (FIRST, "not found", "write off", "written-off-too-early"),
        (QUIET, "paid", "wait", "answered-claim-waited-for"),
        (QUIET, "paid", "replace", "claim-on-file-resent"),
        (RECORD, "documents", "wait", "documents-not-sent"),
        (RECORD, "documents", "resend", "claim-on-file-resent"),
        (UNREAD, "denied", "replace", "claim-on-file-resent"),
        (UNPOSTED, "patient", "post", "wrong-follow-up-step"),
        (LATE, "not found", "resend", "sent-after-limit"),
    ],
)
def test_a_wrong_step_is_told_by_its_own_kind(name, found, action, error):
    case = draw(name, 1)
    assert errors(graded(case, changed(case, lambda one: one.found == found, action=action))) == [error]


def test_a_note_names_the_payers_number_of_claim_or_payment():
    case = draw(QUIET, 1)
    paid = next(one for one in aging_list(case).open if one.found == "paid")
    for number in paid.references:
        assert graded(case, changed(case, lambda one: one is paid, reference=number.lower())).score == 1
    wrong = changed(case, lambda one: one is paid, reference="12345")
    assert errors(graded(case, wrong)) == ["wrong-claim-reference"]


def test_the_next_look_is_right_on_every_day_of_its_window_and_on_no_other():
    case = draw(FIRST, 1)
    one = next(each for each in aging_list(case).open if each.found == "in process")
    first, last = window(one)
    for day, score in ((first, 1), (last, 1)):
        assert graded(case, changed(case, lambda each: each is one, again=str(day))).score == score
    for day in (first - timedelta(days=1), last + timedelta(days=1)):
        assert errors(graded(case, changed(case, lambda each: each is one, again=str(day)))) == ["wrong-follow-up-date"]


def test_a_rejected_claim_may_be_noted_as_what_the_payer_says():
    case = draw(FIRST, 1)
    assert graded(case, changed(case, lambda one: one.found == "rejected", found="not found")).score == 1
    assert errors(graded(case, changed(case, lambda one: one.found == "not found", found="rejected")))


def test_a_claim_paid_with_a_line_denied_may_be_noted_as_either_and_its_denial_worked():
    case, wanted = part_paid()
    assert next(row for row in TASK.key(case)["claims"].values() if row["found"] == "part")
    for found in ("part", "paid", "denied"):
        for action in ("post", "denial"):
            assert graded(case, changed(case, wanted, found=found, action=action)).score == 1
    told = next(
        mark for mark in graded(case, changed(case, wanted, found="in process")).marks if mark.verdict == "wrong"
    )
    assert "a line is denied" in told.reason


def part_paid():
    """A case with a claim of which a line is paid and a line denied."""
    wanted = is_part_denied
    return next(
        (draw(name, variant), wanted)
        for name in (ALL, UNREAD, UNPOSTED)
        for variant in range(1, 6)
        if any(one.found == "paid" and wanted(one) for one in aging_list(draw(name, variant)).open)
    )


def test_the_form_names_steps_as_the_key_does():
    case = draw(FIRST, 1)
    options = next(field for field in TASK.form(case).controls[0].fields if field.name == "action").options
    keys = {mark.key for mark in graded(case, TASK.key(case)).marks if mark.where.endswith(".action")}
    assert keys <= {option.words for option in options}


def test_a_claim_that_never_arrived_has_no_acceptance_at_the_clearinghouse_either():
    assert "the clearinghouse has no acceptance" in json.dumps(public(draw(FIRST, 1)))


def test_what_stands_on_the_page_is_enough_for_the_key():
    for name in MINE:
        case = draw(name, 1)
        shown = json.dumps(public(case), ensure_ascii=False)
        for one in aging_list(case).open:
            assert us_date(one.due) in shown and file_by(one) in shown
            assert all(number in shown for number in one.references)
            if one.last_day:
                assert us_date(one.last_day) in shown


def test_before_grading_neither_steps_nor_mistakes_are_told():
    for name in MINE:
        case = draw(name, 1)
        shown = json.dumps(public(case), ensure_ascii=False)
        for word in (*TASK.mistakes, *exercises()[name].given.get("mistakes", ())):
            assert word not in shown
        assert right_step(aging_list(case).open[0]) not in json.loads(shown)


def test_the_statuses_as_received_say_the_same():
    case = draw(FIRST, 1)
    texts = "".join(status_texts(aging_list(case)).values())
    for one in aging_list(case).open:
        assert f"STC*{one.category}:{one.status}" in texts


def test_a_line_that_the_list_does_not_have_is_told_and_not_graded():
    case = draw(FIRST, 1)
    found = graded(case, {"claims": {"c8": {"order": "1"}}})
    assert isinstance(found, list) and found[0].where == "claims.c8"


def test_the_number_of_fields_is_what_the_form_has_to_ask():
    case = draw(FIRST, 1)
    assert graded(case, TASK.key(case)).key == sum(len(asked(one)) for one in aging_list(case).open)


@given(
    st.dictionaries(
        st.sampled_from(["c1", "c2", "x"]),
        st.dictionaries(
            st.sampled_from(["order", "action", "again", "reference", "y"]),
            st.one_of(st.text(max_size=12), st.none(), st.integers(), st.dates().map(str)),
        ),
        max_size=3,
    )
)
@settings(max_examples=80, deadline=None)
def test_whatever_is_sent_is_read_or_told(rows):
    read = TASK.parse({"claims": rows})
    if not isinstance(read, list):
        assert TASK.parse(read.as_dict()) == read


def test_days_are_dates():
    assert isinstance(aging_list(draw(FIRST, 1)).today, date)
