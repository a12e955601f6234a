"""The code tables as columns: procedures (CPT numbers and HCPCS), modifiers, places of service. What a claim's texts
mean, looked up once per pool.

    rows = procedure_rows(lines.procedure_code.pool)        one reference row per pool entry, -1 unknown
    lines.procedure_code.rows(rows)                         one reference row per line
    procedures().is_evaluation[...]                         any rule field

Sources: CMS RVU26C (July 2026) for rule fields, CMS HCPCS and place-of-service lists, our own labels; see the head of
each file in data/codes. CPT(R) is a registered trademark of the American Medical Association: numbers only, in the one
removable file data/codes/procedures.csv.
"""

import numpy as np

from sim.ground.table import Table
from sim.ground.files import remembered
from sim.reference.imports.code_rows import laid_over, places_laid_over
from sim.reference.imports.level_two import modifiers_laid_over
from sim.reference.imports.store import cards, releases
from sim.reference.tables import is_there, place_in, rows, table

PROCEDURES, HCPCS = "data/codes/procedures.csv", "data/codes/hcpcs.csv"
KINDS = {
    **dict.fromkeys(
        (
            "code",
            "label",
            "family",
            "kind",
            "status_code",
            "global_days",
            "new_or_established",
            "level",
            "sex",
            "places",
            "unit_measure",
        ),
        "code",
    ),
    **dict.fromkeys(
        ("multiple_procedure", "bilateral", "pctc", "assistant", "age_from", "age_to", "addon_type"), "count"
    ),
    "unit_quantity": "thousandths",
    **dict.fromkeys(("is_evaluation", "is_clia_waived_with_qw", "is_clia_exempt_qw", "needs_side", "is_up_to"), "flag"),
    "start_date": "from_date",
    "end_date": "to_date",
}
DAYS = {"000": 0, "010": 10, "090": 90}


@remembered
def procedures() -> Table:
    """Every procedure, test, visit, drug and supply we teach, one row each; the row order is fixed within a process.

    Beside the file's columns (data/codes/procedures.csv) it has: is_new, is_established (visit codes), is_add_on,
    needs_clia (laboratory tests), global_day_count (0, 10, 90; -1 where no count applies) and, for codes without an age
    limit, age_from 0 and age_to 999. Codes known only from imported files follow, of family "imported" (is_taught
    tells); has_indicators: its fee-schedule indicators are known. Whether such a test needs a laboratory certificate no
    file says: needs_clia is no. `unit_quantity` of drug codes is in thousandths of unit_measure. `start_date` and
    `end_date` are never missing: open ends are 1900 and 2999.

    >>> procedures().label[int(procedure_rows(["20610"])[0])]
    'Inject or drain a large joint (shoulder, hip, knee)'
    """
    files = [path for path in (PROCEDURES, HCPCS) if is_there(path)]
    base = Table.concat([table(path, KINDS) for path in files])
    if cards():
        base = laid_over(base)
    no_age = (base.age_from == 0) & (base.age_to == 0) & ~np.isin(base.code.texts(), ("99381", "99391"))
    return base.with_columns(
        age_to=np.where(no_age, 999, base.age_to),
        is_new=base.new_or_established == "new",
        is_established=base.new_or_established == "established",
        is_add_on=base.addon_type > 0,
        is_taught=base.family != "imported",
        has_indicators=(base.family != "imported") | ~base.status_code.is_missing,
        needs_clia=(base.kind == "lab test") & (base.family != "imported"),
        global_day_count=base.global_days.lookup(DAYS, -1),
    )


@remembered
def _procedure_places() -> dict[str, int]:
    return {code: row for row, code in enumerate(procedures().code.texts())}


def procedure_rows(pool) -> np.ndarray:
    """The row in procedures() of each code text, -1 unknown. Shape: int32, one per text.

    >>> procedure_rows(["99213", "nonsense"]).tolist()[1]
    -1
    """
    return place_in(_procedure_places(), pool)


def has_procedures() -> bool:
    """Is the removable file with CPT numbers there?"""
    return is_there(PROCEDURES)


def reports_only(code: str) -> bool:
    """Is it a code without a price, a quality measure: four digits and an F?

    >>> reports_only("3044F"), reports_only("99213")
    (True, False)
    """
    return len(code) == 5 and code.isascii() and code[:4].isdigit() and code[4] == "F"


def label(code: str) -> str:
    """Our own short wording of a procedure or HCPCS code; empty if we do not teach it."""
    row = int(procedure_rows([code])[0])
    return procedures().label[row] if row >= 0 else ""


@remembered
def modifiers() -> Table:
    """Modifiers, one row each: label, when, never, pays, kind, fits, is_ncci_associated, wrong_use_carc, dates. Those
    known only from an imported file follow, of kind "imported".

    >>> table = modifiers()
    >>> bool(table.is_ncci_associated[int(modifier_rows(["25"])[0])])
    True
    """
    kinds = dict.fromkeys(
        ("modifier", "label", "when", "never", "pays", "kind", "fits", "wrong_use_carc", "cite"), "code"
    )
    base = table(
        "data/codes/modifiers.csv",
        {**kinds, "is_ncci_associated": "flag", "start_date": "from_date", "end_date": "to_date"},
    )
    if releases("hcpcs_modifiers"):
        base = modifiers_laid_over(base)
    return base


@remembered
def _modifier_places() -> dict[str, int]:
    return {code: row for row, code in enumerate(modifiers().modifier.texts())}


def modifier_rows(pool) -> np.ndarray:
    """The row in modifiers() of each text, -1 unknown."""
    return place_in(_modifier_places(), pool)


@remembered
def place_of_service() -> Table:
    """Places of service: code, label, is_facility (which practice expense Medicare pays)."""
    base = table(
        "data/codes/place_of_service.csv",
        {"code": "code", "label": "code", "setting": "code", "start_date": "from_date", "end_date": "to_date"},
    )
    if releases("pos"):
        base = places_laid_over(base)
    return base.with_columns(is_facility=base.setting == "facility")


@remembered
def _place_places() -> dict[str, int]:
    return {code: row for row, code in enumerate(place_of_service().code.texts())}


def place_of_service_rows(pool) -> np.ndarray:
    """The row in place_of_service() of each text, -1 unknown.

    >>> place_of_service().is_facility[place_of_service_rows(["11", "22"])].tolist()
    [False, True]
    """
    return place_in(_place_places(), pool)


def list_rows(name: str) -> tuple:
    """The rows of a small list of data/codes as read-only mappings: carc, rarc, claim_status, group_codes, remedies,
    causes ...
    """
    return rows(f"data/codes/{name}.csv")
