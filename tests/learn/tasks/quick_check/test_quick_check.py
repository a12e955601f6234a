"""The drill: every question of every kind is true by the tables, wrong choices say why they are wrong and name the
misconception, nothing tells the answer before grading, and bad input is told and costs nothing.
"""

import json
from dataclasses import replace

import pytest
from hypothesis import given as holds_for
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.ground.strict_toml import Place
from sim.learn.exercises.case import draw, draw_from
from sim.learn.exercises.exercise import exercise, exercises
from sim.learn.grading.error_kinds import kinds as error_kinds
from sim.learn.grading.marks import Marks
from sim.learn.lint.exercise_proofs import check
from sim.learn.tasks.quick_check import task
from sim.learn.tasks.quick_check.drawn import questions
from sim.learn.tasks.quick_check.given import given
from sim.learn.tasks.quick_check.kinds import kinds
from sim.learn.tasks.quick_check.own_remittance import answer
from sim.learn.tasks.shown_before_grading import public
from sim.reference.codes import list_rows, modifiers

DRILLS = [name for name, one in exercises().items() if one.task == "quick_check"]
VARIANTS = range(1, 9)
REMITTED = "drill_01_remittance"


def graded(case, chosen) -> Marks:
    return task.grade(task.parse(chosen), case)


def about(kind: str, fact: str, base: str = REMITTED, seed: str = "s"):
    return kinds()[kind].question(fact, draw(base, 1), seed)


@pytest.mark.parametrize("name", DRILLS)
def test_the_key_earns_everything_and_each_wrong_choice_costs_its_question(name):
    for variant in VARIANTS:
        case = draw(name, variant)
        right = task.key(case)
        assert graded(case, right).score == 1 and graded(case, {}).score == 0
        asked = len(right)
        for field, laid in zip(right, questions(case), strict=True):
            for letter, offer in laid.offers.items():
                if offer is None:
                    continue
                marks = graded(case, {**right, field: letter})
                mark = next(one for one in marks.marks if one.where == field)
                assert marks.score == round((asked - 1) / asked, 4), (field, letter)
                assert mark.error == offer.error and mark.reason and mark.reason in mark.message and mark.hint
                assert mark.key == laid.question.right and mark.cite


@pytest.mark.parametrize("name", DRILLS)
def test_choices_differ_and_only_one_is_right(name):
    for variant in VARIANTS:
        found = questions(draw(name, variant))
        assert len({laid.question.ask for laid in found}) == len(found)
        for laid in found:
            words = [laid.words(letter) for letter in laid.offers]
            assert len(set(words)) == len(words) > 1, laid.question.ask
            assert {offer.error for offer in laid.offers.values() if offer} <= set(error_kinds())
            assert kinds()[laid.kind].skill in {one.skill for one in error_kinds().values()}


@pytest.mark.parametrize("name", DRILLS)
def test_nothing_says_which_choice_is_right_before_grading(name):
    for variant in VARIANTS:
        case = draw(name, variant)
        shown = json.dumps(public(case))
        assert not [laid.question.why for laid in questions(case) if laid.question.why in shown]
        assert "trap" not in shown and str(case.row["choices"] or "no choices") not in shown
        letters = [option.id for control in task.form(case).controls for option in control.options]
        assert set(letters) <= set("abcd")


def test_right_answers_stand_at_every_letter():
    told = {letter for name in DRILLS for variant in VARIANTS for letter in task.key(draw(name, variant)).values()}
    assert told == set("abcd")


def test_the_same_variant_asks_the_same_and_another_asks_something_else():
    first, again, other = (draw("drill_03_modifiers", variant) for variant in (1, 1, 2))
    assert task.key(first) == task.key(again)
    assert [one.question.ask for one in questions(first)] != [one.question.ask for one in questions(other)]


# -- the five typical wrong answers, each with its own reason (and more of them)

