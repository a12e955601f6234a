"""Writing from tables: each loop of the grammar becomes one text a row, whole columns at a time.

Rows(length, claims=table, billing=table, ...)     the rows of a frame: tables by role, all of that length
written("837P", "2300", rows)                      a list of texts, one a row
"""

from typing import NamedTuple

import numpy as np

from sim.edi.grammar.element_forms import texts
from sim.edi.grammar.guides import Element, Segment, grammar
from sim.edi.writer.envelope import END
from sim.ground.coded import Coded
from sim.ground.table import Table

Column = list[str] | str | Coded | np.ndarray  # of one text a row, or one text for all rows
Texts = dict[tuple[int, int], list[str]]  # place of an element -> its texts, one a row


class Missing(NamedTuple):
    """A required element without a value: where it stands, its box of the form, in which rows."""

    segment: str
    element: str
    box: str
    rows: np.ndarray


class Rows:
    """The rows of a frame, asked by source ("claims.total_charge_amount"); ready texts given by source come before
    tables.

    >>> rows = Rows(2, {"set.control_number": ["0001", "0002"]}, claims=Table(total_charge_amount=np.array([100, 250])))
    >>> rows.texts("claims.total_charge_amount", "$", {}), rows.texts("claims.claim_note", "t", {})
    (['1', '2.5'], None)
    """

    def __init__(self, length: int, ready: dict[str, Column] | None = None, **roles: Table):
        self.length, self.ready, self.roles = length, ready or {}, roles
        self.missing: list[Missing] = []

    def take(self, kept: np.ndarray) -> "Rows":
        """Some of the rows."""
        ready = {source: _kept(column, kept) for source, column in self.ready.items()}
        return Rows(len(kept), ready, **{role: table.take(kept) for role, table in self.roles.items()})

    def texts(self, source: str, form: str, values: dict[str, str]) -> list[str] | None:
        """One text a row; None where the source is not there or missing everywhere."""
        role, _, column = source.partition(".")
        given = self.ready.get(source)
        if given is None:
            table = self.roles.get(role)
            given = table[column] if table is not None and column in table else None
        if given is None:
            return None
        if isinstance(given, str):
            return [given] * self.length if given else None
        if isinstance(given, Coded) and not given.pool:
            return None
        return texts(form, values, given)


def _kept(column: Column, kept: np.ndarray) -> Column:
    if isinstance(column, str):
        return column
    return [column[row] for row in kept.tolist()] if isinstance(column, list) else column[kept]


def written(
    transaction: str,
    loop: str,
    rows: Rows,
    ready: dict[str, list[str]] | None = None,
    only: np.ndarray | None = None,
) -> list[str]:
    """The segments of one loop, one text a row. `ready`: whole segments made elsewhere, by name; `only`: a flag a row,
    others get no text.
    """
    if not rows.length:
        return []
    parts = []
    for segment in grammar(transaction).loops[loop].segments:
        made = ready[segment.name] if ready and segment.name in ready else _segment(segment, rows, only)
        if made is not None:
            parts.append(made)
        elif not parts and grammar(transaction).loops[loop].usage == "S":
            return [""] * rows.length
    joined = (
        list(map("".join, zip(*parts, strict=True))) if len(parts) > 1 else parts[0] if parts else [""] * rows.length
    )
    if grammar(transaction).loops[loop].usage == "S" and len(parts) > 1 and only is None and not all(parts[0]):
        return [text if opener else "" for text, opener in zip(joined, parts[0], strict=True)]
    return (
        joined if only is None else [text if wanted else "" for text, wanted in zip(joined, only.tolist(), strict=True)]
    )


def _segment(segment: Segment, rows: Rows, only: np.ndarray | None = None) -> list[str] | None:
    """One text a row, empty where a situational segment has nothing to say; None where that is so everywhere."""
    opens = segment.loop.segments[0] is segment and segment.loop.usage == "S"
    required = segment.usage == "R" and not opens
    data = {
        one.place: found
        for one in segment.elements
        if not one.source.startswith("=") and (found := _texts(one, rows)) is not None
    }
    values = [data[one.place] for one in segment.elements if one.is_data and one.place in data]
    if not required and not values and (not opens or any(one.is_data for one in segment.elements)):
        return None
    made = _joined(segment, data, rows.length)
    if not required and values:
        has_value = [any(row) for row in zip(*values, strict=True)]
        made = [text if one else "" for text, one in zip(made, has_value, strict=True)] if not all(has_value) else made
    _note_missing(segment, data, made, rows, only)
    return made


