"""Read a list of your practice system: fees, charges, payers or procedures, as CSV; shows what would change.

With --apply the good rows are kept. Rows that cannot be read go into a file of their own, each with its line, what was
found and what to write: correct them there and import that file.
"""

import argparse
from collections.abc import Iterator

from sim.ground.errors import CleanClaimError
from sim.manager.intake.brought import NOT_READ, Brought, own_path
from sim.manager.intake.charges_in import charges_in, procedures_in
from sim.manager.intake.fees_in import fees_in
from sim.manager.intake.payers_in import payers_in
from sim.manager.packs.checks import lint_pack
from sim.manager.packs.folder import Pack, pack
from sim.ui.terminal.answered import answer
from sim.ui.terminal.column_argument import column_argument, named_columns

SHOWN = 20  # changes and rows that are told one by one
LISTS = ("fees", "charges", "payers", "procedures")


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the clinic")
    command.add_argument("list", metavar="LIST", choices=LISTS, help="fees, charges, payers or procedures")
    command.add_argument("file", metavar="FILE.csv", help="any order of columns; commas, semicolons or tabs")
    command.add_argument("--payer", default="", metavar="P", help="fees: whose list it is, where no column says so")
    column_argument(command)
    command.add_argument("--apply", action="store_true", help="keep the good rows")


def run(options: argparse.Namespace) -> int:
    one = pack(options.name)
    found = _read(one, options)
    kept = found.keep(one) if options.apply else []
    wrong = [finding.line() for finding in lint_pack(one)] if options.apply else []
    document = {
        "clinic": one.name,
        "list": found.kind,
        "columns": list(found.columns),
        "not_used": list(found.unused),
        "changes": [change._asdict() for change in found.changes],
        "same": found.same,
        "not_read": [{"line": row.row.line, "found": row.found, "write": row.write} for row in found.not_read],
        "applied": options.apply,
        "written": kept,
        "findings": wrong,
    }
    return answer(options, document, [*_lines(found), *_ending(one, found, options.apply), *wrong])


def _read(one: Pack, options: argparse.Namespace) -> Brought:
    path, named = own_path(options.file), named_columns(options.column)
    if options.payer and options.list != "fees":
        raise CleanClaimError(
            "found --payer", f"clinic import {options.list}", "--payer with fees alone", "leave it out"
        )
    if options.list == "fees":
        return fees_in(one, path, options.payer, named)
    return {"charges": charges_in, "payers": payers_in, "procedures": procedures_in}[options.list](one, path, named)


def _lines(found: Brought) -> Iterator[str]:
    yield "; ".join(found.columns)
    if found.unused:
        yield "not used: " + ", ".join(found.unused)
    yield from (f"  {change.line()}" for change in found.changes[:SHOWN])
    yield from _more(len(found.changes))
    yield from found.told
    yield from (f"  {row.say()}" for row in found.not_read[:SHOWN])
    yield from _more(len(found.not_read))


def _more(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"  and {count - SHOWN:,} more"


def _ending(one: Pack, found: Brought, applied: bool) -> Iterator[str]:
    new = sum(not change.before for change in found.changes)
    counts = f"{new} new, {len(found.changes) - new} changed, {found.same} the same, {len(found.not_read)} not read"
    yield f"{counts}. " + ("Kept." if applied else "Nothing is kept yet: add --apply to keep the good rows.")
    if found.not_read and applied:
        yield f"Not read: {one.folder / NOT_READ / (found.kind + '.csv')}"
