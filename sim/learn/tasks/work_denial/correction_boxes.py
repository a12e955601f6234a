"""What a correction may change on the claim that came back, as boxes: what stands at its head, its diagnoses, and each
line with a few more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.learn.tasks.form import Box
from sim.learn.tasks.work_denial.answer import CLAIM_COLUMNS
from sim.learn.tasks.work_denial.claim_places import place_of_path, shown

CELLS = {
    "code": "code",
    "modifiers": "modifiers",
    "pointers": "diagnosis pointers",
    "units": "units",
    "npi": "rendering provider's NPI",
    "place": "place of service",
    "date": "date of service",
    "charge": "charge",
}  # cell of a line -> its words
NEW_LINES = 3  # lines that a correction may add


def correction_boxes(claim: Mapping[str, Any]) -> tuple[Box, ...]:
    """claim: as returned_claim.claim gives it.

    >>> made = correction_boxes({"diagnoses": ["I10"], "lines": [{"claim_line_number": 1}], "member_id": "1S34"})
    >>> [box.name for box in made if box.name.startswith("line.2")][:2], next(box.value for box in made)
    (['line.2.code', 'line.2.modifiers'], '1S34')
    """
    head = [_head(claim, f"claim.{name}") for name in CLAIM_COLUMNS]
    return (*head, *(box for number in line_numbers(claim) for box in _line(number)))


def line_numbers(claim: Mapping[str, Any]) -> list[int]:
    """The lines of the claim, and those that may be added."""
    numbers = [row["claim_line_number"] for row in claim["lines"]]
    return numbers + [max(numbers, default=0) + more for more in range(1, NEW_LINES + 1)]


def standing_at(claim: Mapping[str, Any], path: str) -> str:
    """What stands at the head of the claim in one place, as its field holds it."""
    column = path.partition(".")[2]
    number = column.removeprefix("diagnosis_code_")
    if number.isdigit():
        return [*claim["diagnoses"], *[""] * 12][int(number) - 1]
    return shown(place_of_path(path).how, claim.get(column))


def _head(claim: Mapping[str, Any], path: str) -> Box:
    return Box(path, place_of_path(path).words, "", standing_at(claim, path))


def _line(number: int) -> Iterator[Box]:
    yield from (Box(f"line.{number}.{name}", f"Line {number}, {words}") for name, words in CELLS.items())
    yield Box(f"line.{number}.gone", f"Delete line {number}")
