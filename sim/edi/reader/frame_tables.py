"""Frames as tables: the texts of a source of many rows become one typed column, by the form that segments.csv gives the
source.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from sim.edi.grammar.element_forms import column
from sim.edi.reader.frame import Frame, Values
from sim.edi.grammar.guides import Grammar, Loop, grammar
from sim.ground.coded import Coded
from sim.ground.table import Table


class Source(NamedTuple):
    """How the texts of a source are read: form, list of values (wire -> ours), the kind of the frame they stand in."""

    form: str
    values: dict[str, str]
    frame: str


@cache
def sources(transaction: str) -> dict[str, Source]:
    """Every source of a kind of set, by its first place."""
    out: dict[str, Source] = {}
    known = grammar(transaction)
    for loop in known.loops.values():
        for segment in loop.segments:
            for one in segment.elements:
                if one.is_data:
                    out.setdefault(one.source, Source(one.form, one.values, _frame(known, loop)))
    return out


def _frame(known: Grammar, loop: Loop) -> str:
    while not loop.frame:
        loop = known.loops[loop.parents[0]]
    return loop.frame


class Columns:
    """Typed columns of some frames, asked by source; each is made once.

    >>> frame = Frame("claim", None, 1)
    >>> frame.values["claims.total_charge_amount"] = "12.5"
    >>> Columns("837P", [frame])["claims.total_charge_amount"].tolist()
    [1250]
    """

    def __init__(self, transaction: str, frames: list[Frame]):
        self.known, self.frames = sources(transaction), frames
        self.rows: dict[str, list[Values]] = {}
        self.made: dict[str, Coded | np.ndarray] = {}

    def around(self, kind: str) -> list[Values]:
        """The values of the nearest frame of a kind, for each row."""
        if kind not in self.rows:
            found = [frame if frame.kind == kind else frame.around(kind) for frame in self.frames]
            self.rows[kind] = [frame.values if frame is not None else {} for frame in found]
        return self.rows[kind]

    def texts(self, source: str) -> list[str]:
        """The texts of a source as they stand on the wire."""
        return [values.get(source, "") for values in self.around(self.known[source].frame)]

    def __getitem__(self, source: str) -> Coded | np.ndarray:
        if source not in self.made:
            texts = self.texts(source)
            form, values, _ = self.known[source]
            is_empty = form == "t" and not any(texts)
            self.made[source] = Coded.constant("", len(texts)) if is_empty else column(form, values, texts)
        return self.made[source]

    def coded(self, source: str) -> Coded:
        """A column of texts."""
        column = self[source]
        assert isinstance(column, Coded), source
        return column

    def days(self, source: str) -> np.ndarray:
        """A column of dates."""
        column = self[source]
        assert isinstance(column, np.ndarray), source
        return column

    def __contains__(self, source: str) -> bool:
        return source in self.known

    def role(self, name: str, *wanted: str) -> Table:
        """Some columns of a role, as `payer` or `subscriber`; all of them unless named."""
        wanted = wanted or tuple(source.partition(".")[2] for source in self.known if source.partition(".")[0] == name)
        return Table({column: self[f"{name}.{column}"] for column in wanted if f"{name}.{column}" in self.known})


class NumberedLine(NamedTuple):
    """A line of a claim, numbered from 1 in the order of the file; 0 with the claim's own frame for the whole claim."""

    claim_key: int
    number: int
    claim: Frame
    line: Frame


def numbered_lines(keys: np.ndarray, claims: list[Frame]) -> list[NumberedLine]:
    """The lines of these claims, in order."""
    return [
        NumberedLine(key, number, claim, line)
        for key, claim in zip(keys.tolist(), claims, strict=True)
        for number, line in enumerate(claim.of("line"), 1)
    ]
