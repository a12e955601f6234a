"""What an import would do, before it does anything: rows that are new, that change, that stay as they are, and rows
that cannot be read, each with its line, what was found and what to write.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sim.manager.packs.csv_file import CsvRow
from sim.manager.packs.folder import Pack
from sim.manager.packs.starter import write_texts

NOT_READ = "not_read"  # the folder of what could not be read


class Change(NamedTuple):
    """What becomes of one row: what it is about, as it was (empty: new), as it will be."""

    what: str
    before: str
    after: str

    def line(self) -> str:
        """In words.

        >>> Change("99213 at acme_ppo", "$98.50", "$101.20").line(), Change("99214", "", "$140.00").line()
        ('99213 at acme_ppo: $98.50 becomes $101.20', '99214: new, $140.00')
        """
        return f"{self.what}: {self.before} becomes {self.after}" if self.before else f"{self.what}: new, {self.after}"


class NotRead(NamedTuple):
    """A row that cannot be read."""

    row: CsvRow
    found: str
    write: str

    def say(self) -> str:
        """In one line."""
        return f"line {self.row.line}: found {self.found}; write: {self.write}"


@dataclass(frozen=True)
class Brought:
    """The outcome of reading a list for a clinic. texts: the files as they would be, by their path in its folder; gone:
    files that would go; told: what else there is to say.
    """

    kind: str
    columns: tuple[str, ...]
    unused: tuple[str, ...]
    changes: tuple[Change, ...]
    same: int
    not_read: tuple[NotRead, ...]
    header: CsvRow
    texts: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    def keep(self, one: Pack) -> list[str]:
        """Write the good rows, and the others into a file of their own; gives what was written. Raises CleanClaimError
        where it cannot be written.
        """
        name = f"{NOT_READ}/{self.kind}.csv"
        others = {name: not_read_text(self.header, self.not_read)} if self.not_read else {}
        texts = (dict(self.texts) if self.changes else {}) | others
        write_texts(one.folder, texts)
        for path in (*self.gone, *([] if self.not_read else [name])):
            (one.folder / path).unlink(missing_ok=True)
        return list(texts)


def not_read_text(header: CsvRow, rows: Iterable[NotRead]) -> str:
    """The rows as they were, each with its line and what is wrong with it: to be corrected and imported again."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("line", "found", "write", *header.cells))
    writer.writerows((one.row.line, one.found, one.write, *one.row.cells) for one in rows)
    return out.getvalue()


def table_text(head: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file with a remark above it.

    >>> print(table_text("Ours.", ["code", "count"], [("99213", 12)]), end="")
    # Ours.
    code,count
    99213,12
    """
    out = io.StringIO()
    out.write(f"# {head}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()


def own_path(given: str) -> Path:
    """A path as it was typed, ~ included."""
    return Path(given).expanduser()
