"""Worked examples in a policy's docstring: read strictly, and run through the whole engine. They are the policy's
tests.

    payer      claim  service_date  past | denies
    acme_ppo   1      2026-05-04    -    | yes      words after the answer are a remark
    acme_ppo   2a     2026-05-04    -    | no
    acme_ppo   2b     2026-05-05    -    | CO-97

One row is one line. Without a `claim` column every row is a case of its own. With it, rows of the same claim are its
lines, and claims of the same number (2a, 2b) belong to one patient and are decided in that order; `past` (yes) marks a
service of that patient's history, with answer -. Columns are those of data/dictionary.csv and the short ones of SHORT;
a column or cell that is not given comes from one clean claim line per payer: an established patient's office visit for
high blood pressure. What the payer knows beside coverage is told in the columns member_fact, provider_fact,
authorization and referral, as hospice:2026-05-01.. or AB12:20610:2026-05-01..2026-06-30:approved:2
(sim.payer.examples.example_records has the whole of it). With a provider_fact column every patient is a world of his
own. Amounts are in dollars, - is empty. The answer is yes or no (yes: this policy is the first cause), the code given
(CO-97, A7:535), or for `reduces` the dollars of each adjustment (the last ones left out: nothing), for `pays` the
dollars paid, of OA-23, left to the patient and written off.
"""

import re
from functools import cache
from types import ModuleType
from typing import NamedTuple

from sim.ground.dictionary import columns_of
from sim.ground.errors import CleanClaimError
from sim.ground.keys import claim_key, coverage_key, encounter_key, patient_key
from sim.ground.money import cents
from sim.ground.table import Table
from sim.payer.examples import example_records
from sim.payer.rulebook.payers import payers

SHORT = {
    "payer": "payer_code",
    "code": "procedure_code",
    "units": "service_unit_quantity",
    "charge": "charge_amount",
    "place": "place_of_service_code",
    "birth_date": "patient_birth_date",
    "sex": "patient_sex_code",
    "plan": "plan_code",
}
LISTS = {"modifiers": "hcpcs_modifier_{}", "dx": "diagnosis_code_{}", "pointers": "diagnosis_pointer_{}"}
OWN = ("claim", "past", "replaces", *SHORT, *LISTS, *example_records.COLUMNS)


class Row(NamedTuple):
    """One line of the table: its cells as written, the answer, and where it stands."""

    cells: dict
    answer: tuple[str, ...]
    where: str


class Examples(NamedTuple):
    """The table of one policy."""

    verb: str
    rows: tuple[Row, ...]


def read(module: ModuleType) -> Examples:
    """The examples of a policy module. Raises CleanClaimError naming the line that is not as it should be."""
    verb, header, rows = "", [], []
    for number, line in enumerate((module.__doc__ or "").splitlines(), 1):
        if "|" not in line:
            continue
        where = f"{module.__name__.rpartition('.')[2]}, docstring line {number}"
        left, right = _halves(line, where)
        if not header:
            verb, header = _header(left, right, module, where)
        else:
            rows.append(_row(left, right, header, verb, module, where))
    if not rows:
        raise CleanClaimError(
            "no worked examples", module.__name__, "a table in the docstring", "add a yes and a no row"
        )
    return Examples(verb, tuple(rows))


def _halves(line: str, where: str) -> tuple[list[str], list[str]]:
    if line.count(" | ") != 1 or line.count("|") != 1:
        raise CleanClaimError(
            f"unreadable row {line.strip()!r}", where, "cells, one ' | ', the answer", "write exactly one ' | '"
        )
    left, right = line.split(" | ")
    return left.split(), right.split()


def _header(left: list[str], right: list[str], module, where: str):
    known = {
        *OWN,
        *columns_of("claims"),
        *columns_of("claim_lines"),
        *columns_of("coverages"),
        *columns_of("prior_services"),
    }
    for name in left:
        if name not in known:
            raise CleanClaimError(
                f"unknown column {name!r}",
                where,
                "a column of data/dictionary.csv or one of " + ", ".join(OWN),
                "check the name",
            )
    if "payer" not in left or len(right) != 1 or not hasattr(module, right[0]):
        raise CleanClaimError(
            f"unreadable heading {' '.join(left)} | {' '.join(right)}",
            where,
            "payer ... | the policy's verb",
            "mend the heading",
        )
    return right[0], left


