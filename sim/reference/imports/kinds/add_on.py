"""Add-on codes and the codes one of which must stand beside them (NCCI, CMS, quarterly; "AOC_V2026Q4-MCR").

    AOC_Edit_Type, Add-On_Code, AOC_DelDT, Primary_Code, Primary_Code_DelDT, AOC_Edit_EffDT, AOC_Edit_DelDT,
    Special_Instruction_Notes
    1,             11103,       ,          11102,        ,                   2019001,        ,

Type 1 has a fixed list of bases, type 3 a list that contractors may lengthen, type 2 (base CCCCC) none: the contractor
decides. Dates are year and day of the year. The workbook of CMS's ZIP is read (its text file has no header). The column
names are those of 2024 to 2026 as public readers of the file give them: verify.
"""

import re

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference import tables
from sim.reference.imports.layout import (
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

KIND = "add-on"
TITLE, PUBLISHER = "Add-on codes and their bases (NCCI)", "CMS"
PATTERNS = (r"aoc.*\.(txt|csv)", r".*add.?on.*\.(txt|csv)")
FLOOR = 2000
KEY = ("add_on", "base", "effective")
COMPARED = ("add_on", "base")
NEEDED = {
    "add_on": "addoncode",
    "base": "primarycode",
    "type": "aocedittype|type",
    "effective": "aocediteff(dt|date).*",
    "deletion": "aoceditdel(dt|date).*",
}
OPTIONAL = {"add_on_ended": "aocdel(dt|date).*", "base_ended": "primarycodedel(dt|date).*"}
FORM = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9]|CCCCC", re.ASCII)


def recognize(name: str, head: str) -> bool:
    """Add-on and primary code in one header."""
    said = plain(head)
    return "addoncode" in said and "primarycode" in said


def read(text, name: str, progress, license: bool = False) -> dict:
    """Pairs of add-on and base, type, first and last day."""
    found = rows(text, name)
    content = columns(found, header(found, NEEDED, name, OPTIONAL), name, progress)
    lines = content["line"]
    kinds = checked_numbers(content["type"], lines, name, 0, 3)
    if len(kinds) and kinds.min() < 1:
        at = int(kinds.argmin())
        raise CleanClaimError(
            f"type {content['type'][at]!r}", f"{name}, line {lines[at]}", "1, 2 or 3", "download the file again"
        )
    ends = np.minimum.reduce([checked_dates(content[one], lines, name, END) for one in ("deletion", *OPTIONAL)])
    return {
        "add_on": {
            "add_on": checked_codes(content["add_on"], lines, name),
            "base": checked_codes(content["base"], lines, name, FORM),
            "type": kinds.astype(np.int8),
            "effective": checked_dates(content["effective"], lines, name, BEGINNING),
            "deletion": ends,
        }
    }


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """The name says the quarter."""
    match = re.search(r"aoc_v(20\d\d)q([1-4])", said.lower())
    if match and (int(match[1]), int(match[2])) != (effective.year, (effective.month + 2) // 3):
        raise wrong_day(f"the file is that of {match[1]}, quarter {match[2]}", name, effective)
    return []


def shipped() -> list[str]:
    """Keys of the shipped rows."""
    return ["\0".join((row["add_on"], row["base"])) for row in tables.rows("data/edits/add_on.csv")]
