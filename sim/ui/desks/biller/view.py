"""The biller's desk: what the coder sent, what the payers say of the patient, the findings, and the numbered form."""

import re
from collections.abc import Mapping
from typing import Any

from sim.billing.claims.form import box_words, following
from sim.ground.dates import us_date
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.own_work import case_of, own_visits
from sim.learn.exercises.case import Case, payer_label
from sim.learn.tasks.build_claim.task import findings, parse, start_boxes
from sim.learn.tasks.shown_before_grading import public
from sim.ui.desks import common
from sim.ui.desks.biller.claim_sheet import form
from sim.ui.desks.claim_path import path, table
from sim.ui.desks.clinic_card import clinic_card
from sim.ui.desks.common import Result, View
from sim.ui.desks.eligibility import eligibility
from sim.ui.desks.marks import TONES, reason
from sim.ui.desks.record import Proofs, record
from sim.ui.desks.words import count, money

TASK = "build_claim"
SEVERITY = {"error": "bad", "warning": "warn"}


def view(store: Store | None, learner: str, now: DeskState) -> View:
    """The biller's desk as a JSON object."""
    case = case_of(store, learner, now)
    open_ = public(case)
    draft = to_draft(now.draft, case)
    boxes = {**open_["boxes"], **following({**open_["boxes"], **draft["fields"]}, case.people)}
    return {
        "drawing": "biller",
        "search": case.exercise.search,
        "bar": common.bar(now, case, scores(now.result), [f"claim state: {state(now)}"]),
        "round": len(now.submitted),
        "items": common.items(now, own_visits(store, learner, now)),
        "task": case.exercise.ask,
        "record": record(common.facts(case), open_["documents"], Proofs(open_["documents"])),
        "path": path(now.journey, common.formula(now.result)),
        "sent": {"blocks": sent(open_["coder_sent"])},
        "eligibility": eligibility(open_),
        "clinic": clinic_card(open_),
        "scrub": unread(now) or marked(now) or scrubbed(now, draft, case),
        "form": form(boxes),
        "draft": draft,
        "marks": {},
        "key": common.key_of(now, case, key(now, open_["boxes"])),
        "hints": common.hints(now, case),
        "actions": common.actions(now, case, first_actions(now)),
        "notice": common.problems(now),
        "announce": announcement(now),
        "foot": f"{filing(open_['filing'])} {common.FOOT}".strip(),
    }


# -- the answer


def to_draft(answer: Mapping[str, Any], case: Case) -> View:
    """The boxes that differ from the form as it lay on the desk."""
    start = start_boxes(case)
    return {"fields": {box: text for box, text in (answer.get("boxes") or {}).items() if text != start.get(box, "")}}


def to_answer(draft: View, case: Case) -> View:
    """The whole form: as it lay on the desk, with what was typed."""
    typed = {**start_boxes(case), **draft["fields"]}
    back = draft.get("send_back", False)
    return {
        "boxes": {} if back else {box: text for box, text in typed.items() if box != "carrier" or text},
        "send_back": back,
    }


def first_actions(now: DeskState) -> list[View]:
    """Scrub first, then submit; or send the work back."""
    scrub = {
        "kind": "scrub",
        "words": "Scrub again" if now.scrubbed else "Scrub",
        "weight": "plain" if now.scrubbed else "go",
        "sends": True,
    }
    submit = {
        "kind": "submit",
        "words": "Correct and submit" if now.submitted else "Submit claim",
        "weight": "go" if now.scrubbed else "plain",
        "sends": True,
    }
    back = {
        "kind": "submit",
        "id": "back",
        "words": "Send back to the coder",
        "weight": "quiet",
        "sends": True,
        "patch": {"send_back": True},
    }
    return [submit, scrub, back] if now.scrubbed else [scrub, submit, back]


# -- beside the form


def sent(coder: Mapping[str, Any]) -> list[View]:
    """What the coder sent, with the clinic's charges."""
    services = [
        [
            [
                {"code": row["code"]},
                *(f" {one}" for one in row["modifiers"]),
                f" ×{row['units']}" if row["units"] != 1 else "",
            ],
            "".join(row["pointers"]),
            money(row["charge_amount"]),
        ]
        for row in coder["services"]
    ]
    return [
        table(
            "Diagnoses",
            ["", "code", "diagnosis"],
            [[{"b": row["letter"]}, {"code": row["code"]}, row["label"]] for row in coder["diagnoses"]],
        ),
        table("Services", ["service", "for", "charge"], services, right=[2]),
    ]


def beside(open_: Mapping[str, Any]) -> list[View]:
    """What lies beside a worked example: what the coder sent, what the payers say, the clinic's card."""
    return [
        {"heading": "What the coder sent", "blocks": sent(open_["coder_sent"])},
        eligibility(open_),
        clinic_card(open_),
    ]


def filing(open_: Mapping[str, Any]) -> str:
    """The filing deadline."""
    return f"Filing limit ({open_['for']}): {us_date(open_['last_date'])}." if open_["last_date"] else ""


