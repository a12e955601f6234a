"""Who looked at the work of whom: a line for each look of an instructor, and for each chart that a learner opened."""

from collections.abc import Iterable
from dataclasses import dataclass

from sim.classroom.disputes.disputes import DisputedAnswer
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.classroom.records.trail import note, trail
from sim.ground.database import instant, plain

LOOKED = "looked at"


@dataclass(frozen=True)
class View:
    """A look: when, who (a key of the roster), at what, and the learner who did it."""

    at: str
    who: str
    what: str
    learner: str


def note_view(records: Records, class_name: str, who: str, learner: str, what: str) -> None:
    """To be called wherever somebody other than the learner is shown her work. what: such as an attempt's id.

    >>> import tempfile; records = Records.at(tempfile.mkdtemp())
    >>> note_view(records, "billing_101", "L-teacher", "L-1", "attempt 7")
    >>> [(view.who, view.what, view.learner) for view in views(records, "billing_101")]
    [('L-teacher', 'attempt 7', 'L-1')]
    """
    note(records, class_name, who, LOOKED, learner, {"what": what})


def note_disputed(records: Records, class_name: str, who: str, shown: Iterable[DisputedAnswer]) -> None:
    """Disputed marks are shown to somebody: the first look of each person at each is written down."""
    known = {(view.who, view.what, view.learner) for view in views(records, class_name)}
    for each in (each for one in shown for each in one.disputes):
        look = (who, f"disputed mark {each.number}", each.learner)
        if look not in known:
            note_view(records, class_name, who, look[2], look[1])


def note_first_looks(records: Records, class_name: str, who: str, learners: Iterable[str], what: str) -> None:
    """Several learners are shown to somebody at once: the first look of a day at each is written down.

    >>> import tempfile; records = Records.at(tempfile.mkdtemp())
    >>> for _ in range(3): note_first_looks(records, "billing_101", "L-teacher", ["L-1", "L-2"], "readiness")
    >>> [view.learner for view in views(records, "billing_101")]
    ['L-1', 'L-2']
    """
    today = instant()[:10]
    rows = trail(records, class_name, what=LOOKED, who=plain(who))
    known = {entry.about for entry in rows if entry.at[:10] == today and entry.details.get("what") == what}
    for learner in learners:
        if learner not in known:
            note_view(records, class_name, who, learner, what)


def views(records: Records, class_name: str, learner: str = "") -> tuple[View, ...]:
    """Every look at the work of a class, or of one learner, in the order of time."""
    looks = [
        View(entry.at, entry.who, str(entry.details.get("what") or "work"), entry.about)
        for entry in trail(records, class_name, what=LOOKED)
    ]
    opened = [
        View(row["at"], row["learner"], _chart(row), row["learner"])
        for row in records.rows("openings", class_name=class_name)
    ]
    return tuple(sorted((one for one in looks + opened if learner in ("", one.learner)), key=lambda one: one.at))


def _chart(row: dict[str, object]) -> str:
    return f"chart of {row['assignment']}, item {row['item']}, attempt {row['attempt']}"


def names(records: Records, class_name: str) -> dict[str, str]:
    """Key -> name of those whom the roster still knows."""
    return {one.learner: one.name for one in members(records, class_name, everybody=True)}
