"""Everything that a learner did in practice, folded from the store once and taken further as more is stored: answers
with their marks, which cases are over, what was opened, and what was chosen in the course.

    history(store, learner)     the learner's history as the store has it now

Work of an assignment only counts as time: its marks may not be known yet.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.course.record.answer_marks import Judged, figures, judged, shares
from sim.learn.course.record.hours import counted_gap, moment
from sim.learn.desk.attempt_store import Row, Store
from sim.learn.desk.desk_state import BAR, is_right
from sim.learn.exercises.exercise import Exercise, exercise

Result = dict[str, Any]  # JSON: the marks of a submission
Lying = tuple[str, int, str]  # exercise, variant, item
OPENS = ("open_item", "new_variant", "next_item", "start_again")
HELPS = ("hint", "show_me")
COURSE = ("choose_track", "read_lesson", "begin_check", "begin_drill")  # what is done at the first page
ASSIGNED = "assigned"  # the desk of every step in an assignment
MOST_LEARNERS = 300  # histories that are kept; about 100 kB each


@dataclass(frozen=True)
class Answer:
    """One graded submission. `is_first`: the first of its case; `is_alone`: without a hint, the key or steps that were
    filled in; `skills`: the share earned of each skill that it shows, from 0 to 1; `seconds`: worked since the case was
    opened, without pauses. `score` is None where the mode hides it. Amounts in cents."""

    case: Lying
    desk: str
    at: str
    attempt_id: str
    scenario: str
    level: int
    is_first: bool
    is_alone: bool
    seconds: int
    score: float | None
    right: int
    items: int
    paid_first_time: bool | None
    owed_not_paid_amount: int
    paid_not_supported_amount: int
    marks: tuple[Judged, ...]
    skills: Mapping[str, float]

    @property
    def exercise(self) -> str:
        """The exercise's name."""
        return self.case[0]

    @property
    def is_fresh(self) -> bool:
        """A first try of a case, which is all that shows what somebody can do."""
        return self.is_first and not self.case[2]

    @property
    def moment(self) -> datetime:
        """When it was submitted."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Chosen:
    """Something done at the first page: a kind of COURSE with its data."""

    kind: str
    at: str
    data: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class History:
    """A learner's practice. `variants`: the highest variant of each exercise that was opened; `opened`: cases in the
    order of their last opening; `over`: cases that were solved or whose key was shown, so that naming a mistake gives
    nothing away; `done` and `settled`: as sim/learn/desk/desk_state.py says; `examples`: exercises whose worked example
    was read; `moments`: when each step was saved, and at which desk (ASSIGNED in an assignment)."""

    number: int = 0
    marks_number: int = 0
    answers: tuple[Answer, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    variants: Mapping[str, int] = field(default_factory=dict)
    opened: Mapping[Lying, str] = field(default_factory=dict)
    over: frozenset[Lying] = frozenset()
    done: frozenset[str] = frozenset()
    settled: frozenset[Lying] = frozenset()
    examples: frozenset[str] = frozenset()
    moments: tuple[tuple[str, str], ...] = ()
    case_at: Mapping[str, Lying] = field(default_factory=dict)
    helped: frozenset[Lying] = frozenset()
    tried: frozenset[Lying] = frozenset()
    worked: Mapping[Lying, int] = field(default_factory=dict)
    waiting: Mapping[str, Row] = field(default_factory=dict)

    @property
    def firsts(self) -> tuple[Answer, ...]:
        """First tries only."""
        return tuple(one for one in self.answers if one.is_first)

    @property
    def is_new(self) -> bool:
        """Has nothing been done yet?"""
        return not self.moments

    def seconds(self) -> int:
        """The time worked, as hours.py counts it."""
        return sum(self.worked.values())


_kept: OrderedDict[tuple[str, str], History] = OrderedDict()
_turn = threading.Lock()


def history(store: Store, learner: str) -> History:
    """The history as the store has it now; only what is new is read.

    >>> import tempfile
    >>> history(Store(tempfile.mkdtemp()), "L-17").answers
    ()
    """
    place = (store.where, learner)
    with _turn:
        before = _kept.get(place, History())
    rows = store.course_of(learner, max(before.number - 1, 0))
    if before.number and (not rows or rows[0]["number"] != before.number):
        before, rows = History(), store.course_of(learner)  # another database than before
    elif before.number:
        rows = rows[1:]
    if not rows:
        return before
    after = onward(before, rows, store.marks_of(learner, before.marks_number))
    with _turn:
        _kept[place] = after
        _kept.move_to_end(place)
        while len(_kept) > MOST_LEARNERS:
            _kept.popitem(last=False)
    return after


def onward(before: History, rows: Iterable[Row], marks: Iterable[Row]) -> History:
    """The fold taken further by stored events, and by the whole marks that were stored beside them."""
    fold = Fold(before, {row["attempt_id"]: row for row in marks})
    for row in rows:
        try:
            fold.take(row)
        except (TypeError, ValueError, LookupError, AttributeError):
            continue  # an event that cannot be read must not hide all others
    return fold.history()


class Fold:
    """The history while it is taken further."""

    def __init__(self, before: History, whole: Mapping[str, Row]) -> None:
        self.whole, self.number = whole, before.number
        self.marks_number = max((row["number"] for row in whole.values()), default=before.marks_number)
        self.answers, self.chosen, self.moments = list(before.answers), list(before.chosen), list(before.moments)
        self.variants, self.opened, self.case_at = dict(before.variants), dict(before.opened), dict(before.case_at)
        self.over, self.done, self.settled = set(before.over), set(before.done), set(before.settled)
        self.examples, self.helped, self.tried = set(before.examples), set(before.helped), set(before.tried)
        self.worked, self.waiting = dict(before.worked), dict(before.waiting)

    def history(self) -> History:
        """What was folded."""
        return History(
            self.number,
            self.marks_number,
            tuple(sorted(self.answers, key=lambda one: one.at)),
            tuple(self.chosen),
            self.variants,
            self.opened,
            frozenset(self.over),
            frozenset(self.done),
            frozenset(self.settled),
            frozenset(self.examples),
            tuple(self.moments),
            self.case_at,
            frozenset(self.helped),
            frozenset(self.tried),
            self.worked,
            self.waiting,
        )

    def take(self, row: Row) -> None:
        """One event."""
        self.number, kind, data = row["number"], row["kind"], row["data"]
        if kind != "marked":
            self._spend(row)
        if row["assignment"] or not isinstance(data, dict):
            return
        case = self.case_at.get(row["desk"], ("", 1, ""))
        if kind in COURSE:
            self.chosen.append(Chosen(kind, row["at"], data))
        elif kind in OPENS:
            self._open(row)
        elif kind == "example":
            self.examples.add(case[0])
        elif kind in HELPS:
            self.helped.add(case)
            self.over |= {case} if kind == "show_me" else set()
        elif kind == "submit" and not data.get("problems"):
            self._sent(row, case)
        elif kind == "marked":
            self._marked(row)

    def _spend(self, row: Row) -> None:
        """The time between the step before and this one belongs to what lay on that desk; of an assignment to none."""
        if self.moments:
            at, desk = self.moments[-1]
            gap = worked_gap(at, row["at"])
            if gap:
                case = self.case_at.get(desk, ("", 1, ""))
                self.worked[case] = self.worked.get(case, 0) + gap
        self.moments.append((row["at"], ASSIGNED if row["assignment"] else str(row["desk"] or "")))

    def _open(self, row: Row) -> None:
        data = row["data"]
        case = (str(data.get("exercise") or ""), int(data.get("variant") or 1), str(data.get("item") or ""))
        self.case_at[row["desk"]] = case
        self.opened.pop(case, None)
        self.opened[case] = row["at"]
        if not case[2]:
            self.variants[case[0]] = max(self.variants.get(case[0], 0), case[1])

    def _sent(self, row: Row, case: Lying) -> None:
        entry = {
            "case": case,
            "at": row["at"],
            "desk": row["desk"],
            "data": row["data"],
            "first": case not in self.tried,
        }
        entry |= {"alone": case not in self.helped, "seconds": self.worked.get(case, 0)}
        self.tried.add(case)
        if row["data"].get("result"):
            self._graded(entry, row["data"]["result"])
        elif row["data"].get("attempt_id"):
            self.waiting[row["data"]["attempt_id"]] = entry

    def _marked(self, row: Row) -> None:
        """Marks that came later; of an answer that could not be read there are none, and it was no try."""
        entry = self.waiting.pop(row["data"].get("attempt_id"), None)
        if entry is not None and row["data"].get("result"):
            self._graded(entry, row["data"]["result"])
        elif entry is not None and entry["first"]:
            self.tried.discard(entry["case"])

    def _graded(self, entry: Row, result: Result) -> None:
        case, data = entry["case"], entry["data"]
        made = answer_of(entry, self._whole(data, result))
        self.answers.append(made)
        if is_right(result) and result.get("score", 0) >= BAR:
            self.over.add(case)
        if is_right(result) and result.get("entered", 1) and self._reaches(entry):
            self.settled.add(case)
            if self._reaches(entry) == "done":
                self.done.add(case[2] or case[0])

    def _reaches(self, entry: Row) -> str:
        data = entry["data"]
        own = "done" if entry["first"] and entry["alone"] else "settled"
        return str(data["reaches"]) if "reaches" in data else own

    def _whole(self, data: Result, result: Result) -> Result:
        """The marks as they were stored; what an exam or homework hides stays hidden."""
        is_open = data.get("mode", "practice") == "practice" and result.get("reveals") != "none"
        row = self.whole.get(str(data.get("attempt_id") or "")) if is_open else None
        return row["marks"] if row is not None and isinstance(row["marks"], dict) and row["marks"] else result


def answer_of(entry: Row, result: Result) -> Answer:
    """An answer with what its marks show."""
    case = entry["case"]
    one = _exercise(case[0])
    marks = judged(result)
    score, right, items, paid, owed, unsupported = figures(result)
    skills = one.skills if one is not None and not case[2] else ()
    return Answer(
        case,
        str(entry["desk"]),
        str(entry["at"]),
        str(entry["data"].get("attempt_id") or ""),
        one.scenarios[(case[1] - 1) % len(one.scenarios)] if one is not None else "",
        one.level if one is not None else 1,
        entry["first"],
        entry["alone"] and not (one is not None and one.steps_at(case[1])),
        int(entry["seconds"]),
        score,
        right,
        items,
        paid,
        owed,
        unsupported,
        marks,
        shares(marks, skills, score),
    )


def _exercise(name: str) -> Exercise | None:
    """The exercise; none where its file was removed since."""
    try:
        return exercise(name)
    except CleanClaimError:
        return None


def worked_gap(before: str, after: str) -> int:
    """Seconds between two saved steps, as far as they count as work.

    >>> worked_gap("2026-10-05T09:00:00+00:00", "2026-10-05T09:04:00+00:00"), worked_gap("?", "2026-10-05T09:04:00")
    (240, 0)
    """
    from_, to = moment(before), moment(after)
    return counted_gap(to - from_) if from_ is not None and to is not None else 0
