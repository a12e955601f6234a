"""Evidence of the truth: where the record says it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from sim.clinic.scenarios.parts import Evidence
from sim.clinic.scenarios.placeholders import fill, holds


class Proof(NamedTuple):
    """Where it stands in the record, word for word; or what is absent. `of`: the modifier, code or "units" that it
    proves; empty for the item itself."""

    section: str = ""
    text: str = ""
    document: str = ""
    absent: str = ""
    of: str = ""


class Proven(Protocol):
    """Anything of the truth with its evidence."""

    @property
    def evidence(self) -> tuple[Proof, ...]:
        """Where the record says it."""


def proofs_of(given: Iterable[Evidence], picked: Mapping[str, str], names: Mapping[str, str]) -> tuple[Proof, ...]:
    """The evidence that holds for these choices, each once, with its names replaced."""
    return tuple(
        dict.fromkeys(
            Proof(one.section, fill(one.text, names), one.document, fill(one.absent, names), fill(one.of, names))
            for one in given
            if holds(one.when, picked)
        )
    )