def _note_missing(segment: Segment, data: Texts, made: list[str], rows: Rows, only: np.ndarray | None) -> None:
    """Which rows of a segment lack what the guide asks for."""
    for one in segment.elements:
        if one.usage != "R" or not one.is_data:
            continue
        found = data.get(one.place)
        if found is not None and all(found):
            continue
        lacks = np.array(
            [bool(text) and not value for text, value in zip(made, found or [""] * rows.length, strict=True)]
        )
        lacks &= only if only is not None else True
        if lacks.any():
            rows.missing.append(Missing(segment.name, one.label, one.box or segment.box, np.flatnonzero(lacks)))


def _texts(one: Element, rows: Rows) -> list[str] | None:
    found = rows.texts(one.source, one.form, one.values)
    if (
        found is not None
        and one.form in ("$", "n", "q", "m")
        and (one.usage == "S" or _says_nothing(one))
        and not isinstance(rows.ready.get(one.source), list)
    ):
        found = ["" if text == "0" else text for text in found]
        return found if any(found) else None
    return found if found is None or any(found) else None


def _says_nothing(one: Element) -> bool:
    """Pointers, drug quantities and the amounts of an AMT: 0 means there is none."""
    return one.form == "m" or one.source.endswith(
        (
            "patient_paid_amount",
            "interest_amount",
            "remaining_amount",
            "covered_amount",
            "diagnosis_pointer_1",
            "accepted_count",
            "rejected_count",
            "accepted_amount",
            "rejected_amount",
        )
    )


def _joined(segment: Segment, data: Texts, length: int) -> list[str]:
    """Elements joined by *, parts by :, empty ones at the end left out."""
    columns: list[list[str] | str | None] = [segment.id]
    for place in range(1, max((one.place[0] for one in segment.elements), default=0) + 1):
        columns.append(_element([one for one in segment.elements if one.place[0] == place], data, length))
    while columns[-1] is None:
        columns.pop()
    same = [column or "" for column in columns if not isinstance(column, list)]
    if len(same) == len(columns):
        return ["*".join(same).rstrip("*") + END] * length
    spread = [[column or ""] * length if not isinstance(column, list) else column for column in columns]
    if not isinstance(columns[-1], list) or all(columns[-1]):
        return [f"{'*'.join(row)}{END}" for row in zip(*spread, strict=True)]
    return ["*".join(row).rstrip("*") + END for row in zip(*spread, strict=True)]


def _element(parts: list[Element], data: Texts, length: int) -> list[str] | str | None:
    """A column of texts, one text for all rows, or None."""
    columns = [_one(one, data) for one in parts]
    if not parts or all(column is None for column in columns):
        return None
    if len(parts) == 1 and not parts[0].place[1]:
        return columns[0]
    if not any(one.place in data for one in parts):
        fixed = [column if isinstance(column, str) else "" for column in columns]
        return None if any(one.is_data for one in parts) else ":".join(fixed)
    spread: list[list[str] | str | None] = [None] * parts[-1].place[1]
    for one, column in zip(parts, columns, strict=True):
        spread[one.place[1] - 1] = column
    given = [data[one.place] for one in parts if one.place in data]
    filled = [[column or ""] * length if not isinstance(column, list) else column for column in spread]
    joined = [":".join(row).rstrip(":") for row in zip(*filled, strict=True)]
    if len(given) == len(parts):
        return joined
    if len(given) == 1:
        return [text if one else "" for text, one in zip(joined, given[0], strict=True)]
    return [text if any(row) else "" for text, row in zip(joined, zip(*given, strict=True), strict=True)]


def _one(one: Element, data: Texts) -> list[str] | str | None:
    if not one.source.startswith("="):
        return data.get(one.place)
    constant = one.source[1:]
    if not one.condition:
        return constant
    beside = data.get((one.condition, 0))
    return None if beside is None else [constant if text else "" for text in beside] if not all(beside) else constant
