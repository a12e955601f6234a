"""Frames as tables: the texts of a source of many rows become one typed column, by the form that segments.csv gives the
source.
"""

from functools import cache

from sim.edi.grammar.element_forms import column
from sim.edi.reader.frame import Frame
from sim.edi.grammar.guides import Grammar, Loop, grammar
from sim.ground.coded import Coded
from sim.ground.table import Table


@cache
def sources(transaction: str) -> dict[str, tuple[str, dict, str]]:
    """Source -> (form, values, kind of its frame), of its first place."""
    out: dict = {}
    known = grammar(transaction)
    for loop in known.loops.values():
        for segment in loop.segments:
            for one in segment.elements:
                if one.is_data:
                    out.setdefault(one.source, (one.form, one.values, _frame(known, loop)))
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
        self.known, self.frames, self.rows, self.made = sources(transaction), frames, {}, {}

    def around(self, kind: str) -> list[dict]:
        """The values of the nearest frame of a kind, for each row."""
        if kind not in self.rows:
            found = [frame if frame.kind == kind else frame.around(kind) for frame in self.frames]
            self.rows[kind] = [frame.values if frame is not None else {} for frame in found]
        return self.rows[kind]

    def texts(self, source: str) -> list[str]:
        """The texts of a source as they stand on the wire."""
        return [values.get(source, "") for values in self.around(self.known[source][2])]

    def __getitem__(self, source: str):
        if source not in self.made:
            texts = self.texts(source)
            form, values, _ = self.known[source]
            self.made[source] = (
                column(form, values, texts) if any(texts) or form != "t" else Coded.constant("", len(texts))
            )
        return self.made[source]

    def __contains__(self, source: str):
        return source in self.known

    def role(self, name: str, *wanted: str) -> Table:
        """Some columns of a role, as `payer` or `subscriber`; all of them unless named."""
        wanted = wanted or tuple(source.partition(".")[2] for source in self.known if source.partition(".")[0] == name)
        return Table({column: self[f"{name}.{column}"] for column in wanted if f"{name}.{column}" in self.known})
