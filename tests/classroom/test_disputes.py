"""A mark is disputed, ruled on once, and everybody who answered so is marked again; the old marks stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.classroom.disputes.answers import marked_answer
from sim.classroom.disputes.disputes import (
    dispute,
    disputed_answers,
    disputes,
    dropped_items,
    reach,
    rule,
    rulings,
)
from sim.classroom.disputes.entries import Entry, entry_of
from sim.classroom.disputes.rulings import Ruling, ruled
from sim.classroom.records.classes import new_class
from sim.classroom.records.records import Records
from sim.classroom.records.trail import trail
from sim.ground.errors import CleanClaimError
from sim.learn.desk.marking import graded, told
from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import task_of

CLASS, WORK, ITEM = "billing_101", "week_3", "week_3.1"
KNEE = "coder_04_knee"


def attempt(records, learner, answer, marks, case="side=left", item=ITEM, reveals=None):
    """A marked attempt and what the learner's desk was told of it."""
    base = {"learner": learner, "class_name": CLASS, "assignment": WORK, "desk": "coder", "exercise": item}
    made = {
        **base,
        "task": "code_visit",
        "mode": "homework",
        "variant": 1,
        "scenario": "knee_injection",
        "draws": {"choices": f"{case};steroid_mg=40"},
        "grader_version": "2",
        "answer": answer,
    }
    number = records.store.append([("attempts", made)])[0]["id"]
    shown = {"attempt_id": number, "answer": answer, "result": reveals or marks}
    row = {"attempt_id": number, "learner": learner, "exercise": item, "points": 2, "earned": marks["earned"]}
    records.store.append([("marks", {**row, "marks": marks}), ("events", {**base, "kind": "submit", "data": shown})])
    return number


def document(modifiers):
    """Two items: the visit, right; the injection, whose key is RT."""
    is_right = modifiers == ["RT"]
    marks = [
        {"where": "services.0", "verdict": "right", "points": 1.0, "earned": 1.0, "counts": True},
        {
            "where": "services.1" if is_right else "services.1.modifiers",
            "verdict": "right" if is_right else "partly",
            "points": 1.0,
            "earned": 1.0 if is_right else 0.5,
            "counts": True,
            "key": "RT",
            "error": "" if is_right else "unsupported-modifier-25",
            "message": "25 is not in the key for this line.",
        },
    ]
    score = 1.0 if is_right else 0.75
    return {"score": score, "earned": 2 * score, "points": 2, "entered": 2, "key": 2, "reveals": "key", "marks": marks}


def put(modifiers):
    return {"services": [{"code": "99213", "modifiers": []}, {"code": "20610", "modifiers": modifiers}]}


@pytest.fixture
def records(tmp_path):
    made = Records.at(tmp_path)
    new_class(made, CLASS)
    return made


@pytest.fixture
def work(records):
    """Two with 25 and RT on the left knee, one right, one with another case, one with another modifier."""
    both = ["25", "RT"]
    return {
        "L-1": attempt(records, "L-1", put(both), document(both)),
        "L-2": attempt(records, "L-2", put(["RT", "25"]), document(both)),
        "L-3": attempt(records, "L-3", put(["RT"]), document(["RT"])),
        "L-4": attempt(records, "L-4", put(both), document(both), case="side=right"),
        "L-5": attempt(records, "L-5", put(["59"]), document(["59"])),
    }


def test_a_ruling_says_whom_it_reaches_before_it_is_made(records, work):
    one = dispute(records, CLASS, "L-1", work["L-1"], 1, "The visit was separate.")
    found, whom = reach(records, CLASS, one.number)
    assert (whom.learners, whom.of, whom.others) == (2, 4, 1)
    assert whom.words("accept", found.entry) == (
        "Accept this answer: applies to 2 of 4 learners with this case, who have 25 RT where the key has RT."
        " 1 more made the same kind of error with another case; rule on theirs separately."
    )


def test_accepting_marks_all_of_them_again_and_the_old_marks_stay(records, work):
    one = dispute(records, CLASS, "L-1", work["L-1"], 1, "The visit was separate.")
    done = rule(records, CLASS, one.number, "accept", "Rosa", "Two readings are possible.")
    assert {(number, old, new) for number, old, new in done.regraded} == {
        (work["L-1"], 0.75, 1.0),
        (work["L-2"], 0.75, 1.0),
    }
    rows = records.store.rows("marks", attempt_id=work["L-2"])
    assert [row["earned"] for row in rows] == [1.5, 2.0]
    assert all(len(records.store.rows("marks", attempt_id=work[name])) == 1 for name in ("L-3", "L-4", "L-5"))
    event = records.store.rows("events", learner="L-2")[-1]
    assert (event["kind"], event["data"]["result"]["score"]) == ("marked", 1.0)
    assert event["data"]["result"]["marks"][1]["message"] == "Accepted by the instructor: Two readings are possible."
    line = trail(records, CLASS, what="dispute ruled")[0]
    assert (line.who, line.details["why"]) == ("Rosa", "Two readings are possible.")
    assert disputed_answers(records, CLASS) == ()


