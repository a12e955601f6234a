"""What a line's codes say: procedure, place, modifiers and the diagnoses it points to. Asked once per text, taken by
line.
"""

import numpy as np

from sim.ground.coded import Coded
from sim.reference import codes as library
from sim.reference import icd10cm

MODIFIERS = ("hcpcs_modifier_1", "hcpcs_modifier_2", "hcpcs_modifier_3", "hcpcs_modifier_4")
BITS = 62  # distinct modifiers that fit into one number
POINTERS = ("diagnosis_pointer_1", "diagnosis_pointer_2", "diagnosis_pointer_3", "diagnosis_pointer_4")


class Fields:
    """Columns of a library table by line; a row -1 gives the type's missing value. `is_known` tells which rows are
    there.
    """

    def __init__(self, table, rows):
        self._table, self._rows = table, rows

    @property
    def is_known(self) -> np.ndarray:
        """Is the code in the library?"""
        return self._rows >= 0

    def __getattr__(self, name):
        column = self._table[name]
        if isinstance(column, Coded):
            column = Coded(np.append(column.keys, np.int32(-1))[self._rows], column.pool)
        else:
            missing = np.zeros(1, column.dtype) if column.dtype.kind != "M" else np.array(["NaT"], column.dtype)
            column = np.concatenate([column, missing])[self._rows]
        self.__dict__[name] = column
        return column


def procedure_row(lines) -> np.ndarray:
    """Row of the procedure in the library, -1 where the code is unknown."""

    def rows():
        column = lines.batch.lines.procedure_code
        return lines.procedure_code.rows(
            lines.batch.once("procedure rows", lambda: library.procedure_rows(column.pool))
        )

    return lines.keep("procedure_row", rows)


def procedure(lines) -> Fields:
    """The procedure in the library: kind, global_day_count, is_evaluation ... (sim.reference.codes.procedures)."""
    return lines.keep("procedure", lambda: Fields(library.procedures(), procedure_row(lines)))


def place(lines) -> Fields:
    """The place of service in the library."""

    def fields():
        rows = lines.batch.once(
            "place rows", lambda: library.place_of_service_rows(lines.batch.lines.place_of_service_code.pool)
        )
        return Fields(library.place_of_service(), lines.place_of_service_code.rows(rows))

    return lines.keep("place", fields)


def judged(lines, name: str, question) -> np.ndarray:
    """A yes/no question asked once of every text of a column; no where the text is missing."""
    column = getattr(lines, name)
    said = lines.batch.once(
        (name, question), lambda: np.array([*(bool(question(text)) for text in column.pool), False])
    )
    return said[column.keys]


def has_modifier(lines, *wanted: str) -> np.ndarray:
    """Has the line one of these modifiers, in whatever position?"""
    pool = modifier_pool(lines)
    if len(pool) > BITS:
        return lines.keep(
            ("modifier", wanted),
            lambda: any_of(lines, (lines[name].isin(wanted) for name in MODIFIERS if lines[name].pool)),
        )
    mask = sum(1 << place for place, text in enumerate(pool) if text in wanted)
    return (lines.keep("modifier bits", lambda: _modifier_bits(lines, pool)) & mask) != 0


def modifier_pool(lines) -> tuple[str, ...]:
    """Every modifier text of the batch."""
    columns = lines.batch.lines
    return lines.batch.once(
        "modifiers", lambda: tuple(dict.fromkeys(text for name in MODIFIERS for text in columns[name].pool))
    )


def _modifier_bits(lines, pool) -> np.ndarray:
    """The line's modifiers as bits of one number, by their place in the pool."""
    place, out = {text: 1 << number for number, text in enumerate(pool)}, np.zeros(len(lines), np.int64)
    for column in (lines[name] for name in MODIFIERS):
        if column.pool:
            out |= np.array([*(place[text] for text in column.pool), 0])[column.keys]
    return out


