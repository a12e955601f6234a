"""Everything about one learner as a file to hand over: JSON, and a page to read.

Left out is what lets somebody in (links, cookies, PINs are kept as hashes only), and, of assessed work, what would tell
the answers of a case that others still work: how it was drawn, and the keys in the marks. Points and what the learner
answered are there.
"""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment

from sim.classroom.gradebook.into_file import write_beside
from sim.classroom.privacy.learner_rows import LearnerRows, rows_of
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records, Row
from sim.ground.errors import CleanClaimError

SECRET = {"number", "token", "pin", "wrong_pins", "key_value"}  # columns that are not handed over
PRACTICE = "practice"
ATTEMPT = ("id", "at", "class_name", "assignment", "desk", "exercise", "task", "mode", "answer", "chart")
DRAWN = ("scenario", "variant", "editions", "grader_version")  # handed over of practice only
MARK = ("where", "verdict", "points", "earned")
TITLES = {
    "roster": "Who you are in the class",
    "links": "Personal links",
    "visits": "Visits",
    "extensions": "Extensions",
    "openings": "Charts that were opened",
    "hand_ins": "Drafts handed in at the deadline",
    "disputes": "Marks that you disputed",
    "lti_people": "Who you are in your school's LMS",
    "lti_scores": "Scores sent to your school's LMS",
}


def learner_file(records: Records, learner: str) -> dict[str, Any]:
    """What is handed over, as JSON."""
    rows = rows_of(records, learner)
    made = class_of(records, rows.member.class_name)
    return {
        "learner": rows.member.learner,
        "where": made.title,
        "class": {"name": made.name, "title": made.title, "closed": made.closed_at},
        "classroom": {name: list(map(_open, found)) for name, found in rows.classroom.items() if found},
        **work_told(rows.work),
        "trail": _without_names(rows),
    }


def work_told(work: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Attempts, marks, overrides and saved steps as they are handed over."""
    modes = {row["id"]: row["mode"] for row in work["attempts"]}
    return {
        "attempts": [_attempt(row) for row in work["attempts"]],
        "marks": [_mark(row, modes.get(row["attempt_id"], "")) for row in work["marks"]],
        "overrides": [_open(row) for row in work["overrides"]],
        "steps": [_step(row) for row in work["events"]],
    }


def write_learner_file(told: dict[str, Any], folder: Path) -> tuple[Path, Path]:
    """Write both files into a folder, made if it is not there; gives their paths."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot make the folder: {reason.strerror}", str(folder), "a folder you may write to", "choose another"
        ) from None
    paths = folder / f"{told['learner']}.json", folder / f"{told['learner']}.html"
    write_beside((json.dumps(told, indent=1, default=str) + "\n").encode(), paths[0])
    write_beside(page(told).encode(), paths[1])
    return paths


def page(told: dict[str, Any]) -> str:
    """The file as a page; every text of it is escaped."""
    template = (Path(__file__).parent / "learner_file.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True)
    environment.filters["cell"] = _cell
    sections = [(TITLES.get(name, name.capitalize()), rows) for name, rows in told.get("classroom", {}).items()]
    sections += [
        ("Attempts: what you handed in", told["attempts"]),
        ("Marks", told["marks"]),
        ("Overrides by an instructor", told["overrides"]),
        ("Saved steps: drafts and clicks", told["steps"]),
        ("What was done", told.get("trail", [])),
    ]
    return environment.from_string(template).render(told=told, sections=[one for one in sections if one[1]])


def _cell(said: Any) -> str:
    return said if isinstance(said, str) else "" if said is None else json.dumps(said, indent=1, default=str)


def _open(row: Row) -> Row:
    return {name: said for name, said in row.items() if name not in SECRET}


def _attempt(row: Row) -> Row:
    return {name: row.get(name) for name in (*ATTEMPT, *(DRAWN if row["mode"] == PRACTICE else ()))}


def _mark(row: Row, mode: str) -> Row:
    """All of it in practice; of assessed work the points, and each mark without the key."""
    kept = {name: row.get(name) for name in ("id", "at", "attempt_id", "exercise", "points", "earned")}
    document = row.get("marks") or {}
    if mode == PRACTICE:
        return {**kept, "marks": document}
    marks = document.get("marks", []) if isinstance(document, dict) else []
    return {
        **kept,
        "marks": [{name: one.get(name) for name in MARK} for one in marks if one.get("verdict") != "missing"],
    }


def _step(row: Row) -> Row:
    """A draft as it was typed; of other steps which one it was."""
    told = {name: row.get(name) for name in ("at", "class_name", "assignment", "desk", "exercise", "kind")}
    return {**told, "data": row.get("data")} if row.get("kind") == "draft" else told


def _without_names(rows: LearnerRows) -> list[Row]:
    """The trail; other people stand in it by their key, not their name."""
    return [{**row, "who": "you" if row["who"] == rows.member.learner else row["who"]} for row in rows.trail]
