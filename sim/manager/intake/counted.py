"""What is counted of a clinic's own files, and what of it is kept: the tables of its folder counts/, with the columns
of data/dictionary.csv. No name, number, claim or date of a person is in any of them; an empty number is one behind
which too few patients stand.

    clinic_payer_counts     lines, charges, payments, denials, underpayments of each payer
    clinic_service_counts   the same by code alone
    clinic_code_counts      the same by payer, code and modifiers
    clinic_reason_counts    denied lines by group and reason
    clinic_denial_counts    denied lines by payer, group, reason and remark
    clinic_denied_codes     denied lines by reason and code
    clinic_day_counts       claims by how many days something took
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from sim.ground.dates import us_month
from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.ground.files import read_csv, read_toml
from sim.ground.params import param_value
from sim.manager.intake.tally import OTHER, Cell, Tally, rows_of
from sim.manager.packs.folder import Pack
from sim.manager.packs.starter import write_texts
from sim.manager.packs.toml_text import toml_text

MONEY = ("denied_lines", "charge_amount", "allowed_amount", "paid_amount")
UNDERPAID = ("compared_lines", "underpaid_lines", "underpaid_amount")
TABLES = {  # table -> how many of its columns are the key, how many numbers follow the count
    "clinic_payer_counts": (1, len(MONEY) + len(UNDERPAID)),
    "clinic_service_counts": (1, len(MONEY) + len(UNDERPAID)),
    "clinic_code_counts": (3, len(MONEY) + len(UNDERPAID)),
    "clinic_reason_counts": (2, 1),
    "clinic_denial_counts": (4, 1),
    "clinic_denied_codes": (2, 1),
    "clinic_day_counts": (4, 0),
}
BUCKETS = ((0, 7), (8, 14), (15, 21), (22, 30), (31, 45), (46, 60), (61, 90), (91, 120), (121, 9999))
SUMMARY = "read.toml"
LEAST, LEAST_REASON = "smallest_count", "smallest_reason_count"
REASONS_ALONE = "clinic_reason_counts"  # nothing else stands beside the reason: fewer patients are enough


@dataclass
class Counted:
    """Tallies of what was read, and sums of it. months: the first and the last month of a payment; list_months: those
    of listed denials, which are not kept; days: measure -> every number of days, for the medians; behind: whose they
    are, of each sum and measure.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally(w) for name, (_, w) in TABLES.items()})
    months: set[str] = field(default_factory=set)
    list_months: set[str] = field(default_factory=set)
    days: dict[str, list[np.ndarray]] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    files: int = 0
    behind: dict[str, set[int]] = field(default_factory=dict)

    def count(self, what: str, people: np.ndarray) -> None:
        """Add to a sum, one for each of these rows: claims, lines, reversals ..."""
        self.sums[what] = self.sums.get(what, 0) + len(people)
        self.behind.setdefault(what, set()).update(people.tolist())

    def took(self, measure: str, payers: list[str], people: np.ndarray, days: np.ndarray) -> None:
        """Claims of which it is known how many days something took; other days than 0 to 9999 are left out."""
        sound = np.flatnonzero((days >= 0) & (days <= BUCKETS[-1][1]))
        self.days.setdefault(measure, []).append(days[sound])
        self.behind.setdefault(measure, set()).update(people[sound].tolist())
        at = np.searchsorted([low for low, _ in BUCKETS], days[sound], side="right") - 1
        keys = [
            (payers[row], measure, f"{BUCKETS[place][0]}", f"{BUCKETS[place][1]}")
            for row, place in zip(sound.tolist(), at.tolist(), strict=True)
        ]
        self.tallies["clinic_day_counts"].add(keys, people[sound], np.zeros((len(keys), 0), np.int64))

    def join_groups(self) -> None:
        """A reason written without its group (16) is the one with it (CO-16): that under which it is counted most."""
        reasons = self.tallies[REASONS_ALONE]
        most: dict[str, str] = {}
        for group, carc in sorted(reasons.numbers, key=lambda key: (int(reasons.numbers[key][0]), key)):
            if group not in ("", OTHER):
                most[carc] = group
        for name, at in ((REASONS_ALONE, 0), ("clinic_denial_counts", 1)):
            for key in [key for key in self.tallies[name].numbers if not key[at] and most.get(key[at + 1])]:
                self.tallies[name].moved(key, (*key[:at], most[key[at + 1]], *key[at + 1 :]))

    def medians(self, least: int) -> dict[str, int]:
        """The median of each measure behind which enough patients stand."""
        found = {name: np.concatenate(parts) for name, parts in self.days.items() if len(self.behind[name]) >= least}
        return {name: int(np.median(days)) for name, days in found.items()}


