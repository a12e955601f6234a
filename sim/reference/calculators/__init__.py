"""The calculators: from the facts of a record to a code, its units and its modifiers, with the reasons in plain
sentences.

Each is one small module with its rule, its citation and worked examples. It names itself (`name`) and offers
`calculate(facts)`; modules are found by scanning this folder, so a new calculator is a new file. Facts may come from a
scenario file, so numbers may be texts.

    calculate("drug", {"drug": "J3301", "dose_mg": 40}).units                      4
    calculate("em", {"is_new": False, "minutes": 32}).code                         "99214"
    edges("drug", {"drug": "J3301"}, "dose_mg", 5, 45)     where the answer changes
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sim.ground.errors import CleanClaimError
from sim.reference.calculators.answer import Calculated, Line

__all__ = ["Calculated", "Line", "calculate", "calculators", "edges"]


@cache
def calculators() -> dict:
    """Every calculator by name.

    >>> sorted({"em", "prolonged", "critical_care"} & set(calculators()))
    ['critical_care', 'em', 'prolonged']
    """
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return {
        module.name: module for module in sorted((m for m in modules if hasattr(m, "calculate")), key=lambda m: m.name)
    }


def calculate(name: str, facts: dict) -> Calculated:
    """The answer of one calculator. Raises CleanClaimError for an unknown calculator and for facts it cannot read.

    >>> calculate("drug", {"drug": "J1885", "dose_mg": 60}).units
    4
    """
    if name not in calculators():
        raise CleanClaimError(
            f"no calculator {str(name)[:40]!r}", "calculation", ", ".join(calculators()), "check the name"
        )
    return calculators()[name].calculate(facts)


def edges(name: str, facts: dict, key: str, low: int, high: int, step: int = 1) -> list[int]:
    """The values of one fact, from `low` to `high`, at which the answer becomes another one: where an exercise changes
    its key.

    >>> edges("drug", {"drug": "J3301"}, "dose_mg", 5, 45, 5)
    [15, 25, 35, 45]
    >>> edges("em", {"is_new": True}, "minutes", 20, 70)
    [30, 45, 60]
    """
    answers = [(value, calculate(name, {**facts, key: value}).lines) for value in range(low, high + 1, step)]
    return [value for (_, before), (value, now) in zip(answers, answers[1:], strict=False) if now != before]
