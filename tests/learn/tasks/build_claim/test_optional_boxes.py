"""Boxes in which more than one entry is right move no point; what is wrong there stays wrong."""

from dataclasses import replace

import pytest

from sim.learn.exercises.case import draw_from
from sim.learn.exercises.exercise import exercise
from sim.learn.tasks.build_claim import task
from sim.learn.tasks.build_claim.optional_boxes import optional


def drawn(scenario: str, payer: str):
    """A form of this scenario and payer that begins empty."""
    one = replace(exercise("biller_01_first_claim"), scenarios=(scenario,), payer=payer, name=f"{scenario} {payer}")
    return draw_from(one)


def graded(case, changes):
    key = task.key(case)["boxes"]
    return task.judge(task.parse({"boxes": {**key, **changes}}), case)


MEDICARE = ("tired_no_cause", "medicare_part_b")
PPO = ("tired_no_cause", "acme_ppo")
TEST = ("sore_throat", "acme_ppo")
INJURY = ("twisted_ankle", "acme_ppo")
WORK = ("cut_at_work", "anvil_workcomp")


@pytest.mark.parametrize(
    "what, changes, is_free",
    [
        (MEDICARE, {"11": "NONE", "4": "", "6": "", "7": "", "11a": "", "11d": ""}, True),
        (MEDICARE, {"11": "GRP-1"}, False),
        (MEDICARE, {"4": "SOMEBODY, ELSE"}, False),
        (PPO, {"4": "SAME", "7": "", "11a": "", "11d": "", "20": "", "22": "1", "24C.1": "N"}, True),
        (PPO, {"11a": "01 01 1900"}, False),
        (PPO, {"20": "yes"}, False),
        (PPO, {"17": "DK ANYBODY"}, False),
        (PPO, {"32": "PRAIRIE CLINIC", "32a": "2066719842"}, True),
        (PPO, {"14": "01 05 2026"}, True),
        (PPO, {"14": "01 05 2030"}, False),
        (PPO, {"10c": "yes"}, False),
        (INJURY, {"10c": "yes"}, True),
    ],
)
def test_what_is_as_right_as_the_key_is_free_and_what_is_not_is_not(what, changes, is_free):
    marks = graded(drawn(*what), changes)
    assert not isinstance(marks, list), [one.line() for one in marks]
    assert (marks.score == 1) is is_free, [(one.where, one.message) for one in marks.marks if one.verdict == "wrong"]
    wrong = [one.where for one in marks.marks if one.verdict == "wrong"]
    assert bool(wrong) is not is_free


def test_who_ordered_a_test_of_the_clinic_may_be_named():
    case = drawn(*TEST)
    npi = case.row["rendering_npi"]
    may = optional(case, task.key(case)["boxes"])
    assert may["17b"].accepts(npi) and may["17b"].accepts("") and not may["17b"].accepts("2066719842")
    marks = graded(case, {"17b": npi})
    assert marks.score == 1
    assert [one.verdict for one in marks.marks if one.where == "boxes.17b"] == ["free"]


def test_a_work_injury_may_name_the_employer_and_the_carriers_claim_number():
    case = drawn(*WORK)
    assert task.key(case)["boxes"]["carrier"] == "anvil_workcomp"
    number = task.key(case)["boxes"]["1a"]
    assert graded(case, {"4": "WAREHOUSE CO", "7": "1 DOCK ST", "11b": number, "11a": ""}).score == 1
    assert graded(case, {"11b": "X1"}).score < 1 and graded(case, {"14": ""}).score < 1


def test_the_scrub_finds_nothing_in_what_is_as_right_as_the_key():
    for what, changes in ((WORK, {"4": "WAREHOUSE CO"}), (PPO, {"4": "SAME"}), (MEDICARE, {"6": "", "4": ""})):
        case = drawn(*what)
        read = task.parse({"boxes": {**task.key(case)["boxes"], **changes}})
        assert task.findings(read, case) == []