def anatomic_modifier(lines, rows=slice(None)) -> np.ndarray:
    """Row in the library of the first anatomic modifier (side, digit, eyelid) of these lines, -1 without."""
    anatomic, out = np.append(library.modifiers().kind == "anatomic", False), np.full(len(lines), -1)[rows]
    for name in reversed(MODIFIERS):
        known = library.modifier_rows(lines[name].pool)
        found = lines[name][rows].rows(np.where(anatomic[known], known, -1))
        out = np.where(found >= 0, found, out)
    return out


def pointed(lines, number: int) -> np.ndarray:
    """Key in `diagnosis_pool` of the diagnosis that pointer `number` (1 to 4) names; -1 where it names none."""

    def keys():
        pointer = lines[POINTERS[number - 1]]
        if not pointer.any():
            return np.full(len(lines), -1, np.int32)
        table = lines.batch.diagnoses[0]
        inside = np.where((pointer > 0) & (pointer < table.shape[1]), pointer, 0)
        return table.reshape(-1)[lines.claim_rows * table.shape[1] + inside]

    return lines.keep(("pointed", number), keys)


def points_to(lines, wanted: np.ndarray, rows=slice(None)) -> np.ndarray:
    """Does a pointer of the line name one of the wanted diagnoses? `wanted`: a boolean per text of diagnosis_pool;
    `rows`: only these.
    """
    wanted, out = np.append(wanted, False), np.zeros(len(lines), bool)[rows]
    for number in used_pointers(lines):
        out |= wanted[pointed(lines, number)[rows]]
    return out


def used_pointers(lines) -> list[int]:
    """Which of the four pointers any line uses."""
    return lines.keep("used pointers", lambda: [number for number in (1, 2, 3, 4) if lines[POINTERS[number - 1]].any()])


def diagnosis_pool(lines) -> tuple[str, ...]:
    """Every diagnosis text of the batch."""
    return lines.batch.diagnoses[1]


def diagnosis_flags(lines, name: str) -> np.ndarray:
    """Per text of diagnosis_pool: "is_unbillable" (no code, or only a heading, in every edition loaded)."""
    assert name == "is_unbillable"
    return ~_library(lines).is_billable


def _library(lines):
    return lines.batch.once("icd10cm", lambda: icd10cm.lookup(lines.batch.diagnoses[1]))


def claim_diagnosis(lines, number: int) -> np.ndarray:
    """Key in diagnosis_pool of the claim's diagnosis number 1 to 12, -1 where it has none."""
    return lines.batch.diagnoses[0][lines.claim_rows, number]


def any_diagnosis(lines, wanted: np.ndarray) -> np.ndarray:
    """Has the claim one of the wanted diagnoses, pointed to or not?"""
    if not wanted.any():
        return np.zeros(len(lines), bool)
    has = lines.batch.once(
        ("any diagnosis", wanted.tobytes()), lambda: np.append(wanted, False)[lines.batch.diagnoses[0]].any(axis=1)
    )
    return has[lines.claim_rows]


def points_outside_validity(lines) -> np.ndarray:
    """Points to a diagnosis that was not in force on the day of the service."""
    table, out = _library(lines), np.zeros(len(lines), bool)
    first, last = (
        np.append(table.valid_from, np.datetime64("1900-01-01")),
        np.append(table.valid_to, np.datetime64("2999-12-31")),
    )
    limited = (first > np.datetime64("1900-01-01")) | (last < np.datetime64("2999-12-31"))
    if limited.any():
        for number in used_pointers(lines):
            key = pointed(lines, number)
            rows = np.flatnonzero(limited[key])
            out[rows] |= (lines.service_date[rows] < first[key[rows]]) | (lines.service_date[rows] > last[key[rows]])
    return out


def any_of(lines, masks) -> np.ndarray:
    """Masks joined by or; no masks, no."""
    out = np.zeros(len(lines), bool)
    for mask in masks:
        out |= mask
    return out
