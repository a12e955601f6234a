"""After the last stage: the way of the claim, the marks of each part, and where the two roles met."""

from collections.abc import Mapping
from typing import Any

from sim.learn.desk.desk_state import DeskState
from sim.learn.exercises.case import Case
from sim.learn.exercises.open_record import chart
from sim.learn.tasks.contract import Stage, staged, task_of
from sim.reference.diagnosis_letters import LETTERS
from sim.ui.desks import common
from sim.ui.desks.claim_path import path
from sim.ui.desks.desk_folders import folders
from sim.ui.desks.marks import TONES, WORDS, reason
from sim.ui.desks.record import Proofs, record
from sim.ui.desks.words import count, field_words

View = dict[str, Any]  # JSON: what a page is sent
Mark = Mapping[str, Any]  # a mark as it may be shown
MEETING = "Where the coder met the biller"
NAMES = {
    "cause": "What caused it",
    "owner": "Who fixes it",
    "remedy": "What now",
    "letter": "The letter",
    "boxes": "The form",
    "nothing_more": "Nothing to be billed",
    "send_back": "Sending it back",
}


def recap(now: DeskState, case: Case, stages: tuple[Stage, ...]) -> View:
    """The page that brings all parts together."""
    documents = chart(case)
    proofs = Proofs(documents)
    found = (now.result or {}).get("marks") or []
    sent = now.submitted[-1]["answer"] if now.submitted else {}
    graded = "score" in (now.result or {})
    return {
        "drawing": "visit",
        "search": case.exercise.search,
        "task": case.exercise.ask,
        "path": path(now.journey, common.formula(now.result)),
        "formula": common.formula(now.result),
        "parts": [
            *(_part(place, one, found, sent.get(one.name) or {}, proofs) for place, one in enumerate(stages) if graded),
            *_met(found, proofs),
        ],
        "record": record(common.facts(case), documents, proofs),
        "draft": {},
        "marks": {},
        "key": common.key_of(now, case, keys(now, case, stages)),
        "hints": common.hints(now, case),
        "actions": common.actions(now, case, _back(now, stages, found)),
        "notice": common.problems(now),
        "announce": _heard(now),
        "foot": common.FOOT,
    }


def _part(place: int, stage: Stage, found: list[Mark], sent: Mark, proofs: Proofs) -> View:
    """One part: how many of its items are right, and each mark."""
    mine = [one for one in found if one["where"].startswith(f"{stage.name}.")]
    rows = [_row(one, one["where"].removeprefix(f"{stage.name}."), sent, proofs) for one in mine]
    wrong = sum(row["tone"] in ("bad", "warn") for row in rows)
    says = count(wrong, "item to correct", "items to correct") if wrong else "all right"
    return {
        "heading": f"{place + 1} {stage.words}",
        "tone": "bad" if wrong else "good",
        "says": says,
        "rows": rows,
    }


def _row(mark: Mark, where: str, sent: Mark, proofs: Proofs) -> View:
    return {
        "label": label(where, sent, mark),
        "tone": TONES.get(mark["verdict"], "later"),
        "says": WORDS.get(mark["verdict"], ""),
        "reasons": [reason(dict(mark), proofs)],
    }


def label(where: str, sent: Mark, mark: Mark) -> str:
    """What a mark is about, with the code that was sent there.

    >>> label("diagnoses.0", {"diagnoses": ["I10"]}, {"verdict": "right"}), label("work", {}, {"verdict": "right"})
    ('Diagnosis A, I10', 'Work')
    """
    head, _, rest = where.partition(".")
    number = rest.partition(".")[0]
    rows = sent.get(head) or []
    if mark["verdict"] == "missing" and head in ("diagnoses", "services"):
        return f"A {'diagnosis' if head == 'diagnoses' else 'service'} not entered"
    if number.isdigit() and int(number) < len(rows) and head in ("diagnoses", "services"):
        code = rows[int(number)] if head == "diagnoses" else rows[int(number)]["code"]
        name = f"Diagnosis {LETTERS[int(number)]}" if head == "diagnoses" else f"Service {int(number) + 1}"
        return f"{name}, {code}"
    return NAMES[head] if head in NAMES and not rest else field_words(where)


def _met(found: list[Mark], proofs: Proofs) -> list[View]:
    """Where the two roles met, once it may be said."""
    rows = [
        {"label": "", "tone": "later", "says": "", "reasons": [reason(dict(one), proofs)]}
        for one in found
        if one["where"] == "met"
    ]
    return [{"heading": MEETING, "tone": "", "says": "", "rows": rows}] if rows else []


def _back(now: DeskState, stages: tuple[Stage, ...], found: list[Mark]) -> list[View]:
    """A button for each part; the first one that is not right stands out."""
    wrong = [
        place
        for place, one in enumerate(stages)
        if any(
            mark["where"].startswith(f"{one.name}.") and mark["verdict"] not in ("right", "free", "saved")
            for mark in found
        )
    ]
    return [
        {
            "kind": "go_back",
            "id": str(place),
            "words": f"Correct part {place + 1}: {one.words.lower()}",
            "weight": "go" if place == min(wrong, default=-1) and not now.finished else "quiet",
            "data": {"stage": place},
        }
        for place, one in enumerate(stages)
    ]


def keys(now: DeskState, case: Case, stages: tuple[Stage, ...]) -> list[View]:
    """The right answer of each part, as its own desk shows it."""
    right, views = now.key or {}, folders()
    if not right:
        return []
    parts = (
        views["coder"].key(_with(now, right["coding"])),
        views["biller"].key(_with(now, right["claim"]), _lying(case, right)["boxes"]),
        views["denial"].key(_with(now, right["work"])),
    )
    return [
        block
        for place, (stage, shown) in enumerate(zip(stages, parts, strict=True), 1)
        for block in ({"heading": f"{place} {stage.words}"}, *shown)
    ]


def _with(now: DeskState, key: View) -> DeskState:
    return DeskState(now.desk, now.exercise, now.variant, key=key)


def _lying(case: Case, right: View) -> View:
    """What the claim's stage opens after the right coding."""
    lying = staged(task_of(case.exercise.task), case, [right["coding"]])
    return task_of(lying.exercise.task).opens(lying)


def _heard(now: DeskState) -> str:
    result = now.result or {}
    if not now.submitted:
        return "The right answer is shown." if now.shown else ""
    right = f"{result['right']} of {max(result['entered'], result['key'])} right." if "right" in result else "Saved."
    return f"Submission {len(now.submitted)}. {right}"
