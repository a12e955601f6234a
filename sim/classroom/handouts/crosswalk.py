"""The crosswalk: which subjects of certification exams our competences touch. Not an official outline; each row names
the page that it was read from, and what to verify (data/codes/blueprints.csv).
"""

import csv
import io
from pathlib import Path

from sim.classroom.gradebook.into_file import write_beside
from sim.classroom.handouts.printed import printed
from sim.ground.errors import CleanClaimError
from sim.learn.course.plan.blueprint import Area, areas
from sim.learn.exercises.competences import competences

NOTE = "Not an official outline. Verify every row against the current outline of the exam."


def write_crosswalk(out: Path) -> None:
    """Write it as .csv or .html. Raises CleanClaimError for another ending."""
    if out.suffix.lower() not in (".csv", ".html"):
        raise CleanClaimError(
            f"cannot write {out.suffix or 'a file without an ending'}", str(out), ".csv or .html", "choose one"
        )
    write_beside((_csv() if out.suffix.lower() == ".csv" else _page()).encode(), out)


def _csv() -> str:
    text = io.StringIO()
    made = csv.writer(text, lineterminator="\n")
    made.writerow((*Area._fields, "note"))
    for one in areas():
        weight = "" if one.weight is None else f"{one.weight:g}"
        made.writerow((one.credential, one.area, weight, " ".join(one.competences), *one[4:], NOTE))
    return text.getvalue()


def _page() -> str:
    touched = {name: [one for one in areas() if name in one.competences] for name in competences()}
    return printed("crosswalk.html", areas=areas(), note=NOTE, competences=competences(), touched=touched)
