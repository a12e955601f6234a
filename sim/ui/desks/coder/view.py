"""The coder's desk: the draft as rows, and after grading the marks of each row as it was sent."""

from collections.abc import Mapping
from typing import Any

from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.own_work import case_of
from sim.learn.exercises.case import Case
from sim.learn.exercises.open_record import chart as documents_of
from sim.reference.codes import modifiers
from sim.reference.diagnosis_letters import LETTERS
from sim.ui.desks import common, finder
from sim.ui.desks.claim_path import path, table
from sim.ui.desks.common import Result, View
from sim.ui.desks.marks import missing_mark, row_mark, whole_mark
from sim.ui.desks.record import Proofs, record

TASK = "code_visit"
FLAGS = [{"id": "nothing_more", "words": "Nothing in this record is to be billed"}]
WHOLE = {"query": "The question to the provider", "nothing_more": "Nothing to be billed"}


def view(store: Store | None, learner: str, now: DeskState) -> View:
    """The coder's desk as a JSON object."""
    case = case_of(store, learner, now)
    chart = documents_of(case, bool(now.question))
    proofs, draft = Proofs(chart), to_draft(now.draft, case)
    marked = marks(now.result, now.submitted[-1]["answer"] if now.submitted else None, proofs)
    return {
        "drawing": "coder",
        "search": case.exercise.search,
        "bar": common.bar(now, case, common.scores(now.result, "codes right")),
        "round": len(now.submitted),
        "items": common.items(now),
        "task": case.exercise.ask,
        "record": record(common.facts(case), chart, proofs),
        "path": path(now.journey, common.formula(now.result)),
        "coder": {"search": case.exercise.search, "locked": False, "modifiers": modifier_words(), "flags": FLAGS},
        "ask": None if now.question else ask(case),
        "asked": asked(now, case),
        "draft": draft,
        "labels": finder.labels(*codes_of(draft)),
        "marks": marked,
        "key": common.key_of(now, case, key(now), "What the record supports"),
        "hints": common.hints(now, case),
        "actions": common.actions(now, case, first_actions(now)),
        "notice": common.problems(now),
        "foot": common.FOOT,
        "announce": announcement(now),
    }


def first_actions(now: DeskState) -> list[View]:
    """Send, and hold and ask."""
    send = {
        "kind": "submit",
        "words": "Correct and send to billing" if now.submitted else "Send to billing",
        "weight": "go",
        "sends": True,
    }
    again = bool(now.submitted)
    hold = {
        "kind": "asking",
        "words": "Ask the provider" if again else "Hold and ask the provider",
        "weight": "quiet" if again else "plain",
    }
    return [send] if now.question or now.finished else [send, hold]


def ask(case: Case) -> View:
    """Questions to choose from, or one of one's own. They are the same for every record, so that their being there says
    nothing.
    """
    return {
        "words": (
            f"The query goes to {common.provider(case.row)}. The claim is held until the answer arrives as a document"
            " of the record. A compliant query says what the record leaves unclear, lists the possible answers, and"
            " suggests none of them."
        ),
        "choices": [{"id": words, "words": words} for words in QUESTIONS],
    }


QUESTIONS = (
    "Which side was it: right, left, both, or can it not be determined?",
    "What is the type, stage or cause of the condition, as far as you know it, or can it not be determined?",
    "Are the two conditions related, are they not, or can it not be determined?",
    "How long is the wound, or how much was given: could the missing figure be added to the record?",
)


def asked(now: DeskState, case: Case) -> View | None:
    """What was asked, and what came of it."""
    if not now.question:
        return None
    came = (
        "The answer has arrived as a document of the record."
        if case.question
        else "The provider has nothing to add: the record says what there is."
    )
    return {"question": now.question, "words": came}


def key(now: DeskState) -> list[View]:
    """The codes that the record supports."""
    right = now.key or {}
    draft = to_draft(right)
    words = finder.labels(*codes_of(draft))
    diagnoses = [
        [LETTERS[n], {"code": row["code"]}, words.get(row["code"], "")] for n, row in enumerate(draft["diagnoses"])
    ]
    services = [
        [{"code": row["code"]}, row["modifiers"], row["units"], row["pointers"], words.get(row["code"], "")]
        for row in draft["services"]
    ]
    blocks = [
        table("Diagnoses", ["", "code", ""], diagnoses),
        table("Services", ["code", "modifiers", "units", "for", ""], services, right=[2]),
    ]
    query = [{"p": ["Asked first: ", {"b": right["query"]}]}] if right.get("query") else []
    return query + (blocks if services or diagnoses else [{"p": "Nothing in this record is billed."}])


