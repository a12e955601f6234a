"""The physician fee schedule's relative values and indicators, with the geographic indices beside them (CMS, RVU26A to
RVU26D: a ZIP).

The table "PPRRVU..." is taken, of two the one for clinicians outside an advanced payment model (nonQPP: the same
values, the general conversion factor), and "GPCI..." if it is in the ZIP. Relative values become hundredths, indices
thousandths. The description is the AMA's and is dropped without a license. The anesthesia factors, OPPS caps and
locality lists of the ZIP are not read.
"""

import re

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference import tables
from sim.reference.imports.layout import (
    checked_codes,
    checked_marks,
    checked_numbers,
    columns,
    place_of,
    plain,
    rows,
    stacked,
    wrong_day,
)

KIND = "pprrvu"
TITLE, PUBLISHER = "Physician fee schedule: relative values and indicators", "CMS"
PATTERNS = (r"pprrvu.*non.?qpp.*\.csv", r"(?!.*non.?qpp)(?!.*qpp)pprrvu.*\.csv")
FLOOR = 10_000
KEY = ("code", "modifier")
WITH = ("gpci",)
LICENSED = "the descriptions of CPT codes, copyright American Medical Association"
NEEDED = {
    "code": ".*hcpcs",
    "modifier": ".*mod",
    "status": ".*statuscode",
    "work": ".*workrvu",
    "nonfacility_pe": ".*nonfac(ility)?pervu",
    "facility_pe": "(?!.*nonfac).*facilitypervu",
    "malpractice": ".*mprvu",
    "pctc": ".*pctcind",
    "global_days": ".*globdays",
    "multiple": ".*multproc",
    "bilateral": ".*bilatsurg",
    "assistant": ".*asstsurg",
    "endoscopic_base": ".*endobase",
    "factor": ".*convfactor",
}
SPLIT = {
    "preoperative": ".*preop",
    "intraoperative": ".*intraop",
    "postoperative": ".*postop",
}  # parts of the fee; a layout without them is taken too
GLOBAL = re.compile(r"[0-9]{3}|XXX|YYY|ZZZ|MMM|")
RELATIVE = ("work", "nonfacility_pe", "facility_pe", "malpractice")
INDICATORS = ("pctc", "multiple", "bilateral", "assistant")


def recognize(name: str, head: str) -> bool:
    """A header with HCPCS, MOD and relative values."""
    said = plain(head)
    return (
        "hcpcsmod" in said
        and "rvu" in said
        and "convfactor" in said.replace("conversionfactor", "convfactor")
        or ("physicianfeeschedulerelativevaluefile" in said and "hcpcsmod" in said)
    )


def read(text, name: str, progress, license: bool = False) -> dict:
    """Relative values (hundredths), indicators, parts of split fees (percent), and the conversion factor (millionths of
    a dollar).
    """
    found = rows(text, name)
    names = stacked(found, name)
    places = {ours: place_of(names, pattern) for ours, pattern in {**NEEDED, **SPLIT, "text": ".*description"}.items()}
    missing = [ours for ours, place in places.items() if place < 0 and ours in NEEDED]
    if missing:
        raise CleanClaimError(
            f"no column {missing[0].replace('_', ' ')}",
            name,
            "the publisher's table with its header",
            "take the CSV of the release",
        )
    content = columns(found, places, name, progress, lambda cells: cells[places["code"]].strip())
    lines = content["line"]
    out = {
        "code": checked_codes(content["code"], lines, name),
        "global_days": _texts(content["global_days"], lines, name, GLOBAL, "S3"),
    }
    out |= {
        one: checked_marks(content[one], lines, name, size)
        for one, size in (("modifier", 2), ("status", 1), ("endoscopic_base", 5))
    }
    out |= {one: checked_numbers(content[one], lines, name, 2, 10_000) for one in RELATIVE}
    out |= {one: checked_numbers(content[one], lines, name, 0, 9, blank=9).astype(np.int8) for one in INDICATORS}
    out |= {one: checked_numbers(content[one], lines, name, 2, 1).astype(np.int8) for one in SPLIT}
    out["factor"] = checked_numbers(content["factor"], lines, name, 6, 1000)
    return {"pprrvu": out | ({"text": content["text"]} if license else {})}


def _texts(texts, lines, name, form, kind):
    wrong = next((text for text in set(texts) if not form.fullmatch(text)), None)
    if wrong is not None:
        raise CleanClaimError(
            f"global days {wrong[:20]!r}",
            f"{name}, line {lines[texts.index(wrong)]}",
            "000, 010, 090, XXX, YYY, ZZZ or MMM",
            "download the file again: it is cut short or altered",
        )
    return np.array(texts, kind)


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """Title and name say of which year the table is."""
    years = set(re.findall(r"(20\d\d)\s+national physician fee schedule", said.lower())) or set(
        re.findall(r"pprrvu(20\d\d)", said.lower())
    )
    if years and str(effective.year) not in years:
        raise wrong_day(f"the file is that of {', '.join(sorted(years))}", name, effective)
    factor = np.unique(found["pprrvu"]["factor"][found["pprrvu"]["factor"] > 0])
    return [f"conversion factor in the file: {factor[0] / 1e6:.4f}"] if len(factor) == 1 else []


def shipped() -> list[str]:
    """Keys of the shipped rows."""
    return ["\0".join((row["code"], row["modifier"])) for row in tables.rows("data/fees/mpfs_2026.csv")]
