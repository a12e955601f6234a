"""Which figure was in force on a day: the shipped figures and the imported releases laid over one another by date.

A whole release takes over every row from its day on; an extract only the rows it names. The shipped figures speak
before the first import and from their own day on until a later one. Within its release a row may have dates of its own.
"""

from datetime import date

import numpy as np

from sim.ground.editions import edition
from sim.reference.tables import BEGINNING, END


def shipped_from(holds: str) -> date:
    """The day from which the shipped figures speak again, where somebody has imported an older release."""
    return edition(holds).first


class Layer:
    """Rows that speak from a day on: keys (whole numbers), a value for each, each row's own first and last day.
    `speaks(keys)` tells for which keys the layer takes over from those before it: all (None), or some."""

    def __init__(self, start, keys, values, first=None, last=None, speaks=None):
        self.start, self.speaks = np.datetime64(start, "D"), speaks
        self.keys, self.values = np.asarray(keys, np.int64), np.asarray(values, np.int64)
        self.first = np.full(len(self.keys), BEGINNING) if first is None else first
        self.last = np.full(len(self.keys), END) if last is None else last


class Dated:
    """Values by key and day.

    >>> base = Layer("1900-01-01", [7, 8], [0, 1])
    >>> dated = Dated([base, Layer("2026-10-01", [7, 9], [2, 3])])
    >>> dated.find([7, 7, 8, 8, 9],
    ...     np.array(["2026-09-30", "2026-10-01", "2026-09-30", "2026-10-01", "2026-11-01"], "datetime64[D]")).tolist()
    [0, 2, 1, -1, 3]
    """

    def __init__(self, layers: list[Layer]):
        parts: list[list[np.ndarray]] = []
        for layer in layers:
            eve = layer.start - 1
            for part in parts:
                spoken = slice(None) if layer.speaks is None else layer.speaks(part[0])
                part[2][spoken] = np.minimum(part[2][spoken], eve)
            parts.append([layer.keys, np.maximum(layer.first, layer.start), layer.last.copy(), layer.values])
        self.keys, self.first, self.last, self.values = (np.concatenate(column) for column in zip(*parts, strict=True))
        keep = self.first <= self.last
        order = np.lexsort((self.first[keep], self.keys[keep]))
        self.keys, self.first, self.last, self.values = (
            column[keep][order] for column in (self.keys, self.first, self.last, self.values)
        )
        self.sought = self._sought(self.keys, self.first)

    @staticmethod
    def _sought(keys, days) -> np.ndarray:
        """Key and day as one number that sorts like the pair (days since 1900 stay below 2**20)."""
        return (np.asarray(keys, np.int64) << 20) + (days - BEGINNING).astype(np.int64)

    def find(self, keys, on) -> np.ndarray:
        """The value of each key on each day, -1 where there is none. Shapes broadcast."""
        keys, on = np.broadcast_arrays(np.asarray(keys, np.int64), np.asarray(on, "datetime64[D]"))
        known = ~np.isnat(on) & (keys >= 0)
        day = np.clip(np.where(known, on, BEGINNING), BEGINNING, END)
        if not len(self.keys):
            return np.full(keys.shape, -1, np.int64)
        place = np.searchsorted(self.sought, self._sought(np.where(known, keys, 0), day), side="right") - 1
        at = np.maximum(place, 0)
        found = known & (place >= 0) & (self.keys[at] == keys) & (day <= self.last[at])
        return np.where(found, self.values[at], -1)

    def newest(self, keys) -> np.ndarray:
        """The value of each key's last row, whatever the date; -1 where there is none."""
        keys = np.asarray(keys, np.int64)
        place = np.searchsorted(self.keys, keys, side="right") - 1
        found = (
            (place >= 0) & (self.keys[np.maximum(place, 0)] == keys) if len(self.keys) else np.zeros(keys.shape, bool)
        )
        return np.where(found, self.values[np.maximum(place, 0)], -1) if len(self.keys) else np.full(keys.shape, -1)


def layers(holds: str, releases, base, of) -> list[Layer]:
    """The shipped figures and the imported releases in order of their days. `base(start)` and `of(release, start)` make
    a layer; the files of one release must speak for different keys."""
    day = shipped_from(holds)
    steps = [(one.effective, one) for one in releases]
    if any(one.effective < day for one in releases):
        steps.append((day, None))
    steps.sort(key=lambda step: (step[0], step[1] is not None))
    return [base(BEGINNING), *(base(start) if one is None else of(one, start) for start, one in steps)]
