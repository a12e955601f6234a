"""Disputing a mark, and ruling on it once for everybody who answered so.

    dispute(records, "billing_101", learner, attempt_id, mark, reason)
    open_disputes(records, "billing_101")            what is disputed, with key, evidence and how many answered so
    rule(records, "billing_101", number, "accept", who, why)

Rows are only ever added: a ruling adds new marks to each affected attempt, the old ones stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.classroom.disputes.answers import MarkedAnswer, is_graded, marked_answer, marked_answers
from sim.classroom.disputes.entries import LEFT_OUT, Entry, Mark, is_wrong
from sim.classroom.disputes.rulings import WHAT, Ruling, is_dropped, latest, ruled, told
from sim.classroom.records.records import Records, Row
from sim.classroom.records.trail import note
from sim.ground.database import plain
from sim.ground.errors import CleanClaimError
from sim.learn.desk.marking import marks_id, told_row

LONGEST = 2_000  # letters of a reason


@dataclass(frozen=True)
class Dispute:
    """A learner's dispute of one mark. `mark`: its place among the marks of the attempt, from 0."""

    number: int
    at: str
    assignment: str
    learner: str
    attempt_id: str
    mark: int
    item: str
    case: str
    entry: Entry
    reason: str


@dataclass(frozen=True)
class Reach:
    """Whom a ruling reaches: learners and attempts with this answer to this case, `of` so many learners who had the
    case; `others`: learners who made the same kind of error with another case of the item, whom it does not reach.
    """

    learners: int
    attempts: int
    of: int
    others: int

    def words(self, what: str, entry: Entry) -> str:
        """What a ruling applies to, before it is made.

        >>> Reach(9, 9, 30, 0).words("accept", Entry("services.modifiers", "25 RT", "RT"))
        'Accept this answer: applies to 9 of 30 learners with this case, who have 25 RT where the key has RT.'
        >>> Reach(2, 2, 30, 3).words("drop", Entry("diagnoses", "(left out)", "I10"))
        'Drop the item: it counts for nobody.'
        """
        if what == "drop":
            return f"{WHAT[what]}: it counts for nobody."
        put = f"left out {entry.key}" if entry.value == LEFT_OUT else f"have {entry.value}"
        key = "" if entry.value == LEFT_OUT else f" where the key has {entry.key or 'nothing'}"
        whom = f"{self.learners} of {self.of} learners with this case, who {put}{key}."
        more = f" {self.others} more made the same kind of error with another case; rule on theirs separately."
        return f"{WHAT[what]}: applies to {whom}" + more * bool(self.others)


@dataclass(frozen=True)
class DisputedAnswer:
    """Everything an instructor sees: one answer with all its disputes, the mark that judges it, and the ruling, if
    there is one."""

    disputes: tuple[Dispute, ...]
    mark: Mark
    reach: Reach
    ruling: Ruling | None

    @property
    def first(self) -> Dispute:
        """The dispute by whose number it is ruled."""
        return self.disputes[0]


@dataclass(frozen=True)
class Ruled:
    """A ruling that was made, and the attempts that were marked again, with their old and new score."""

    ruling: Ruling
    reach: Reach
    regraded: tuple[tuple[str, float, float], ...]


def dispute(records: Records, class_name: str, learner: str, attempt_id: str, mark: int, reason: str) -> Dispute:
    """A learner disputes a mark of an own attempt. Raises CleanClaimError where it isn't theirs, where the mark cost
    nothing, without a reason, and where they dispute it already.
    """
    where, text = f"attempt {plain(attempt_id)[:40]}", " ".join(str(reason).replace("\0", "").split())[:LONGEST]
    found = marked_answer(records.store, class_name, attempt_id)
    if found.learner != learner:
        raise CleanClaimError("this attempt belongs to somebody else", where, "your own attempt", "choose one of yours")
    entry = dict(found.entries()).get(mark)
    if entry is None or not is_wrong(found.stands["marks"][mark]):
        raise CleanClaimError("this mark costs no points", where, "a mark that does", "choose another mark")
    if not text:
        raise CleanClaimError("a dispute without a reason", where, "why the mark is wrong", "write a sentence")
    if records.first("disputes", class_name=class_name, attempt_id=attempt_id, mark=mark) is not None:
        raise CleanClaimError("you dispute this mark already", where, "one dispute for a mark", "wait for the ruling")
    records.add(
        "disputes",
        class_name=class_name,
        assignment=found.attempt["assignment"] or "",
        learner=learner,
        attempt_id=attempt_id,
        mark=mark,
        reason=text,
        **_columns(found.item, found.case, entry),
    )
    note(records, class_name, learner, "mark disputed", attempt_id, {"mark": mark, "why": text})
    return disputes(records, class_name, attempt_id=attempt_id, mark=mark)[0]


