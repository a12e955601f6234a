"""A learner's own results of an assignment: points, what was late, marks as far as the mode shows them, and after the
assignment is over the keys, where the instructor lets them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.times import Standing, moment_words, standing
from sim.classroom.disputes.disputes import Dispute, disputes, rulings
from sim.classroom.disputes.entries import is_wrong
from sim.classroom.disputes.rulings import DONE, Ruling, is_dropped, latest
from sim.classroom.marking.results import Attempt, Result, results
from sim.classroom.records.classes import Class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member
from sim.learn.tasks.form import Form
from sim.learn.tasks.place_words import place_words
from sim.ui.desks.marks import WORDS
from sim.ui.serve.class_pages.board import heads
from sim.ui.serve.class_pages.own_form import own_form

Document = Mapping[str, Any]  # JSON: the marks of an attempt
SHOWS = {"practice": True, "homework": True, "exam": False}  # does a mode show anything before the assignment is over?


@dataclass(frozen=True)
class MarkLine:
    """One mark. `place`: its place among the marks of the attempt; `key`: only when keys are out; `dispute`: in words,
    where it is disputed."""

    place: int
    where: str
    verdict: str
    words: str
    key: str
    can_dispute: bool
    dispute: str


@dataclass(frozen=True)
class ItemLine:
    """One item: how it stands in words, the attempt that counts, its marks."""

    number: int
    title: str
    words: str
    notes: tuple[str, ...]
    attempt_id: str
    marks: tuple[MarkLine, ...]


@dataclass(frozen=True)
class OwnResults:
    """The page. `total`: in words; `note`: what is shown when."""

    total: str
    note: str
    items: tuple[ItemLine, ...]


def own_results(records: Records, made: Class, given: Assignment, one: Member, now: datetime) -> OwnResults:
    """What this learner may see now."""
    stands = standing(records, made, given, one, now)
    over = is_over(made, stands, now)
    shows, keys = over or SHOWS[given.mode], over and given.key_after_close
    found = results(records, made, given, now, [one]) if stands.is_visible else ()
    known = _Known(records, made, one)
    lines = tuple(_item(records, made, given, each, shows, keys, known) for each in found)
    total = f"{round(sum(each.earned for each in found), 2):g} of {sum(each.most for each in found):g} points"
    return OwnResults(total if shows and found else "", _note(made, given, stands, over), lines)


def is_over(made: Class, stands: Standing, now: datetime) -> bool:
    """Is nothing accepted any more? Minutes that are used up do not end an assignment on which others still work."""
    return not made.is_open or (stands.closes is not None and now > stands.closes)


def _note(made: Class, given: Assignment, stands: Standing, over: bool) -> str:
    if not stands.is_visible:
        return stands.why_not
    closes = f" (after {moment_words(made, stands.closes)})" if stands.closes is not None else ""
    if over:
        return "The assignment is over." + (" Keys and reasons are shown." if given.key_after_close else "")
    if not SHOWS[given.mode]:
        return f"Exam: points are shown when the assignment is over{closes}."
    return f"Keys are shown when the assignment is over{closes}." if given.key_after_close else ""


class _Known:
    """A learner with their disputes, and the rulings of the class."""

    def __init__(self, records: Records, made: Class, one: Member) -> None:
        self.one, mine = one, disputes(records, made.name, learner=one.learner)
        self.mine = {(each.attempt_id, each.mark): each for each in mine}
        self.rulings = rulings(records, made.name)

    def words(self, one: Dispute | None) -> str:
        """How a dispute stands."""
        if one is None:
            return ""
        ruling: Ruling | None = latest(self.rulings, one.item, one.case, one.entry)
        if is_dropped(self.rulings, one.item):
            ruling = next(each for each in self.rulings if each.what == "drop" and each.item == one.item)
        return f"{DONE[ruling.what]}: {ruling.why}" if ruling else f"Disputed, not ruled on yet: {one.reason}"


def _item(
    records: Records, made: Class, given: Assignment, one: Result, shows: bool, keys: bool, known: _Known
) -> ItemLine:
    title, counted = dict(heads(given))[one.item], one.counted
    if not shows or counted is None:
        stands = {"marked": "handed in", "saved": "handed in" if not shows else "handed in, not marked yet"}
        return ItemLine(one.item, title, stands.get(one.state, one.state), (), "", ())
    notes = (
        "does not count: the instructor took this item out" if one.is_dropped else "",
        f"{counted.days_late} days late, less {counted.late_percent:g} percent" if counted.days_late else "",
        f"points set by the instructor: {counted.why}" if counted.override is not None else "",
        f"attempt {counted.number} of {len(one.attempts)} counts" if len(one.attempts) > 1 else "",
    )
    form = own_form(made, given, known.one, one.item)
    marks = tuple(_marks(records, given, one, counted, keys, known, form))
    words = f"{round(one.earned, 2):g} of {one.most:g} points"
    return ItemLine(one.item, title, words, tuple(filter(None, notes)), counted.attempt_id, marks)


def _marks(
    records: Records, given: Assignment, one: Result, counted: Attempt, keys: bool, known: _Known, form: Form
) -> list[MarkLine]:
    """The marks of the attempt that counts; what the desk was told, or whole where keys are out."""
    whole: Document = next(
        (row["marks"] for row in reversed(records.store.rows("marks", attempt_id=counted.attempt_id)) if row["marks"]),
        {},
    )
    shown = whole if keys else _told(records, given, one, counted)
    found = []
    for place, mark in enumerate(shown.get("marks") or ()):
        dispute = known.mine.get((counted.attempt_id, place))
        found.append(
            MarkLine(
                place,
                place_words(str(mark.get("where", "")), form) if mark.get("verdict") != "missing" or keys else "",
                WORDS.get(str(mark.get("verdict")), str(mark.get("verdict"))),
                str(mark.get("message") or ""),
                str(mark.get("key") or "") if keys else "",
                is_wrong(mark) and dispute is None,
                known.words(dispute),
            )
        )
    return found


def _told(records: Records, given: Assignment, one: Result, counted: Attempt) -> Document:
    """What the learner's desk was told of an attempt last."""
    rows = records.store.events(one.learner, exercise=given.item_name(one.item))
    mine = [row["data"] for row in rows if (row["data"] or {}).get("attempt_id") == counted.attempt_id]
    return next((data["result"] for data in reversed(mine) if data.get("result")), {})