TYPICAL = {
    "reason-code-misread": (REMITTED, "does not stand on this line"),
    "contractual-to-patient": (REMITTED, "This amount stands under CO"),
    "patient-share-written-off": (REMITTED, "This amount stands under PR"),
    "place-misread": ("drill_02_places", "is another place"),
    "place-rate-misread": ("drill_02_places", "Medicare lists"),
    "modifier-misread": ("drill_03_modifiers", None),
    "rejected-read-as-denied": ("drill_04_rejected_or_denied", "F2 would say so"),
    "denied-read-as-rejected": ("drill_04_rejected_or_denied", "A3, A6, A7, A8 would say so"),
    "second-original": ("drill_05_corrections", "a second original is a duplicate"),
    "replacement-not-taken": ("drill_05_corrections", "Original Medicare does not"),
    "appeal-of-own-error": ("drill_05_corrections", "supports the line as billed"),
    "box-misread": ("drill_05_corrections", "holds something else"),
}


@pytest.mark.parametrize("error", TYPICAL)
def test_a_typical_wrong_answer_is_named_with_its_reason(error):
    name, reason = TYPICAL[error]
    for variant in VARIANTS:
        case = draw(name, variant)
        wrong = task.mistaken(case, error)
        if wrong is None:
            continue
        mark = next(one for one in graded(case, wrong).marks if one.verdict == "wrong")
        assert mark.error == error and (reason or "modifier" in mark.reason or "says" in mark.reason)
        assert reason is None or reason in mark.reason
        return
    raise AssertionError(f"{error} can never be made")


def test_a_mistake_that_cannot_be_made_is_none():
    assert task.mistaken(draw(REMITTED, 1), "box-misread") is None


# -- what is asked is true by the tables


def test_the_remittance_beside_is_the_case_s_own_answer():
    case = draw(REMITTED, 1)
    assert "CO-97" in {one.reason for one in answer(case).adjusted} and answer(case).rejected is None
    (shown,) = task.opens(case)["panels"]
    rows = shown["blocks"][1]["table"]["rows"]
    assert len(rows) == len(answer(case).adjusted)
    assert about("adjustment_meaning", "CO-97").right == "Included in another service already paid"
    assert about("who_owes", "CO-97").right.startswith("The clinic")


def test_a_rejected_claim_is_shown_and_asked_about():
    for variant in VARIANTS:
        case = draw("drill_04_rejected_or_denied", variant)
        assert answer(case).rejected[0] == "A6" and "277CA" in task.opens(case)["panels"][0]["heading"]
        own = [laid for laid in questions(case) if laid.question.is_own]
        assert len(own) == 1 and own[0].question.right.startswith("Rejected")


def test_nothing_lies_beside_where_nothing_is_asked_about_it():
    assert task.opens(draw("drill_03_modifiers", 1))["panels"] == []


def test_a_reason_that_leaves_it_to_the_remark_asks_for_the_remark():
    one = exercise(REMITTED)
    case = draw_from(
        replace(
            one, scenarios=("sore_throat",), payer="medicare_part_b", choices={}, trap={"error": "missing-modifier-qw"}
        ),
        1,
    )
    for adjusted in answer(case).adjusted:
        asked = kinds()["adjustment_meaning"].question(adjusted.reason, case, "s")
        table = "rarc" if "leaves it to the remark" in asked.ask else "carc"
        code = adjusted.remarks[0] if table == "rarc" else adjusted.carc
        assert asked.right == next(row["label"] for row in list_rows(table) if row["code"] == code)


