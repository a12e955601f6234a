"""Procedures known only from imports, as further rows of codes.procedures(), and what imports say about the life of
those we teach.

A code is born and dies by its own list: Level II codes by HCPCS, CPT numbers by a licensed file or the fee schedule.
What only an edit table names has no dates. Rule fields come from the newest fee schedule. Kinds of service follow the
sections of the code sets (code ranges are facts).

Not modeled: rule fields that differ by date (they are those of the newest release, or the shipped ones for codes we
teach); ages, sexes and places.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from sim.ground.coded import Coded
from sim.ground.table import Table
from sim.reference.imports import store
from sim.reference.imports.code_lives import life
from sim.reference.imports.dated import shipped_from
from sim.reference.imports.level_two import imported_units
from sim.reference.tables import BEGINNING, END

SOURCES = (
    ("hcpcs", "code"),
    ("cpt", "code"),
    ("pprrvu", "code"),
    ("mue", "code"),
    ("add_on", "add_on"),
    ("add_on", "base"),
    ("ptp", "column_1"),
    ("ptp", "column_2"),
)
CODE = re.compile(r"[0-9]{4}[0-9AFMTU]|[A-CE-V][0-9]{4}", re.ASCII)
LISTS = ("hcpcs", "cpt", "pprrvu")  # each lists all codes of its system, so that absence ends a code
SECTIONS = (
    ("00100", "01999", "anesthesia"),
    ("70010", "79999", "imaging"),
    ("80047", "89398", "lab test"),
    ("90281", "90399", "drug"),
    ("90460", "90474", "immunization administration"),
    ("90476", "90759", "vaccine"),
    ("99202", "99215", "office visit"),
    ("99381", "99397", "preventive visit"),
    ("99217", "99499", "visit"),
)
LETTERS = {"J": "drug", "P": "lab test", **dict.fromkeys("ABEKLV", "supply")}
ENDINGS = {"U": "lab test", "M": "lab test", "F": "quality measure", "A": "immunization administration"}
VISITS = ("office visit", "preventive visit", "visit")
MISSING = 9  # an indicator that does not apply


def kind_of(code: str) -> str:
    """The kind of service by the section a code stands in.

    >>> kind_of("27447"), kind_of("99222"), kind_of("J9999"), kind_of("0241U")
    ('procedure', 'visit', 'drug', 'lab test')
    """
    if code[0].isalpha():
        return LETTERS.get(code[0], "procedure")
    if code[4].isalpha():
        return ENDINGS.get(code[4], "procedure")
    return next((kind for low, high, kind in SECTIONS if low <= code <= high), "procedure")


def laid_over(taught: Table) -> Table:
    """The procedures we teach with the lives that imports give them, then the codes known only from imports."""
    known = set(taught.code.texts())
    lives = _lives()
    taught = _ended(taught, lives)
    new = sorted({code for code in _names() if code not in known})
    return Table.concat([taught, _rows(new, lives, taught)]) if new else taught


def _names() -> set[str]:
    return {
        text
        for holds, column in SOURCES
        for one in store.releases(holds)
        for text in map(bytes.decode, store.codes(one, column)[0].tolist())
        if CODE.fullmatch(text)
    }


def _lives() -> dict[str, tuple]:
    """Code -> (first day, last day) by its list; the best list that knows it wins."""
    lives: dict[str, tuple] = {}
    for holds in reversed(LISTS):
        lives |= life(holds)
    return lives


def _ended(taught: Table, lives: dict) -> Table:
    """End codes we teach where the newest list of their system ends or omits them."""
    ends, codes = taught.end_date.copy(), taught.code.texts().tolist()
    for place, code in enumerate(codes):
        holds = "hcpcs" if code[0].isalpha() else "cpt"
        whole = [one for one in store.releases(holds) if not one.is_extract and one.effective >= shipped_from(holds)]
        if code in lives and store.releases(holds):
            ends[place] = lives[code][1]
        elif whole:
            ends[place] = min(ends[place], np.datetime64(whole[0].effective, "D") - 1)
    return taught.with_columns(end_date=ends)


def _rows(codes: list[str], lives: dict, like: Table) -> Table:
    """Further rows with the columns of `like`."""
    size, kinds, fees, types, labels = len(codes), [kind_of(code) for code in codes], _fees(), _types(), _labels()
    blank = (b"", b"", *(MISSING,) * 4)
    status, days, *indicators = zip(*(fees.get(code, blank) for code in codes), strict=True)
    texts: dict[str, Iterable[str]] = {
        "code": codes,
        "label": [labels.get(code, "") for code in codes],
        "family": ["imported"] * size,
        "kind": kinds,
        "status_code": map(bytes.decode, status),
        "global_days": map(bytes.decode, days),
    }
    numbers: dict[str, Sequence[int]] = dict(
        zip(("multiple_procedure", "bilateral", "pctc", "assistant"), indicators, strict=True)
    )
    numbers["addon_type"] = [types.get(code, 2 if day == b"ZZZ" else 0) for code, day in zip(codes, days, strict=True)]
    units = imported_units()
    held = [units.get(code) for code in codes]
    texts["unit_measure"] = [one.measure if one else "" for one in held]
    numbers["unit_quantity"] = [int(one.quantity * 1000) if one else 0 for one in held]
    flags = {
        "is_up_to": [bool(one and one.is_up_to) for one in held],
        "is_evaluation": [
            kind in VISITS and number == 0 for kind, number in zip(kinds, numbers["addon_type"], strict=True)
        ],
    }
    first, last = (
        np.array([lives.get(code, (BEGINNING, END))[end] for code in codes], "datetime64[D]") for end in (0, 1)
    )
    given = {
        "start_date": first,
        "end_date": last,
        **{name: Coded.of(column) for name, column in texts.items()},
        **{name: np.array(column) for name, column in {**numbers, **flags}.items()},
    }
    return Table(
        {
            name: given.get(
                name, Coded.constant("", size) if isinstance(column, Coded) else np.zeros(size, column.dtype)
            )
            for name, column in like.items()
        }
    )


def _fees() -> dict[str, tuple]:
    """Code -> status, global days, four indicators, of the newest fee schedule that has it (the whole service, no
    modifier).
    """
    found: dict[str, tuple] = {}
    for one in store.releases("pprrvu"):
        content = store.columns(one)
        whole = content["modifier"] == b""
        columns = [
            content[name][whole].tolist()
            for name in ("code", "status", "global_days", "multiple", "bilateral", "pctc", "assistant")
        ]
        found |= {code.decode("ascii"): tuple(rest) for code, *rest in zip(*columns, strict=True)}
    return found


def _types() -> dict[str, int]:
    found: dict[str, int] = {}
    for one in store.releases("add_on"):
        content = store.columns(one)
        found |= {
            code.decode("ascii"): kind
            for code, kind in zip(content["add_on"].tolist(), content["type"].tolist(), strict=True)
        }
    return found


def _labels() -> dict[str, str]:
    """Wording from the user's own files: CMS's short text of Level II codes, licensed wording of CPT numbers."""
    found: dict[str, str] = {}
    for holds, column in (("pprrvu", "text"), ("hcpcs", "short"), ("cpt", "text")):
        for one in store.releases(holds):
            content = store.columns(one)
            if column in content:
                found |= {
                    code.decode("ascii"): text
                    for code, text in zip(content["code"].tolist(), content[column], strict=True)
                    if text
                }
    return found


def places_laid_over(shipped: Table) -> Table:
    """The places of service we ship, ended where the newest whole list omits them, then those known only from imports.
    A new place counts as non-facility where its list does not say."""
    names: dict[str, tuple] = {}
    for one in store.releases("pos"):
        content = store.columns(one)
        names |= {
            code.decode("ascii"): (label, setting)
            for code, label, setting in zip(content["code"].tolist(), content["label"], content["setting"], strict=True)
        }
    lives, known = life("pos"), shipped.code.texts().tolist()
    whole = [one for one in store.releases("pos") if not one.is_extract and one.effective >= shipped_from("pos")]
    gone = {code: np.datetime64(whole[0].effective, "D") - 1 for code in known if whole and code not in lives}
    ends = np.array(
        [gone.get(code, lives.get(code, (None, end))[1]) for code, end in zip(known, shipped.end_date, strict=True)],
        "datetime64[D]",
    )
    new = sorted(set(names) - set(known))
    further = Table(
        code=Coded.of(new),
        label=Coded.of([names[code][0] for code in new]),
        setting=Coded.of([names[code][1] or "non-facility" for code in new]),
        start_date=np.array([lives[code][0] for code in new], "datetime64[D]"),
        end_date=np.array([lives[code][1] for code in new], "datetime64[D]"),
    )
    return Table.concat([shipped.with_columns(end_date=ends), further]) if new else shipped.with_columns(end_date=ends)
