"""In which box of the CMS-1500 something stands."""

from collections.abc import Mapping

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some
from sim.reference.codes import list_rows

skill = "claim-form"
hint = "The upper half of the form speaks of the patient and the coverage, the lower half of the services."
ERROR = "box-misread"
errors = (ERROR,)
CITE = "Medicare Claims Processing Manual ch. 26"


def facts(case: Case) -> Groups:
    """The numbered boxes that a stored fact of the claim goes into, the letters of box 21 apart."""
    return (tuple(_boxes()),)


def question(fact: str, case: Case, seed: str) -> Question:
    """Choose the box; boxes that the same person fills in are near."""
    rows = _boxes()
    one = rows[fact]
    others = [row for box, row in rows.items() if box != fact]
    near = [_offer(row) for row in others if row["who"] == one["who"]]
    far = [_offer(row) for row in others if row["who"] != one["who"]]
    return Question(
        f"In which box of the CMS-1500 does this stand: {one['label'].rstrip('?')}?",
        f"Box {fact}",
        some(seed, near, far),
        f"Box {fact}, {one['label']}: {one['help']}",
        "The claim form",
        one["label"],
        CITE,
    )


def _offer(row: Mapping[str, str]) -> Offer:
    return Offer(f"Box {row['box']}", f"Box {row['box']} holds something else: {row['label']}.", ERROR)


def _boxes() -> dict[str, Mapping[str, str]]:
    """Numbered boxes with a column of their own, and no sub-boxes such as 24D-1."""
    return {
        row["box"]: row
        for row in list_rows("cms1500")
        if row["column"] and row["box"].isalnum() and row["box"][0].isdigit() and row["format"] != "diagnosis"
    }