@pytest.mark.parametrize(
    "kind, fact, right",
    [
        ("correction_way", "medicare_part_b", "Request a reopening"),
        ("correction_way", "acme_ppo", "Send a corrected claim (frequency code 7)"),
        ("place_code", "22", "22"),
        ("place_rate", "22", "The facility rate: the facility bills its own costs"),
        ("place_rate", "11", "The non-facility rate: it includes the practice's costs of space, staff and supplies"),
        ("claim_status", "A7 562 82", "Rejected: the front end did not let it in"),
        ("claim_status", "CO-97", "Denied: adjudicated, and not paid"),
        ("claim_status", "A2 20", "Accepted: on its way to adjudication"),
        ("claim_status", "P1 50", "Pended: the payer has it and has not decided"),
        ("claim_box", "23", "Box 23"),
        ("modifier_choice", "25", "25"),
        ("modifier_meaning", "57", "Visit at which major surgery was decided"),
    ],
)
def test_what_is_right_is_what_the_tables_say(kind, fact, right):
    assert about(kind, fact).right == right


@pytest.mark.parametrize("kind", kinds())
def test_every_fact_of_every_kind_makes_a_whole_question(kind):
    case = draw(REMITTED, 1)
    for fact in {fact for group in kinds()[kind].facts(case) for fact in group}:
        asked = kinds()[kind].question(fact, case, "s")
        words = [asked.right, *(offer.words for offer in asked.wrong)]
        assert len(set(words)) == len(words) > 1, fact
        texts = (asked.ask, asked.why, asked.place, asked.says, asked.cite, *(offer.reason for offer in asked.wrong))
        assert {offer.error for offer in asked.wrong} <= set(kinds()[kind].errors)
        assert all(texts) and not [text for text in texts if "_" in text or "None" in text], fact


def test_a_modifier_that_has_ended_is_not_asked_about():
    facts = {fact for group in kinds()["modifier_meaning"].facts(draw(REMITTED, 1)) for fact in group}
    assert "21" in modifiers().modifier.texts().tolist() and "21" not in facts and "25" in facts


def test_no_duplicate_is_called_a_denial():
    facts = {fact for group in kinds()["claim_status"].facts(draw(REMITTED, 1)) for fact in group}
    assert "CO-97" in facts and not [fact for fact in facts if fact.startswith("OA-")]


# -- bad input


@pytest.mark.parametrize("sent", [[], "b", 3, {"q1": "z"}, {"q1": 1}, {"q11": "a"}, {"shade": "a"}, {"q1": ["a"]}])
def test_what_cannot_be_read_is_told_and_costs_nothing(sent):
    problems = task.parse(sent)
    assert isinstance(problems, list) and problems and all(one.expected for one in problems)


def test_a_question_that_is_not_asked_and_a_choice_that_is_not_there_are_told():
    case = draw("drill_02_places", 1)
    two = next(name for name, laid in zip(task.FIELDS, questions(case), strict=False) if len(laid.offers) == 2)
    for sent in ({"q9": "a"}, {two: "d"}):
        (problem,) = task.grade(task.parse(sent), case)
        assert problem.where in sent


@holds_for(st.dictionaries(st.sampled_from(task.FIELDS[:5]), st.sampled_from("abcd")))
def test_whatever_is_chosen_is_marked(chosen):
    case = draw("drill_03_modifiers", 1)
    marks, right = graded(case, chosen), task.key(case)
    assert marks.right == sum(right[name] == letter for name, letter in chosen.items())
    assert len(marks.marks) == 5 and marks.entered == len(chosen)


# -- the author


@pytest.mark.parametrize(
    "table, found",
    [
        ({}, "kinds"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["riddles"]}, "riddles"),
        ({"kinds": ["who_owes"], "questions": 11}, "11"),
        ({"kinds": ["who_owes"], "colour": "red"}, "colour"),
    ],
)
def test_an_author_is_told_what_to_write(table, found):
    with pytest.raises(CleanClaimError, match=found):
        given(table, Place("mine.toml", "given"))


def test_too_few_questions_and_unknown_facts_are_found():
    one = exercise("drill_05_corrections")
    few = replace(one, given={"kinds": ["correction_way"], "questions": 10, "facts": ["acme_ppo", "no_payer"]})
    told = " ".join(check(few, 1))
    assert "1 questions, not 10" in told and "no_payer" in told
