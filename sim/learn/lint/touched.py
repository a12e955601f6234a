"""What a change of codes and figures touches: scenarios whose key, traps or charts have the code, exercises on them or
with the code in a sample, policies and payers that name it.

    found = touched(changes(first, last))
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.clinic.scenarios.choices import from_text
from sim.clinic.scenarios.library import scenarios
from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.truth import truth
from sim.ground.files import scan
from sim.ground.kept import Kept
from sim.ground.written_text import text_of
from sim.learn.exercises.exercise import exercises
from sim.learn.lint.linted_files import CODE as PROGRAM
from sim.learn.lint.scenario_settings import any_row, keys
from sim.reference.changes import Changes

WRITTEN = re.compile(r"(?<![\w.])(?:[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?|[A-Z]?[0-9]{4}[0-9A-Z])(?![\w.]*\w)")
POLICIES = Path("sim/payer/policies")
KEPT = Kept("scenario_codes")

Named = dict[str, tuple[str, ...]]  # name of a scenario, exercise, policy or payer -> the codes that touch it


class Touched(NamedTuple):
    """What is touched, with the codes that do it."""

    scenarios: Named
    exercises: Named
    policies: Named
    payers: Named


def touched(found: Changes) -> Touched:
    """Everything that a change touches. A pair touches what has both of its codes; a figure of one code what has it."""
    single = {one.code for one in (*found.new, *found.ended, *found.revised)}
    single |= {one.codes[0].partition("-")[0] for one in (*found.edits, *found.fees) if len(one.codes) == 1}
    pairs = [set(one.codes) for one in found.edits if len(one.codes) == 2]

    def met(codes: set[str]) -> tuple[str, ...]:
        return tuple(sorted({*codes & single, *(code for pair in pairs if pair <= codes for code in pair)}))

    stories = _met(_codes_of_all(), met)
    tasks = {
        one.name: set(met(_written(one.path))) | {code for name in one.scenarios for code in stories.get(name, ())}
        for one in exercises().values()
    }
    policies = {path.stem: _written(path) for path in sorted((PROGRAM / POLICIES).rglob("*.py"))}
    payers = {name: _written(path) for name, path in scan("data/payers").items()}
    return Touched(
        stories,
        {name: tuple(sorted(codes)) for name, codes in tasks.items() if codes},
        _met(policies, met),
        _met(payers, met),
    )


def _met(where: Mapping[str, set[str]], met: Any) -> Named:
    return {name: codes for name, every in where.items() if (codes := met(every))}


def _codes_of_all() -> dict[str, set[str]]:
    """Every scenario with its codes. They are the same until a file of the program or of the content is another one, so
    whoever asks about a second edition need not wait six seconds again.
    """
    kept = KEPT.read()
    found = {name: set(kept[name]) if name in kept else codes_of(one) for name, one in scenarios().items()}
    if new := {name: sorted(codes) for name, codes in found.items() if name not in kept}:
        KEPT.add(new)
    return found


def codes_of(one: Scenario) -> set[str]:
    """Every code of a scenario: those of its keys, and those that its file writes.

    >>> from sim.clinic.scenarios.library import scenario
    >>> {"M17.11", "20610", "J3301", "99213"} <= codes_of(scenario("knee_injection"))
    True
    """
    found = {code for text in _strings(one.raw) for code in WRITTEN.findall(text)}
    for chosen in {key: chosen for chosen, key in keys(one).items()}.values():
        for asked in (False, True) if one.queries else (True,):
            made = truth(one, any_row(one, from_text(chosen)), asked=asked)
            found |= {item.code for item in (*made.diagnoses, *made.services, *made.never)}
    return found


def _written(path: Path | str) -> set[str]:
    return set(WRITTEN.findall(text_of(Path(path))))


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        yield from (text for one in part.values() for text in _strings(one))
    elif isinstance(part, Iterable) and not isinstance(part, bytes):
        yield from (text for one in part for text in _strings(one))
