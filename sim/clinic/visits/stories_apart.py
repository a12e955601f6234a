"""Which stories one patient cannot have together: a key knows its own visit, so no visit may fall into the time of
another one that its key does not know of.

A major operation takes in the visits of 90 days (global period of the CMS fee schedule), which is longer than two
visits of a patient are apart; Medicare's yearly visit is paid once in eleven full months (42 CFR 410.15), which is
longer than the window. What a story tells as the patient's own past counts as well: the second visit of a series knows
its first one, and no other story of the same patient does.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from sim.clinic.scenarios.parts import Scenario
from sim.reference.calculators.preventive import MEDICARE
from sim.reference.codes import procedure_rows, procedures

MAJOR = 90  # the fee schedule's word for a major operation: days that belong to it
OPERATES = ("fracture",)  # calculators that answer with a major operation
CHECKS = ("preventive",)  # calculators that answer with a visit paid once a year


def stands_alone(story: Scenario) -> bool:
    """Does a story hold a major operation, or follow an earlier visit? Then it is the patient's only visit of the
    window, where another story suits those who come more often.

    >>> from sim.clinic.scenarios.library import scenario
    >>> [stands_alone(scenario(name)) for name in ("groin_hernia", "what_the_patch_saw", "knee_injection")]
    [True, True, False]
    """
    codes = list(_codes(story))
    rows = procedure_rows(codes) if codes else np.zeros(0, np.int32)
    major = procedures().global_day_count[rows[rows >= 0]] == MAJOR
    return bool(major.any()) or any(one.calculator in OPERATES for one in story.services) or bool(story.earlier)


def is_yearly(story: Scenario) -> bool:
    """Is a story about a visit that is paid once a year? A patient has one of them.

    >>> from sim.clinic.scenarios.library import scenario
    >>> [is_yearly(scenario(name)) for name in ("preventive_visit", "medicare_wellness", "knee_injection")]
    [True, True, False]
    """
    return any(one.calculator in CHECKS for one in story.services) or bool({*MEDICARE.values()} & {*_codes(story)})


@lru_cache(64)
def kept_apart(library: tuple[Scenario, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Of each story of a library whether it stands alone, and whether it is a yearly one (bool, one per story)."""
    return (
        np.array([stands_alone(one) for one in library], bool),
        np.array([is_yearly(one) for one in library], bool),
    )


def _codes(story: Scenario) -> Iterator[str]:
    """Every code that a story's services and its past may have."""
    texts = [one.head for one in story.services if not one.calculator]
    for text in (*texts, *(one.code for one in story.history)):
        name, _, field = text.strip("{}").partition(".")
        options = story.vary.get(name, {}).values() if text.startswith("{") else ({field: text},)
        yield from (code for option in options if (code := option.get(field, "")))
