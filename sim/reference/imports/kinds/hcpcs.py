"""HCPCS Level II: codes and modifiers with their dates, in the contractors' layout of 320 characters a line (CMS,
quarterly; "..._ANWEB").

    1-5 code (a modifier stands in 4-5)   6-10 sequence   11 kind of record   12-91 long text   92-119 short text   230
                                          coverage
    261 type of service   269-276 added   277-284 action effective   285-292 terminated   293 action

Kinds of record: 3 and 7 begin a code or a modifier, 4 and 8 go on with its long text. Notices stand above. D codes are
the American Dental Association's: their texts are dropped without a license. Level I numbers are not in this file.
"""

import re

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference import tables
from sim.reference.imports.layout import CHUNK, checked_dates, checked_marks, wrong_day
from sim.reference.tables import BEGINNING, END

KIND = "hcpcs"
TITLE, PUBLISHER = "HCPCS Level II codes and modifiers", "CMS"
PATTERNS = (r".*anweb.*\.txt",)
FLOOR = 5000
KEY = ("code",)
LICENSED = "the texts of dental codes (D0000 to D9999), copyright American Dental Association"
RECORD = re.compile(r"([A-Z][0-9]{4}|   [A-Z0-9]{2})[0-9]{5}[3478]", re.ASCII)
FIRST, WIDTH = "37", 293


def recognize(name: str, head: str) -> bool:
    """Some of the first lines are records of this layout."""
    found = [line for line in head.splitlines() if RECORD.match(line)]
    return bool(found) and any(len(line) > 200 for line in found)


def read(text, name: str, progress, license: bool = False) -> dict:
    """Codes and modifiers: texts, coverage, type of service and dates."""
    records: list[list] = []
    for number, line in enumerate(text, 1):
        line = line.rstrip("\r\n")
        if not RECORD.match(line):
            if records and line.strip():
                raise _broken(f"a line that is not a record: {line[:20]!r}", name, number)
            continue
        if line[10] in FIRST:
            if len(line) < WIDTH:
                raise _broken(f"a record of {len(line)} characters", name, number)
            records.append([number, line, [line[11:91].strip()]])
        elif not records or records[-1][1][:5] != line[:5]:
            raise _broken(f"a continuation without its first line: {line[:5].strip()}", name, number)
        else:
            records[-1][2].append(line[11:91].strip())
        if number % CHUNK == 0:
            progress(f"{number:,} lines read")
    found = {
        "hcpcs": [one for one in records if one[1][10] == "3"],
        "hcpcs_modifiers": [one for one in records if one[1][10] == "7"],
    }
    return {holds: _columns(part, name, license) for holds, part in found.items() if part or holds == "hcpcs"}


def _columns(part: list, name: str, license: bool) -> dict:
    lines = [number for number, _, _ in part]
    codes = [line[:5].strip() for _, line, _ in part]
    kept = [license or code[0] != "D" for code in codes]
    field = {
        column: [line[start:end].strip() for _, line, _ in part]
        for column, start, end in (
            ("short", 91, 119),
            ("coverage", 229, 230),
            ("type_of_service", 260, 261),
            ("added", 268, 276),
            ("action", 276, 284),
            ("ended", 284, 292),
        )
    }
    return {
        "code": np.array(codes, "S5"),
        **{one: checked_marks(field[one], lines, name, 1) for one in ("coverage", "type_of_service")},
        "added": checked_dates(field["added"], lines, name, BEGINNING),
        "action": checked_dates(field["action"], lines, name, BEGINNING),
        "ended": checked_dates(field["ended"], lines, name, END),
        "short": [text if keep else "" for text, keep in zip(field["short"], kept, strict=True)],
        "long": [" ".join(texts) if keep else "" for (_, _, texts), keep in zip(part, kept, strict=True)],
    }


def _broken(what: str, name: str, number: int) -> CleanClaimError:
    return CleanClaimError(
        what,
        f"{name}, line {number}",
        "lines of 320 characters in the contractors' layout",
        "download the file again: it is cut short or altered",
    )


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The newest action says of which quarter the file is; its name of which year."""
    newest, day = found["hcpcs"]["action"].max(), np.datetime64(effective, "D")
    year = re.search(r"hcpc\D?(20\d\d)", said.lower())
    if year and int(year[1]) != effective.year:
        raise wrong_day(f"the file is that of {year[1]}", name, effective)
    if newest > day + 100 or (len(found["hcpcs"]["code"]) >= FLOOR and newest < day - 400):
        raise wrong_day(f"the newest change in the file is of {newest}", name, effective)
    return []


def shipped() -> list[str]:
    """Keys of the shipped rows."""
    return [row["code"] for row in tables.rows("data/codes/hcpcs.csv")]
