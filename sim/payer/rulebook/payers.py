"""Payers as data: data/payers/NAME.toml, one file each, which a clinic's manager can write. The file's own grammar is
in sim/payer/rulebook/payer_file.py.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.ground.files import remembered
from sim.ground.unreadable_files import usable
from sim.ground.params import Limit
from sim.payer.rulebook.payer_file import parsed
from sim.payer.rulebook.policy import Adjustment

SectionRow = Mapping[str, Any]  # one [[section]] as its author wrote it: only what he gave


class Coordination(NamedTuple):
    """How a payer pays after an earlier one (WAYS of sim/payer/rulebook/payer_file.py), whether it sends its own
    answers on, and whether it takes those of others.
    """

    method: str = "standard"
    forwards: bool = False
    takes_crossover: bool = False
    cite: str = ""


class Network(NamedTuple):
    """May a provider outside the network ask the patient for what is above the plan's price?"""

    balance_billing: bool = False
    cite: str = ""


@dataclass(frozen=True, eq=False)
class Payer:
    """One payer as its file wrote it; `sections` holds the rows of each [[section]], `stands_for` how the worked
    examples of policies call it, `limits` its own days and years by parameter. Two readings of a file are two payers:
    what is remembered of one is not said of the other.
    """

    code: str
    label: str
    kind: str
    policies: tuple[str, ...]
    replace: Mapping[str, tuple[Adjustment, ...]]
    sections: Mapping[str, tuple[SectionRow, ...]]
    coordination: Coordination
    wants: Mapping[str, str]
    network: Network
    stands_for: str
    limits: Mapping[str, tuple[Limit, ...]]

    @property
    def plans(self) -> tuple[SectionRow, ...]:
        """Benefit designs."""
        return self.sections["plan"]


_LENT: ContextVar[Mapping[str, Payer] | None] = ContextVar("lent payers", default=None)


def payers() -> Mapping[str, Payer]:
    """Every payer by code (its file's name), of the user's folder that is set now.

    >>> payers()["acme_ppo"].label
    'Acme PPO'
    """
    lent = _LENT.get()
    return _on_file() if lent is None else lent


@remembered
def _on_file() -> dict[str, Payer]:
    found = usable("data/payers", lambda path: payer_of(path.stem, path))
    return {name: payer_of(name, path) for name, path in found.items()}


@contextmanager
def lent(others: Mapping[str, Payer]) -> Iterator[None]:
    """Within the block these payers stand in place of those on file with the same code."""
    token = _LENT.set({**payers(), **others})
    try:
        yield
    finally:
        _LENT.reset(token)


def payer_of(name: str, path) -> Payer:
    """The payer that a file describes. Raises CleanClaimError (file, field, found, what to write)."""
    content = parsed(path)
    return Payer(
        name,
        content["label"],
        content["kind"],
        content["policies"],
        content["replace"],
        content["sections"],
        Coordination(**content["coordination"]),
        content["wants"],
        Network(**content["network"]),
        content["stands_for"],
        content["limits"],
    )
