"""Writing from tables: each loop of the grammar becomes one text a row, whole columns at a time; the envelope goes
around.

    Rows(length, claims=table, billing=table, ...)     the rows of a frame: tables by role, all of that length
    written("837P", "2300", rows)                      a list of texts, one a row
    interchange([...sets], Envelope(...))              the file

Nothing here reads a clock: numbers and times are the caller's.
"""

from typing import NamedTuple

import numpy as np

from sim.edi.grammar.element_forms import texts
from sim.edi.grammar.guides import VERSIONS, Element, Segment, grammar
from sim.ground.table import Table

END = "~\n"


class Rows:
    """The rows of a frame, asked by source ("claims.total_charge_amount"); ready texts given by source come before
    tables.

    >>> rows = Rows(2, {"set.control_number": ["0001", "0002"]}, claims=Table(total_charge_amount=np.array([100, 250])))
    >>> rows.texts("claims.total_charge_amount", "$", {}), rows.texts("claims.claim_note", "t", {})
    (['1', '2.5'], None)
    """

    def __init__(self, length: int, ready: dict | None = None, **roles: Table):
        self.length, self.ready, self.roles = length, ready or {}, roles
        self.missing: list[tuple] = []  # (segment, element, box, rows) of required elements that have no value

    def texts(self, source: str, form: str, values: dict) -> list[str] | None:
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
        if hasattr(given, "pool") and not given.pool:
            return None
        return texts(form, values, given)


def written(transaction: str, loop: str, rows: Rows, ready: dict | None = None, only=None) -> list[str]:
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


def _segment(segment: Segment, rows: Rows, only=None) -> list[str] | None:
    """One text a row, empty where a situational segment has nothing to say; None where that is so everywhere."""
    opens = segment.loop.segments[0] is segment and segment.loop.usage == "S"
    required = segment.usage == "R" and not opens
    data = {
        one.place: found
        for one in segment.elements
        if not one.source.startswith("=") and (found := _texts(one, rows)) is not None
    }
    telling = [data[one.place] for one in segment.elements if one.is_data and one.place in data]
    if not required and not telling and (not opens or any(one.is_data for one in segment.elements)):
        return None
    made = _joined(segment, data, rows.length)
    if not required and telling:
        told = telling[0] if len(telling) == 1 else list(map(any, zip(*telling, strict=True)))
        made = [text if one else "" for text, one in zip(made, told, strict=True)] if not all(told) else made
    _note_missing(segment, data, made, rows, only)
    return made


def _note_missing(segment: Segment, data: dict, made: list[str], rows: Rows, only) -> None:
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
            rows.missing.append((segment.name, one.label, one.box or segment.box, np.flatnonzero(lacks)))


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


def _joined(segment: Segment, data: dict, length: int) -> list[str]:
    """Elements joined by *, parts by :, empty ones at the end left out."""
    columns: list = [segment.id]
    for place in range(1, max((one.place[0] for one in segment.elements), default=0) + 1):
        columns.append(_element([one for one in segment.elements if one.place[0] == place], data, length))
    while columns[-1] is None:
        columns.pop()
    if all(isinstance(column, str) for column in columns if column is not None):
        return ["*".join(column or "" for column in columns).rstrip("*") + END] * length
    spread = [[column or ""] * length if not isinstance(column, list) else column for column in columns]
    if not isinstance(columns[-1], list) or all(columns[-1]):
        return [f"{'*'.join(row)}{END}" for row in zip(*spread, strict=True)]
    return ["*".join(row).rstrip("*") + END for row in zip(*spread, strict=True)]


def _element(parts: list[Element], data: dict, length: int):
    """A column of texts, one text for all rows, or None."""
    columns = [_one(one, data) for one in parts]
    if not parts or all(column is None for column in columns):
        return None
    if len(parts) == 1 and not parts[0].place[1]:
        return columns[0]
    if not any(one.place in data for one in parts):
        return None if any(one.is_data for one in parts) else ":".join(column or "" for column in columns)
    spread = [None] * parts[-1].place[1]
    for one, column in zip(parts, columns, strict=True):
        spread[one.place[1] - 1] = column
    told = [data[one.place] for one in parts if one.place in data]
    filled = [[column or ""] * length if not isinstance(column, list) else column for column in spread]
    joined = [":".join(row).rstrip(":") for row in zip(*filled, strict=True)]
    if len(told) == len(parts):
        return joined
    if len(told) == 1:
        return [text if one else "" for text, one in zip(joined, told[0], strict=True)]
    return [text if any(row) else "" for text, row in zip(joined, zip(*told, strict=True), strict=True)]


def _one(one: Element, data: dict):
    if not one.source.startswith("="):
        return data.get(one.place)
    constant = one.source[1:]
    if not one.condition:
        return constant
    beside = data.get((one.condition, 0))
    return None if beside is None else [constant if text else "" for text in beside] if not all(beside) else constant


class Envelope(NamedTuple):
    """Who sends to whom, when (day CCYYMMDD, time HHMM), and the numbers: all the caller's."""

    sender: str
    receiver: str
    date: str
    time: str = "1200"
    control_number: int = 1
    usage: str = "T"


def interchange(sets: list[str], transaction: str, envelope: Envelope) -> str:
    """One interchange of one group of these sets (as `transaction_set` makes them)."""
    if not sets:
        return ""
    kind, version, _ = VERSIONS[transaction]
    head = isa(envelope)
    number = envelope.control_number
    group = f"GS*{kind}*{envelope.sender[:15]}*{envelope.receiver[:15]}*{envelope.date}*{envelope.time}*{number}*X*{version}{END}"
    return f"{head}{group}{''.join(sets)}GE*{len(sets)}*{number}{END}IEA*1*{number:09d}{END}"


def isa(envelope: Envelope) -> str:
    """The header of an interchange, 106 characters and a line break."""
    sender, receiver = envelope.sender[:15].ljust(15), envelope.receiver[:15].ljust(15)
    return (
        f"ISA*00*{' ' * 10}*00*{' ' * 10}*ZZ*{sender}*ZZ*{receiver}*{envelope.date[2:]}*{envelope.time[:4]}*^*00501*"
        f"{envelope.control_number:09d}*0*{envelope.usage}*:{END}"
    )


def transaction_set(transaction: str, number: int | str, body: str) -> str:
    """A set around its segments (which begin after the ST). The number of segments is counted here."""
    number = f"{number:04d}" if isinstance(number, int) else number
    kind = "837" if transaction.startswith("837") else "277" if transaction == "277CA" else transaction
    version = "" if transaction == "835" else f"*{VERSIONS[transaction][1]}"
    return f"ST*{kind}*{number}{version}{END}{body}SE*{body.count(END) + 2}*{number}{END}"
