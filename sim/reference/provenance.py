"""What an edit, a limit or a price rests on: a published figure with its release, a payer's own rule, or an estimate
made for teaching.

The column `provenance` of the tables says it row by row; an imported release that names the row makes it official from
its day on. A row that does not say (a clinic's own table) counts as an estimate, and so does one marked "verify".
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.ground.files import remembered
from sim.reference.codes import procedure_rows, procedures
from sim.reference.edits import pair_key
from sim.reference.fees import fee_rows
from sim.reference.imports import overlay
from sim.reference.imports.store import Release, releases
from sim.reference.tables import rows

OFFICIAL, OWN, ESTIMATE = "official", "payer's own rule", "teaching estimate"


class Provenance(NamedTuple):
    """What a figure rests on, and where it is from."""

    kind: str  # OFFICIAL, OWN or ESTIMATE
    source: str

    @property
    def mark(self) -> str:
        """What a learner is shown beside the figure; empty for a published one.

        >>> Provenance(ESTIMATE, "a price near the published one").mark, Provenance(OFFICIAL, "CMS").mark
        ('teaching estimate', '')
        """
        return "" if self.kind == OFFICIAL else self.kind

    def __str__(self) -> str:
        return f"{self.kind}: {self.source}" if self.source else self.kind


def of_row(row: Mapping[str, str]) -> Provenance:
    """What a row of a table says of itself.

    >>> str(of_row({"provenance": "official", "source": "CMS NCCI v32.2", "verify": ""}))
    'official: CMS NCCI v32.2'
    >>> of_row({"source": "our own list"}).kind
    'teaching estimate'
    """
    said, verify = row.get("provenance", ESTIMATE), row.get("verify", "")
    if said in (OFFICIAL, OWN) and not verify:
        return Provenance(said, row.get("source", ""))
    return Provenance(ESTIMATE, verify or row.get("source", ""))


def pair(first: str, second: str, on: np.datetime64) -> Provenance | None:
    """What the pair (column 1, column 2) rests on; None where there is no such pair.

    >>> str(pair("10060", "12001", np.datetime64("2026-06-01")))
    'official: CMS NCCI v32.2 (2026 Q3)'
    """
    key = int(pair_key(*procedure_rows([first, second])))
    return _imported("ptp", ("column_1", "column_2"), key, on) or _shipped("edits/ptp", (first, second))


def limit(code: str, on: np.datetime64) -> Provenance | None:
    """What the most units of a code rest on; None without a limit.

    >>> limit("20610", np.datetime64("2026-06-01")).kind
    'official'
    """
    return _imported("mue", ("code",), int(procedure_rows([code])[0]), on) or _shipped("edits/mue", (code,))


def base(add_on: str, on: np.datetime64) -> Provenance | None:
    """What the list of an add-on's bases rests on; None for a code without such a list."""
    for row in rows("data/edits/add_on.csv"):
        key = int(pair_key(*procedure_rows([add_on, row["base"]])))
        if row["add_on"] == add_on:
            return _imported("add_on", ("add_on", "base"), key, on) or of_row(row)
    return None


def schedule(code: str, part: str, on: np.datetime64) -> Provenance | None:
    """What the relative values of a code (and part: 26, TC) rest on, on a day; None where the schedule has none.

    >>> [schedule(code, "", np.datetime64("2026-06-01")).kind for code in ("99213", "20604")]
    ['official', 'teaching estimate']
    """
    place, shipped = int(fee_rows([code], part, on)[0]), rows("data/fees/mpfs_2026.csv")
    if place < 0:
        return None
    if place >= len(shipped):
        return Provenance(OFFICIAL, "imported fee schedule")
    return of_row({"source": "CMS RVU26C (July 2026)", **shipped[place]})


def listed(name: str, code: str) -> Provenance | None:
    """What the amount of a code on a price list ("drugs", "vaccines", "clinical_lab_2026") rests on; None where the
    list has none.

    >>> listed("clinical_lab_2026", "83036").kind, listed("drugs", "J3301").mark, listed("drugs", "99213")
    ('official', 'teaching estimate', None)
    """
    return _shipped(f"fees/{name}", (code,))


def list_mark(name: str) -> str:
    """The mark of a price list as a whole: that of an estimate where any of its amounts is one.

    >>> list_mark("drugs"), list_mark("clinical_lab_2026")
    ('teaching estimate', '')
    """
    marks = {one.mark for one in _table(f"fees/{name}").values()}
    return ESTIMATE if ESTIMATE in marks else ""


KEYS = {"edits/ptp": ("column_1", "column_2"), "edits/mue": ("code",)}


@remembered
def _table(name: str) -> dict[tuple[str, ...], Provenance]:
    return {tuple(row[key] for key in KEYS.get(name, ("code",))): of_row(row) for row in rows(f"data/{name}.csv")}


def _shipped(name: str, key: tuple[str, ...]) -> Provenance | None:
    return _table(name).get(key)


def _imported(holds: str, columns: tuple[str, ...], key: int, on: np.datetime64) -> Provenance | None:
    """The newest release in force that names the row."""
    for one in reversed(releases(holds)):
        if np.datetime64(one.effective, "D") <= on and key in _keys(one, columns):
            return Provenance(OFFICIAL, f"{holds.upper()} {one.release}, imported")
    return None


@remembered
def _keys(one: Release, columns: tuple[str, ...]) -> frozenset[int]:
    return frozenset(overlay.keys_of(one, *columns).tolist())


def pairs_loaded(codes: tuple[str, ...]) -> tuple[int, int]:
    """(pairs loaded, those of them that hold one of these codes).

    >>> every, some = pairs_loaded(("20610", "99213"))
    >>> every > 2000 and 0 < some < every
    True
    """
    places, size = procedure_rows(list(codes)), len(procedures())
    if releases("ptp"):
        keys = np.unique(overlay.pairs().keys)
        held = np.isin(keys // size, places) | np.isin(keys % size, places)
        return len(keys), int(held.sum())
    table = rows("data/edits/ptp.csv")
    return len(table), sum(row["column_1"] in codes or row["column_2"] in codes for row in table)