def disputes(records: Records, class_name: str, **only: Any) -> tuple[Dispute, ...]:
    """The disputes of a class, oldest first; any column may be asked for."""
    return tuple(_dispute(row) for row in records.rows("disputes", class_name=class_name, **only))


def rulings(records: Records, class_name: str, assignment: str | None = None) -> tuple[Ruling, ...]:
    """The rulings of a class, oldest first; of one assignment where it is named."""
    only = {} if assignment is None else {"assignment": assignment}
    return tuple(_ruling(row) for row in records.rows("rulings", class_name=class_name, **only))


def disputed_answers(
    records: Records, class_name: str, assignment: str | None = None, is_open: bool = True
) -> tuple[DisputedAnswer, ...]:
    """What is disputed, one for each answer. is_open: only what nobody has ruled on."""
    only = {} if assignment is None else {"assignment": assignment}
    together: dict[tuple[str, str, str, Entry], list[Dispute]] = {}
    for one in disputes(records, class_name, **only):
        together.setdefault((one.assignment, one.item, one.case, one.entry), []).append(one)
    made = rulings(records, class_name, assignment)
    found = []
    for (of, item, case, entry), several in together.items():
        ruling = next((one for one in reversed(made) if one.what == "drop" and one.item == item), None)
        ruling = ruling or latest(made, item, case, entry)
        if ruling is None or not is_open:
            answers = marked_answers(records.store, class_name, of, item)
            mark = next(one.marks[several[0].mark] for one in answers if one.attempt["id"] == several[0].attempt_id)
            found.append(DisputedAnswer(tuple(several), mark, _reach(answers, case, entry), ruling))
    return tuple(found)


def reach(records: Records, class_name: str, number: int) -> tuple[Dispute, Reach]:
    """What a ruling on a dispute would reach. Raises CleanClaimError for a number that isn't one of the class."""
    one = _numbered(records, class_name, number)
    return one, _reach(marked_answers(records.store, class_name, one.assignment, one.item), one.case, one.entry)


def rule(records: Records, class_name: str, number: int, what: str, who: str, why: str) -> Ruled:
    """Rule on a disputed answer: "accept", "drop" or "keep". The attempts it reaches are marked again at once. Raises
    CleanClaimError for another word, without a name or a reason.
    """
    if what not in WHAT:
        raise CleanClaimError(f"unknown ruling {plain(what)[:40]!r}", "dispute", ", ".join(WHAT), "choose one of these")
    text = " ".join(str(why).replace("\0", "").split())[:LONGEST]
    if not text or not plain(who).strip():
        raise CleanClaimError("a ruling without a name or a reason", "dispute", "who and why", "add them")
    one, whom = reach(records, class_name, number)
    columns = _columns(one.item, one.case, one.entry)
    records.add(
        "rulings", class_name=class_name, assignment=one.assignment, what=what, who=plain(who), why=text, **columns
    )
    made = rulings(records, class_name, one.assignment)
    details = {"ruling": made[-1].number, "what": what, "why": text, "applies to": whom.words(what, one.entry)}
    note(records, class_name, who, "dispute ruled", one.item, details)
    return Ruled(made[-1], whom, regrade_ruled(records, class_name, one.assignment, one.item))


