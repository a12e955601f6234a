"""The bundles of a class: one sealed ZIP for each learner, drawn at the learner's own seat."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sim.classroom.assignments.assigned import assignment_of
from sim.classroom.assignments.assignment import Assignment
from sim.classroom.assignments.seats import seat_at
from sim.classroom.assignments.times import moment_words, standing
from sim.classroom.handouts.printed import file_names
from sim.classroom.records.classes import Class, class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, member_named, members
from sim.classroom.records.trail import note
from sim.classroom.sealed.bundle import Order, written
from sim.classroom.sealed.envelope import ClassKeys
from sim.ground.errors import CleanClaimError
from sim.learn.desk.seat import seated
from sim.ui.desks.bundle_pages import pages

ENDING = ".bundle.zip"
FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")


def write_bundles(
    records: Records, class_name: str, assignment: str, out: str | Path, now: datetime, learner: str | None = None
) -> list[Path]:
    """One ZIP for each learner of the class (or for one), named after the learner. Raises CleanClaimError for an
    assignment that a bundle cannot hold, and for a folder that cannot be written.
    """
    made, given = class_of(records, class_name), assignment_of(records, class_name, assignment)
    everybody = [one for one in members(records, class_name) if not one.is_instructor]
    chosen = [member_named(records, class_name, learner)] if learner else everybody
    if not chosen:
        raise CleanClaimError(
            f"class {class_name} has no learners",
            "class bundle",
            "a roster",
            f"run cleanclaim class roster {class_name}",
        )
    folder, names = Path(out), file_names(chosen, ENDING)
    contents = [_written(records, made, given, one, now) for one in chosen]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in zip(names, contents, strict=True):
            (folder / name).write_bytes(content)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write the bundles: {reason.strerror}", str(out), "a folder you may write to", "choose another"
        ) from None
    note(records, class_name, "", "bundles written", given.name, {"learners": [one.learner for one in chosen]})
    return [folder / name for name in names]


def _written(records: Records, made: Class, given: Assignment, one: Member, now: datetime) -> bytes:
    """The ZIP of one learner: every item drawn at the learner's own seat."""
    stands = standing(records, made, given, one, now)
    seat = seat_at(made, given, one, replace(stands, is_visible=True, why_not=""))
    due = moment_words(made, stands.due) if stands.due else ""
    order = Order(made.name, given.name, given.title, one.learner, one.name, due)
    with seated(seat):
        return written(ClassKeys(made.secret), order, pages(list((seat.exercises or {}).values()), one.learner))


def received_at(text: str, made: Class) -> datetime:
    """A time local to the class. Raises CleanClaimError for anything else."""
    for form in FORMS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=made.zone).astimezone(UTC)
        except ValueError:
            continue
    raise CleanClaimError(f"found {text[:40]!r}", "--received", "a time such as 2026-10-05 23:30", "correct it")
