"""The modifiers that a drill asks about: those of the library in force on the day of the case."""

from typing import NamedTuple

import numpy as np

from sim.learn.exercises.case import Case
from sim.reference.codes import modifiers

IMPORTED = "imported"  # the kind of those whose meaning only a user's own file knows


class Modifier(NamedTuple):
    """A modifier as the library has it."""

    modifier: str
    label: str
    when: str
    never: str
    fits: str
    cite: str


def in_force(case: Case) -> dict[str, Modifier]:
    """Each modifier in force on the date of service, by its two characters."""
    table, day = modifiers(), np.datetime64(case.row["service_date"], "D")
    known = (table.kind != IMPORTED) & (table.start_date <= day) & (day <= table.end_date)
    rows = table.take(known).select(*Modifier._fields).rows()
    return {row["modifier"]: Modifier(**row) for row in rows}
