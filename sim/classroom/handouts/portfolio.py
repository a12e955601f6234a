"""A learner's portfolio, one page to print or to send: the hours, and the best work product of each exercise with date,
variant and score. It says what the work was, and promises nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.billing.claims.form import box_words
from sim.classroom.handouts.practicum import desk_names
from sim.classroom.handouts.printed import printed, write_pages
from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError
from sim.learn.course.record.answers import Answer, History, history
from sim.learn.course.record.hours import FORMULA, clock, hours_of
from sim.learn.desk.attempt_store import Row, Store
from sim.learn.exercises.case import Case, draw
from sim.learn.grading.marked_phrases import marked_in
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form import Choice, Choices, Phrases, Rows

GOOD = 0.95  # the bar of production work: what lies below is practice, and no work product
FILE = "portfolio.html"


@dataclass(frozen=True)
class Product:
    """A work product. `kind`: what it is, such as a claim or an appeal letter; `score`: from 0 to 1 as marked on the
    first try of this case; `tries`: how many cases of the exercise were tried until then; `entered`: what was handed
    in, as the form names it; `record`: the chart as it stood before the learner."""

    exercise: str
    kind: str
    title: str
    date: str
    variant: int
    score: float
    tries: int
    entered: tuple[tuple[str, Any], ...]
    record: str


def portfolio(store: Store, learner: str, now: datetime) -> str:
    """The page; before anything was solved it says so. Days are those of now's zone."""
    lines = hours_of(store, learner, now.tzinfo) if now.tzinfo is not None else ()
    made = {
        "written": us_date(now.date()),
        "formula": FORMULA,
        "lines": lines,
        "seconds": sum(line.seconds for line in lines),
        "products": list(products_of(store, learner, now)),
    }
    return printed("portfolio.html", made=made, clock=clock, desk_names=desk_names())


def write_portfolio(store: Store, learner: str, out: Path, now: datetime) -> list[Path]:
    """The page as a file in a folder. Raises CleanClaimError for a folder that cannot be written."""
    return write_pages(out, {FILE: portfolio(store, learner, now)})


def products_of(store: Store, learner: str, now: datetime) -> Iterator[Product]:
    """The best first try of each exercise in practice, the latest of equals; oldest first."""
    past = history(store, learner)
    best: dict[str, Answer] = {}
    for one in past.answers:
        before = best.get(one.exercise)
        fits = one.is_fresh and one.is_alone and (one.score or 0) >= GOOD
        if fits and (before is None or (one.score or 0) >= (before.score or 0)):
            best[one.exercise] = one
    rows = {row["id"]: row for row in store.rows("attempts", learner=learner, assignment="")} if best else {}
    for one in sorted(best.values(), key=lambda each: each.at):
        row = rows.get(one.attempt_id)
        if row is not None and isinstance(row["answer"], dict):
            found = _product(one, row, past, now)
            if found is not None:
                yield found


def _product(one: Answer, row: Row, past: History, now: datetime) -> Product | None:
    """A work product; none where its exercise or scenario is another one now."""
    try:
        case = draw(one.exercise, one.case[1])
    except CleanClaimError:
        return None
    if case.row["scenario_hash"] != row["scenario_hash"]:
        return None
    tries = len({each.case for each in past.answers if each.exercise == one.exercise and each.at <= one.at})
    kind = kind_of(row["task"], row["answer"])
    return Product(
        one.exercise,
        kind,
        case.exercise.title,
        us_date(one.moment.astimezone(now.tzinfo).date()),
        one.case[1],
        one.score or 0.0,
        tries,
        entered(case, row["answer"]),
        row["chart"] if isinstance(row["chart"], str) else "",
    )


def kind_of(task: str, answer: Mapping[str, Any]) -> str:
    """What a piece of work is called.

    >>> kind_of("work_denial", {"letter": {"level": 1}}), kind_of("build_claim", {})
    ('Appeal letter', 'Claim')
    """
    if task == "work_denial" and answer.get("letter"):
        return "Appeal letter"
    return KINDS.get(task) or task_of(task).title


KINDS = {
    "code_visit": "Coded visit",
    "build_claim": "Claim",
    "query_provider": "Query to the provider",
    "audit_claim": "Claim audit",
    "work_denial": "Worked denial",
    "request_authorization": "Authorization request",
    "post_remittance": "Posted remittance",
    "whole_visit": "Visit from chart to payment",
}


def entered(case: Case, answer: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """What was handed in: each field as the form calls it, choices in their words, marked phrases as they stand in the
    record."""
    form = task_of(case.exercise.task).form(case)
    if isinstance(answer.get("boxes"), dict):
        return tuple((box_words(box), text) for box, text in answer["boxes"].items() if text)
    named = [(one.label, _said(case, one, _inner(answer, one.name))) for one in form.controls]
    told = {one.name.partition(".")[0] for one in form.controls}
    rest = [(name.replace("_", " ").capitalize(), value) for name, value in answer.items() if name not in told]
    return tuple((label, value) for label, value in (*named, *rest) if value not in (None, "", [], {}, ()))


def _inner(answer: Mapping[str, Any], name: str) -> Any:
    head, _, inner = name.partition(".")
    value = answer.get(head)
    return value.get(inner) if inner and isinstance(value, dict) else value


def _said(case: Case, control: Any, value: Any) -> Any:
    """A field's value as people read it."""
    if isinstance(control, Choice | Choices):
        words = {one.id: one.words for one in control.options}
        return [words.get(str(one), one) for one in value] if isinstance(value, list) else words.get(str(value), value)
    if isinstance(control, Phrases) and isinstance(value, list):
        return [f"“{one.text}”" for one in marked_in(case.documents_when(True), value) if one is not None]
    if isinstance(control, Rows) and isinstance(value, list):
        return [_row(control, one) for one in value if isinstance(one, dict)]
    return value


def _row(control: Rows, row: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for cell in control.fields:
        words = {one.id: one.words for one in getattr(cell, "options", ())}
        found[cell.label] = words.get(str(row.get(cell.name)), row.get(cell.name))
    return found
