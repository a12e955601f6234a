"""Which diagnosis of a list explains another, so that both are not coded: a symptom that belongs to a disease, two
codes that exclude each other, contact with an infection that the patient has. Only what a table or the tabular list
says.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.ground.files import find, read_csv, remembered
from sim.learn.grading.error_kinds import is_symptom
from sim.reference.code_notes import excluded_by


class Explained(NamedTuple):
    """By which code of the list, why both are not coded, by which rule; the kind of error that both together are."""

    by: str
    why: str
    cite: str
    kind: str


def explained_by(code: str, others: Sequence[str]) -> Explained | None:
    """What rules out this code beside the others; None where we know of nothing.

    >>> explained_by("R30.0", ["I10", "N39.0"]).by, explained_by("R11.10", ["H66.001"])
    ('N39.0', None)
    """
    for other in others:
        if other != code:
            found = _symptom(code, other) or _excluded(code, other)
            if found is not None:
                return found
    return None


def _symptom(code: str, other: str) -> Explained | None:
    for row in _symptoms():
        is_named = not (row["but"] and other.startswith(row["but"]))
        if is_named and other.startswith(row["first"]) and code.startswith(row["second"]):
            kind = "symptom-with-cause" if is_symptom(code) else "diagnosis-too-many"
            return Explained(other, f"{row['message']} ({other}).", row["cite"], kind)
    return None


@remembered
def _symptoms() -> list[dict[str, str]]:
    return [row for row in read_csv(find("data/codes/combinations.csv")) if row["kind"] == "symptom"]


def _excluded(code: str, other: str) -> Explained | None:
    for one, two in ((other, code), (code, other)):
        note = excluded_by(one, two)
        if note:
            return Explained(
                other,
                f'{code} and {other} exclude each other (Excludes1 at {one}: "{note}"), unless they are clearly'
                " unrelated.",
                "ICD-10-CM tabular list; Guidelines I.A.12.a",
                "diagnosis-too-many",
            )
    return None