def announcement(now: DeskState) -> str:
    """What a screen reader hears after grading."""
    if not now.submitted:
        return ""
    result = now.result or {}
    return f"Submission {len(now.submitted)}. " + (
        f"{result['right']} of {max(result['entered'], result['key'])} right." if "right" in result else "Saved."
    )


def to_draft(answer: Mapping[str, Any], case: Case | None = None) -> View:
    """The desk's rows from an answer as it is stored.

    >>> sent = {"code": "99213", "modifiers": ["25"], "units": 1, "pointers": ["A"]}
    >>> to_draft({"diagnoses": ["I10"], "services": [sent]})["services"]
    [{'id': 1, 'code': '99213', 'modifiers': '25', 'units': '1', 'pointers': 'A'}]
    """
    services = [
        {
            "id": number,
            "code": _text(row.get("code")),
            "modifiers": _text(row.get("modifiers"), " "),
            "units": _text(row.get("units", "")),
            "pointers": _text(row.get("pointers")),
        }
        for number, row in enumerate(answer.get("services") or [], 1)
    ]
    return {
        "diagnoses": [{"code": code} for code in answer.get("diagnoses") or []],
        "services": services,
        "flags": [flag["id"] for flag in FLAGS if answer.get(flag["id"])],
    }


def _text(value: object, joint: str = "") -> str:
    return joint.join(map(str, value)) if isinstance(value, (list, tuple)) else "" if value is None else str(value)


def to_answer(draft: View, case: Case | None = None) -> View:
    """The answer from the desk's rows; fields stay as typed, the task reads them.

    >>> to_answer({"diagnoses": [{"code": "I10"}], "services": [], "flags": []})
    {'diagnoses': ['I10'], 'services': [], 'nothing_more': False}
    """
    return {
        "diagnoses": [row["code"] for row in draft["diagnoses"]],
        "services": [
            {name: row[name] for name in ("code", "modifiers", "units", "pointers")} for row in draft["services"]
        ],
        **{flag["id"]: flag["id"] in draft["flags"] for flag in FLAGS},
    }


def codes_of(draft: View) -> tuple[list[str], list[str]]:
    """Diagnosis and procedure codes on the desk, whose labels are wanted."""
    return [row["code"] for row in draft["diagnoses"]], [row["code"] for row in draft["services"]]


def marks(result: Result | None, answer: Mapping[str, Any] | None, proofs: Proofs) -> View:
    """Marks by row of the answer that was graded: diagnoses, services, missing, whole."""
    found = (result or {}).get("marks") or []
    sent = to_draft(answer or {})
    out: View = {"diagnoses": [], "services": [], "missing": [], "whole": []}
    for kind in ("diagnoses", "services"):
        for number, row in enumerate(sent[kind]):
            here = [
                mark
                for mark in found
                if mark["verdict"] != "missing" and mark["where"].split(".")[:2] == [kind, str(number)]
            ]
            if here:
                tag = LETTERS[number] if kind == "diagnoses" else str(number + 1)
                out[kind].append(
                    row_mark({name: value for name, value in row.items() if name != "id"}, here, proofs, tag)
                )
        out["missing"] += [
            missing_mark(mark, kind, _label(kind, mark), proofs)
            for mark in found
            if mark["verdict"] == "missing" and mark["where"].split(".")[0] == kind
        ]
    out["whole"] = [
        whole_mark(mark, WHOLE.get(mark["where"].split(".")[0], "The answer"), proofs)
        for mark in found
        if mark["where"].split(".")[0] not in ("diagnoses", "services")
    ]
    return out


def _label(kind: str, mark: Result) -> str:
    key = mark.get("key", "")
    return finder.labels([key], []).get(key, "") if kind == "diagnoses" else finder.labels([], [key]).get(key, "")


def modifier_words() -> dict[str, str]:
    """Words beside the modifiers one types."""
    table = modifiers()
    return {
        code: f"{code}: {label[:1].lower() + label[1:]}"
        for code, label in zip(table.modifier.texts(), table.label.texts(), strict=True)
    }