def _row(left, right, header, verb, module, where) -> Row:
    if len(left) != len(header):
        raise CleanClaimError(
            f"{len(left)} cells", where, f"{len(header)}, one for each column (- is empty)", "mend the row"
        )
    cells = dict(zip(header, left, strict=True))
    if cells["payer"] not in payers():
        raise CleanClaimError(f"unknown payer {cells['payer']!r}", where, ", ".join(payers()), "check the name")
    size = (
        {"reduces": len(getattr(module, "adjustments", ())), "pays": 4}.get(verb, 1)
        if cells.get("past", "-") != "yes"
        else 1
    )
    answer = tuple(right[:size])
    if verb == "reduces" and size > 1:
        told = [part for part in answer if re.fullmatch(r"\d+\.\d\d", part)]
        answer = (*told, *["0.00"] * (size - len(told))) if told else answer
    pattern = r"\d+\.\d\d" if verb in ("reduces", "pays") else r"yes|no|[A-Z]{2}-\w+|[A-Z]\d:\d+"
    if cells.get("past", "-") == "yes":
        pattern = "-"
    if len(answer) != size or not all(re.fullmatch(pattern, part) for part in answer):
        raise CleanClaimError(
            f"unreadable answer {' '.join(right[:size])!r}",
            where,
            "dollars as 12.50" if verb in ("reduces", "pays") else "yes, no or the code",
            "mend the answer",
        )
    return Row(cells, answer, where)


def check(module: ModuleType) -> list[str]:
    """What the engine answers otherwise than the examples say; an empty list if all hold."""
    examples = read(module)
    return [text for rows in _worlds(examples.rows) for text in _wrong(module, examples.verb, rows)]


