"""The pack of a virtual practicum: hours log, work products, a form for the evaluation, and a letter that says what it
is. It claims nothing: whether these hours count is for the program to say.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.classroom.assignments.assigned import assignments
from sim.classroom.assignments.times import moment_words
from sim.learn.course.record.hours import FORMULA, Line, clock, hours_of
from sim.classroom.handouts.printed import file_names, printed, write_pages
from sim.classroom.marking.results import results
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records, Row
from sim.classroom.records.roster import Member
from sim.classroom.records.trail import note
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered
from sim.learn.exercises.competences import Competence, competence_of, competences
from sim.learn.exercises.exercise import Exercise, exercise

ENDING = ".practicum.html"


@dataclass(frozen=True)
class Product:
    """One piece of work that was handed in and marked. `work`: the assignment's title, or practice; `score`: from 0 to
    1 as marked; `decided`: points that an instructor gave in its place."""

    at: datetime
    date: str
    work: str
    item: str
    desk: str
    score: float | None
    decided: float | None
    answer: Mapping[str, Any]
    skills: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """A learner's pack. `seconds`: all lines of the log; `worked_on`: how many work products there are of each
    competence."""

    class_title: str
    learner: str
    made: str
    zone: str
    formula: str
    lines: tuple[Line, ...]
    seconds: int
    by_desk: Mapping[str, int]
    products: tuple[Product, ...]
    competences: tuple[Competence, ...]
    worked_on: Mapping[str, int]


def pack(records: Records, made: Class, one: Member, now: datetime) -> Pack:
    """The pack of a learner of the class, from what is stored."""
    lines, products = hours_of(records.store, one.learner, made.zone, made.name), _products(records, made, one, now)
    by_desk: Counter[str] = Counter()
    for line in lines:
        by_desk[line.desk] += line.seconds
    worked_on = Counter(name for made_ in products for name in set(map(competence_of, made_.skills)) if name)
    return Pack(
        made.title,
        one.name,
        moment_words(made, now),
        made.time_zone,
        FORMULA,
        lines,
        sum(by_desk.values()),
        by_desk,
        products,
        tuple(competences().values()),
        worked_on,
    )


def write_pack(records: Records, class_name: str, one: Member, out: Path, now: datetime, who: str) -> tuple[Path, Pack]:
    """The pack as a page, and a line in the trail. Raises CleanClaimError for an instructor, who hands in nothing, and
    for a folder that cannot be written.
    """
    made = class_of(records, class_name)
    if one.is_instructor:
        raise CleanClaimError(f"{one.name} is an instructor", "class practicum", "a learner", "name a learner")
    found = pack(records, made, one, now)
    page = printed("practicum.html", pack=found, desk_names=desk_names(), clock=clock)
    note(records, made.name, who, "practicum pack written", one.learner)
    return write_pages(out, {file_names([one], ENDING)[0]: page})[0], found


@remembered
def desk_names() -> dict[str, str]:
    """What each desk is called.

    >>> desk_names()["front"]
    'Front desk'
    """
    return {row["desk"]: row["name"] for row in read_csv(find("data/desks.csv"))}


def _products(records: Records, made: Class, one: Member, now: datetime) -> tuple[Product, ...]:
    """Marked attempts of assignments, as they count, and of practice in the class; oldest first."""
    rows = {row["id"]: row for row in records.store.rows("attempts", learner=one.learner, class_name=made.name)}
    found = []
    for given in assignments(records, made.name):
        origins = {item.number: item.origin for item in given.items}
        for result in results(records, made, given, now, [one]):
            for tried in result.attempts:
                if (tried.score is not None or tried.override is not None) and tried.attempt_id in rows:
                    item = f"{result.item}. {_title(origins[result.item])}"
                    found.append(
                        _product(
                            made,
                            rows[tried.attempt_id],
                            given.title,
                            item,
                            origins[result.item],
                            tried.score,
                            tried.override,
                        )
                    )
    marks = {row["attempt_id"]: row for row in records.store.brief("marks", learner=one.learner)}
    for row in (row for row in rows.values() if not row["assignment"]):
        score = _score(marks.get(row["id"]))
        if score is not None:
            found.append(_product(made, row, "Practice", _title(row["exercise"]), row["exercise"], score, None))
    return tuple(sorted(found, key=lambda each: each.at))


def _product(
    made: Class, row: Row, work: str, item: str, origin: str, score: float | None, decided: float | None
) -> Product:
    at = datetime.fromisoformat(row["at"])
    one = _exercise(origin)
    return Product(
        at,
        moment_words(made, at),
        work,
        item,
        str(row["desk"] or ""),
        score,
        decided,
        row["answer"] if isinstance(row["answer"], dict) else {},
        one.skills if one else (),
    )


def _score(marks: Row | None) -> float | None:
    """From 0 to 1; None for what has no marks or could not be read."""
    if marks is None or not marks["points"]:
        return None
    return float(marks["earned"]) / float(marks["points"])


def _exercise(name: str) -> Exercise | None:
    """The exercise; none where its file was removed since."""
    try:
        return exercise(name)
    except CleanClaimError:
        return None


def _title(name: str) -> str:
    one = _exercise(name)
    return one.title if one else name
