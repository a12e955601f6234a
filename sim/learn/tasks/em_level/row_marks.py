"""Marks of the rows: the problems addressed and the data items. Rows of a kind that the record shows are right; what is
left over is paired with what is left of the record, so that one wrong row costs once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.clinic.visits.chart import Document
from sim.clinic.visits.level_basis import LevelFact
from sim.learn.grading import error_kinds
from sim.learn.grading.feedback import proofs
from sim.learn.grading.marks import Mark
from sim.learn.tasks.em_level.answer import Entry
from sim.learn.tasks.em_level.right_level import plain
from sim.learn.tasks.em_level.words import DATA, DATA_KINDS, PROBLEMS, Kind
from sim.reference.calculators.decision import PROBLEMS as SEVERITY
from sim.reference.calculators.decision import cite

HALF = 0.5  # what a row of the right level under the wrong kind keeps


@dataclass(frozen=True)
class Element:
    """An element that is answered by rows: its field, the kinds in words, and what a fact of the record is entered as.
    `one`, `many`: what a row is called. `where`: where to look. `missed`, `extra`: kinds of error."""

    field: str
    kinds: dict[str, Kind]
    entered_as: Callable[[str], str]
    one: str
    many: str
    looks: str
    missed: str
    extra: str


PROBLEM_ROWS = Element(
    "problems",
    PROBLEMS,
    lambda kind: kind,
    "problem",
    "problems",
    "Which problems were assessed or treated today, and which are only listed?",
    "problem-missed",
    "problem-not-addressed",
)
DATA_ROWS = Element(
    "data",
    DATA,
    lambda kind: DATA_KINDS[kind],
    "data item",
    "data items",
    "Which tests were ordered or reviewed, and who gave the history? Count each once.",
    "data-missed",
    "data-not-supported",
)


def rows(
    element: Element, entries: Sequence[Entry], facts: Sequence[LevelFact], chart: Sequence[Document]
) -> list[Mark]:
    """The marks of all rows of an element, those that are missing after the others."""
    open_facts = list(facts)
    open_entries = [entry for entry in entries if not _is_repeated(element, entry, entries)]
    marks = []
    for same in (_same_kind_and_name, _same_kind, _same_name, _any):
        for entry in list(open_entries):
            fact = next((fact for fact in open_facts if same(element, entry, fact)), None)
            if fact is not None:
                open_entries.remove(entry)
                open_facts.remove(fact)
                right = _same_kind(element, entry, fact)
                marks.append(
                    _right(element, entry, fact, chart) if right else _wrong(element, entry, fact, facts, chart)
                )
    repeated = [entry for entry in entries if _is_repeated(element, entry, entries)]
    marks += [_wrong(element, entry, None, facts, chart) for entry in open_entries]
    marks += [_wrong(element, entry, None, facts, chart, True) for entry in repeated]
    marks.sort(key=lambda mark: int(mark.where.split(".")[1]))
    return marks + [_missing(element, fact, chart) for fact in open_facts]


def _same_kind(element: Element, entry: Entry, fact: LevelFact) -> bool:
    return element.entered_as(fact.kind) == entry.kind


def _same_name(element: Element, entry: Entry, fact: LevelFact) -> bool:
    """Do the learner's note and the record's name share a word?"""
    return bool(set(plain(entry.what).split()) & set(plain(fact.what).split()))


def _same_kind_and_name(element: Element, entry: Entry, fact: LevelFact) -> bool:
    return _same_kind(element, entry, fact) and _same_name(element, entry, fact)


def _any(element: Element, entry: Entry, fact: LevelFact) -> bool:
    return True


def _is_repeated(element: Element, entry: Entry, entries: Sequence[Entry]) -> bool:
    """Does an earlier row name the same test, note or person?"""
    return element is DATA_ROWS and any(
        other.place < entry.place and other.kind == entry.kind and plain(other.what) == plain(entry.what) != ""
        for other in entries
    )


def _right(element: Element, entry: Entry, fact: LevelFact, chart: Sequence[Document]) -> Mark:
    kind = element.kinds[entry.kind]
    return Mark(
        f"{element.field}.{entry.place}.kind",
        "right",
        f"{_named(fact)}{kind.words.lower()}. {kind.takes}",
        1.0,
        1.0,
        error_kinds.skill(element.missed),
        cite=cite,
        evidence=proofs(fact, chart),
        key=kind.words,
    )


def _named(fact: LevelFact) -> str:
    name = fact.what if fact.what[1:2].isupper() else f"{fact.what[:1].upper()}{fact.what[1:]}"
    return f"{name}: " if name else ""


def _wrong(
    element: Element,
    entry: Entry,
    fact: LevelFact | None,
    facts: Sequence[LevelFact],
    chart: Sequence[Document],
    repeated: bool = False,
) -> Mark:
    """A row that the record does not have: of another kind than what is left of the record, or one too many."""
    error, keeps = _error(element, entry, fact, repeated)
    why = _why(element, entry, fact, repeated, facts)
    key = element.kinds[element.entered_as(fact.kind)].words if fact else ""
    told = f" The record supports: {_named(fact)}{key.lower()}." if fact else ""
    return Mark(
        f"{element.field}.{entry.place}.kind",
        "partly" if keeps else "wrong",
        why + told,
        1.0 if fact else 0.0,
        keeps,
        error_kinds.skill(error),
        error,
        error_kinds.words(error),
        element.looks,
        key,
        cite,
        proofs(fact, chart) if fact else (),
        reason=why,
    )


def _error(element: Element, entry: Entry, fact: LevelFact | None, repeated: bool) -> tuple[str, float]:
    """The kind of error, and what the row still earns."""
    if repeated:
        return "data-counted-twice", 0.0
    if fact is None:
        return element.extra, 0.0
    if element is DATA_ROWS:
        return "data-wrong-kind", 0.0
    more = SEVERITY[entry.kind] - SEVERITY[fact.kind]
    if more:
        return ("problem-overrated" if more > 0 else "problem-underrated"), 0.0
    return "problem-wrong-kind", HALF


def _why(element: Element, entry: Entry, fact: LevelFact | None, repeated: bool, facts: Sequence[LevelFact]) -> str:
    """Why the row is not right, without what would be."""
    if repeated:
        return "An earlier row names the same one. Ordering a test and reviewing its result is one item."
    of_kind = sum(element.entered_as(one.kind) == entry.kind for one in facts)
    if of_kind:
        found = f"The record shows {of_kind} {element.one if of_kind == 1 else element.many} of this kind, not more."
    elif not facts:
        found = f"The record shows no {element.one} that counts."
    elif fact is None and element is PROBLEM_ROWS:
        count = len(facts)
        found = f"The record shows {count} {element.one if count == 1 else element.many} addressed today."
        return f"{found} A condition that is only listed or mentioned is not counted."
    else:
        found = f"The record shows no {element.one} of this kind."
    return f"{found} {element.kinds[entry.kind].takes}"


def _missing(element: Element, fact: LevelFact, chart: Sequence[Document]) -> Mark:
    kind = element.kinds[element.entered_as(fact.kind)]
    why = f"Not every {element.one} was counted."
    return Mark(
        element.field,
        "missing",
        f"{why} The record supports: {_named(fact)}{kind.words.lower()}. {kind.takes}",
        1.0,
        0.0,
        error_kinds.skill(element.missed),
        element.missed,
        error_kinds.words(element.missed),
        element.looks,
        kind.words,
        cite,
        proofs(fact, chart),
        reason=why,
    )
