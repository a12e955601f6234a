"""Procedure-to-procedure edits for practitioners (NCCI, CMS, quarterly): column 1 is paid, column 2 is not, and what
opens the pair.

    Column 1 <tab> Column 2 <tab> *=in existence prior to 1996 <tab> Effective Date <tab> Deletion Date *=no data <tab>
    Modifier <tab> Rationale
    10060          12001          (not kept)                         20020101             *
                   1          (not kept)

CMS splits the table over several files (f1, f2 ...): import each with the same release; they are put together. A pair
may stand in several rows with dates that do not meet. Rows of indicator 9 (deleted the day they began) never applied
and are left out. The deletion date is taken as the last day in force: verify. The hospital's table (ccioph) is another
table.
"""

import re

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference import tables
from sim.reference.imports.layout import (
    CODE,
    checked_codes,
    checked_dates,
    checked_numbers,
    columns,
    header,
    plain,
    rows,
    wrong_day,
)
from sim.reference.tables import BEGINNING, END

KIND = "ptp"
TITLE, PUBLISHER = "Procedure-to-procedure edits (NCCI), practitioner", "CMS"
PATTERNS = (r"ccipra.*\.txt", r"ccipra.*\.csv", r"(?!.*(ccioph|hospital)).*ptp.*\.(txt|csv)")
FLOOR = 50_000
MERGES = True
KEY = ("column_1", "column_2", "effective")
COMPARED = ("column_1", "column_2")
NEEDED = {
    "column_1": "column1(code)?",
    "column_2": "column2(code)?",
    "effective": "effective(date)?",
    "deletion": "deletion(date.*)?",
    "indicator": "modifier.*",
}


def recognize(name: str, head: str) -> bool:
    """A header with two columns of codes and a modifier indicator."""
    said = plain(head)
    return "column1" in said and "column2" in said and "modifier" in said


def read(text, name: str, progress, license: bool = False) -> dict:
    """Pairs with their indicator and dates."""
    if re.search("ccioph|hospital", name.lower()):
        raise CleanClaimError(
            "this is the hospital's table", name, "the practitioner's (ccipra)", "download the practitioner edits"
        )
    found = rows(text, name)
    places = header(found, NEEDED, name)
    begun: list = []
    content = columns(found, places, name, progress, lambda cells: begun or _first_pair(cells, places, begun))
    lines = content["line"]
    indicator = checked_numbers(content["indicator"], lines, name)
    if ((indicator > 1) & (indicator != 9)).any():
        at = int(np.flatnonzero((indicator > 1) & (indicator != 9))[0])
        raise CleanClaimError(
            f"modifier indicator {content['indicator'][at][:20]!r}",
            f"{name}, line {lines[at]}",
            "0, 1 or 9",
            "download the file again: it is cut short or altered",
        )
    keep = indicator != 9
    progress(f"{len(lines):,} rows read, checking codes and dates")
    out = {
        "column_1": checked_codes(content["column_1"], lines, name),
        "column_2": checked_codes(content["column_2"], lines, name),
        "indicator": indicator.astype(np.int8),
        "effective": checked_dates(content["effective"], lines, name, BEGINNING),
        "deletion": checked_dates(content["deletion"], lines, name, END),
    }
    return {"ptp": {column: values[keep] for column, values in out.items()}}


def _first_pair(cells, places, begun) -> bool:
    """The header goes on for some rows; rows count from the first pair of codes on."""
    if all(CODE.fullmatch(cells[places[one]].strip()) for one in ("column_1", "column_2")):
        begun.append(True)
    return bool(begun)


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The newest edit says of which quarter the file is."""
    days = found["ptp"]["effective"]
    if not len(days):
        return []
    newest, day = days.max(), np.datetime64(effective, "D")
    if newest > day + 31 or (len(days) >= FLOOR and newest < day - 200):
        raise wrong_day(f"the newest edit of the file begins on {newest}", name, effective)
    first = np.sort(found["ptp"]["column_1"])
    return [
        f"column 1 codes {first[0].decode()} to {first[-1].decode()}: the table comes in several files, import each"
        " with this release"
    ]


def shipped() -> list[str]:
    """Keys of the shipped rows."""
    return ["\0".join((row["column_1"], row["column_2"])) for row in tables.rows("data/edits/ptp.csv")]