@dataclass(frozen=True)
class Kept:
    """What is kept: the rows of each table, and the summary."""

    tables: Mapping[str, list[Cell]]
    summary: Mapping[str, Any]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Rows of a table as dictionaries."""
        return [dict(zip(columns_of(table), row, strict=True)) for row in rows_of(self.tables[table])]

    def total(self, table: str, column: str) -> int:
        """The sum of a column, of the numbers that are told."""
        return sum(row[column] or 0 for row in self.rows(table))


def to_keep(found: Counted, on: date) -> Kept:
    """What may be kept of what was counted."""
    least, for_reasons = (param_value(name, "*", on) for name in (LEAST, LEAST_REASON))
    months = sorted(found.months)
    summary = {
        "read_on": on,
        "first_month": months[0] if months else "",
        "last_month": months[-1] if months else "",
        "smallest_count": least,
        "smallest_reason_count": for_reasons,
        **{f"median_days_{measure}": days for measure, days in found.medians(least).items()},
        **{name: number for name, number in found.sums.items() if len(found.behind[name]) >= least},
        "files": found.files,
    }
    limits = dict.fromkeys(TABLES, least) | {REASONS_ALONE: min(for_reasons, least)}
    return Kept({name: tally.kept(limits[name]) for name, tally in found.tallies.items()}, summary)


def summary_words(kept: Kept) -> str:
    """How much was counted, and of which months.

    >>> summary_words(Kept({}, {"claims": 513, "first_month": "2026-04", "last_month": "2027-03"}))
    '513 claims, Apr 2026 to Mar 2027'
    """
    names = {"claims": "claims", "claims_sent": "claims sent", "listed_denials": "listed denials"}
    counts = [f"{kept.summary[name]:,} {words}" for name, words in names.items() if name in kept.summary]
    months = dict.fromkeys(us_month(kept.summary[name]) for name in ("first_month", "last_month") if kept.summary[name])
    return ", ".join([*counts, " to ".join(months)] if months else counts) or "too few claims to be told"


def keep(one: Pack, kept: Kept) -> list[str]:
    """Write it into the clinic's folder in the place of what was kept before; gives the files. Raises CleanClaimError
    where it cannot be written.
    """
    folder = one.counts_folder.name
    texts = {f"{folder}/{name}.csv": table_csv(name, cells) for name, cells in kept.tables.items()}
    texts[f"{folder}/{SUMMARY}"] = toml_text(kept.summary)
    write_texts(one.folder, texts)
    return list(texts)


def table_csv(table: str, cells: Iterable[Cell]) -> str:
    """A kept table as text."""
    out = io.StringIO()
    out.write("# Counted by cleanclaim clinic read; amounts in cents. Nothing here is about one person.\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns_of(table))
    writer.writerows(rows_of(cells))
    return out.getvalue()


def kept_of(one: Pack) -> Kept:
    """What was kept of a clinic. Raises CleanClaimError where nothing was read yet, and for files that are not ours."""
    if not (one.counts_folder / SUMMARY).is_file():
        raise CleanClaimError(
            f"nothing was read for {one.name}",
            str(one.counts_folder),
            "counts",
            f"cleanclaim clinic read {one.name} FILES",
        )
    tables = {name: list(_cells(name, one.counts_folder / f"{name}.csv")) for name in TABLES}
    return Kept(tables, read_toml(one.counts_folder / SUMMARY))


def _cells(table: str, path: Path) -> Iterator[Cell]:
    names, (keys, _) = list(columns_of(table)), TABLES[table]
    for row in read_csv(path) if path.is_file() else ():
        try:
            numbers = tuple(int(row[name]) if row[name] else None for name in names[keys:])
            yield Cell(tuple(row[name] for name in names[:keys]), numbers)
        except (KeyError, ValueError):
            expected = ", ".join(names)
            raise CleanClaimError(
                "found other columns", str(path), expected, "run cleanclaim clinic read again"
            ) from None
