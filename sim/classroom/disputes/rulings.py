"""What a ruling does to marks. The instructor rules once on an answer; every attempt with the same answer to the same
case follows, those that are marked later too.

    accept   the answer counts as right: an entry earns its points, one that is too many costs nothing, and one that
             was left out is not asked for
    drop     the whole item counts for nobody
    keep     the key stands; the reason is told to whoever disputes it

The score is computed again by its own formula: points earned / max(items entered, items in the key). Applied twice, a
ruling changes nothing more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.classroom.disputes.entries import Answer, Entry, Mark, entry_of, is_wrong
from sim.learn.grading.marks import FORMULA

Document = dict[str, Any]  # JSON: the marks of an attempt (Marks.as_dict)
WHAT = {
    "accept": "Accept this answer",
    "drop": "Drop the item",
    "keep": "Keep the key",
}
DONE = {"accept": "Answer accepted", "drop": "Item dropped", "keep": "Key kept"}  # a ruling as those affected read it


@dataclass(frozen=True)
class Ruling:
    """One ruling. `item`: the exercise of the assignment; `case`: scenario and decisions; `what`: accept, drop or
    keep."""

    number: int
    at: str
    assignment: str
    item: str
    case: str
    entry: Entry
    what: str
    who: str
    why: str


def is_dropped(rulings: Iterable[Ruling], item: str) -> bool:
    """Does the item count for nobody? A later ruling on the same item does not bring it back.

    >>> is_dropped([Ruling(1, "", "week_3", "week_3.1", "", Entry("code", "99213"), "drop", "Rosa", "two readings")],
    ...            "week_3.1")
    True
    """
    return any(one.what == "drop" and one.item == item for one in rulings)


def latest(rulings: Sequence[Ruling], item: str, case: str, entry: Entry) -> Ruling | None:
    """The last ruling on an answer."""
    return next((one for one in reversed(rulings) if (one.item, one.case, one.entry) == (item, case, entry)), None)


def accepted_marks(rulings: Sequence[Ruling], item: str, case: str, answer: Answer, marks: Sequence[Mark]) -> list[int]:
    """The places of wrong marks whose answer was accepted."""
    found = []
    for place, mark in enumerate(marks):
        ruling = latest(rulings, item, case, entry_of(mark, answer)) if is_wrong(mark) else None
        if ruling is not None and ruling.what == "accept":
            found.append(place)
    return found


def ruled(rulings: Sequence[Ruling], item: str, case: str, answer: Answer, document: Document) -> Document:
    """The marks of an attempt with what was accepted; the same object where nothing was.

    >>> marks = {"points": 2, "entered": 2, "key": 2, "score": 0.5, "marks": [
    ...     {"where": "q1", "verdict": "right", "points": 1.0, "earned": 1.0},
    ...     {"where": "q2", "verdict": "wrong", "points": 1.0, "earned": 0.0, "key": "12"}]}
    >>> ruling = Ruling(4, "", "week_3", "week_3.1", "", Entry("q2", "11", "12"), "accept", "Rosa", "Either is paid.")
    >>> done = ruled([ruling], "week_3.1", "", {"q1": "1", "q2": "11"}, marks)
    >>> done["score"], done["earned"], done["marks"][1]["message"]
    (1.0, 2.0, 'Accepted by the instructor: Either is paid.')
    >>> ruled([ruling], "week_3.1", "", {"q1": "1", "q2": "11"}, done) is done
    True
    """
    marks: list[Mark] = list(document.get("marks") or ())
    places = accepted_marks(rulings, item, case, answer, marks)
    for place in places:
        ruling = latest(rulings, item, case, entry_of(marks[place], answer))
        assert ruling is not None, "an accepted mark has a ruling"
        document = _accepted(document, place, ruling)
    return document


def told(document: Document, shown: Document | None, places: Sequence[int]) -> Document | None:
    """What a learner was shown of the marks, with the changed ones and the new score; None where nothing was shown. A
    mode that shows no score, or no key, shows none now.

    >>> new = {"score": 1.0, "earned": 2.0, "entered": 1, "key": 1, "formula": "f", "right": 1,
    ...        "marks": [{"where": "q", "verdict": "right"}]}
    >>> told(new, {"score": 0.5, "entered": 1, "marks": [{"where": "q", "verdict": "wrong"}]}, [0])["score"]
    1.0
    >>> told(new, {"entered": 1, "marks": [], "reveals": "none"}, [0])
    {'entered': 1, 'marks': [], 'reveals': 'none'}
    """
    if shown is None or shown.get("reveals") == "none":
        return shown
    marks, reveals = list(shown.get("marks") or ()), shown.get("reveals", "key")
    hidden: Document = {} if reveals == "key" else {"key": "", "cite": "", "evidence": []}
    for place in places:
        if place < len(marks):
            marks[place] = {**document["marks"][place], **hidden, "reveals": reveals}
    same: Document = {
        name: document[name] for name in ("score", "earned", "right", "entered", "key", "formula") if name in shown
    }
    return {**shown, **same, "marks": marks}


def _accepted(document: Document, place: int, ruling: Ruling) -> Document:
    """The marks with one of them accepted."""
    marks = [dict(mark) for mark in document["marks"]]
    entered, key = int(document.get("entered") or 0), int(document.get("key") or 0)
    mark = marks[place]
    if mark.get("verdict") == "missing":
        key = max(key - 1, 0)
        _free(mark)
    elif mark.get("verdict") == "wrong" and not mark.get("key") and not mark.get("earned"):
        entered = max(entered - 1, 0)
        _free(mark)
    else:
        _earn(marks, place)
    mark |= {
        "error": "",
        "title": "",
        "hint": "",
        "red_line": False,
        "consequence": None,
        "message": f"Accepted by the instructor: {ruling.why}",
        "reason": "",
        "ruling": ruling.number,
    }
    return _scored({**document, "entered": entered, "key": key, "marks": marks})


def _free(mark: dict[str, Any]) -> None:
    mark |= {"verdict": "free", "counts": False, "points": 0.0, "earned": 0.0}


def _earn(marks: list[dict[str, Any]], place: int) -> None:
    """What the mark has lost is earned. Of a row with several errors, whose first mark carries the points of all, each
    error has lost an equal part."""
    first, group = _row_of(marks, place)
    still_wrong = [one for one in group if is_wrong(marks[one])]
    lost = float(marks[first].get("points") or 0) - float(marks[first].get("earned") or 0)
    marks[first]["earned"] = round(float(marks[first].get("earned") or 0) + lost / len(still_wrong), 6)
    marks[place]["verdict"] = "right"


def _row_of(marks: Sequence[Mark], place: int) -> tuple[int, list[int]]:
    """(the mark that carries the points, all marks) of the row that a mark stands in: an error inside a row that is
    not the first one has no points of its own.
    """
    row = ".".join(str(marks[place].get("where", "")).split(".")[:2])
    mine = [n for n, one in enumerate(marks) if ".".join(str(one.get("where", "")).split(".")[:2]) == row]
    bare = {n for n in mine if not float(marks[n].get("points") or 0) and marks[n].get("key")}
    carrying = [n for n in mine if n not in bare]
    if not bare or not carrying or (place not in bare and len(carrying) > 1):
        return place, [place]
    first = max((n for n in carrying if n <= place), default=carrying[0])
    return first, [first, *sorted(bare)]


def _scored(document: Document) -> Document:
    """The score by its formula. What nobody is asked for any more is right."""
    marks = document["marks"]
    earned = round(sum(float(mark.get("earned") or 0) for mark in marks if mark.get("counts", True)), 6)
    most, points = max(document["entered"], document["key"]), float(document.get("points") or 0)
    score = round(min(1.0, max(0.0, earned / most)), 4) if most else 1.0
    right = sum(
        mark.get("counts", True) and mark.get("verdict") == "right" and float(mark.get("points") or 0) > 0
        for mark in marks
    )
    formula = (
        f"{FORMULA} = {earned:g} / max({document['entered']}, {document['key']}) = {score * 100:.4g} %; "
        f"of {points:g} points: {score * points:.4g}"
    )
    return {**document, "score": score, "earned": round(score * points, 4), "right": int(right), "formula": formula}
