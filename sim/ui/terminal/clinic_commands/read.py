"""Count your own remittances (835), claims (837P) and lists of denials (CSV), on this machine; only counts are kept.

By payer, code, modifier, reason and number of days. No name, number, claim or date of a person is kept, and a count
behind which fewer than 11 patients stand is put together with others. The files are not copied. What was counted before
is replaced: give all files of the months together, or the folder that holds them.
"""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date

from sim.ground.dates import us_date
from sim.manager.intake.brought import own_path
from sim.manager.intake.counted import Kept, keep, to_keep
from sim.manager.intake.file_reading import OneFile, Outcome, read_files
from sim.manager.intake.findings import findings
from sim.manager.intake.known_payers import labels_of
from sim.manager.packs.folder import pack
from sim.ui.terminal.answered import answer
from sim.ui.terminal.column_argument import column_argument, named_columns
from sim.ui.terminal.clinic_report import write_report

SHOWN = 10  # payers without a file that are named


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the clinic")
    command.add_argument("files", nargs="+", metavar="FILES", help="835, 837P or CSV files, or folders of them")
    column_argument(command)


def run(options: argparse.Namespace) -> int:
    one = pack(options.name)
    outcome = read_files(one, map(own_path, options.files), named_columns(options.column))
    kept = to_keep(outcome.counted, date.today())
    written = keep(one, kept) if outcome.counted.sums.get("files") else []
    page = write_report(one, kept) if written else ""
    document = {
        "clinic": one.name,
        "files": [{**each._asdict(), "path": str(each.path)} for each in outcome.files],
        "summary": dict(kept.summary),
        "findings": findings(kept, labels_of(one)),
        "unlisted_payers": outcome.unlisted,
        "written": written,
        "page": str(page),
    }
    answer(options, document, [*map(_file, outcome.files), *_lines(kept, outcome, str(page), labels_of(one))])
    return int(not written)


def _file(one: OneFile) -> str:
    return f"{one.path}: {one.kind or 'not read'}, {one.counted:,} counted" + f"; {one.trouble}" * bool(one.trouble)


def _lines(kept: Kept, outcome: Outcome, page: str, called: Mapping[str, str]) -> Iterator[str]:
    yield from findings(kept, called)
    names = list(outcome.unlisted)
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        yield f"Payers without a file of yours: {', '.join(names[:SHOWN])}{more} (cleanclaim clinic import payers)"
    if page:
        yield f"Counted on {us_date(kept.summary['read_on'])}. Open {page}"
