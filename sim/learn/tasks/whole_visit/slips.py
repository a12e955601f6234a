"""Wrong answers to what the payer said, as somebody gives them who coded and billed rightly, or who now meets the
coding error that he sent himself.
"""

from collections.abc import Sequence
from typing import Any

from sim.learn.exercises.case import Case
from sim.learn.tasks.whole_visit.answer import Answer, parse
from sim.learn.tasks.whole_visit.stage_cases import work_case
from sim.learn.tasks.work_denial.answer import remedies
from sim.learn.tasks.work_denial.missteps import KINDS, misstep_of

Given = dict[str, Any]  # JSON: a whole answer
SLIPS = KINDS


def slipped(case: Case, error: str, wholes: Sequence[Given]) -> Given | None:
    """One of these answers (the right one, then those that began with a coder's mistake) with this mistake in its last
    stage; None where it cannot be made."""
    for whole in wholes:
        read = parse(whole)
        if not isinstance(read, Answer):
            continue
        lying = work_case(case, read.coding, read.boxes)
        remedy = next((one for one in remedies() if misstep_of(one, lying) == error), "")
        if remedy:
            return {**whole, "work": {**whole["work"], "remedy": remedy, "changes": {}, "letter": {}}}
    return None
