"""The page of any task: the record if it is open, beside it the task's Form, drawn control by control; after grading
the marks stand at their fields. A desk with a folder of its own draws its task in another way; this page needs nothing
but what the task says (sim/learn/tasks/contract.py).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.own_work import case_of
from sim.learn.exercises.case import Case
from sim.learn.grading.marked_phrases import sentences_of
from sim.learn.tasks.contract import Opened, after, task_of
from sim.learn.tasks.form import AnyControl, Boxes, Choice, Choices, Form, Phrases, Rows, Sheet
from sim.learn.tasks.form_answers import admit, blank
from sim.learn.tasks.steps_given import begun, given_fields, given_steps
from sim.ui.desks import common
from sim.ui.desks.claim_path import path
from sim.ui.desks.look_up import facts_of
from sim.ui.desks.marks import TONES, WORDS, reason
from sim.ui.desks.pictures.blocks import drawn_panels
from sim.ui.desks.played import played
from sim.ui.desks.recap import recap
from sim.ui.desks.record import Proofs, record
from sim.ui.desks.words import count

View = dict[str, Any]  # JSON: what a page is sent
CLOSED = "This task does not say what may be shown, so nothing is shown. Its author has to add opens(case)."


def view(store: Store | None, learner: str, now: DeskState) -> View:
    """The desk as a JSON object."""
    case = case_of(store, learner, now)
    task = task_of(case.exercise.task)
    opened, form = opened_now(now, case), task.form(case)
    proofs = Proofs(opened.get("documents") or [])
    found = marked(now, form, proofs)
    return {
        "drawing": "form",
        "bar": common.bar(now, case, common.scores_in_use(now.result, "items right")),
        "round": len(now.submitted),
        "items": common.items(now),
        "task": case.exercise.ask if opened else CLOSED,
        "search": case.exercise.search,
        "record": shown_record(opened, form, proofs) if opened.get("documents") else None,
        "panels": drawn_panels(opened.get("panels") or []),
        "path": path(now.journey, formula(now, case)),
        "formula": formula(now, case),
        "fields": fields(form),
        "given": given(case, form),
        "recap": recap(now, case),
        "deposit": form.deposit,
        "draft": to_draft(now.draft, case),
        "problems": {one["where"]: told(one) for one in now.problems},
        "marks": found,
        "key": common.key_of(now, case, key_blocks(now, form, opened.get("documents") or [])),
        "hints": common.hints(now, case),
        "actions": common.actions(now, case, first_actions(now)) if opened else [],
        "notice": common.problems(now) or nothing_entered(now),
        "announce": announcement(now),
        "foot": common.FOOT,
    }


def opened_now(now: DeskState, case: Case) -> Opened:
    """What is open: before grading what the task opens; once the case is done with in practice also what came after."""
    task = task_of(case.exercise.task)
    opened = task.opens(case)
    if case.exercise.mode != "practice" or not now.finished:
        return opened
    more = after(task, case)
    return {**opened, **more, "panels": [*more.get("panels", []), *(opened.get("panels") or [])]}


def to_draft(answer: Mapping[str, Any], case: Case) -> View:
    """The fields of the page from a stored answer."""
    form = task_of(case.exercise.task).form(case)
    return admit(form, dict(answer)) if answer else begun(case) or blank(form)


def to_answer(draft: View, case: Case) -> View:
    """The answer: the fields of the Form, as they were typed."""
    return draft


def nothing_entered(now: DeskState) -> str:
    """What is said of a form that was sent empty; empty for any other."""
    result = now.result or {}
    is_empty = now.submitted and "right" in result and not result["entered"] and not result["marks"] and not now.shown
    return (
        "Nothing was entered, so nothing could be marked. Fill in what you know, or ask for a hint." if is_empty else ""
    )


def formula(now: DeskState, case: Case) -> str:
    """How the score is made, and how much of it was filled in."""
    words, names = common.formula(now.result), given_fields(case)
    return f"{words} {count(len(names), 'field')} of it stood here at the beginning." if words and names else words


def given(case: Case, form: Form) -> View | None:
    """The steps that are done at the beginning, and the fields that they fill in; None where the learner does all."""
    steps = given_steps(case)
    if not steps:
        return None
    names = given_fields(case)
    return {
        "fields": list(names),
        "steps": played(steps, task_of(case.exercise.task).opens(case)),
        "heading": f"{count(len(steps), 'step')} of this case {'is' if len(steps) == 1 else 'are'} done for you",
        "words": f"{count(len(names), 'field')} of {len(form.controls)} {'is' if len(names) == 1 else 'are'} filled in."
        " Read why, then go on. What is filled in counts in the score, so it shows less about what you can do alone.",
    }


def first_actions(now: DeskState) -> list[View]:
    """Submit."""
    words = "Correct and submit" if now.submitted else "Submit"
    return [{"kind": "submit", "words": words, "weight": "go", "sends": True}]


def shown_record(opened: Opened, form: Form, proofs: Proofs) -> View:
    """The record; where phrases of it are marked, with the sentences of each line as [start, end] pairs: no phrase may
    reach beyond one."""
    shown = record(facts_of(opened), opened["documents"], proofs)
    if any(isinstance(control, Phrases) for control in form.controls):
        for document in shown["documents"]:
            for section in document["sections"]:
                section["sentences"] = [[list(one) for one in sentences_of(line)] for line in section["lines"]]
    return shown


def fields(form: Form) -> list[View]:
    """The Form as the page draws it: each control with its kind."""
    return [_control(control) for control in form.controls]


def _control(control: AnyControl) -> View:
    """One control.

    >>> from sim.learn.tasks.form import Number
    >>> _control(Number("units", "Units", "One unit is 10 mg."))["kind"]
    'number'
    """
    shown = {**asdict(control), "kind": "code" if hasattr(control, "kind") else type(control).__name__.lower()}
    if hasattr(control, "kind"):
        shown["library"] = control.kind
    if isinstance(control, Rows | Sheet):
        shown["fields"] = [_control(field) for field in control.fields]
    return shown


def marked(now: DeskState, form: Form, proofs: Proofs) -> View:
    """The marks by field, each with the value that was graded: once it is changed the mark no longer speaks about it.
    What belongs to no field stands under "whole"."""
    sent = admit(form, now.submitted[-1]["answer"]) if now.submitted else {}
    names = [control.name for control in form.controls]
    found: View = {}
    for mark in at_their_fields((now.result or {}).get("marks") or [], names, sent):
        head = mark["where"] if mark["where"] in names else mark["where"].partition(".")[0]
        place = mark["where"] if head in names else "whole"
        entry = found.setdefault(
            place, {"row": sent.get(head.partition(".")[0]), "tone": "", "says": "", "reasons": []}
        )
        entry["tone"] = entry["tone"] or TONES.get(mark["verdict"], "later")
        entry["says"] = entry["says"] or WORDS.get(mark["verdict"], "")
        entry["reasons"].append(reason(mark, proofs))
    return found


def at_their_fields(marks: list[View], names: Collection[str], sent: Mapping[str, Any]) -> list[View]:
    """Marks of what is missing inside a field name only that field before the key is shown. Where as many of its fields
    are empty as are missing, each mark goes to its own.

    >>> missing = {"where": "level", "verdict": "missing"}
    >>> [one["where"] for one in at_their_fields([missing, missing], ["level.data", "level.risk"], {})]
    ['level.data', 'level.risk']
    """
    lost = Counter(mark["where"] for mark in marks if mark["verdict"] == "missing" and mark["where"] not in names)
    empty = {head: [name for name in names if name.partition(".")[0] == head and not _at(sent, name)] for head in lost}
    places = {head: iter(empty[head]) for head in lost if len(empty[head]) == lost[head]}
    return [
        {**mark, "where": next(places[mark["where"]])}
        if mark["verdict"] == "missing" and mark["where"] in places
        else mark
        for mark in marks
    ]


def key_blocks(now: DeskState, form: Form, chart: Sequence[View] = ()) -> list[View]:
    """The right answer, field by field. `chart`: the documents whose phrases are marked."""
    right = now.key or {}
    pairs = [
        [control.label, words] for control in form.controls if (words := said(control, _at(right, control.name), chart))
    ]
    return [{"pairs": pairs}] if pairs else []


def _at(answer: Mapping[str, Any], name: str) -> Any:
    """The value of a field; a name with a point is a field inside another."""
    head, _, inner = name.partition(".")
    outer = answer.get(head)
    return outer.get(inner) if inner and isinstance(outer, Mapping) else None if inner else outer


def said(control: AnyControl, value: Any, chart: Sequence[View] = ()) -> str:
    """A value in words; empty for nothing.

    >>> from sim.learn.tasks.form import Option
    >>> said(Choice("payer", "Payer", options=(Option("a", "Acme"),)), "a")
    'Acme'
    """
    if value in (None, "", False, [], {}):
        return ""
    if isinstance(control, Choice | Choices):
        words = {option.id: option.words for option in control.options}
        return ", ".join(words.get(one, str(one)) for one in (value if isinstance(value, list) else [value]))
    if isinstance(control, Boxes):
        return "; ".join(f"{name}: {text or 'empty'}" for name, text in value.items())
    if isinstance(control, Phrases):
        return "; ".join(f"“{phrase}”" for spot in value if (phrase := _phrase(chart, spot)))
    if isinstance(control, Sheet):
        return sheet_words(control, value)
    if isinstance(control, Rows):
        return "; ".join(
            ", ".join(text for one in control.fields if (text := said(one, row.get(one.name)))) for row in value
        )
    return "yes" if value is True else str(value)


def sheet_words(control: Sheet, value: Mapping[str, Any]) -> str:
    """What is filled in on prepared lines, in words.

    >>> from sim.learn.tasks.form import Line, Money
    >>> sheet = Sheet("claim", "Claim", lines=(Line("1", "Line 1"),), fields=(Money("paid", "Payment"),))
    >>> sheet_words(sheet, {"1": {"paid": "80.00"}})
    'Line 1: Payment 80.00'
    """
    rows = []
    for line in control.lines:
        cells = value.get(line.id) or {}
        words = [f"{one.label} {text}" for one in control.fields if (text := said(one, cells.get(one.name)))]
        rows += [f"{line.words}: {', '.join(words)}"] if words else []
    return "; ".join(rows)


def _phrase(chart: Sequence[View], spot: Mapping[str, int]) -> str:
    """The words at a place of the record; empty where there is none."""
    sections = list(chart[spot["document"]]["sections"].values()) if spot["document"] < len(chart) else []
    lines = sections[spot["section"]] if spot["section"] < len(sections) else []
    return str(lines[spot["line"]][spot["start"] : spot["end"]]) if spot["line"] < len(lines) else ""


def told(problem: Mapping[str, str]) -> str:
    """What could not be read, in two sentences.

    >>> told({"what": "found 'ten'", "expected": "a whole number"})
    "Found 'ten'. Expected: a whole number."
    """
    return f"{problem['what'][:1].upper()}{problem['what'][1:]}. Expected: {problem['expected']}."


def announcement(now: DeskState) -> str:
    """What a screen reader hears after grading."""
    if not now.submitted:
        return ""
    result = now.result or {}
    right = f"{result['right']} of {max(result['entered'], result['key'])} right." if "right" in result else "Saved."
    return f"Submission {len(now.submitted)}. {right}"
