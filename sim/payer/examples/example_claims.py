"""Rows of worked examples as the engine's tables: every cell that is not given comes from one clean claim line of the
payer, an established patient's office visit for high blood pressure.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered
from sim.ground.keys import claim_key, coverage_key, encounter_key, patient_key
from sim.ground.money import cents
from sim.ground.table import Table
from sim.payer.examples import example_records
from sim.payer.examples.example_table import LISTS, SHORT, TABLES, Row
from sim.payer.rulebook.payers import payers
from sim.reference.charge_master import charges

Values = dict[str, Any]  # column -> plain value, None for missing


class LineKey(NamedTuple):
    """Which line of which claim."""

    claim_key: int
    claim_line_number: int


class ExampleTables(NamedTuple):
    """The engine's tables, and for each row its line; None for history."""

    claims: Table
    lines: Table
    coverages: Table
    past: Table
    places: list[LineKey | None]


def tables(rows: Iterable[Row]) -> ExampleTables:
    """claims, claim_lines, coverages, prior_services, and for each row its line."""
    claims: dict[str, Values] = {}
    coverages: dict[int, Values] = {}
    lines: list[Values] = []
    past: list[Values] = []
    places: list[LineKey | None] = []
    for number, row in enumerate(rows, 1):
        label = row.cells.get("claim", str(number))
        values = _values(row)
        patient = values["patient_key"] = patient_of(label)
        clean = _clean(values["payer_code"])
        coverages.setdefault(
            patient,
            {
                **clean["coverages"],
                **_of("coverages", values),
                "patient_key": patient,
                "coverage_key": coverage_key(patient, 0),
                "subscriber_patient_key": patient,
            },
        )
        if row.is_past:
            past.append({**clean["past"], **_of("prior_services", values)})
            places.append(None)
        else:
            places.append(_add(label, values, row, claims, lines))
    for claim in claims.values():
        own = (line["charge_amount"] for line in lines if line["claim_key"] == claim["claim_key"])
        claim.setdefault("total_charge_amount", sum(own))
    return ExampleTables(
        Table.from_rows("claims", list(claims.values())),
        Table.from_rows("claim_lines", lines),
        Table.from_rows("coverages", list(coverages.values())),
        Table.from_rows("prior_services", past),
        places,
    )


def known(rows: Iterable[Row]) -> dict[str, Table]:
    """What the payer knows beside coverage, by the rows' own columns: the engine's records."""
    found = []
    for number, row in enumerate(rows, 1):
        clean = _clean(row.cells["payer"])
        patient = patient_of(row.cells.get("claim", str(number)))
        found.append((record_cells(row), {**clean["claims"], **clean["lines"], **_values(row), "patient_key": patient}))
    return example_records.tables(found)


def record_cells(row: Row) -> dict[str, list[dict[str, Any]]]:
    """The cells of a row that say what the payer knows beside coverage, read."""
    return {
        name: example_records.read(row.cells[name], name, row.where)
        for name in example_records.COLUMNS
        if name in row.cells
    }


def patient_of(label: str) -> int:
    """The patient of a claim's label: 2a and 2b belong to patient 2."""
    return patient_key(int(re.split(r"\D", label)[0]), 0)


def _add(label: str, values: Values, row: Row, claims: dict[str, Values], lines: list[Values]) -> LineKey:
    clean, turn = _clean(values["payer_code"]), ord(label[-1]) - ord("a") if label[-1].isalpha() else 0
    if label not in claims:
        key = claim_key(encounter_key(values["patient_key"], turn), 0)
        claims[label] = {
            **clean["claims"],
            "received_date": _received(values, turn),
            **_of("claims", values),
            "claim_key": key,
            "household_key": values["patient_key"] >> 4,
            "encounter_key": key >> 4,
            "coverage_key": -1 if values.get("coverage_key") == -1 else coverage_key(values["patient_key"], 0),
        }
        original = row.cells.get("replaces", "-")
        if original != "-":
            claims[label].update(replaces_claim_key=claims[original]["claim_key"], original_reference_number="X1")
    own = claims[label]["claim_key"]
    line = {
        **clean["lines"],
        "claim_line_number": 1 + sum(other["claim_key"] == own for other in lines),
        **_of("claim_lines", values),
        "claim_key": own,
    }
    line.setdefault("charge_amount", _charge(line))
    lines.append(line)
    return LineKey(own, line["claim_line_number"])


