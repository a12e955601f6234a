"""Querying the provider: what each part of a query earns, when none is due, what is not told before grading, and what
the answer changes."""

import json

import pytest
from a_share import share
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.grading.marks import Marks
from sim.learn.tasks.contract import after, mistaken, task_of
from sim.learn.tasks.query_provider.answer import parse
from sim.learn.tasks.query_provider.open_question import open_question
from sim.learn.tasks.query_provider.task import mistakes
from sim.learn.tasks.shown_before_grading import public

TASK = task_of("query_provider")
MINE = sorted(name for name, one in exercises().items() if one.task == "query_provider")
EAR, VALUE, WHEEZE, RASH, WRIST, CUT = (
    "query_01_which_ear",
    "query_02_lab_value",
    "query_03_wheeze",
    "query_04_rash",
    "query_06_two_papers",
    "query_07_repair",
)


def graded(name: str, variant: int = 1, **changes) -> Marks:
    """The marks of the right answer with some fields overwritten; wordings and answers are given in words."""
    case = draw(name, variant)
    asked = open_question(case)
    if "wording" in changes:
        changes["wording"] = f"w{asked.wordings.index(changes['wording']) + 1}"
    if "options" in changes:
        changes["options"] = [f"o{asked.options.index(one) + 1}" for one in changes["options"]]
    return TASK.grade(TASK.parse({**TASK.key(case), **changes}), case)


def spot_of(case, words: str) -> dict[str, int]:
    """Where these words stand in the record."""
    for number, document in enumerate(case.documents_when(False)):
        for place, lines in enumerate(document.sections.values()):
            for line, text in enumerate(lines):
                if words in text:
                    at = text.index(words)
                    return {"document": number, "section": place, "line": line, "start": at, "end": at + len(words)}
    raise AssertionError(words)


def plain_ear() -> int:
    """A variant of the ear whose infection is named without a further word."""
    return next(one for one in range(1, 9) if "Acute otitis media" in str(draw(EAR, one).documents_when(False)))


def errors(marks: Marks) -> list[str]:
    return [mark.error for mark in marks.marks if mark.error]


def test_there_are_enough():
    assert len(MINE) >= 7


def test_there_are_records_with_a_gap_and_records_without_one():
    found = {open_question(draw(name, variant)).is_open for name in MINE for variant in (1, 2)}
    kinds = {open_question(draw(name, 1)).question.gap for name in MINE}
    assert found == {True, False} and kinds == {"side", "diagnosis", "specificity", "cause", "conflict", "procedure"}


@pytest.mark.parametrize("name", share(MINE, 3))
def test_each_mistake_that_can_be_made_costs_something_and_names_itself(name):
    for variant in (1, 2):
        case = draw(name, variant)
        made = {error: answer for error in mistakes if (answer := mistaken(TASK, case, error))}
        assert made
        for error, answer in made.items():
            marks = TASK.grade(TASK.parse(answer), case)
            assert marks.score < 1 and errors(marks) == [error]
            mark = next(one for one in marks.marks if one.error)
            assert mark.reason and mark.hint and mark.skill == "query" and mark.title and mark.cite


def test_every_mistake_can_be_made_somewhere():
    cases = [draw(name, variant) for name in MINE for variant in (1, 2)]
    assert all(any(mistaken(TASK, case, error) for case in cases) for error in mistakes)


def test_not_asking_where_something_is_open_earns_nothing_and_shows_what_it_costs():
    open_one = next(variant for variant in range(1, 9) if open_question(draw(CUT, variant)).is_open)
    marks = graded(CUT, open_one, ask="no")
    assert marks.score == 0 and errors(marks) == ["query-not-asked"]
    lost = marks.owed_not_paid_amount - marks.patient_amount  # the payer's part and the patient's
    assert lost > 0 and marks.marks[0].consequence.patient_amount == marks.patient_amount


def test_asking_where_nothing_is_open_is_a_mistake_whatever_else_is_right():
    marks = graded(WHEEZE, ask="yes", gap="specificity")
    assert marks.score == 0 and errors(marks) == ["query-not-needed"] and marks.journey is None
    assert graded(WHEEZE).score == 1


@pytest.mark.parametrize(
    "name, wording, error",
    [
        (EAR, "Can you document right otitis media?", "query-leading"),
        (EAR, "Which ear was it? Unspecified codes may not be paid.", "query-mentions-payment"),
        (EAR, "Was it the right ear? Yes or no.", "query-yes-no"),
        (VALUE, "Does the patient have hypokalemia? Yes or no.", "query-yes-no"),
    ],
)
def test_a_question_that_must_not_be_sent_names_why_and_is_a_red_line(name, wording, error):
    marks = graded(name, wording=wording)
    mark = next(one for one in marks.marks if one.where == "wording")
    assert mark.error == error and mark.red_line and marks.score == 0.8
    assert marks.journey is None  # such a query is not sent, so nothing follows from it


def test_one_credible_cause_with_both_ways_out_earns_everything():
    """AHIMA/ACDIS 2022: there may be only one reasonable option; a link may even be asked as yes or no."""
    asked = open_question(draw(RASH, 1))
    drug = next(one for one in asked.reasonable if one.startswith("Rash due to") and "viral" not in one)
    marks = graded(RASH, options=[drug, "Other", "Unable to determine"])
    assert marks.score == 1 and not any("points" in mark.message for mark in marks.marks)


def test_severities_that_todays_findings_do_not_support_are_not_offered():
    asked = open_question(draw("query_05_how_severe", 1))
    assert {"Mild intermittent asthma", "Severe persistent asthma"} <= set(asked.question.unsupported)


