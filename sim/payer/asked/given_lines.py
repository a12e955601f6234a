"""The lines of one patient's day as somebody gave them (a frame, or a list of dicts), read strictly into the cells of
worked examples.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.money import LARGEST
from sim.payer.asked.typed_values import code_named, modifiers_of, place_named, whole
from sim.payer.policies.front_end.charge_or_units_invalid import MOST_UNITS
from sim.payer.policies.front_end.procedure_invalid import is_code
from sim.reference import codes as library
from sim.reference.diagnosis_letters import place_of
from sim.reference.drug_products import product_of

Given = dict[str, Any]  # one line: what was filled in
Cells = dict[str, str]  # the same as a worked example writes it
KNOWN = {
    "procedure_code",
    "code",
    "modifiers",
    "units",
    "diagnoses",
    "pointers",
    "pos",
    "age",
    "sex",
    "charge",
    "service_date",
    "authorization",
    *(f"modifier_{number}" for number in (1, 2, 3, 4)),
}
OF_HISTORY = {"procedure_code", "code", "modifiers", "units", "service_date", "pos"}
MOST_DIAGNOSES, MOST_POINTERS = 12, 4


def records_of(given: Any, name: str) -> list[Any]:
    """Dicts from a frame or a list."""
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        return given.to_dict("records")
    if given is None or isinstance(given, list | tuple):
        return list(given or ())
    raise CleanClaimError(
        f"{name} are a {type(given).__name__}",
        "edit_lines",
        "a frame or a list of dicts",
        'write [{"procedure_code": "99213"}]',
    )


def lines_of(given: Any, known: Set[str], name: str, most: int) -> list[Given]:
    """The rows without what was left empty; `name` is what they are called in errors. Raises CleanClaimError."""
    given = records_of(given, name)
    if len(given) > most:
        raise CleanClaimError(
            f"{len(given)} {name}", "edit_lines", f"at most {most}", "ask for one day of one patient at a time"
        )
    rows = []
    for number, row in enumerate(given, 1):
        if not isinstance(row, Mapping):
            raise CleanClaimError(
                f"{str(row)[:30]!r} is not a row",
                f"{name}, {number}",
                "a dict of columns",
                'write {"procedure_code": "99213"}',
            )
        unknown = [str(key)[:30] for key in row if key not in known]
        if unknown:
            raise CleanClaimError(
                f"unknown column {unknown[0]!r}", f"{name}, {number}", ", ".join(sorted(known)), "check the name"
            )
        rows.append({key: value for key, value in row.items() if not _is_empty(value)})
    return rows


def _is_empty(value: Any) -> bool:
    return (
        value is None
        or isinstance(value, str)
        and not value.strip()
        or isinstance(value, float)
        and value != value
        or str(value) in ("NaT", "<NA>")
    )


def one_value(given: Sequence[Given], name: str) -> str | None:
    """What the lines say of their one patient or day; None if they do not."""
    values = {str(row[name]).strip().upper().removesuffix(".0") for row in given if name in row}
    if len(values) > 1:
        raise CleanClaimError(
            f"different values of {name}", "edit_lines", "the lines of one patient and one day", "ask for one at a time"
        )
    return values.pop() if values else None


def typed_code(row: Mapping[str, Any]) -> str:
    """The procedure code of a line as it was typed, at most 20 characters of it.

    >>> typed_code({"procedure_code": " g0438 "}), typed_code({})
    ('G0438', '')
    """
    return str(row.get("procedure_code", row.get("code", ""))).strip().upper()[:20]


def is_in_library(row: Given) -> bool:
    """Is there a code, and does the library know it? A line without any code is an error of whoever asks."""
    text = typed_code(row)
    return not text or is_code(text) and bool(library.procedure_rows([text])[0] >= 0)


def cells_of(row: Given, number: int) -> Cells:
    """The cells of one line, as the worked examples write them."""
    where = f"line {number}"
    code = code_named(row.get("procedure_code", row.get("code", "")), where)
    used = (
        row["modifiers"]
        if "modifiers" in row
        else [row[name] for name in (f"modifier_{place}" for place in (1, 2, 3, 4)) if name in row]
    )
    units = whole(row.get("units", 1), "units", MOST_UNITS, where)
    cells = {
        "code": code,
        "modifiers": ",".join(modifiers_of(used)) or "-",
        "units": str(units),
        "place": place_named(row.get("pos", "11"), where),
    }
    cents = whole(row["charge"], "charge", LARGEST - 1, where) if "charge" in row else 10_000 * units
    return {**cells, "charge": f"{cents // 100}.{cents % 100:02d}", "line_note": "told", **_package(code, units)}


def _package(code: str, units: int) -> Cells:
    """The drug's own number, as a claim would carry it."""
    package = product_of().get(code)
    return (
        {}
        if package is None
        else {
            "drug_code": package.drug_code,
            "drug_unit_code": package.drug_unit_code,
            "drug_unit_quantity": str(package.quantity * units),
        }
    )


def _diagnoses(row: Given, number: int) -> tuple[list[str], list[str]]:
    """The line's diagnoses and those of them that it points to."""
    where, codes = f"line {number}, diagnoses", _texts(row.get("diagnoses", ()), f"line {number}, diagnoses")
    if any(len(code) > 8 or not code.replace(".", "").isalnum() or not code.isascii() for code in codes):
        raise CleanClaimError(
            "a diagnosis that cannot be one", where, "ICD-10-CM codes such as E11.22", "check them with sim.check_codes"
        )
    points = [
        str(place_of(text)) if place_of(text) else text.removesuffix(".0")
        for text in _texts(row.get("pointers", ()), where)
    ]
    if len(points) > MOST_POINTERS or any(
        text not in {str(place) for place in range(1, len(codes) + 1)} for text in points
    ):
        raise CleanClaimError(
            "a pointer to nothing, or more than four",
            where,
            "places in the line's own diagnoses, 1 or A",
            "correct the pointers",
        )
    return codes, [codes[int(text) - 1] for text in points] or codes[:MOST_POINTERS]


def _texts(given: Any, where: str) -> list[str]:
    if isinstance(given, str | int | float) and not isinstance(given, bool):
        given = str(given).replace(",", " ").replace(";", " ").split()
    if not isinstance(given, list | tuple):
        raise CleanClaimError(
            f"{str(given)[:30]!r} is not a list", where, "a list, or a text with commas", "correct it"
        )
    return [str(text).strip().upper() for text in given]


def with_diagnoses(today: Sequence[Cells], given: Sequence[Given]) -> list[Cells]:
    """The lines with the claim's diagnoses and their pointers; without any, the clean line's own."""
    pairs = [_diagnoses(row, number) for number, row in enumerate(given, 1)]
    every = list(dict.fromkeys(code for codes, _ in pairs for code in codes))
    if len(every) > MOST_DIAGNOSES:
        raise CleanClaimError(
            f"{len(every)} diagnoses", "edit_lines", "at most twelve on a claim", "leave the least important out"
        )
    out = []
    for cells, (_, wanted) in zip(today, pairs, strict=True):
        points = ",".join(str(every.index(code) + 1) for code in wanted) or "1"
        out.append({**cells, "dx": ",".join(every), "pointers": points} if every else cells)
    return out
