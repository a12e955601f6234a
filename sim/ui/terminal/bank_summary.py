"""The bank of scenarios and exercises in the terminal: counts, and what is thin or too much alike."""

import json
from collections.abc import Mapping
from typing import Any

from sim.learn.lint.bank import FEWEST, MOST_ALIKE, WIDE, summary

BY = ("specialty", "setting", "level", "task", "competence")


def print_summary(is_json: bool) -> int:
    """Counts of the bank, as lines or as one JSON document."""
    found = summary()
    print(json.dumps(found, indent=1) if is_json else "\n".join(_lines(found)))
    return 0


def _lines(found: Mapping[str, Any]) -> list[str]:
    """The counts as somebody reads them.

    >>> empty = {"scenarios": 1, "exercises": 2, "keys": 4, "keys_median": 4, "queries": 0, "series": 0, "mess": 0,
    ...     "reviewed": 0, "few_keys": [], "alike": {"cuts": 89}} | dict.fromkeys(BY, {"a": 1})
    >>> _lines(empty)[0], _lines(empty)[-1]
    ('1 scenarios, 2 exercises.', 'At level 3 and up, more than 70 % of the words the same: cuts 89 %.')
    """
    counts = [f"By {name}: " + ", ".join(f"{what} {count}" for what, count in found[name].items()) + "." for name in BY]
    few = [f"Fewer than {FEWEST} different keys: {', '.join(found['few_keys'])}."] if found["few_keys"] else []
    told = ", ".join(f"{name} {percent} %" for name, percent in found["alike"].items())
    alike = [f"At level {WIDE} and up, more than {MOST_ALIKE} % of the words the same: {told}."] if told else []
    return [
        f"{found['scenarios']} scenarios, {found['exercises']} exercises.",
        f"Different keys: {found['keys']}, median {found['keys_median']:g}.",
        f"With a query: {found['queries']}. Series: {found['series']}. With mess: {found['mess']}."
        f" Read a second time: {found['reviewed']}.",
        *counts,
        *few,
        *alike,
    ]