def test_who_answers_so_later_is_reached_by_the_ruling_too(records, work):
    one = dispute(records, CLASS, "L-1", work["L-1"], 1, "Separate.")
    rule(records, CLASS, one.number, "accept", "Rosa", "Two readings.")
    late = attempt(records, "L-6", put(["25", "RT"]), document(["25", "RT"]))
    found = marked_answer(records.store, CLASS, late)
    made = rulings(records, CLASS, WORK)
    assert ruled(made, found.item, found.case, found.attempt["answer"], found.graded)["score"] == 1.0


def test_a_later_ruling_takes_the_first_one_s_place(records, work):
    one = dispute(records, CLASS, "L-1", work["L-1"], 1, "Separate.")
    rule(records, CLASS, one.number, "accept", "Rosa", "Two readings.")
    back = rule(records, CLASS, one.number, "keep", "Rosa", "Read again: it was the decision to inject.")
    assert {(old, new) for _, old, new in back.regraded} == {(1.0, 0.75)}
    assert [row["earned"] for row in records.store.rows("marks", attempt_id=work["L-1"])] == [1.5, 2.0, 1.5]
    assert len(rulings(records, CLASS)) == 2 and len(disputes(records, CLASS)) == 1


def test_keeping_the_key_changes_no_mark_and_dropping_names_the_item(records, work):
    one = dispute(records, CLASS, "L-1", work["L-1"], 1, "Separate.")
    assert rule(records, CLASS, one.number, "keep", "Rosa", "It was not.").regraded == ()
    assert dropped_items(records, CLASS, WORK) == ()
    rule(records, CLASS, one.number, "drop", "Rosa", "The chart is unclear.")
    assert dropped_items(records, CLASS, WORK) == (ITEM,)


def test_the_instructor_sees_disputes_of_one_answer_together(records, work):
    dispute(records, CLASS, "L-1", work["L-1"], 1, "Separate.")
    dispute(records, CLASS, "L-2", work["L-2"], 1, "I agree with that.")
    dispute(records, CLASS, "L-5", work["L-5"], 1, "59 is better.")
    found = disputed_answers(records, CLASS, WORK)
    assert [(len(one.disputes), one.first.entry.value, one.reach.learners) for one in found] == [
        (2, "25 RT", 2),
        (1, "59", 1),
    ]
    assert found[0].mark["key"] == "RT" and found[0].ruling is None
    rule(records, CLASS, found[0].first.number, "accept", "Rosa", "Two readings.")
    assert len(disputed_answers(records, CLASS)) == 1
    ruled_on = disputed_answers(records, CLASS, is_open=False)[0]
    assert ruled_on.ruling.what == "accept" and ruled_on.reach.learners == 2


@pytest.mark.parametrize(
    ("who", "mark", "reason", "told_what"),
    [
        ("L-2", 1, "x", "belongs to somebody else"),
        ("L-1", 0, "x", "costs no points"),
        ("L-1", 99, "x", "costs no points"),
        ("L-1", 1, " \0 ", "without a reason"),
    ],
)
def test_a_dispute_that_cannot_be_made_says_why(records, work, who, mark, reason, told_what):
    with pytest.raises(CleanClaimError) as found:
        dispute(records, CLASS, who, work["L-1"], mark, reason)
    assert told_what in found.value.what
    assert disputes(records, CLASS) == ()


def test_nobody_disputes_twice_or_in_another_class_and_rulings_need_a_name_and_a_reason(records, work):
    one = dispute(records, CLASS, "L-1", work["L-1"], 1, "Separate.")
    new_class(records, "other")
    for ask in (
        lambda: dispute(records, CLASS, "L-1", work["L-1"], 1, "Again."),
        lambda: dispute(records, "other", "L-1", work["L-1"], 1, "Again."),
        lambda: rule(records, "other", one.number, "accept", "Rosa", "x"),
        lambda: rule(records, CLASS, one.number, "perhaps", "Rosa", "x"),
        lambda: rule(records, CLASS, one.number, "accept", "Rosa", " "),
        lambda: rule(records, CLASS, one.number, "accept", "", "x"),
    ):
        with pytest.raises(CleanClaimError):
            ask()
    assert rulings(records, CLASS) == ()


