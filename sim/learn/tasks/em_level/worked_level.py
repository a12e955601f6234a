"""The level of a visit worked aloud: each fact where the record says it, then the level of each element, what decides,
and the code.
"""

from collections.abc import Iterator, Sequence

from sim.clinic.visits.chart import Document
from sim.clinic.visits.level_basis import LevelBasis
from sim.clinic.visits.proof import Proven
from sim.learn.exercises.case import Case
from sim.learn.grading.feedback import proofs, sentences
from sim.learn.tasks.contract import Step
from sim.learn.tasks.em_level.right_level import Right, rights
from sim.learn.tasks.em_level.visit_family import family_words, is_asked, times
from sim.learn.tasks.em_level.words import DATA, DATA_KINDS, ELEMENTS, PROBLEMS, RISK, TIME, WAYS, level_words
from sim.reference.calculators.decision import cite

WHOLE = "The whole record"
DECIDED = ("level.problems", "level.data", "level.risk", "decides")


def worked(case: Case) -> list[Step]:
    """The case as somebody works it who knows how; of defensible levels the first."""
    found = rights(case)
    if not found:
        return []
    steps = list(_steps(found[0], case.documents_when(True)))
    return [_family(found[0].basis), *steps] if is_asked(case) else steps


def _family(basis: LevelBasis) -> Step:
    """The kind of visit, which is settled first."""
    follows = f"{family_words(basis.setting, basis.is_new)}. {times(basis.setting, basis.is_new)}".strip()
    return Step(WHOLE, "Place of service, day of the stay and payer.", follows, cite, ("family",))


def _steps(right: Right, chart: Sequence[Document]) -> Iterator[Step]:
    basis = right.basis
    for fact in basis.problems:
        kind = PROBLEMS[fact.kind]
        yield _step(fact, chart, f"Problem: {fact.what}, {kind.words.lower()}. {kind.takes}", "problems")
    for fact in basis.data:
        kind = DATA[DATA_KINDS[fact.kind]]
        yield _step(fact, chart, f"Data item: {fact.what}, {kind.words.lower()}. {kind.takes}", "data")
    if not basis.data:
        yield Step(
            WHOLE, "No test, note, historian or discussion that counts.", "No data item is entered.", cite, ("data",)
        )
    for fact in basis.risk:
        yield _step(fact, chart, f"Decision: {RISK[fact.kind].words.lower()}. {RISK[fact.kind].takes}", "risk")
    if basis.minutes is not None:
        said = [one for one in proofs(right.visit, chart) if str(basis.minutes) in one.text]
        yield Step(
            said[0].section if said else WHOLE,
            said[0].text if said else "The clinician's total time.",
            f"Total time: {basis.minutes} minutes. Only the clinician's own time counts.",
            cite,
            ("minutes",),
        )
    levels = ", ".join(f"{name.lower()} {level_words(at, basis.levels[at]).lower()}" for at, name in ELEMENTS.items())
    ways = " or ".join(WAYS[way].lower() for way in basis.deciding)
    rule = "Time supports the higher level." if basis.deciding == (TIME,) else "Two of the three have to reach a level."
    yield Step("What was entered", f"{levels.capitalize()}.", f"{rule} Deciding: {ways}.", cite, DECIDED)
    who = family_words(basis.setting, basis.is_new)
    text = f"Code {right.visit.code}. {right.visit.why}"
    yield Step(
        "What was entered",
        f"{who}; the level is {basis.level}.",
        sentences(text, 3),
        right.visit.cite or cite,
        ("code",),
    )


def _step(fact: Proven, chart: Sequence[Document], follows: str, field: str) -> Step:
    found = proofs(fact, chart)
    places = [f"{chart[one.document].title}, {one.section}" if one.document >= 0 else one.section for one in found]
    says = " / ".join(one.text for one in found)
    return Step(
        "; ".join(dict.fromkeys(places)) or WHOLE,
        says or "Nothing in the record says otherwise.",
        follows,
        cite,
        (field,),
    )