def state(now: DeskState) -> str:
    """The state of the claim in one word."""
    return now.journey["claim"]["claim_state"] if now.journey else "held" if not now.submitted else "sent"


# -- findings and marks, both numbered and at the field


def scrubbed(now: DeskState, draft: View, case: Case) -> View:
    """The scrubber's findings of the form as it stands; before the first scrub only what the scrub is for."""
    if not now.scrubbed:
        return {"heading": "Scrub: not run yet", "findings": []}
    read = parse(to_answer(draft, case))
    rows = [] if isinstance(read, list) else findings(read, case)
    found = [_finding(number, row) for number, row in enumerate(rows, 1)]
    return {"heading": f"Scrub: {count(len(found), 'finding')}", "findings": found, "words": "" if found else CLEAN}


CLEAN = (
    "The scrub checks the form, the codes and this payer's edits. It does not compare the form with the eligibility"
    " response, the clinic card, the record or what the coder sent: you do."
)


def unread(now: DeskState) -> View | None:
    """Boxes of the last answer that could not be read; told at the box, and free."""
    found = [
        {
            "number": number,
            "tone": "bad",
            "where": place(*_split(one["where"].removeprefix("boxes."))),
            "fields": [one["where"].removeprefix("boxes.")],
            "words": _sentences(f"{one['what']}; expected {one['expected']}; to do: re-enter it"),
            "cite": "",
        }
        for number, one in enumerate(now.problems, 1)
    ]
    return (
        {"heading": f"Not sent: {count(len(found), 'box', 'boxes')} cannot be read", "findings": found}
        if found
        else None
    )


def _finding(number: int, row: Mapping[str, Any]) -> View:
    line = row.get("claim_line_number") or 0
    box = f"{row['box']}.{line}" if line and row["box"].startswith("24") else row["box"]
    return {
        "number": number,
        "tone": SEVERITY.get(str(row.get("severity")), "bad"),
        "where": place(row["box"], line),
        "fields": [box] if row["box"] else [],
        "words": _sentences(row["message"]),
        "cite": "",
    }


def place(box: str, line: int = 0) -> str:
    """A box and its line in words.

    >>> place("24D-1", 2), place("", 0)
    ('Box 24D, modifier 1, line 2', 'The claim')
    """
    return box_words(f"{box}.{line}" if line else box) if box else f"Line {line}" if line else "The claim"


def _sentences(message: str) -> str:
    """An error's line as sentences, without its box, which stands before them.

    >>> _sentences("the box is blank (box 24D, modifier 1, line 2); expected a charge; to do: complete it")
    'The box is blank. Expected a charge. Complete it.'
    """
    bare = re.sub(r" \((?:box [^()]*|payer)\)", "", message)
    parts = [part.strip() for part in bare.replace("; to do: ", "; ").split(";")]
    return " ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts if part)


def marked(now: DeskState) -> View | None:
    """The marks of the last submission, numbered and at their boxes."""
    result = now.result or {}
    found = result.get("marks")
    if not found:
        return None
    rows = [_marked(number, mark) for number, mark in enumerate(found, 1)]
    wrong = sum(row["tone"] in ("bad", "warn") for row in rows)
    return {"heading": f"Marked: {wrong} to correct" if "right" in result else "Sent", "findings": rows}


def _marked(number: int, mark: Result) -> View:
    head, _, box = mark["where"].partition(".")
    name, _, line = box.partition(".")
    said = reason(dict(mark), Proofs([]))
    where = (
        place(name, int(line) if line.isdigit() else 0)
        if head == "boxes" and box
        else "Sending it back"
        if head == "send_back"
        else "The form"
    )
    return {
        "number": number,
        "tone": TONES.get(mark["verdict"], "later"),
        "where": where,
        "fields": [box] if box else [],
        "title": said["title"],
        "words": said["why"],
        "cite": said["cite"],
        "cost": said["cost"],
    }


def scores(result: Result | None) -> list[View]:
    """Fields right, clean claim, and the two amounts."""
    found = common.scores(result, "fields right")
    if result and "fields" in result:
        found[0]["value"] = f"{result['fields_right']} of {result['fields']}"
    return found


def key(now: DeskState, start: Mapping[str, str]) -> list[View]:
    """The form as it should have been: only what has to change."""
    right = now.key or {}
    if right.get("send_back"):
        return [{"p": "The visit goes back to the coder: a biller does not change codes alone."}]
    changed = [
        [place(*_split(box)), (payer_label(text) if box == "carrier" else text) or "blank"]
        for box, text in right.get("boxes", {}).items()
        if text != start.get(box, "")
    ]
    return [{"pairs": changed}] if changed else [{"p": "The form was correct as it was: submit it."}]


def _split(box: str) -> tuple[str, int]:
    name, _, line = box.partition(".")
    return name, int(line) if line.isdigit() else 0


def announcement(now: DeskState) -> str:
    """What a screen reader hears."""
    if now.submitted:
        return f"Submission {len(now.submitted)} marked." if "right" in (now.result or {}) else "Saved."
    return f"Scrub {now.scrubbed} done." if now.scrubbed else ""