@pytest.mark.parametrize("name", [EAR, VALUE, RASH, WRIST])
def test_every_wording_that_may_be_sent_earns_everything(name):
    case = draw(name, 1)
    question = open_question(case).question
    for words in (question.question, *question.also):
        is_yes_no = "Yes or no" in words
        offered = ["Yes", "No", "Other", "Unable to determine"] if is_yes_no else []
        assert graded(name, wording=words, options=offered).score == 1


@pytest.mark.parametrize(
    "offered, error, earned",
    [
        ([], "", 1),  # an open question
        (["Right ear", "Left ear", "Both ears", "Other", "Unable to determine"], "", 1),
        (["Right ear", "Left ear", "Other", "Unable to determine"], "", 1),
        (["Right ear", "Left ear", "Both ears", "Other"], "query-no-way-out", 0),
        (["Right ear", "Left ear", "Both ears", "Unable to determine"], "query-no-way-out", 0),
        (["Right ear", "Other", "Unable to determine"], "query-options-one-sided", 0.5),
        (["Right ear", "Left ear", "Mastoiditis", "Other", "Unable to determine"], "query-option-unsupported", 0),
        (["Yes", "No", "Other", "Unable to determine"], "query-yes-no", 0),
    ],
)
def test_the_answers_offered_are_those_that_the_record_supports(offered, error, earned):
    mark = next(one for one in graded(EAR, options=offered).marks if one.where == "options")
    assert (mark.error, mark.earned) == (error, earned)


def test_a_yes_or_no_question_is_allowed_for_cause_and_effect_and_still_needs_the_ways_out():
    case = draw(RASH, 1)
    words = open_question(case).question.also[0]
    assert "Yes or no" in words
    assert errors(graded(RASH, wording=words, options=["Yes", "No", "Other", "Unable to determine"])) == []
    assert errors(graded(RASH, wording=words, options=["Yes", "No"])) == ["query-no-way-out"]
    assert errors(graded(RASH, wording=words, options=[])) == ["query-no-way-out"]


@pytest.mark.parametrize(
    "cited, error, earned",
    [
        (["Acute otitis media", "TM red, bulging, no movement"], "", 1),
        (["Acute otitis media", "pulling at ear", "TM red, bulging"], "", 1),
        (["Acute otitis media"], "query-indicators-missing", 0.5),
        (
            ["Acute otitis media", "TM red, bulging, no movement", "Drinking ok"],
            "query-indicator-beside-the-point",
            0.5,
        ),
        (["Acute otitis media", "RSV as infant"], "query-indicator-from-list", 0),
        ([], "query-indicators-missing", 0),
    ],
)
def test_a_query_cites_indicators_of_this_visit_and_only_those(cited, error, earned):
    case = draw(EAR, plain_ear())
    marks = graded(EAR, plain_ear(), indicators=[spot_of(case, one) for one in cited])
    mark = next(one for one in marks.marks if one.where == "indicators")
    assert (mark.error, mark.earned) == (error, earned), mark.message


@pytest.mark.parametrize("name", share(MINE, 3))
def test_what_lies_on_the_desk_does_not_tell_whether_anything_is_open(name):
    """The wordings and answers of a record with a gap and of the same story without one are the same texts."""
    for variant in (1, 2):
        case = draw(name, variant)
        shown = json.dumps(public(case))
        form = TASK.form(case)
        assert [one.name for one in form.controls] == ["ask", "gap", "indicators", "wording", "options"]
        asked = open_question(case)
        assert list(asked.wordings) == sorted(asked.wordings) and list(asked.options) == sorted(asked.options)
        assert asked.question.why not in shown and (not asked.question.settled or asked.question.settled not in shown)
        for line in asked.question.text:
            assert line not in shown


def test_the_answer_arrives_when_the_case_is_done_and_says_what_it_changes():
    case = draw(EAR, plain_ear())
    found = after(TASK, case)
    assert found["documents"][-1]["kind"] == "addendum"
    assert [one["title"] for one in found["documents"][:-1]] == [one["title"] for one in TASK.opens(case)["documents"]]
    rows = found["panels"][0]["blocks"][1]["table"]["rows"]
    assert rows[0][1].startswith("H66.90") and rows[1][1] != rows[0][1] and rows[0][2].startswith("$")
    settled = after(TASK, draw(WHEEZE, 1))
    assert "documents" not in settled and settled["panels"][0]["heading"] == "Nothing was open"


def test_a_longer_repair_brings_more_only_after_the_answer():
    variant = next(one for one in range(1, 9) if open_question(draw(CUT, one)).is_open)
    rows = after(TASK, draw(CUT, variant))["panels"][0]["blocks"][1]["table"]["rows"]
    before, later = (float(row[2].strip("$")) for row in rows)
    assert "12001" in rows[0][1] and "12001" not in rows[1][1] and later > before


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=80)
@given(
    junk
    | st.fixed_dictionaries(
        {
            "ask": st.sampled_from(["yes", "no", ""]) | junk,
            "gap": st.sampled_from(["side", "cause", ""]) | junk,
            "wording": st.sampled_from(["w1", "w5", "w16", "w99"]) | junk,
            "options": st.lists(st.sampled_from(["o1", "o9", "o16"]), max_size=4) | junk,
            "indicators": junk,
        }
    )
)
def test_whatever_a_page_sends_is_read_or_told(sent):
    read = parse(sent)
    if not isinstance(read, list):
        for name in (EAR, WHEEZE):
            assert isinstance(TASK.judge(read, draw(name, 1)), Marks | list)
        assert parse(read.as_dict()) == read
