"""The coder's desk: the draft as rows, and after grading the marks of each row as it was sent."""
from sim.ui import finder
from sim.ui.view.marks import missing_mark, row_mark, whole_mark
from sim.ui.view.record import Proofs

LETTERS = "ABCDEFGHIJKL"
FLAGS = [{"id": "nothing_more", "words": "Nothing in this record is to be billed"}]
WHOLE = {"query": "The question to the provider", "nothing_more": "Nothing to be billed"}


def to_draft(answer: dict) -> dict:
    """The desk's rows from an answer as it is stored.

    >>> to_draft({"diagnoses": ["I10"], "services": [{"code": "99213", "modifiers": ["25"], "units": 1, "pointers": ["A"]}]})["services"]
    [{'id': 1, 'code': '99213', 'modifiers': '25', 'units': '1', 'pointers': 'A'}]
    """
    services = [{"id": number, "code": _text(row.get("code")), "modifiers": _text(row.get("modifiers"), " "), "units": _text(row.get("units", "")),
                 "pointers": _text(row.get("pointers"))} for number, row in enumerate(answer.get("services") or [], 1)]
    return {"diagnoses": [{"code": code} for code in answer.get("diagnoses") or []], "services": services,
            "flags": [flag["id"] for flag in FLAGS if answer.get(flag["id"])]}


def _text(value, joint: str = "") -> str:
    return joint.join(map(str, value)) if isinstance(value, (list, tuple)) else "" if value is None else str(value)


def to_answer(draft: dict) -> dict:
    """The answer from the desk's rows; fields stay as typed, the task reads them.

    >>> to_answer({"diagnoses": [{"code": "I10"}], "services": [], "flags": []})
    {'diagnoses': ['I10'], 'services': [], 'nothing_more': False}
    """
    return {"diagnoses": [row["code"] for row in draft["diagnoses"]],
            "services": [{name: row[name] for name in ("code", "modifiers", "units", "pointers")} for row in draft["services"]],
            **{flag["id"]: flag["id"] in draft["flags"] for flag in FLAGS}}


def codes_of(draft: dict) -> tuple[list, list]:
    """Diagnosis and procedure codes on the desk, to be labelled."""
    return [row["code"] for row in draft["diagnoses"]], [row["code"] for row in draft["services"]]


def marks(result: dict | None, answer: dict | None, proofs: Proofs) -> dict:
    """Marks by row of the answer that was graded: diagnoses, services, missing, whole."""
    found = (result or {}).get("marks") or []
    sent = to_draft(answer or {})
    out = {"diagnoses": [], "services": [], "missing": [], "whole": []}
    for kind in ("diagnoses", "services"):
        for number, row in enumerate(sent[kind]):
            here = [mark for mark in found if mark["verdict"] != "missing" and mark["where"].split(".")[:2] == [kind, str(number)]]
            if here:
                tag = LETTERS[number] if kind == "diagnoses" else str(number + 1)
                out[kind].append(row_mark({name: value for name, value in row.items() if name != "id"}, here, proofs, tag))
        out["missing"] += [missing_mark(mark, kind, _label(kind, mark), proofs) for mark in found
                           if mark["verdict"] == "missing" and mark["where"].split(".")[0] == kind]
    out["whole"] = [whole_mark(mark, WHOLE.get(mark["where"].split(".")[0], "The answer"), proofs) for mark in found
                    if mark["where"].split(".")[0] not in ("diagnoses", "services")]
    return out


def _label(kind: str, mark: dict) -> str:
    key = mark.get("key", "")
    return finder.labels([key], []).get(key, "") if kind == "diagnoses" else finder.labels([], [key]).get(key, "")


def modifier_words() -> dict[str, str]:
    """Words beside the modifiers one types."""
    from sim.reference.codes import modifiers
    table = modifiers()
    return {code: f"{code}: {label[:1].lower() + label[1:]}" for code, label in zip(table.modifier.texts(), table.label.texts(), strict=True)}
