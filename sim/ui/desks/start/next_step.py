"""What to do next, in words: one heading, one button, why it comes now and how long it takes."""

from collections.abc import Mapping

from sim.learn.course.choice.way import Step, Way
from sim.learn.grading import error_kinds
from sim.learn.tasks.contract import task_of
from sim.ui.desks import desk_folders
from sim.ui.desks.common import View, minutes
from sim.ui.desks.words import count

WHY = {
    "lesson": "Read it first. The exercises of this unit use it.",
    "example": "Open Worked example above the record: another patient's case, step by step.",
    "exercise": "",
    "check": "Fresh cases of the whole unit, mixed. Each counts on the first try, without a hint or the key.",
    "baseline": "Fresh cases of every competence. Nothing is passed or failed: they show where to begin, and what has"
    " changed since the last time. Each counts on the first try, without a hint or the key.",
    "review": "You learned this before. A fresh case now keeps it.",
    "drill": "Five fresh cases in which this mistake can be made.",
}
NEW = [
    "Click the button. A short lesson opens on this page.",
    "Then the button leads to a case. Read the record on the left, answer on the right and submit. Nothing can break,"
    " and you can try again.",
    "If you do not know how, open Worked example above the record: another patient's case, step by step. A dotted word"
    " shows what it means when you click it.",
]


def begin(way: Way) -> View | None:
    """The one obvious thing to do; None when the track is done and nothing is due."""
    step = way.next
    if step is None:
        return None
    is_new = way.past.is_new
    return {
        **shown(step, way),
        "heading": "New here? Start with this" if is_new else heading(step, way),
        "go": go(step, way),
        "why": why(step, way),
        "words": NEW if is_new else [],
    }


def shown(step: Step, way: Way) -> View:
    """A step with where it is done: a link to a desk's page, or something that this page does (`deed`)."""
    made = {"kind": step.kind, "minutes": minutes(step.minutes), "is_done": step.is_done, "label": label(step, way)}
    if step.item is None:
        return {**made, "deed": deed(step), "id": "", "role": "", "desk": "", "book": "", "task": ""}
    one = way.shelf.exercises[step.item.exercise]
    task = task_of(one.task)
    place = {"role": one.desk, "desk": desk_folders.label(one.desk), "book": desk_folders.book(one.desk)}
    return {**made, **place, "id": step.item.link, "task": task.title, "goal": one.goal}


def deed(step: Step) -> Mapping[str, str]:
    """What this page does for a step without a case."""
    kinds = {"lesson": ("read_lesson", step.unit), "check": ("begin_check", step.unit)}
    kind, name = kinds.get(step.kind, ("begin_drill", step.error))
    return {"deed": kind, "name": name}


def heading(step: Step, way: Way) -> str:
    """Where this step belongs."""
    unit = way.shelf.units[step.unit].title if step.unit in way.shelf.units else ""
    if step.kind == "review":
        return f"Due today: {count(step.of, 'review')}"
    if step.kind == "drill":
        return f"Drill, case {step.number} of {step.of}" if step.number else "A drill for a mistake you made twice"
    if step.kind == "check":
        check = _check(step, way)
        return f"{check}, item {step.number} of {step.of}" if step.number else check
    return f"Next in {unit}"


def go(step: Step, way: Way) -> str:
    """What the button says."""
    if step.kind == "lesson":
        return f"Read the lesson: {way.shelf.units[step.unit].title}"
    if step.item is None:
        begins = "baseline" if _is_baseline(step, way) else step.kind
        return f"Start the {begins}"
    begun = (*step.item, "") in way.past.opened
    return f"{'Continue' if begun else 'Start'}: {label(step, way)}"


def label(step: Step, way: Way) -> str:
    """The name of the lesson, the exercise, the check or the drill."""
    if step.kind == "drill" and step.item is None:
        return error_kinds.words(step.error)
    if step.item is None:
        title = way.shelf.units[step.unit].title
        return f"Lesson: {title}" if step.kind == "lesson" else _check(step, way)
    title = way.shelf.exercises[step.item.exercise].title
    return f"{title} (worked example)" if step.kind == "example" else title


def _is_baseline(step: Step, way: Way) -> bool:
    return step.unit in way.shelf.units and way.shelf.units[step.unit].baseline


def _check(step: Step, way: Way) -> str:
    """What the check of a unit is called."""
    title = way.shelf.units[step.unit].title
    return title if _is_baseline(step, way) else f"Check of {title}"


def why(step: Step, way: Way) -> str:
    """Why it comes now, in a sentence or two."""
    named = f"{error_kinds.words(step.error)}. " if step.kind == "drill" else ""
    return named + WHY["baseline" if _is_baseline(step, way) else step.kind]