def _worlds(rows: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    """The rows that are decided together: all, unless what is said of a provider would hold for the other patients
    too.
    """
    if "provider_fact" not in rows[0].cells:
        return [rows]
    whose = [_patient(row.cells.get("claim", str(number))) for number, row in enumerate(rows, 1)]
    return [
        tuple(row for row, one in zip(rows, whose, strict=True) if one == patient) for patient in dict.fromkeys(whose)
    ]


def _wrong(module, verb: str, rows: tuple[Row, ...]) -> list[str]:
    from sim.payer.engine.engine import adjudicate

    claims, lines, coverages, past, places = tables(rows)
    records = known(rows) | example_records.earlier(
        [(_told(row), *place) for row, place in zip(rows, places, strict=True) if place]
    )
    answers = _answers(adjudicate(claims, lines, coverages, past, records), module, verb)
    wrong = []
    for row, place in zip(rows, places, strict=True):
        if place is not None and not _agrees(row.answer, answers(place)):
            wrong.append(
                f"{row.where}: {' '.join(row.cells.values())} | {' '.join(row.answer)}; the engine says"
                f" {answers(place)}"
            )
    return wrong


def _agrees(expected: tuple[str, ...], said: tuple[str, ...]) -> bool:
    if expected == ("yes",):
        return said != ("no",)
    return expected == said


def _answers(result, module, verb: str):
    name = module.__name__.rpartition(".")[2]
    if verb in ("rejects", "pends"):
        found = {row["claim_key"]: row for row in result.acknowledgements.rows() if row["policy"] == name}
        return lambda place: (
            (f"{found[place[0]]['status_category_code']}:{found[place[0]]['status_code']}",)
            if place[0] in found
            else ("no",)
        )
    mine: dict = {}
    for row in result.adjustments.rows():
        if row["policy"] == name and not row["is_reversal"]:
            mine.setdefault((row["claim_key"], row["claim_line_number"]), []).append(row)
    if verb == "pays":
        return lambda place: _after(place, mine.get(place, ()), result)
    if verb == "reduces":
        pairs = [(code.group, code.carc) for code in module.adjustments]
        return lambda place: tuple(
            _dollars(
                sum(
                    row["amount"]
                    for row in mine.get(place, ())
                    if (row["group"], row["carc"]) == pair and (pairs.count(pair) == 1 or row["rarc_1"] == code.rarc_1)
                )
            )
            for pair, code in zip(pairs, module.adjustments, strict=True)
        )
    return lambda place: (f"{mine[place][0]['group']}-{mine[place][0]['carc']}" if place in mine else "no",)


def _after(place, rows, result) -> tuple[str, ...]:
    """Paid before what a federal reduction takes, OA-23, left to the patient, written off; nothing where no payer came
    before.
    """
    if not rows:
        return ("0.00",) * 4
    kept = [(row["group"], row["amount"]) for row in rows]
    told = next(row for row in result.remittance_lines.rows() if (row["claim_key"], row["claim_line_number"]) == place)
    return tuple(
        _dollars(cents)
        for cents in (
            told["charge_amount"] - sum(cents for _, cents in kept),
            *(sum(cents for group, cents in kept if group == one) for one in ("OA", "PR", "CO")),
        )
    )


def _dollars(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


def tables(rows: tuple[Row, ...]):
    """claims, claim_lines, coverages, prior_services, and for each row its (claim_key, line number); None for
    history.
    """
    claims, lines, coverages, past, places = {}, [], {}, [], []
    for number, row in enumerate(rows, 1):
        label = row.cells.get("claim", str(number))
        values = _values(row)
        patient = _patient(label)
        values["patient_key"] = patient
        coverages.setdefault(
            patient,
            {
                **_clean(values["payer_code"])["coverages"],
                **_of("coverages", values),
                "patient_key": patient,
                "coverage_key": coverage_key(patient, 0),
                "subscriber_patient_key": patient,
            },
        )
        if row.cells.get("past", "-") == "yes":
            past.append({**_clean(values["payer_code"])["past"], **_of("prior_services", values)})
            places.append(None)
            continue
        places.append(_add(label, values, row, claims, lines))
    totals = {
        key: sum(line["charge_amount"] for line in lines if line["claim_key"] == key)
        for key in (line["claim_key"] for line in lines)
    }
    for claim in claims.values():
        claim.setdefault("total_charge_amount", totals[claim["claim_key"]])
    return (
        Table.from_rows("claims", list(claims.values())),
        Table.from_rows("claim_lines", lines),
        Table.from_rows("coverages", list(coverages.values())),
        Table.from_rows("prior_services", past),
        places,
    )


def _told(row: Row) -> dict:
    return {
        name: example_records.read(row.cells[name], name, row.where)
        for name in example_records.COLUMNS
        if name in row.cells
    }


def known(rows: tuple[Row, ...]) -> dict[str, Table]:
    """What the payer knows beside coverage, by the rows' own columns: the engine's records."""
    told = []
    for number, row in enumerate(rows, 1):
        cells, values, clean = _told(row), _values(row), _clean(row.cells["payer"])
        told.append(
            (
                cells,
                {
                    **clean["claims"],
                    **clean["lines"],
                    **values,
                    "patient_key": _patient(row.cells.get("claim", str(number))),
                },
            )
        )
    return example_records.tables(told)


def _patient(label: str) -> int:
    return patient_key(int(re.match(r"\d+", label)[0]), 0)


def _add(label: str, values: dict, row: Row, claims: dict, lines: list) -> tuple[int, int]:
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
    return own, line["claim_line_number"]


def _received(values: dict, turn: int) -> str | None:
    from datetime import date, timedelta

    served = values.get("service_date") or "2026-05-04"
    return str(date.fromisoformat(served) + timedelta(days=4 + turn))


def _charge(line: dict) -> int:
    from sim.reference.fees import charges

    return int(charges([line["procedure_code"]], 10_000)[0]) * line["service_unit_quantity"]


def _of(table: str, values: dict) -> dict:
    return {name: value for name, value in values.items() if name in columns_of(table)}


def _values(row: Row) -> dict:
    values = {}
    for name, cell in row.cells.items():
        if name in LISTS:
            values.update(
                {
                    LISTS[name].format(place): _cell(LISTS[name].format(place), text, row.where)
                    for place, text in enumerate(cell.split(","), 1)
                }
            )
        elif name not in ("claim", "past", "replaces", *example_records.COLUMNS):
            values[SHORT.get(name, name)] = _cell(SHORT.get(name, name), cell, row.where)
    return values


@cache
def _kinds() -> dict[str, str]:
    return {
        name: kind
        for table in ("prior_services", "coverages", "claims", "claim_lines")
        for name, kind in columns_of(table).items()
    }


def _cell(name: str, text: str, where: str):
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
            f"unreadable {name} {text!r}", where, f"a value of type {kind}", "mend the cell"
        ) from None


@cache
def _clean(payer: str) -> dict:
    """One clean claim line of a payer, in parts."""
    npi, birth = "2066719842", "1950-02-03" if payers()[payer].kind.startswith("medicare") else "1985-02-03"
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
            "plan_code": payers()[payer].plans[0]["code"],
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
