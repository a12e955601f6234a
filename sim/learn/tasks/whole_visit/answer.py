"""The answer of a whole visit: what was coded, the form that was sent, and what was decided when the payer had
answered. Each part is read by its own task.

    {"coding": {"diagnoses": [...], "services": [...]}, "claim": {"boxes": {...}}, "work": {"cause": ..., ...}}
"""

from dataclasses import dataclass, field, replace
from typing import Any

from sim.learn.exercises.answer_format import Problem, Reading
from sim.learn.exercises.coded_answer import Answer as Coded
from sim.learn.exercises.coded_answer import parse as parse_coding
from sim.learn.tasks.build_claim.answer import Answer as ClaimForm
from sim.learn.tasks.build_claim.answer import parse as parse_claim
from sim.learn.tasks.work_denial.answer import Answer as Decision
from sim.learn.tasks.work_denial.answer import parse as parse_work

FIELDS = ("coding", "claim", "work")


@dataclass(frozen=True)
class Answer:
    """What was done at each stage; a stage that was not reached is blank."""

    coding: Coded = field(default_factory=Coded)
    claim: ClaimForm = field(default_factory=ClaimForm)
    work: Decision = field(default_factory=Decision)

    @property
    def is_blank(self) -> bool:
        """Nothing was done at any stage."""
        return self.coding.is_blank and self.claim.is_blank and self.work.is_blank

    @property
    def is_sent(self) -> bool:
        """Did a claim go out? Not without a service, nor without a form."""
        return bool(self.coding.services) and not self.claim.is_blank and not self.claim.send_back

    @property
    def boxes(self) -> tuple[tuple[str, str], ...]:
        """The form as pairs."""
        return tuple(sorted(self.claim.boxes.items()))

    def as_dict(self) -> dict[str, Any]:
        """As a desk sends it."""
        return {"coding": self.coding.as_dict(), "claim": self.claim.as_dict(), "work": self.work.as_dict()}


def parse(given: object) -> Answer | list[Problem]:
    """An answer, or what could not be read, told with the part in which it stands.

    >>> parse({"coding": {"diagnoses": ["m1711"]}}).coding.diagnoses
    ('M17.11',)
    >>> [problem.where for problem in parse({"work": {"cause": "bad luck"}, "claim": 7})]
    ['claim.answer', 'work.cause']
    """
    read = Reading()
    fields = read.fields(given, FIELDS, "answer")
    coding, claim, work = (fields.get(name) for name in FIELDS)
    coded = parse_coding(coding) if coding not in (None, "") else Coded()
    form = parse_claim(claim) if claim not in (None, "") else ClaimForm()
    decided = parse_work(work) if work not in (None, "") else Decision()
    problems = [*read.problems, *within("coding", coded), *within("claim", form), *within("work", decided)]
    if problems or isinstance(coded, list) or isinstance(form, list) or isinstance(decided, list):
        return problems
    return Answer(coded, form, decided)


def within(part: str, found: object) -> list[Problem]:
    """Problems of a part, with the part before their place."""
    rows = found if isinstance(found, list) else []
    return [replace(one, where=f"{part}.{one.where}") for one in rows]
