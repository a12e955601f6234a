"""On which services a modifier never belongs: rows of data/codes/modifier_families.csv, by row of procedures()."""

import numpy as np

from sim.ground.files import remembered
from sim.reference.codes import procedures
from sim.reference.tables import rows

VISIT = "visit"  # every kind of visit


@remembered
def misplaced() -> dict[str, np.ndarray]:
    """Modifier -> is it wrong on the service, per row of procedures(); the last place, an unknown code, never.

    >>> from sim.reference.codes import procedure_rows
    >>> visit, knee = procedure_rows(["99213", "20610"])
    >>> [(modifier, bool(misplaced()[modifier][visit]), bool(misplaced()[modifier][knee])) for modifier in ("RT", "25")]
    [('RT', True, False), ('25', False, True)]
    """
    found = {}
    for row in rows("data/codes/modifier_families.csv"):
        wrong = ~_of(row["only"]) if row["only"] else _of(row["never"])
        wrong &= (procedures().kind != "") | procedures().is_evaluation
        for modifier in row["modifiers"].split(";"):
            found[modifier] = np.append(wrong, False)
    return found


def _of(kinds: str) -> np.ndarray:
    named = tuple(kinds.split(";"))
    return procedures().kind.isin(named) | procedures().is_evaluation & (VISIT in named)
