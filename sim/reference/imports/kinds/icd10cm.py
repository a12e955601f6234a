"""ICD-10-CM: an edition from its order file or its tabular list (CDC/NCHS and CMS, each October and April).

    icd10cm-order-2027.txt      1-5 order, 7-13 code, 15 billable (1) or heading (0), 17-76 short title, 78- title
    icd10cm-tabular-2027.xml    chapters, sections and codes with every instruction and the seventh characters

The order file says which codes there are, the tabular list what is written at each. Import both with one release
(either first) for a whole edition. From the order file alone the instructions of the edition before are carried over to
codes that live on.
"""

import io
import re
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError, ParserCreate

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.reference.icd10cm import shipped_codes
from sim.reference.icd10cm_build import nodes_of, sources
from sim.reference.imports import store
from sim.reference.imports.edition import write_edition
from sim.reference.imports.layout import CHUNK, wrong_day

KIND = "icd10cm"
TITLE, PUBLISHER = "ICD-10-CM diagnosis codes", "NCHS/CDC and CMS"
SHIPPED_SOURCE = "simple-icd-10-cm"
PATTERNS = (r"icd10cm.?order.*\.txt", r"icd10c?m?.?tabular.*\.xml")
FLOOR = 90_000
KEY = ("code",)
MERGES = APART = True
DEEPEST = 30  # levels of elements; the tabular list has 10
LARGEST = 60_000_000  # bytes of a tabular list; that of 2026 has some 9 million
ORDER = re.compile(r"\d{5} ([A-Z][0-9A-Z]{2,6}) +([01]) (.{60}) (\S.*)", re.ASCII)


def recognize(name: str, head: str) -> bool:
    """The first lines of an order file, or the root of the tabular list."""
    first = next((line for line in head.splitlines() if line.strip()), "")
    return bool(ORDER.fullmatch(first.rstrip())) or "<ICD10CM.tabular" in head[:2000]


def read(text, name: str, progress, license: bool = False) -> dict:
    """Codes, billable or not, and titles; of a tabular list its nodes too."""
    if name.lower().endswith(".xml") or text.read(2000).lstrip().startswith("<"):
        return _tabular(text, name, progress)
    text.seek(0)
    return _order(text, name, progress)


def _order(text, name: str, progress) -> dict:
    codes, billable, titles = [], [], []
    for number, line in enumerate(text, 1):
        if not line.strip():
            continue
        match = ORDER.fullmatch(line.rstrip())
        if not match:
            raise CleanClaimError(
                f"a line that is not a row: {line[:30].strip()!r}",
                f"{name}, line {number}",
                "order, code, 0 or 1, short and long title",
                "download the file again: it is cut short or altered",
            )
        codes.append(match[1])
        billable.append(match[2] == "1")
        titles.append(match[4])
        if number % CHUNK == 0:
            progress(f"{number:,} lines read")
    return {"icd10cm": {"code": np.array(codes, "S7"), "is_billable": np.array(billable, bool), "title": titles}}


def _tabular(text, name: str, progress) -> dict:
    data = text.buffer.getvalue()
    if len(data) > LARGEST:
        raise CleanClaimError(
            f"{len(data):,} bytes",
            name,
            f"a tabular list of at most {LARGEST:,}",
            "check that this is the publisher's file",
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise CleanClaimError(
            "the list declares entities of its own",
            name,
            "the publisher's tabular list, which has none",
            "do not use this file",
        )
    try:
        _shallow(data, name)
        progress("tabular list read")
        nodes = list(nodes_of(io.BytesIO(data)))
    except (ElementTree.ParseError, ExpatError, AttributeError, TypeError, ValueError) as reason:
        raise CleanClaimError(
            f"not the tabular list: {reason}",
            name,
            "a whole XML file with chapters, sections and codes",
            "download the file again: it is cut short or altered",
        ) from None
    codes = [node for node in nodes if node[3] not in ("chapter", "section")]
    bad = next((node[0] for node in codes if not re.fullmatch(r"[A-Z][0-9A-Z]{2,6}", node[0], re.ASCII)), None)
    if bad is not None:
        raise CleanClaimError(
            f"{bad[:20]!r} is not a diagnosis code", name, "codes as A00.0", "download the file again: it is altered"
        )
    return {
        "icd10cm": {
            "code": np.array([node[0] for node in codes], "S7"),
            "is_billable": np.array([bool(node[5]) for node in codes], bool),
            "title": [node[2] for node in codes],
        },
        "icd10cm_nodes": {"node": nodes},
    }


def _shallow(data: bytes, name: str) -> None:
    """Whole and not nested without end, before anything is built of it."""
    parser, depth = ParserCreate(), [0]

    def start(*_):
        depth[0] += 1
        if depth[0] > DEEPEST:
            raise CleanClaimError(
                "elements nested without end", name, f"at most {DEEPEST} levels", "do not use this file"
            )

    def end(_):
        depth[0] -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)


def check(found: dict, effective, name: str, said: str) -> list[str]:
    """Names and head say the fiscal year, which begins in October."""
    fiscal = effective.year + (effective.month >= 10)
    years = re.findall(r"<version>(20\d\d)", said) or re.findall(
        r"(?:order|tabular|codes|descriptions|icd)\D{0,20}(20\d\d)", said.split("<")[0].lower()
    )
    years = years or re.findall(r"tabular-april-\d+-(20\d\d)", said.lower())
    if years and str(fiscal) not in years:
        raise wrong_day(
            f"the file is that of fiscal year {years[0]}, from October {int(years[0]) - 1}", name, effective
        )
    return []


def write(write, found: dict, card: dict) -> list[str]:
    """The edition as one library file like the shipped one, completed from the edition before where the file does not
    tell.
    """
    main, nodes, other = found["icd10cm"], found.get("icd10cm_nodes", {}).get("node"), _other_part(card)
    count: list[int] = []
    write(
        "icd10cm",
        len(main["code"]),
        lambda path: count.append(
            write_edition(path, other or _before(card), main, nodes, bool(other), card["is_extract"])
        ),
        ".sqlite",
    )
    write("icd10cm_codes", len(main["code"]), lambda path: store.pack(path, main))
    carried = (
        "instructions (excludes, code first ...) are those of the edition before: import the tabular list with the same"
        " release too"
    )
    return [f"{count[0]:,} codes that may be billed in the edition", *([] if nodes or other else [carried])]


def _other_part(card: dict):
    return next((one.path for one in store.releases("icd10cm") if one.release == card["release"]), None)


def _before(card: dict):
    earlier = [one for one in store.releases("icd10cm") if str(one.effective) < card["effective"]]
    return earlier[-1].path if earlier else None


def shipped() -> list[str]:
    """Codes of the shipped edition."""
    return shipped_codes()


def shipped_count() -> int:
    """How many codes ship, counted in the package's own list: asking must not make the library."""
    try:
        listed = sources()[1].read_text(encoding="utf-8-sig").split()
    except CleanClaimError:
        return 0
    return sum(len(code) >= 3 and "-" not in code for code in listed)
