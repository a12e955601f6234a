"""A table: named columns of equal length. Between stages of the revenue cycle travel such tables; a stage never changes
one, it makes another.

Columns are numpy arrays (int64 keys, counts and cents, datetime64[D] dates, bool flags) or Coded texts. The types are
those of data/dictionary.csv. pandas and pyarrow are met only on the way out (`to_pandas`, `to_arrow`).
"""

from collections.abc import ItemsView, Mapping, Sequence
from typing import Any

import numpy as np

from sim.ground.coded import Coded
from sim.ground.dictionary import columns_of, typed
from sim.ground.errors import CleanClaimError


class Table:
    """
    >>> lines = Table(claim_key=np.array([1, 1, 2]), procedure_code=Coded.of(["99213", "36415", "99213"]))
    >>> len(lines), lines.procedure_code[1], lines.take(lines.claim_key == 1).rows()[0]
    (3, '36415', {'claim_key': 1, 'procedure_code': '99213'})
    """

    __slots__ = ("_columns", "_length")

    def __init__(self, columns: Mapping[str, Any] | None = None, **more: Any) -> None:
        self._columns = {**(columns or {}), **more}
        lengths = {name: len(column) for name, column in self._columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns of unequal length: {lengths}")
        self._length = next(iter(lengths.values()), 0)

    def __len__(self) -> int:
        return self._length

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "_columns")[name]
        except KeyError:
            raise AttributeError(f"no column {name!r}; there are: {', '.join(self._columns)}") from None

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __reduce__(self) -> tuple[type["Table"], tuple[dict[str, Any]]]:
        return Table, (self._columns,)

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(self._columns)

    def items(self) -> ItemsView[str, Any]:
        """(name, column) pairs in order."""
        return self._columns.items()

    def take(self, index: Any) -> "Table":
        """The rows of an index array or a boolean mask."""
        if isinstance(index, np.ndarray) and index.dtype == bool:
            index = np.flatnonzero(index)
        return Table({name: column[index] for name, column in self._columns.items()})

    def with_columns(self, **columns: Any) -> "Table":
        """A table with these columns added or replaced."""
        return Table({**self._columns, **columns})

    def select(self, *names: str) -> "Table":
        """A table of only these columns, in this order."""
        return Table({name: self._columns[name] for name in names})

    def drop(self, *names: str) -> "Table":
        """A table without these columns."""
        return Table({name: column for name, column in self._columns.items() if name not in names})

    def sort_by(self, *names: str) -> "Table":
        """Rows in ascending order of whole-number or date columns, the first name first; equal rows keep their
        order.
        """
        return self.take(np.lexsort([self._columns[name] for name in reversed(names)]))

    def compact(self) -> "Table":
        """The same rows, with only those texts in the pools that some row has: for a few rows out of many."""
        return Table({name: one.compact() if isinstance(one, Coded) else one for name, one in self._columns.items()})

    @staticmethod
    def concat(tables: "list[Table]") -> "Table":
        """Tables of the same columns one below another."""
        first = tables[0]
        if len(tables) == 1:
            return first
        return Table({name: _below([table[name] for table in tables]) for name in first.columns})

    @classmethod
    def from_rows(cls, name: str, rows: Sequence[Mapping[str, Any]], only: tuple[str, ...] | None = None) -> "Table":
        """A small table from dictionaries, typed by data/dictionary.csv; absent cells take the type's missing value.

        >>> Table.from_rows("claim_lines", [{"claim_key": 5, "procedure_code": "99213"}],
        ...     ("claim_key", "procedure_code")).rows()
        [{'claim_key': 5, 'procedure_code': '99213'}]
        """
        types = columns_of(name)
        for row in rows:
            unknown = set(row) - set(types)
            if unknown:
                raise CleanClaimError(
                    f"unknown column {sorted(unknown)[0]!r}", f"table {name}", ", ".join(types), "check the name"
                )
        return cls({column: typed(types[column], [row.get(column) for row in rows]) for column in only or types})

    def rows(self) -> list[dict[str, Any]]:
        """Plain Python rows (whole numbers, texts, dates or None): for one claim, not for a million."""
        plain = {name: _plain(column) for name, column in self._columns.items()}
        return [{name: values[i] for name, values in plain.items()} for i in range(len(self))]

    def to_pandas(self) -> Any:
        """A pandas frame for people: texts as texts, dates as dates."""
        import pandas

        return pandas.DataFrame(
            {
                name: (
                    column.texts()
                    if isinstance(column, Coded)
                    else column.astype("datetime64[s]")
                    if column.dtype.kind == "M"
                    else column
                )
                for name, column in self._columns.items()
            }
        )

    def to_arrow(self) -> Any:
        """A pyarrow table: texts as dictionaries, dates as date32, missing as null."""
        import pyarrow

        return pyarrow.table({name: _arrow(column) for name, column in self._columns.items()})


def empty(table: str) -> Table:
    """A table of the dictionary without rows."""
    return Table.from_rows(table, [])


def conform(table: str, given: Table) -> Table:
    """The given columns in the dictionary's order, complete: a column that was not given is missing on every row."""
    types, length = columns_of(table), len(given)
    unknown = [name for name in given.columns if name not in types]
    if unknown:
        raise ValueError(f"table {table} has no column {unknown[0]!r}")
    return Table(
        {
            name: given[name]
            if name in given
            else typed(kind, [None]).repeat(length)
            if kind != "code"
            else Coded.constant("", length)
            for name, kind in types.items()
        }
    )


def _below(parts: list[Any]) -> Any:
    return Coded.concat(parts) if isinstance(parts[0], Coded) else np.concatenate(parts)


def _plain(column: Any) -> list[Any]:
    if isinstance(column, Coded):
        return column.texts().tolist()
    return column.tolist()


def _arrow(column: Any) -> Any:
    import pyarrow

    if not isinstance(column, Coded):
        return pyarrow.array(column)
    mask = column.keys < 0
    indices = pyarrow.array(np.where(mask, 0, column.keys), mask=mask)
    return pyarrow.DictionaryArray.from_arrays(indices, pyarrow.array(column.pool or ("",)))
