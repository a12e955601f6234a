"""One's own machine: hand over what is kept, back it up, erase it. It is attempts.sqlite and the person's own folder
(sim/ground/files.py: home).
"""

import io
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.classroom.gradebook.into_file import write_beside
from sim.classroom.privacy.erasing import sweep
from sim.classroom.privacy.handing_over import work_told
from sim.classroom.records.records import Records
from sim.ground.database import NAME, WAIT_SECONDS
from sim.ground.errors import CleanClaimError
from sim.ground.files import home

OWN = ("data", "exercises", "notebooks")  # what the person made or loaded
CLINICS, WORK = "clinics", "work"  # clinics of one's own, and what was worked there (sim/ground/files.py)
MADE = ("cache", "jupyter", "logs", "told-overlays.txt")  # what the program makes by itself


@dataclass(frozen=True)
class OwnPlan:
    """What `erase_own` takes away. `others`: other people's work is in the same file, so that only one's own rows go;
    files: with their size in bytes."""

    learner: str
    others: int
    rows: dict[str, int]
    files: tuple[tuple[Path, int], ...]


def own_file(learner: str, records: Records | None = None) -> dict[str, Any]:
    """What is kept of one's own work, as it is handed over."""
    records = records or Records()
    return {"learner": learner, "where": "CleanClaim", **work_told(_work(records, learner))}


def own_plan(learner: str, records: Records | None = None) -> OwnPlan:
    """What would go. Raises CleanClaimError for work that a class keeps: its instructor erases that."""
    records = records or Records()
    row = records.first("roster", learner=learner)
    if row is not None:
        raise CleanClaimError(
            f"your work belongs to the class {row['class_name']}",
            records.database.where,
            "work of your own",
            "ask your instructor to run `cleanclaim class erase`",
        )
    others = {one["learner"] for one in records.store.brief("events") + records.store.brief("attempts")} - {learner}
    is_shared = bool(others or records.rows("classes") or records.database.url)
    counts = {name: len(rows) for name, rows in _work(records, learner).items()}
    return OwnPlan(learner, len(others), counts, () if is_shared else tuple(_sizes(home())))


def erase_own(planned: OwnPlan, records: Records | None = None) -> bool | None:
    """Erase what the plan says; gives what became of the freed space (sim.classroom.privacy.erasing.sweep)."""
    records = records or Records()
    _delete_rows(records, planned.learner)
    swept = sweep(records.database.file)
    try:
        for path, _ in planned.files:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot delete: {reason.strerror}; your rows are erased",
            str(reason.filename),
            "files that nobody has open",
            "close the desks and run it again",
        ) from None
    return swept


def back_up(out: Path, records: Records | None = None) -> tuple[str, ...]:
    """Write attempts.sqlite as it stands at one moment, and the person's own files, into a ZIP; gives the names in it.
    Desks may be open meanwhile (sqlite.org/backup.html).
    """
    records = records or Records()
    file = records.database.file
    if file is None:
        raise CleanClaimError(
            "attempts are kept in a PostgreSQL database", "CLEANCLAIM_DATABASE", "attempts.sqlite", "run pg_dump there"
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        if file.exists():
            target.writestr(NAME, _copy_of(file))
        for path in sorted(one for folder in (*OWN, CLINICS) for one in (home() / folder).rglob("*") if one.is_file()):
            name = path.relative_to(home()).as_posix()
            if path.name == NAME and not path.is_symlink():
                target.writestr(name, _copy_of(path))  # what was worked at a clinic of one's own
            elif not path.name.startswith(NAME) and not path.is_symlink() and path.resolve() != out.resolve():
                target.write(path, name)
        names = tuple(target.namelist())
    write_beside(packed.getvalue(), out)
    return names


def _copy_of(file: Path) -> bytes:
    """The database at one moment, whoever writes to it meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / NAME
        try:
            with (
                closing(sqlite3.connect(file, timeout=WAIT_SECONDS)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
        except sqlite3.Error as reason:
            raise CleanClaimError(
                f"cannot back up: {reason}", str(file), "the file as CleanClaim wrote it", "try again"
            ) from None
        return copy.read_bytes()


def _work(records: Records, learner: str) -> dict[str, list[dict[str, Any]]]:
    store = records.store
    attempts = store.rows("attempts", learner=learner)
    mine = {row["id"] for row in attempts}
    return {
        "attempts": attempts,
        "marks": store.rows("marks", learner=learner),
        "overrides": [row for row in store.rows("overrides") if row["attempt_id"] in mine],
        "events": store.rows("events", learner=learner),
    }


def _delete_rows(records: Records, learner: str) -> None:
    from sqlalchemy import column, delete, select, table

    attempts = table("attempts", column("id"), column("learner"))
    overrides = table("overrides", column("attempt_id"))
    mine = select(attempts.c.id).where(attempts.c.learner == learner)
    with records.database.connection() as connection:
        connection.execute(delete(overrides).where(overrides.c.attempt_id.in_(mine)))
        for name in ("events", "marks", "attempts"):
            rows = table(name, column("learner"))
            connection.execute(delete(rows).where(rows.c.learner == learner))


def _sizes(folder: Path) -> Iterable[tuple[Path, int]]:
    """What the program knows in the folder; a folder that holds other things keeps them."""
    clinics = [path for path in sorted(folder.glob(f"{CLINICS}/*/*")) if path.name != WORK]  # others may work there
    known = [*(folder / name for name in (*OWN, *MADE)), *clinics] + sorted(folder.glob(f"{NAME}*"))
    for path in known:
        if path.is_dir() and not path.is_symlink():
            yield path, sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
        elif path.exists():
            yield path, path.stat().st_size
