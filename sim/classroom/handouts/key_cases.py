"""A case with its key, as a key book prints it: what the learner is shown, the right answer, why, which phrase of the
record proves it, and by which rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.learn.desk.marking import graded
from sim.learn.exercises.case import Case
from sim.learn.grading.marks import Evidence, Mark, Marks
from sim.learn.tasks.contract import Step, task_of
from sim.learn.tasks.form import Form

Opened = Mapping[str, Any]  # JSON: what a page may show before grading
TOLD = {
    "label",
    "variant",
    "payer",
    "service_date",
    "patient",
    "facts",
    "documents",
    "panels",
}  # printed in their place
COUNTED_FROM_0 = {"diagnoses", "services"}
LEFT_OUT = {"clinic"}  # the clinic's card is the same in every case


@dataclass(frozen=True)
class Part:
    """One thing that was asked: the right answer, why, the phrases of the record that prove it, the rule."""

    what: str
    key: str
    why: str
    proofs: tuple[str, ...]
    cite: str


@dataclass(frozen=True)
class KeyCase:
    """One case of one item. `number`: of the item; `attempt`: on which hand-in it is worked. `exercise`: the file
    that the item came from. `more`: what is on the
    desk beside chart and panels, by its name. `answer`: the key as a desk sends it."""

    number: int
    attempt: int
    title: str
    exercise: str
    task: str
    points: float
    ask: str
    facts: tuple[tuple[str, Any], ...]
    documents: tuple[Opened, ...]
    panels: tuple[Opened, ...]
    more: Mapping[str, Any]
    parts: tuple[Part, ...]
    answer: Mapping[str, Any]
    steps: tuple[Step, ...]
    sources: tuple[str, ...]


def key_case(case: Case, number: int) -> KeyCase:
    """A case as it is printed.

    >>> from sim.learn.exercises.case import draw
    >>> found = key_case(draw("drill_01_remittance"), 1)
    >>> [part.what for part in found.parts][:1], len(found.sources) > 0
    (['...'], True)
    """
    one, task = case.exercise, task_of(case.exercise.task)
    opened, key, steps = task.opens(case), task.key(case), tuple(task.worked(case))
    marks = graded(case, key)[1]
    chart = tuple(opened.get("documents") or ())
    parts = _parts(marks, chart, _labels(task.form(case))) if isinstance(marks, Marks) else ()
    cites = [part.cite for part in parts] + [step.cite for step in steps]
    return KeyCase(
        number,
        case.variant,
        one.title,
        one.origin or one.name,
        task.title,
        one.points,
        one.ask,
        _facts(opened),
        chart,
        tuple(opened.get("panels") or ()),
        {name: said for name, said in opened.items() if name not in TOLD | LEFT_OUT and said},
        parts,
        key,
        steps,
        tuple(dict.fromkeys(filter(None, cites))),
    )


def _facts(opened: Opened) -> tuple[tuple[str, Any], ...]:
    """The facts above the chart."""
    told = [("Visit", opened.get("label")), ("Payer", opened.get("payer")), ("Date", opened.get("service_date"))]
    patient = opened.get("patient") or {}
    told += [(name.replace("_", " ").capitalize(), said) for name, said in patient.items()]
    told += [(str(pair[0]), pair[1]) for pair in opened.get("facts") or ()]
    return tuple((name, said) for name, said in told if said not in (None, ""))


def _labels(form: Form) -> dict[str, str]:
    """What each field of a form is called."""
    return {one.name: one.label for one in form.controls if getattr(one, "label", "")}


def _parts(marks: Marks, chart: Sequence[Opened], labels: Mapping[str, str]) -> tuple[Part, ...]:
    return tuple(
        Part(_what(one, labels), one.key or one.title, one.message, _proofs(one.evidence, chart), one.cite)
        for one in marks.marks
    )


def _what(mark: Mark, labels: Mapping[str, str]) -> str:
    """What was asked, as the form calls it; else the place in the answer.

    >>> [_what(Mark(where, "right", ""), {"paid": "Paid amount"})
    ...  for where in ("paid", "coding.diagnoses.0", "services.1.modifiers", "boxes.24A.1", "boxes.1a", "claim1.1")]
    ['Paid amount', 'Coding diagnoses 1', 'Services 2 modifiers', 'Box 24A line 1', 'Box 1a', 'Claim1 1']
    """
    if mark.where in labels:
        return labels[mark.where]
    first, *rest = mark.where.split(".")
    if first == "boxes":
        return " line ".join(["Box " + rest[0], *rest[1:]]) if rest else "Boxes"
    words = [first]
    for word in rest:  # rows of an answer are counted from 0, a claim and its lines from 1
        words.append(str(int(word) + 1) if word.isdigit() and words[-1] in COUNTED_FROM_0 else word)
    told = " ".join([labels.get(first, first.replace("_", " ")), *words[1:]])
    return told[:1].upper() + told[1:]


def _proofs(evidence: Sequence[Evidence], chart: Sequence[Opened]) -> tuple[str, ...]:
    """Each phrase with where it stands; a text alone for what is absent from the record."""
    return tuple(
        f"{chart[one.document]['title']}, {one.section}: “{one.text}”" if 0 <= one.document < len(chart) else one.text
        for one in evidence
    )
