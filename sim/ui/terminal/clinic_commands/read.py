"""Count your own remittances (835), claims (837P) and lists of denials (CSV), on this machine; only counts are kept.

By payer, code, modifier, reason and number of days. No name, number, claim or date of a person is kept, and a count
behind which fewer than 11 patients stand is put together with others. The files are not copied. What was counted before
is replaced: give all files of the months together, or the folder that holds them. Where a file cannot be read whole,
nothing is kept or replaced.
"""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date

from sim.ground.dates import us_date
from sim.ground.errors import CleanClaimError
from sim.manager.intake.brought import own_path
from sim.manager.intake.counted import Kept, keep, kept_of, summary_words, to_keep
from sim.manager.intake.file_reading import OneFile, Outcome, read_files
from sim.manager.intake.findings import findings
from sim.manager.intake.known_payers import labels_of, similar
from sim.manager.packs.folder import Pack, pack
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
    before, kept = _before(one), to_keep(outcome.counted, date.today())
    is_kept = bool(outcome.counted.files) and not outcome.broken
    written = keep(one, kept) if is_kept else []
    page, called = str(write_report(one, kept)) if is_kept else "", labels_of(one)
    told = [*findings(kept, called), *filter(None, [outcome.twice()])] if is_kept else []
    document = {
        "clinic": one.name,
        "files": [{**each._asdict(), "path": str(each.path)} for each in outcome.files],
        "summary": dict(kept.summary) if is_kept else {},
        "findings": told,
        "unlisted_payers": outcome.unlisted,
        "written": written,
        "page": page,
        "before": before,
    }
    ending = [*_unlisted(outcome, called), *(_kept(kept, before, page) if is_kept else _nothing(outcome, before))]
    answer(options, document, [*(line for each in outcome.files for line in _file(each)), *told, *ending])
    return int(not is_kept)


def _before(one: Pack) -> str:
    """What was counted before, in words; empty where there is nothing."""
    try:
        return summary_words(kept_of(one))
    except CleanClaimError:
        return ""


def _file(one: OneFile) -> Iterator[str]:
    yield f"{one.path}: {one.kind or 'not read'}, {one.counted:,} counted" + f"; {one.trouble}" * bool(one.trouble)
    yield from (f"  {line}" for line in one.told)


def _unlisted(outcome: Outcome, called: Mapping[str, str]) -> Iterator[str]:
    names = [_asked(name, called) for name in outcome.unlisted]
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        yield f"Payers without a file of yours: {', '.join(names[:SHOWN])}{more} (cleanclaim clinic import payers)"


def _asked(name: str, called: Mapping[str, str]) -> str:
    meant = similar(name, called)
    return f"{name} (is it {meant}? write it so)" if meant else name


def _kept(kept: Kept, before: str, page: str) -> Iterator[str]:
    if before:
        yield f"Replaces what was counted before: {before}."
    yield f"Counted on {us_date(kept.summary['read_on'])}. Open {page}"


def _nothing(outcome: Outcome, before: str) -> Iterator[str]:
    """Nothing is kept: why, what stands, and what to do."""
    stands = f"what was counted before stands: {before}" if before else "nothing was counted before"
    if outcome.broken:
        names = ", ".join(str(each.path) for each in outcome.broken[:SHOWN])
        yield f"Nothing was kept, since these could not be read whole: {names}; {stands}."
        yield "Correct them, or give the other files without them."
    else:
        yield f"Nothing was kept: no file has remittances, claims or denials; {stands}."