def regrade_ruled(
    records: Records, class_name: str, assignment: str, item: str
) -> tuple[tuple[str, float, float], ...]:
    """Add new marks to every attempt at an item that the rulings change, and tell the learner's desk. Gives (attempt,
    old score, new score) of those that changed.
    """
    made, store = rulings(records, class_name, assignment), records.store
    about = [one for one in made if one.item == item and one.what != "drop"]
    changed, rows = [], list[tuple[str, Row]]()
    if not about:
        return ()
    reason = f"Ruling {about[-1].number}: {about[-1].why}"
    for one in marked_answers(store, class_name, assignment, item):
        document = ruled(made, one.item, one.case, one.attempt["answer"], one.graded)
        if document == one.stands:
            continue
        changed.append((str(one.attempt["id"]), float(one.stands.get("score") or 0), float(document["score"])))
        rows += new_marks(records, one, document, reason)
    if rows:
        store.append(rows, once=True)
    return tuple(changed)


def dropped_items(records: Records, class_name: str, assignment: str) -> tuple[str, ...]:
    """The items of an assignment that count for nobody."""
    made = rulings(records, class_name, assignment)
    return tuple(sorted({one.item for one in made if is_dropped(made, one.item)}))


def new_marks(records: Records, one: MarkedAnswer, document: dict[str, Any], reason: str) -> list[tuple[str, Row]]:
    """The rows by which an attempt gets other marks: the marks, and the event that tells the learner's desk, with as
    much as the mode shows of the grader's marks, and the reason.
    """
    events = records.store.rows("events", learner=one.learner, exercise=one.item)
    mine = [row for row in events if (row["data"] or {}).get("attempt_id") == one.attempt["id"]]
    known = next((row for row in reversed(mine) if is_graded(row["data"].get("result") or {})), None)
    shown: Row = known["data"] if known is not None else {}
    accepted = [place for place, mark in enumerate(document["marks"]) if "ruling" in mark]
    result = told(document, shown.get("result"), accepted)
    data = {"result": result, "journey": shown.get("journey")}
    marks = {
        "id": marks_id(one.attempt["id"], reason),
        "attempt_id": one.attempt["id"],
        "learner": one.learner,
        "exercise": one.item,
        "grader_version": one.attempt["grader_version"],
        "points": document.get("points"),
        "earned": document["earned"],
        "marks": document,
    }
    return [("marks", marks), told_row(one.attempt, known or {"data": {}}, data, reason)]


def _reach(answers: Iterable[MarkedAnswer], case: str, entry: Entry) -> Reach:
    so, had, others, attempts = set[str](), set[str](), set[str](), 0
    errors = {one.marks[place].get("error") for one in answers for place, each in one.entries() if each == entry}
    for one in answers:
        entries = dict(one.entries())
        if one.case == case:
            had.add(one.learner)
            if entry in entries.values():
                attempts += 1
                so.add(one.learner)
        elif any(one.marks[place].get("error") in errors - {"", None} for place in entries):
            others.add(one.learner)
    return Reach(len(so), attempts, len(had), len(others))


def _numbered(records: Records, class_name: str, number: int) -> Dispute:
    found = disputes(records, class_name, number=number)
    if not found:
        raise CleanClaimError(
            f"no dispute {number}",
            f"class {class_name}",
            "the number of one",
            f"run `cleanclaim class dispute list {class_name}`",
        )
    return found[0]


def _columns(item: str, case: str, entry: Entry) -> Row:
    return {"item": item, "case_name": case, "place": entry.place, "value": entry.value, "key_value": entry.key}


def _entry(row: Row) -> Entry:
    return Entry(row["place"], row["value"], row["key_value"])


def _dispute(row: Row) -> Dispute:
    return Dispute(
        row["number"],
        row["at"],
        row["assignment"],
        row["learner"],
        row["attempt_id"],
        row["mark"],
        row["item"],
        row["case_name"],
        _entry(row),
        row["reason"],
    )


def _ruling(row: Row) -> Ruling:
    told_by = (row["what"], row["who"], row["why"])
    return Ruling(row["number"], row["at"], row["assignment"], row["item"], row["case_name"], _entry(row), *told_by)
