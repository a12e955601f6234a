"""What a learner may look up at any desk, before and after an answer: the levels of a visit, the modifiers, the words
of the trade, and in practice another patient's case worked aloud. Nothing here depends on the key of the case that lies
on the desk.
"""

from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.desk.desk_state import series
from sim.learn.exercises.case import Case, draw
from sim.learn.exercises.open_record import chart
from sim.learn.tasks.contract import task_of
from sim.reference.calculators import decision, em
from sim.reference.codes import modifiers as library
from sim.reference.glossary import terms
from sim.ui.desks import common
from sim.ui.desks.claim_path import table
from sim.ui.desks.record import documents

View = dict[str, Any]  # JSON: what a page is sent

EXAMPLES = range(901, 909)  # variants that no learner meets as his own


def panels() -> list[View]:
    """The tables, each behind a button.

    >>> [one["words"] for one in panels()]
    ['Visit levels', 'Modifiers', 'Glossary']
    """
    return [
        {"id": "levels", "words": "Visit levels", "title": "Levels of an office visit", "blocks": levels()},
        {"id": "modifiers", "words": "Modifiers", "title": "Modifiers", "blocks": [modifiers()]},
        {"id": "glossary", "words": "Glossary", "title": "Words of the trade", "blocks": [words()]},
    ]


def glossary() -> list[list[Any]]:
    """[spellings, meaning] of each term, for the words of a page."""
    return [[[one.term, *one.also], one.words] for one in terms()]


def words() -> View:
    """The glossary as a table."""
    return table("Glossary", ["word", "what it means"], [[{"b": one.term}, one.words] for one in terms()])


def modifiers() -> View:
    """Each modifier with what it says and when it is used."""
    rows = zip(library().modifier.texts(), library().label.texts(), library().when.texts(), strict=True)
    return table("Modifiers", ["", "modifier", "when"], [[{"code": code}, label, when] for code, label, when in rows])


def levels() -> list[View]:
    """The levels of an office visit by medical decision making or by time, as the calculator has them."""
    new, known = em.FAMILIES["office new"], em.FAMILIES["office established"]
    rows = [
        [
            {"b": level},
            [{"code": new.codes[at]}, f" {new.minutes[at]} min"],
            [{"code": known.codes[at]}, f" {known.minutes[at]} min"],
            _named({**decision.PROBLEMS, **{f"two {kind}": rank for kind, rank in decision.TWO_OF.items()}}, at),
            decision.DATA_WORDS[at],
            _named({name: rank for name, rank in decision.RISK.items() if name not in decision.LEVELS}, at),
        ]
        for at, level in enumerate(("straightforward", "low", "moderate", "high"))
    ]
    head = ["level", "new patient", "established", "problems", "data", "risk"]
    return [
        {"p": "Two of the three (problems, data, risk) must reach a level; or the clinician's time on the day does."},
        {"table": {"label": "Levels of an office visit", "head": head, "rows": rows, "right": [], "wide": True}},
        {"p": "List of data: each outside note reviewed, each test reviewed, each test ordered.", "tone": "soft"},
        {"p": [{"cite": decision.cite}]},
    ]


def _named(facts: dict[str, int], level: int) -> str:
    return "; ".join(name for name, rank in facts.items() if rank == level) or "none"


def example(case: Case) -> View:
    """Another patient's case, worked aloud. Raises CleanClaimError outside practice."""
    one = case.exercise
    if one.mode != "practice":
        raise CleanClaimError(
            "worked examples are shown in practice only", one.title, "practice mode", "send what you have"
        )
    shown = example_of(case)
    return {
        "title": f"Worked example: {shown.exercise.title}, another patient",
        "facts": common.facts(shown),
        "documents": documents(chart(shown, True)),
        "blocks": common.worked(shown),
    }


def example_of(case: Case) -> Case:
    """A case with another answer: of the same exercise, else (where all its patients have one answer, as with a denial
    of one cause) of an exercise before it; of the last one for the first.
    """
    own = task_of(case.exercise.task).key(case)
    names = [one.name for one in series(case.exercise.desk)]
    at = names.index(case.exercise.name) if case.exercise.name in names else 0
    before = [*reversed(names[:at]), *reversed(names[at:])]
    cases = (draw(name, number) for name in (case.exercise.name, *before) for number in EXAMPLES)
    return next((other for other in cases if task_of(other.exercise.task).key(other) != own), case)
