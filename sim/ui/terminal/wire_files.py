"""What people see of files on the wire in the terminal: a bar while a large one is read, its claims as a table, what is
wrong with it; the JSON document of a file, streamed so that a large one needs no more memory than a small one."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from sim.edi.explainer.explanation import explained
from sim.edi.reader.any_file import Reading, pieces
from sim.ground.errors import printable
from sim.ground.money import dollars

SHOWN = 40
EXACT = ("837P", "837I", "835")

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


@contextmanager
def bar(path: str, is_quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """A function tell(characters) that moves a bar on standard error, for files above 2 MB."""
    size = Path(path).stat().st_size if Path(path).is_file() else 0
    if is_quiet or size < 2_000_000:
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("reading"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as shown:
        task = shown.add_task("reading", total=size)
        yield lambda done: shown.update(task, completed=done)


def print_json(path: str) -> int:
    """The document of a file on standard output, claim by claim; 1 when something is wrong with the file."""
    found, write = Reading(), sys.stdout.write
    with bar(path) as tell:
        answers, begun = [], False
        for kind, piece in pieces(path, found, tell):
            if kind == "answer":
                answers.append(piece)
                continue
            write((",\n  " if begun else _head(found)) + json.dumps(piece, default=str))
            begun = True
    write(("\n" if begun else _head(found).rstrip(" ")) + " ],\n")
    found.answers = answers
    more = {} if found.transaction in EXACT else found.more()
    write("".join(f' "{name}": {json.dumps(rows, default=str)},\n' for name, rows in more.items()))
    write(f' "findings": {json.dumps([one._asdict() for one in found.findings])}\n}}\n')
    return int(found.has_errors)


def _head(found: Reading) -> str:
    return (
        "{\n" + "".join(f' "{name}": {json.dumps(text)},\n' for name, text in found.head().items()) + ' "claims": [\n  '
    )


def show(path: str) -> int:
    """The claims of a file as a table, the first of many, its sums and findings; 1 when something is wrong with the
    file.
    """
    from rich.console import Console
    from rich.table import Table

    console, found = Console(highlight=False), Reading()
    grid = Table(*("claim", "status", "lines"), box=None)
    for name in ("charge", "paid", "patient"):
        grid.add_column(name, justify="right")
    count, sums = 0, {"charge_amount": 0, "paid_amount": 0, "patient_responsibility_amount": 0}
    with bar(path) as tell:
        for kind, piece in pieces(path, found, tell):
            count += 1
            if kind == "answer":
                sums = {}
                grid.add_row(*map(_cell, _short(piece))) if count <= SHOWN else None
                continue
            sums = {name: total + piece[name] for name, total in sums.items()}
            if count <= SHOWN:
                grid.add_row(
                    _cell(piece["claim_id"]),
                    _cell(piece["status"] or ""),
                    str(len(piece["lines"])),
                    *(dollars(piece[name]) for name in sums),
                )
    if found.interchanges:
        named = f"{found.transaction or 'unknown'} {found.version}".strip()
        _say(console, f"{named}, interchange {found.control_number or '-'}")
    if count:
        console.print(grid)
        console.print(
            f"{count:,} in total"
            + (f", the first {SHOWN} shown" if count > SHOWN else "")
            + "".join(
                f"; {name.removesuffix('_amount').replace('_', ' ')} {dollars(total)}" for name, total in sums.items()
            )
        )
    _payments(console, found)
    _findings(console, found)
    return int(found.has_errors)


def _say(console: "Console", words: str) -> None:
    """One line, with nothing in it that a terminal would obey."""
    console.print(printable(words), markup=False, soft_wrap=True)


def _cell(words: str) -> "Text":
    from rich.text import Text

    return Text(printable(words))


def _short(answer: dict[str, Any]) -> tuple[str, str, str]:
    """A row for the answer to a set."""
    errors = "; ".join(f"{one['segment']} {one['position']}" for one in answer["errors"][:5])
    return (
        f"transaction set {answer['control_number']}",
        {"A": "accepted", "E": "accepted with errors", "R": "rejected"}.get(answer["verdict"], answer["verdict"]),
        errors,
    )


def _payments(console: "Console", found: Reading) -> None:
    for one in found.payments[:SHOWN]:
        plb = "".join(
            f", {adjustment['code']} {dollars(adjustment['amount'])}" for adjustment in one["provider_adjustments"]
        )
        _say(console, f"payment {one['trace_number']} of {one['payment_date']}: {dollars(one['paid_amount'])}{plb}")
    for one in (answer for interchange in found.interchanges for answer in interchange.answers):
        _say(
            console, f"acknowledgement of interchange {one['ta1.control_number']}: {one['ta1.code']} {one['ta1.note']}"
        )


def _findings(console: "Console", found: Reading) -> None:
    for one in found.findings[:SHOWN]:
        _say(console, one.line())
    if len(found.findings) > SHOWN:
        console.print(f"{len(found.findings) - SHOWN:,} more findings; --json lists them all")
    if not found.findings:
        console.print("No errors found.")


def tell(summary: dict[str, Any], files: dict[str, Any], out: str) -> None:
    """What became of a file of claims."""
    from rich.console import Console
    from rich.table import Table

    console, grid = Console(highlight=False), Table.grid(padding=(0, 2))
    for name in ("claims", "accepted", "rejected", "not_adjudicated", "denied_lines"):
        if name == "not_adjudicated" and not summary[name]:
            continue
        grid.add_row(name.replace("_", " "), f"{summary[name]:,}")
    for name in ("charge_amount", "paid_amount", "patient_responsibility_amount"):
        grid.add_row(name.removesuffix("_amount").replace("_", " "), dollars(summary[name]))
    console.print(grid)
    if summary["reversed"]["claims"]:
        back = summary["reversed"]
        _say(console, f"reversed of an earlier remittance: {back['claims']:,}, paid {dollars(back['paid_amount'])}")
    for policy, row in summary["causes"].items():
        label = f" ({row['label']})" if row["label"] else ""
        marks = f", {row['estimates']:,} on a teaching estimate" if row.get("estimates") else ""
        said = (
            f"{row['kind']}: {policy.replace('_', ' ')}{label}, {row['count']:,}, {dollars(row['amount'])}"
            f" {' '.join(row['reasons'])}{marks}"
        )
        _say(console, said)
    for one in summary["unknown_codes"]:
        allowed = dollars(one["allowed_amount"])
        _say(
            console,
            f"{one['code']}, {one['lines']:,} of {dollars(one['charge_amount'])}, allowed {allowed}: {one['note']}",
        )
    for note in summary["notes"]:
        _say(console, note)
    _say(console, f"{', '.join(files)} and summary.json in {out}")


def tell_file(path: str, is_page: bool = False) -> int:
    """A file in plain words, as wide as the terminal; 1 when something is wrong with the file."""
    shown = explained(Path(path))
    print(shown._repr_html_() if is_page else shown.text(get_terminal_size((100, 24)).columns))
    return int(shown.reading.has_errors)
