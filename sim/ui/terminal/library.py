"""What is loaded, as people read it in the terminal."""

from itertools import groupby
from pathlib import Path
from typing import Any

from sim.ground.own_files import own_files

WIDTH = 79
HINT = (
    "To load a publisher's file (KIND is the word before the colon):\n  cleanclaim data import KIND FILE --release R"
    " --effective DATE"
)


def show(rows: list[dict[str, Any]], folder: Path) -> None:
    """Releases of code sets, fees and edits: since when, how many rows, from where. folder: where the user's own files
    are kept.
    """
    print(
        *listed(rows),
        "",
        f"Your files (imports, attempts, your own payers) are kept in:\n  {folder}",
        *(f"  {one.path}: {one.how}" for one in own_files()),
        "",
        HINT,
        sep="\n",
    )


def listed(rows: list[dict[str, Any]]) -> list[str]:
    """A heading for each kind of file, below it its releases; lines that fit a narrow terminal.

    >>> own = {"kind": "ptp", "title": "Pairs", "release": "shipped", "effective": "2026-01-01", "until": "2026-10-01",
    ...        "rows": 1173, "is_extract": False, "source": "own"}
    >>> more = {"release": "v324", "effective": "2026-10-01", "until": "", "rows": 2000000, "is_extract": True,
    ...         "source": "f1.zip"}
    >>> print(*listed([own, {**own, **more}]), sep="\\n")
    ptp: Pairs
      shipped       1,173 rows  from 2026-01-01 until 2026-10-01, own
      v324      2,000,000 rows  from 2026-10-01, f1.zip, an extract
    """
    out = []
    for (kind, title), group in groupby(rows, lambda row: (row["kind"], row["title"])):
        out += [f"{kind}: {title}", *(_line(row) for row in group)]
    return out


def _line(row: dict[str, Any]) -> str:
    days = " ".join(f"{word} {row[name]}" for word, name in (("from", "effective"), ("until", "until")) if row[name])
    tail = ", ".join(
        filter(None, (days, row["source"] or row.get("publisher") or "", "an extract" * bool(row["is_extract"])))
    )
    line = f"  {row['release']:<9} {row['rows']:>9,} rows  {tail}"
    return line if len(line) <= WIDTH else line[: WIDTH - 3] + "..."
