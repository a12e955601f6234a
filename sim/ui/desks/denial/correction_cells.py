"""The correction on the denial desk: cells of the screen to columns of the claim and back. Only what differs from the
claim as sent is a change.
"""

from collections.abc import Mapping
from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.tasks.work_denial.claim_places import LINE, shown
from sim.learn.tasks.work_denial.correction_boxes import NEW_LINES, standing_at
from sim.learn.tasks.work_denial.returned_claim import claim as lying

Draft = dict[str, Any]  # JSON: as form_answers.admit leaves it
Opened = Mapping[str, Any]  # JSON: what a task opens
MODIFIERS = tuple(f"hcpcs_modifier_{n}" for n in range(1, 5))
POINTERS = tuple(f"diagnosis_pointer_{n}" for n in range(1, 5))
BLANK = {
    "procedure_code": "",
    "modifiers": [],
    "pointers": [],
    "service_unit_quantity": "",
    "rendering_npi": "",
    "place_of_service_code": "",
    "service_date": "",
    "charge_amount": "",
}  # a line that the claim does not have yet
COLUMNS = {
    "code": "procedure_code",
    "units": "service_unit_quantity",
    "npi": "rendering_npi",
    "place": "place_of_service_code",
    "date": "service_date",
    "charge": "charge_amount",
}  # cell of a line -> column
NOTE = ("about", "fact", "due")  # the note of closed facts
WRITING = ("R_APPEAL", "R_RECON", "R_DOCS")
SENDING = ["R_NEW", "R_CORR", "R_REOPEN", "R_OTHERPAYER"]


def to_answer(draft: Draft, case: Case) -> Draft:
    """The decision as the task reads it: cells become columns of the claim, and only what differs is a change."""
    claim = lying(case)
    changes: Draft = {}
    if draft["remedy"] in SENDING:
        sent = {row["claim_line_number"]: row for row in claim["lines"]}
        for name, text in draft["changes"].items():
            changes |= _line_change(sent, name, text) if name.startswith("line.") else _head_change(claim, name, text)
    return {
        **{name: draft[name] for name in ("cause", "owner", "remedy")},
        "changes": changes,
        "letter": _letter(draft),
        **{name: draft[name] for name in NOTE if draft.get(name)},
    }


def _letter(draft: Draft) -> Draft:
    """The letter, or the question of a call, where the remedy has one."""
    given = draft.get("letter") or {}
    if draft["remedy"] == "R_CALL":
        return {"topic": given.get("topic") or "status"}
    if draft["remedy"] not in WRITING or not any(given.values()):
        return {}
    return {
        "level": int(given.get("level") or 1),
        "ground": given.get("ground") or "",
        "evidence": list(given.get("evidence") or []),
        "words": given.get("words") or "",
    }


def _head_change(claim: Opened, name: str, text: str) -> Draft:
    return {name: text.strip()} if text.strip() != standing_at(claim, name) else {}


def _line_change(sent: Mapping[int, Opened], name: str, text: str) -> Draft:
    _, number, what = (name.split(".") + ["", ""])[:3]
    row = (
        sent.get(int(number), BLANK)
        if number.isascii() and number.isdigit() and 0 < int(number) <= max(sent, default=0) + NEW_LINES
        else None
    )
    if row is None or (row is BLANK and what == "gone"):
        return {}
    if what == "gone":
        return {f"line.{number}": None} if text else {}
    if what == "modifiers":
        return _slots(number, MODIFIERS, text.upper().replace(",", " ").split(), row["modifiers"])
    if what == "pointers":
        return _slots(number, POINTERS, [one for one in text.upper() if one not in " ,"], row["pointers"])
    column = COLUMNS.get(what)
    typed = text.strip().upper()
    return {f"line.{number}.{column}": typed} if column and typed != line_value(row, column) else {}


def line_value(row: Opened, column: str) -> str:
    """What stands in a cell of a line, as its field holds it."""
    return shown(LINE[column].how, row[column])


def _slots(number: str, columns: tuple[str, ...], new: list[str], old: list[str]) -> Draft:
    """One typed text for several columns: those that change.

    >>> _slots("1", MODIFIERS, ["25"], [])
    {'line.1.hcpcs_modifier_1': '25'}
    >>> _slots("1", MODIFIERS, ["RT"], ["25", "RT"])
    {'line.1.hcpcs_modifier_1': 'RT', 'line.1.hcpcs_modifier_2': ''}
    """
    return {
        f"line.{number}.{column}": fresh
        for column, fresh, was in zip(columns, _padded(new), _padded(old), strict=True)
        if fresh != was
    }


def _padded(texts: list[str]) -> list[str]:
    """Four slots; what is more than four stays in the last one, where it is told."""
    return [*texts, *[""] * 4][:4] if len(texts) <= 4 else [*texts[:3], " ".join(texts[3:])]


def to_draft(answer: Mapping[str, Any], case: Case) -> Draft:
    """The desk's cells from a stored answer."""
    sent = {row["claim_line_number"]: row for row in lying(case)["lines"]}
    changes: Draft = {}
    for path_, value in (answer.get("changes") or {}).items():
        _, _, rest = path_.partition(".")
        number, _, column = rest.partition(".")
        if path_.startswith("claim."):
            changes[path_] = value or ""
        elif not column:
            changes[f"line.{number}.gone"] = "yes"
        elif number.isdigit():
            _cell(changes, sent.get(int(number), BLANK), number, column, "" if value is None else str(value))
    kept = answer.get("letter") or {}
    return {
        **{name: answer.get(name) or "" for name in ("cause", "owner", "remedy")},
        "changes": changes,
        "letter": {**kept, "level": str(kept["level"])} if kept.get("level") else kept,
        **{name: answer[name] for name in NOTE if answer.get(name)},
    }


def _cell(changes: Draft, row: Opened, number: str, column: str, value: str) -> None:
    for columns, what, joint in ((MODIFIERS, "modifiers", " "), (POINTERS, "pointers", "")):
        if column in columns:
            name = f"line.{number}.{what}"
            slots = changes.get(name)
            had = row[what] if slots is None else slots.split() if joint else list(slots)
            texts = [*had, *[""] * 4][:4]
            texts[columns.index(column)] = value
            changes[name] = joint.join(text for text in texts if text)
            return
    changes[f"line.{number}.{next((name for name, known in COLUMNS.items() if known == column), 'units')}"] = value
