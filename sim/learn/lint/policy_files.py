"""What the linter proves of a payer's policy: it can be imported, says what every policy must say, and has examples of
yes and of no.
"""

import importlib.util
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from types import ModuleType

from sim.ground.errors import CleanClaimError
from sim.learn.lint.findings import Finding, shown

NO = {"no", "0", "0.00"}  # how the examples of a policy say that nothing happens


def lint_policy(path: Path) -> Iterator[Finding]:
    """A policy: what every policy must say, and examples that say yes and no."""
    module, file = _loaded(path), shown(path)
    for field, write in (
        ("stage", "the stage of data/stages.csv at which it is asked"),
        ("cite", "where the rule is written"),
        ("owner", "whose desk"),
        ("remedy", "a code of data/codes/remedies.csv"),
        ("never", "what must not be done"),
        ("title", "what the payer holds, in plain words"),
    ):
        if not getattr(module, field, None):
            yield Finding(file, field, "nothing", write)
    rows = [line.partition("|")[2].split() for line in (module.__doc__ or "").splitlines() if "|" in line][1:]
    happens = {any(word not in NO for word in _answers(row)) for row in rows if row}
    if happens != {True, False}:
        yield Finding(
            file,
            "examples",
            "none" if not happens else "only yes" if True in happens else "only no",
            "a table with at least one yes and one no",
        )


def _answers(words: list[str]) -> list[str]:
    """The answer of an example: its first word, or the amounts it begins with."""
    amounts = list(takewhile(lambda word: word.replace(".", "", 1).lstrip("-").isdigit(), words))
    return amounts or words[:1]


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"linted_policy_{path.stem}", path)
    assert spec is not None and spec.loader is not None, "a .py file always has a loader"
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as reason:  # a policy is a program: whatever stops it is what its author has to know
        raise CleanClaimError(
            f"policy: {type(reason).__name__}: {reason}", str(path), "a module that can be imported", "correct it"
        ) from None
    return module
