"""A coded column: int32 keys into a pool of texts, like an Arrow dictionary. Key -1 is missing; a text stays as it was
submitted.

Keys mean nothing outside their own column and never leave the process. Whatever has to be known about a text is worked
out once per pool entry and then taken by key, which is what makes a million rows as cheap as the few hundred codes in
them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np


class Coded:
    """
    >>> column = Coded.of(["99213", "", "20610", "99213"])
    >>> column.texts().tolist(), column.keys.tolist(), (column == "99213").tolist()
    (['99213', '', '20610', '99213'], [0, -1, 1, 0], [True, False, False, True])
    """

    __slots__ = ("keys", "pool")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, keys: Any, pool: Iterable[str]) -> None:
        self.keys = np.asarray(keys, np.int32)
        self.pool = tuple(pool)

    @classmethod
    def of(cls, texts: Iterable[Any]) -> "Coded":
        """From texts; None and the empty text are missing."""
        place: dict[str, int] = {}
        keys = [-1 if not text else place.setdefault(str(text), len(place)) for text in texts]
        return cls(np.array(keys, np.int32), place)

    @classmethod
    def constant(cls, text: str, length: int) -> "Coded":
        """The same text on every row (the empty text: missing on every row)."""
        return cls(np.full(length, 0 if text else -1, np.int32), (text,) if text else ())

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, (int, np.integer)):
            key = self.keys[index]
            return self.pool[key] if key >= 0 else ""
        return Coded(self.keys[index], self.pool)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts())

    def __repr__(self) -> str:
        return f"Coded({self.texts()[:8].tolist()}{'...' if len(self) > 8 else ''})"

    def texts(self) -> np.ndarray:
        """Texts as an object array, missing as the empty text."""
        return np.array((*self.pool, ""), object)[self.keys]

    def lookup(self, values: Mapping[str, Any] | Callable[[str], Any], missing: Any) -> np.ndarray:
        """One value per row from a mapping of text to value, or from a function of the text: asked once per pool entry.

        >>> Coded.of(["b", "", "a"]).lookup({"a": 1, "b": 2}, 0).tolist()
        [2, 0, 1]
        """
        get = values if callable(values) else lambda text: values.get(text, missing)
        return np.array([*(get(text) for text in self.pool), missing])[self.keys]

    def rows(self, pool_rows: np.ndarray) -> np.ndarray:
        """Reference rows per line, given the row of each pool entry (-1 unknown or missing)."""
        return np.append(np.asarray(pool_rows, np.int32), np.int32(-1))[self.keys]

    def __eq__(self, other: Any) -> np.ndarray:  # type: ignore[override]
        if isinstance(other, Coded):
            return self.keys == other.recoded(self.pool).keys
        return self.keys == self._place(other)

    def __ne__(self, other: Any) -> np.ndarray:  # type: ignore[override]
        return ~(self == other)

    def isin(self, texts: Iterable[str]) -> np.ndarray:
        """Is the text one of these?"""
        texts = set(texts)
        return np.array([*(text in texts for text in self.pool), False])[self.keys]

    @property
    def is_missing(self) -> np.ndarray:
        """True where there is no text."""
        return self.keys < 0

    def _place(self, text: str) -> int:
        if not text:
            return -1
        return self.pool.index(text) if text in self.pool else -2

    def recoded(self, pool: Iterable[str]) -> "Coded":
        """The same texts with another pool's keys; a text that is not in that pool gets key -2, equal to nothing."""
        if self.pool is pool or self.pool == (pool := tuple(pool)):
            return self
        place = {text: key for key, text in enumerate(pool)}
        keys = np.array([*(place.get(text, -2) for text in self.pool), -1], np.int32)
        return Coded(keys[self.keys], pool)

    def compact(self) -> "Coded":
        """The same texts, with only those in the pool that some row has, each once.

        >>> Coded([2, -1, 2], ("I10", "J02.9", "R05.9")).compact().pool
        ('R05.9',)
        """
        used = np.flatnonzero(np.bincount(self.keys[self.keys >= 0], minlength=len(self.pool)))
        place: dict[str, int] = {}
        keys = np.full(len(self.pool) + 1, -1, np.int32)
        keys[used] = [place.setdefault(self.pool[key], len(place)) for key in used.tolist()]
        return Coded(keys[self.keys], place)

    @staticmethod
    def concat(parts: "list[Coded]") -> "Coded":
        """One column after another, with one pool."""
        if len({part.pool for part in parts}) == 1:
            return Coded(np.concatenate([part.keys for part in parts]), parts[0].pool)
        first, *others = (part.compact() if len(part.pool) > 2 * len(part) + 64 else part for part in parts)
        place = dict(zip(first.pool, range(len(first.pool)), strict=True))
        if len(place) < len(first.pool):  # a text that stands there twice
            first = first.compact()
            place = dict(zip(first.pool, range(len(first.pool)), strict=True))
        keys = [first.keys]
        for part in others:
            for text in part.pool:
                if text not in place:
                    place[text] = len(place)
            keys.append(np.array([*map(place.__getitem__, part.pool), -1], np.int32)[part.keys])
        return Coded(np.concatenate(keys), place)

    @staticmethod
    def where(mask: np.ndarray, yes: "Coded | str", no: "Coded | str") -> "Coded":
        """Row by row the one or the other."""
        yes, no = (Coded.constant(side, len(mask)) if isinstance(side, str) else side for side in (yes, no))
        pool = tuple(dict.fromkeys((*yes.pool, *no.pool)))
        return Coded(np.where(mask, yes.recoded(pool).keys, no.recoded(pool).keys), pool)
