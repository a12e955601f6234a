"""The questions of a case: kinds in turn, each about a fact that was not asked before. The same exercise and variant
ask the same questions on every machine.
"""

from collections.abc import Iterable
from itertools import zip_longest
from typing import TypeVar

from sim.ground.files import remembered_up_to
from sim.ground.strict_toml import Place
from sim.learn.exercises.case import Case
from sim.learn.tasks.contract import Finding
from sim.learn.tasks.quick_check.given import Given, given
from sim.learn.tasks.quick_check.kinds import kinds
from sim.learn.tasks.quick_check.question import Laid, lay_out, shuffled

T = TypeVar("T")


def wanted(case: Case) -> Given:
    """What the exercise's author asked for."""
    return given(case.exercise.given, Place(case.exercise.path, "given"))


@remembered_up_to(512)
def questions(case: Case) -> tuple[Laid, ...]:
    """The questions in their order, laid out."""
    asked = wanted(case)
    seed = f"{case.exercise.name} {case.variant}"
    turns = in_turn([(kind, fact) for fact in askable(kind, case, f"{seed} {kind}")] for kind in asked.kinds)
    return tuple(
        lay_out(kind, kinds()[kind].question(fact, case, f"{seed} {kind} {fact}"), f"{seed} {place} {fact}")
        for place, (kind, fact) in enumerate(turns[: asked.questions])
    )


def in_turn(rows: Iterable[Iterable[T]]) -> list[T]:
    """The first of each row, then the second of each, and so on.

    >>> in_turn(["ab", "x", "mno"])
    ['a', 'x', 'm', 'b', 'n', 'o']
    """
    return [one for turn in zip_longest(*rows) for one in turn if one is not None]


def askable(kind: str, case: Case, seed: str) -> list[str]:
    """The facts of a kind in the order in which they are asked: those that the author names, all where she names none
    of this kind.
    """
    groups, facts = kinds()[kind].facts(case), wanted(case).facts
    known = {fact for group in groups for fact in group}
    named = known.intersection(facts) or known
    chosen = [[fact for fact in shuffled(seed, group) if fact in named] for group in groups]
    return in_turn(shuffled(seed, chosen))


def lacking(case: Case) -> list[Finding]:
    """Fewer questions than were asked for, and facts that no kind of the exercise can ask about."""
    asked, found = wanted(case), []
    if len(questions(case)) < asked.questions:
        write = "fewer questions, more kinds, or a case with more adjustments"
        found.append(Finding("given", f"{len(questions(case))} questions, not {asked.questions}", write))
    known = {fact for kind in asked.kinds for group in kinds()[kind].facts(case) for fact in group}
    found += [
        Finding("given", f"the fact {fact!r}, about which none of these kinds can ask", "a code of their tables")
        for fact in asked.facts
        if fact not in known
    ]
    return found


def asks_of_own_claim(case: Case) -> bool:
    """Is something asked about what came back for this case's own claim?"""
    return any(laid.question.is_own for laid in questions(case))