def _received(values: Values, turn: int) -> str:
    served = values.get("service_date") or "2026-05-04"
    return str(date.fromisoformat(served) + timedelta(days=4 + turn))


def _charge(line: Values) -> int:
    return int(charges([line["procedure_code"]], 10_000)[0]) * int(line["service_unit_quantity"])


def _of(table: str, values: Values) -> Values:
    return {name: value for name, value in values.items() if name in columns_of(table)}


def _values(row: Row) -> Values:
    values: Values = {}
    for name, cell in row.cells.items():
        if name in LISTS:
            columns = [LISTS[name].format(place) for place in range(1, cell.count(",") + 2)]
            values.update(
                {column: _cell(column, part, row.where) for column, part in zip(columns, cell.split(","), strict=True)}
            )
        elif name not in ("claim", "past", "replaces", *example_records.COLUMNS):
            values[SHORT.get(name, name)] = _cell(SHORT.get(name, name), cell, row.where)
    return values


@remembered
def _kinds() -> dict[str, str]:
    return {name: kind for table in TABLES for name, kind in columns_of(table).items()}


def _cell(name: str, text: str, where: str) -> Any:
    kind = _kinds()[name]
    if text == "-":
        return None
    if name == "specialty_code":
        return text.replace("_", " ")
    try:
        if kind == "cents":
            return cents(text, where)
        if kind in ("key", "count"):
            return int(text)
        return {"yes": True, "no": False}[text] if kind == "flag" else text
    except (ValueError, KeyError):
        raise CleanClaimError(
            f"unreadable {name} {text!r}", where, f"a value of type {kind}", "correct the cell"
        ) from None


def _clean(payer: str) -> Mapping[str, Values]:
    """One clean claim line of a payer, in parts."""
    return _clean_of(payer, payers()[payer].kind, payers()[payer].plans[0]["code"])


@remembered
def _clean_of(payer: str, kind: str, plan: str) -> Mapping[str, Values]:
    npi, birth = "2066719842", "1950-02-03" if kind.startswith("medicare") else "1985-02-03"
    return {
        "claims": {
            "payer_code": payer,
            "member_id": "A1",
            "patient_birth_date": birth,
            "patient_sex_code": "F",
            "relationship_code": "self",
            "diagnosis_code_1": "I10",
            "claim_frequency_code": "1",
            "replaces_claim_key": -1,
            "clinic_code": "prairie",
            "billing_npi": npi,
            "billing_tax_id": "00-0000001",
            "clia_number": "99D0000001",
            "specialty_code": "family medicine",
            "is_assignment_accepted": True,
            "referring_npi": "2511772032",
            "submitted_date": "2026-05-06",
        },
        "lines": {
            "service_date": "2026-05-04",
            "place_of_service_code": "11",
            "procedure_code": "99213",
            "diagnosis_pointer_1": 1,
            "service_unit_quantity": 1,
            "rendering_npi": "2400315778",
        },
        "coverages": {
            "payer_code": payer,
            "plan_code": plan,
            "member_id": "A1",
            "relationship_code": "self",
            "coverage_start_date": "2024-01-01",
        },
        "past": {
            "payer_code": payer,
            "service_date": "2025-05-04",
            "procedure_code": "99213",
            "place_of_service_code": "11",
            "billing_npi": npi,
            "specialty_code": "family medicine",
            "service_unit_quantity": 1,
        },
    }
