"""A difference between the codes that were sent and the codes that the record supports: what kind of change it is, in
which row it stands, what it costs.

Two answers make the same error wherever the row stands: `CodingError` is what they share, and by which a learner's
error is met again among the traps that an author foresaw.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Dx
from sim.learn.exercises.coded_answer import Row

Item = Dx | Service  # an item of the key


class What(Enum):
    """What an error changes on a right answer."""

    OTHER_DIAGNOSIS = "another diagnosis in the place of the right one"
    EXTRA_DIAGNOSIS = "a diagnosis too many"
    MISSING_DIAGNOSIS = "a diagnosis is missing"
    REPEATED_DIAGNOSIS = "a diagnosis is listed twice"
    SEQUENCE = "a diagnosis stands in the wrong place"
    OTHER_SERVICE = "another service in the place of the right one"
    EXTRA_SERVICE = "a service too many"
    MISSING_SERVICE = "a service is missing"
    MODIFIERS = "other modifiers"
    UNITS = "another number of units"
    POINTERS = "other diagnosis pointers"


@dataclass(frozen=True)
class CodingError:
    """One error, whatever row it stands in. `code` is the code of the key, or, of something too many, the code that was
    sent; the other fields say what was sent instead: another code, modifiers, units, or the codes pointed to (the empty
    text for one that is not in the key).
    """

    what: What
    code: str
    sent_code: str = ""
    sent_modifiers: frozenset[str] = frozenset()
    sent_units: int = 0
    sent_pointers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """An error at its place. `kind` is of the closed list of data/codes/errors.csv; `item` the item of the key, if
    there is one; `row` the service as sent; `first_listed` the diagnosis sent first, if the sequence is wrong, and
    `leader` the code that has to stand ahead (empty: it has to be first-listed itself); `cost` in points of its item.
    """

    where: str
    kind: str
    error: CodingError
    item: Item | None = None
    row: Row | None = None
    first_listed: str = ""
    leader: str = ""
    cost: float = 1.0
    is_extra: bool = False

    @property
    def is_missing(self) -> bool:
        """Was nothing sent for this item?"""
        return self.error.what in (What.MISSING_DIAGNOSIS, What.MISSING_SERVICE)


def by_row(differences: Iterable[Difference]) -> list[list[Difference]]:
    """Differences of one row of the answer together, rows in the order in which they are met; what is missing stands
    alone.
    """
    rows: dict[tuple[str, CodingError | None], list[Difference]] = {}
    for one in differences:
        name, dot, _ = one.where.partition(".")
        place = (".".join(one.where.split(".")[:2]), None) if dot else (name, one.error)
        rows.setdefault(place, []).append(one)
    return list(rows.values())


@dataclass(frozen=True)
class Met:
    """An item of the key that was sent as it is there, and where."""

    where: str
    item: Item


@dataclass(frozen=True)
class Compared:
    """The outcome of a comparison: items right and items that are free either way, differences, and the two counts of
    the score. `pointer_map`: place in the list of diagnoses, from 1 -> code of the key that stands for it.
    """

    right: tuple[Met, ...] = ()
    free: tuple[Met, ...] = ()
    differences: tuple[Difference, ...] = ()
    entered: int = 0
    key: int = 0
    pointer_map: Mapping[int, str] = field(default_factory=dict)

    def plus(self, other: "Compared") -> "Compared":
        """Two outcomes together."""
        return Compared(
            self.right + other.right,
            self.free + other.free,
            self.differences + other.differences,
            self.entered + other.entered,
            self.key + other.key,
            {**self.pointer_map, **other.pointer_map},
        )


@dataclass(frozen=True)
class Exchanges:
    """Pairs of codes (sent, key) that an author's traps exchange: such a code was meant for that item."""

    diagnoses: frozenset[tuple[str, str]] = frozenset()
    services: frozenset[tuple[str, str]] = frozenset()
