"""Two strategies side by side, as lines of the terminal."""

from collections.abc import Iterator
from textwrap import wrap

from sim.ground.money import dollars
from sim.manager.comparing.compare import Comparison
from sim.manager.comparing.lost_by_cause import BY_CAUSE, Lost, lost_by_cause
from sim.manager.comparing.outcome_words import LETTERS, MONEY, less, said, scene_words, shown
from sim.manager.comparing.visits_apart import Apart

WIDE, NAME, CELL = 100, 48, 22  # columns: of a line of words, of a name, of a number


def lines(found: Comparison) -> Iterator[str]:
    """A readable comparison."""
    yield scene_words(found.first)
    yield ""
    yield from _outcome(found)
    yield ""
    yield from _lost(found)
    yield ""
    yield "Visits that made most of the difference"
    for apart in found.items:
        yield from _visit(apart)
    if not found.items:
        yield "  none: the two came out alike"


def _row(name: str, cells: list[str]) -> str:
    return f"{name:{NAME}}" + "".join(f"{cell:>{CELL}}" for cell in cells).rstrip()


def _heads(found: Comparison) -> list[str]:
    return [f"{letter}, {one.label}" for letter, one in zip(LETTERS, found.outcomes, strict=True)]


def _outcome(found: Comparison) -> Iterator[str]:
    yield from _head("", found)
    for field, name, unit in shown():
        both = [said(getattr(one, field), unit) for one in found.outcomes]
        yield _row(name, [*both, less(found.difference[field], unit)])


def _head(title: str, found: Comparison) -> Iterator[str]:
    """The strategies over their columns; a long label goes on in a further line."""
    labels = [wrap(one, CELL - 2) for one in _heads(found)]
    for at in range(max(map(len, labels))):
        cells = [one[at] if at < len(one) else "" for one in labels]
        yield _row(title if at == 0 else "", [*cells, "" if at else "B less A"])


def _lost(found: Comparison) -> Iterator[str]:
    """Every cause under both strategies, the largest first."""
    sides = [{one.label: one for one in lost_by_cause(made)} for made in (found.first, found.second)]
    most = {name: max(side[name].amount for side in sides if name in side) for side in sides for name in side}
    yield from _head("Lost for good, and why", found)
    for name in sorted(most, key=lambda name: -most[name]):
        pair = [side.get(name, Lost("", name, 0, 0, 0)) for side in sides]
        yield _row(f"  {name}", [*(dollars(one.amount) for one in pair), less(pair[1].amount - pair[0].amount, MONEY)])
        if any(one.not_in_time for one in pair):
            yield _row("    not worked in time", [dollars(one.not_in_time) for one in pair])
    yield from (f"  {line}" for line in wrap(BY_CAUSE, WIDE))


def _visit(apart: Apart) -> Iterator[str]:
    yield f"  {apart.title} (visit {apart.visit})"
    yield from (f"    {line}" for line in wrap(apart.why, WIDE))