def test_a_learner_who_was_shown_no_key_is_shown_none_by_the_ruling(records):
    both = ["25", "RT"]
    hidden = document(both) | {"reveals": "hint"}
    hidden["marks"] = [{**one, "key": "", "error": "", "reveals": "hint"} for one in hidden["marks"]]
    number = attempt(records, "L-1", put(both), document(both), reveals=hidden)
    exam = attempt(records, "L-2", put(both), document(both), reveals={"marks": [], "entered": 2, "reveals": "none"})
    one = dispute(records, CLASS, "L-1", number, 1, "Separate.")
    rule(records, CLASS, one.number, "accept", "Rosa", "Two readings.")
    homework, in_exam = (records.store.rows("events", learner=name)[-1]["data"] for name in ("L-1", "L-2"))
    assert homework["result"]["score"] == 1.0 and homework["result"]["marks"][1]["key"] == ""
    rule(records, CLASS, one.number, "keep", "Rosa", "Read again.")
    assert records.store.rows("events", learner="L-1")[-1]["data"]["result"] == hidden
    assert in_exam["attempt_id"] == exam and in_exam["result"] == {"marks": [], "entered": 2, "reveals": "none"}


def by_the_grader(change):
    """A right answer with something changed, as the grader marks it."""
    case = draw(KNEE, 1)
    answer = task_of("code_visit").key(case)
    change(answer)
    found, marks = graded(case, answer)
    return found.as_dict(), told(marks, "key")["result"]


def accepting(answer, result, place):
    entry = entry_of(result["marks"][place], answer)
    return Ruling(1, "", WORK, ITEM, "c", entry, "accept", "Rosa", "why")


def test_the_grader_s_own_marks_are_accepted_to_the_full():
    """Whatever is wrong alone is worth all points once it is accepted; of two errors each is worth its part."""

    def other_modifier(answer):
        answer["services"][0]["modifiers"] = ["59"]

    def extra_service(answer):
        answer["services"].append({"code": "71046", "modifiers": [], "units": 1, "pointers": ["A"]})

    def left_out(answer):
        answer["diagnoses"] = answer["diagnoses"][:1]
        answer["services"] = [{**one, "pointers": ["A"]} for one in answer["services"]]

    def two_errors(answer):
        answer["services"][0] |= {"modifiers": ["59"], "units": 3}

    for change, many in ((other_modifier, 1), (extra_service, 1), (left_out, None), (two_errors, 2)):
        answer, result = by_the_grader(change)
        places = [place for place, mark in enumerate(result["marks"]) if mark["verdict"] not in ("right", "free")]
        assert places and (many is None or len(places) == many), (change.__name__, result["marks"])
        scores = [result["score"]]
        for count in range(1, len(places) + 1):
            made = [accepting(answer, result, place) for place in places[:count]]
            scores.append(ruled(made, ITEM, "c", answer, result)["score"])
        assert scores == sorted(set(scores)) and scores[-1] == 1.0, (change.__name__, scores)


marks = st.fixed_dictionaries(
    {
        "where": st.sampled_from(
            ["services.0", "services.0.units", "services.1.modifiers", "diagnoses", "q1", "", "x.y.z"]
        ),
        "verdict": st.sampled_from(["right", "wrong", "partly", "missing", "free"]),
        "points": st.sampled_from([0.0, 0.5, 1.0]),
        "earned": st.sampled_from([0.0, 0.25]),
        "key": st.sampled_from(["", "RT"]),
        "counts": st.booleans(),
    }
).map(lambda one: {**one, "earned": 0.0 if one["verdict"] == "missing" else min(one["earned"], one["points"])})


@settings(max_examples=40)
@given(st.lists(marks, max_size=6), st.integers(0, 6), st.integers(0, 6))
def test_accepting_never_costs_points_and_twice_is_once(given_marks, entered, key):
    answer = {"services": [{"code": "99213", "modifiers": ["25"], "units": 2}], "diagnoses": ["I10"], "q1": "c"}
    most = max(entered, key)
    score = min(1.0, sum(one["earned"] for one in given_marks if one["counts"]) / most) if most else 0.0
    before = {"score": score, "earned": score, "points": 1, "entered": entered, "key": key, "marks": given_marks}
    every = [accepting(answer, before, place) for place in range(len(given_marks))]
    once = ruled(every, ITEM, "c", answer, before)
    assert once["score"] >= score - 1e-4 and 0 <= once["score"] <= 1
    assert ruled(every, ITEM, "c", answer, once) == once


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    ),
    st.text(max_size=12),
)
def test_any_answer_has_an_entry(value, where):
    found = entry_of({"where": where, "verdict": "wrong"}, {"a": value, where: value})
    assert isinstance(found, Entry) and found.value
