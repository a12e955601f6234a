"""The choices of a scenario: every combination, their draw by visit, and their text form
"pressure=managed;side=left;steroid_mg=40".

A combination is also one whole number (mixed radix over the choices, the last one turning fastest), which is how a
million visits carry theirs.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import prod

import numpy as np

from sim.clinic.scenarios.parts import Scenario
from sim.ground.strict_toml import suggestion
from sim.ground.coded import Coded
from sim.ground.draw import whole
from sim.ground.errors import CleanClaimError


def count(scenario: Scenario) -> int:
    """How many combinations a scenario has; 1 for a scenario without choices."""
    return prod(len(values) for values in scenario.dimensions.values())


def combinations(scenario: Scenario) -> Iterator[dict[str, str]]:
    """Every combination as name -> option or number (as text)."""
    return (picked(scenario, index) for index in range(count(scenario)))


def picked(scenario: Scenario, index: int) -> dict[str, str]:
    """The combination with this number."""
    return dict(_picked(scenario, int(index)))


@lru_cache(maxsize=1 << 12)
def _picked(scenario: Scenario, index: int) -> dict[str, str]:
    out = {}
    for name, values in reversed(scenario.dimensions.items()):
        index, place = divmod(index, len(values))
        out[name] = values[place]
    return {name: out[name] for name in scenario.dimensions}


def index_of(scenario: Scenario, choices: Mapping[str, str]) -> int:
    """The number of a combination. Raises CleanClaimError for a choice or value that the scenario does not have, or
    that is missing.
    """
    index = 0
    for name in choices:
        if name not in scenario.dimensions:
            raise CleanClaimError(
                f"no choice {str(name)[:40]!r}",
                f"scenario {scenario.name}",
                ", ".join(scenario.dimensions) or "no choices",
                suggestion(name, scenario.dimensions),
            )
    for name, values in scenario.dimensions.items():
        if str(choices.get(name)) not in values:
            raise CleanClaimError(
                f"choice {name} = {str(choices.get(name))[:40]!r}",
                f"scenario {scenario.name}",
                "one of " + ", ".join(values[:20]),
                suggestion(choices.get(name), values),
            )
        index = index * len(values) + values.index(str(choices[name]))
    return index


def draw(seed: int, scenario: Scenario, encounter_key: np.ndarray) -> np.ndarray:
    """The number of the combination of each visit: one draw for each choice, which belongs to the seed, scenario,
    choice and visit.
    """
    index = np.zeros(len(encounter_key), np.int64)
    for name, values in scenario.dimensions.items():
        index = index * len(values) + whole(seed, f"choice {scenario.name} {name}", encounter_key, len(values))
    return index


def fixed(scenario: Scenario, index: np.ndarray, choices: Mapping[str, str]) -> np.ndarray:
    """Combination numbers with some choices set for all visits."""
    return np.array([index_of(scenario, {**picked(scenario, one), **choices}) for one in index], np.int64)


def to_text(choices: Mapping[str, str]) -> str:
    """The text form, names in alphabetical order.

    >>> to_text({"side": "left", "dose": "40"})
    'dose=40;side=left'
    """
    return ";".join(f"{name}={choices[name]}" for name in sorted(choices))


def from_text(text: str) -> dict[str, str]:
    """
    >>> from_text("side=left;steroid_mg=40"), from_text("")
    ({'side': 'left', 'steroid_mg': '40'}, {})
    """
    pairs = [part.partition("=") for part in text.split(";") if part]
    if any(not middle for _, middle, _ in pairs):
        raise CleanClaimError(f"choices {text[:60]!r}", "choices", "name=value;name=value", "correct the text")
    return {name.strip(): value.strip() for name, _, value in pairs}


def texts(scenario: Scenario, index: np.ndarray) -> Coded:
    """Text forms as a coded column."""
    found, keys = np.unique(index, return_inverse=True)
    if not scenario.dimensions:
        return Coded.constant("", len(index))
    return Coded(keys, [text_of(scenario, int(one)) for one in found])


@lru_cache(maxsize=1 << 17)
def text_of(scenario: Scenario, index: int) -> str:
    """The text form of a combination, remembered."""
    return to_text(picked(scenario, index))


def indices(scenario: Scenario, texts: Coded) -> np.ndarray:
    """Combination numbers of a column of text forms, all of this scenario (missing texts are the empty choice)."""
    used, place = np.unique(texts.keys, return_inverse=True)
    return np.array([index_of_text(scenario, texts.pool[key] if key >= 0 else "") for key in used], np.int64)[place]


@lru_cache(maxsize=1 << 17)
def index_of_text(scenario: Scenario, text: str) -> int:
    """The number of a combination in its text form, remembered."""
    return index_of(scenario, from_text(text))
