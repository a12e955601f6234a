"""Every row about one learner, in the tables of the classroom and in those of the work."""

from collections.abc import Collection
from dataclasses import dataclass

from sim.classroom.records.records import Records, Row
from sim.classroom.records.roster import Member, member
from sim.classroom.records.schema import schema
from sim.classroom.records.trail import Entry, trail

WORK = ("attempts", "marks", "overrides", "events")


@dataclass(frozen=True)
class LearnerRows:
    """`classroom`: rows by table; `work`: attempts, marks, overrides and saved steps; `trail`: what was done by the
    learner and what was done about her or her attempts."""

    member: Member
    classroom: dict[str, list[Row]]
    work: dict[str, list[Row]]
    trail: list[Row]


def tables_of_learners() -> tuple[str, ...]:
    """The classroom's tables that have a row for a learner.

    >>> [name for name in tables_of_learners() if name in ("roster", "links", "classes")]
    ['roster', 'links']
    """
    return tuple(name for name, table in schema().tables.items() if "learner" in table.columns)


def rows_of(records: Records, learner: str) -> LearnerRows:
    """Everything about one learner. Raises CleanClaimError for a key that the roster does not know."""
    one = member(records, learner)
    classroom = {name: records.rows(name, learner=one.learner) for name in tables_of_learners()}
    attempts = records.store.rows("attempts", learner=one.learner)
    mine = {row["id"] for row in attempts}
    work: dict[str, list[Row]] = {
        "attempts": attempts,
        "marks": records.store.rows("marks", learner=one.learner),
        "overrides": [row for row in records.store.rows("overrides") if row["attempt_id"] in mine],
        "events": records.store.rows("events", learner=one.learner),
    }
    told = [_row(entry) for entry in trail(records, one.class_name) if is_about(entry, one.learner, mine)]
    return LearnerRows(one, classroom, work, told)


def is_about(entry: Entry, learner: str, attempts: Collection[str]) -> bool:
    """Was this done by the learner, to her, or to one of her attempts?

    >>> is_about(Entry("", "I", "extension", "week_3", {"learner": "L-1"}), "L-1", ())
    True
    """
    return learner in (entry.who, entry.about, entry.details.get("learner")) or entry.about in attempts


def _row(entry: Entry) -> Row:
    return {
        "at": entry.at,
        "who": entry.who,
        "what": entry.what,
        "about": entry.about,
        "details": dict(entry.details),
    }
