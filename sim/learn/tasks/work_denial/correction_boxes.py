"""What a correction may change on the claim that came back, as boxes: what stands at its head, its diagnoses, and each
line with one more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.learn.tasks.form import Box
from sim.learn.tasks.work_denial.answer import CLAIM_COLUMNS

LINE = {"code": "code", "modifiers": "modifiers", "pointers": "diagnosis pointers", "units": "units", "npi": "NPI"}


def correction_boxes(claim: Mapping[str, Any]) -> tuple[Box, ...]:
    """claim: as returned_claim.claim gives it.

    >>> made = correction_boxes({"diagnoses": ["I10"], "lines": [{"claim_line_number": 1}], "member_id": "1S34"})
    >>> [box.name for box in made if box.name.startswith("line.2")][:2], next(box.value for box in made)
    (['line.2.code', 'line.2.modifiers'], '1S34')
    """
    diagnoses = {f"diagnosis_code_{n}": code for n, code in enumerate(claim["diagnoses"], 1)}
    head = [
        Box(f"claim.{name}", name.replace("_", " "), "", str(diagnoses.get(name) or claim.get(name) or ""))
        for name in CLAIM_COLUMNS
    ]
    numbers = [row["claim_line_number"] for row in claim["lines"]]
    return (*head, *(box for number in (*numbers, max(numbers, default=0) + 1) for box in _line(number)))


def _line(number: int) -> Iterator[Box]:
    yield from (Box(f"line.{number}.{name}", f"Line {number} {words}") for name, words in LINE.items())
    yield Box(f"line.{number}.gone", f"Delete line {number}")
