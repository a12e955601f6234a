"""The note on the account, of closed facts: what is at stake, the fact that decides, and the last day. Asked for
where an exercise says so ([given] note = true); free text says too little to be marked.

Not modeled: who else was called, and what was said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from sim.billing.claims.deadlines import deadline_of
from sim.billing.denials.appeal_letters import at_issue
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.exercises.provider_file import POLICIES
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Mark
from sim.learn.tasks.form import Choice, Option
from sim.learn.tasks.work_denial.answer import Answer, note_facts
from sim.learn.tasks.work_denial.returned_claim import claim
from sim.learn.tasks.work_denial.right_decision import CITE, Key, key
from sim.learn.tasks.work_denial.steps import standing

WHOLE, NONE = "claim", "none"
RUNNING = ("R_NEW", "R_CORR", "R_REOPEN", "R_APPEAL", "R_RECON")
NAMES = ("about", "fact", "due")
REPROCESSED = ("R_REOPEN", "R_RECON", "R_CORR", "R_APPEAL")  # the first of them that this payer has
LABELS = {"about": "Note: what is at stake", "fact": "Note: the fact that decides", "due": "Note: last day"}
OF_GROUND = {
    "filed_in_time": "accepted_in_time",
    "contract_price": "contract_pays_more",
    "approved_beforehand": "authorized_before",
}
OF_CAUSE = {"late_filing": "filed_late", "coverage_not_active": "other_coverage", "wrong_payer": "other_coverage"}


class Note(NamedTuple):
    """The right note: `about` and others that say the same, the deciding fact, the last day (none where none runs)."""

    about: frozenset[str]
    fact: str
    due: str


def is_asked(case: Case) -> bool:
    """Does this exercise ask for a note?"""
    return bool(case.exercise.given.get("note"))


def right_note(case: Case) -> Note:
    """What the note has to say; an empty fact where the closed list has none for this case."""
    wanted = key(case)
    return Note(_about(case), _fact(case, wanted), _due(case, wanted.answer.remedy))


def _about(case: Case) -> frozenset[str]:
    """The lines at stake: the whole claim, or each of them."""
    made, all_lines = standing(case), [row["claim_line_number"] for row in claim(case)["lines"]]
    denied = [row["claim_line_number"] for row in claim(case)["remittance"] if row["reason"]]
    lines = denied or (list(made.causes[0].problem.lines) if made.causes else [])
    if not lines or set(lines) == set(all_lines):
        return frozenset((WHOLE, *(f"line.{number}" for number in lines if len(all_lines) == 1)))
    return frozenset(f"line.{number}" for number in lines)


def _fact(case: Case, wanted: Key) -> str:
    """The fact that decides."""
    made, right, filed = standing(case), wanted.answer, case.exercise.credentialing
    if filed is not None and at_issue(made).policy in POLICIES.values():
        if filed.about == "taxonomy":
            return "taxonomy_on_file"
        return "reaches_back" if right.remedy == "R_ENROL" else "does_not_reach_back"
    if wanted.writes:
        return OF_GROUND.get(right.letter["ground"], "record_supports_line")
    if right.cause in OF_CAUSE:
        return OF_CAUSE[right.cause]
    if wanted.sends:
        return "record_supports_change"
    return "nothing_owed" if not made.causes and right.cause == "contract" else ""


def _due(case: Case, remedy: str) -> str:
    """The last day of what is to be done. A claim that was adjudicated is reprocessed after its provider's file was
    updated: by reopening at Original Medicare, as a dispute elsewhere."""
    days = _days(case)
    ways = REPROCESSED if remedy == "R_ENROL" else (remedy,)
    return next((days[way] for way in ways if way in days), NONE)


def _days(case: Case) -> dict[str, str]:
    """The last day of each remedy that has one."""
    lying = claim(case)
    answered = lying["remittance_date"] or lying["submitted_date"]
    found = {way: deadline_of(way, lying["payer_code"], case.row["service_date"], answered)[0] for way in RUNNING}
    return {way: str(day) for way, day in found.items() if not np.isnat(day)}


def noted(right: Answer, case: Case) -> Answer:
    """An answer with the right note."""
    note = right_note(case)
    return replace(right, about=min(note.about), fact=note.fact, due=note.due)


def marks(answer: Answer, case: Case) -> Iterator[Mark]:
    """One mark for each fact of the note."""
    note, wanted = right_note(case), key(case)
    told = {control.name: {one.id: one.words for one in control.options} for control in controls(case)}
    right = {"about": note.about, "fact": {note.fact}, "due": {note.due}}
    for name in NAMES:
        given, best = getattr(answer, name), min(right[name])
        is_right = given in right[name]
        yield Mark(
            name,
            "right" if is_right else "wrong" if given else "missing",
            f"{SAID[name]} {told[name].get(best, best)}.",
            1.0,
            float(is_right),
            error_kinds.skill(ERRORS[name]),
            "" if is_right or not given else ERRORS[name],
            "" if is_right else "The note says something else",
            error_kinds.hint(ERRORS[name]),
            told[name].get(best, best),
            wanted.cite or CITE,
            reason="" if is_right else REASONS[name],
        )


ERRORS = {"about": "note-stake-misread", "fact": "note-fact-misread", "due": "note-deadline-misread"}
SAID = {"about": "At stake:", "fact": "What decides:", "due": "Last day:"}
REASONS = {
    "about": "The note is about the lines that the remittance denies or pays short, and about no other.",
    "fact": "The deciding fact stands in the log, the acknowledgment, the contract or the record: compare its dates.",
    "due": "The last day is that of what you do now, under this payer's rules. Where nothing is sent, none runs.",
}


def controls(case: Case) -> Iterator[Choice]:
    """The three fields; every option is the same whatever the answer."""
    yield Choice("about", LABELS["about"], "", tuple(_stakes(claim(case))))
    yield Choice("fact", LABELS["fact"], "", tuple(Option(name, words) for name, words in note_facts().items()))
    words: dict[str, list[str]] = {}
    for way, day in _days(case).items():
        words.setdefault(day, []).append(WORDS[way])
    days = [Option(day, f"{us_date(day)}: {', '.join(said)}") for day, said in sorted(words.items())]
    yield Choice("due", LABELS["due"], "", (*days, Option(NONE, "no deadline runs")))


WORDS = {
    "R_NEW": "filing limit",
    "R_CORR": "corrected claim",
    "R_REOPEN": "reopening",
    "R_APPEAL": "appeal",
    "R_RECON": "reconsideration",
}


def _stakes(lying: Mapping[str, Any]) -> Iterator[Option]:
    yield Option(WHOLE, f"the whole claim, {dollars(lying['total_charge_amount'])} charged")
    for row in lying["lines"]:
        number = row["claim_line_number"]
        yield Option(f"line.{number}", f"line {number}, {row['procedure_code']}, {dollars(row['charge_amount'])}")
