"""Professional claims (837P) read back into our tables. Keys and lines count from 1 in the order of the file; what the
wire does not carry is missing.

patients and coverages have one row a claim: who is the same person is the receiver's to find out
(sim.billing.wire.clearinghouse).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.edi.reader.adjustments import adjustments_of
from sim.edi.grammar.element_forms import cents, day, part_units
from sim.edi.reader.frame import Frame, Values
from sim.edi.reader.frame_tables import Columns, NumberedLine, numbered_lines
from sim.ground.coded import Coded
from sim.ground.dictionary import columns_of
from sim.ground.table import Table, conform, empty

KIND = "837P"
NAMES = (
    "first_name",
    "family_name",
    "street_address",
    "city_name",
    "state_code",
    "postal_code",
    "birth_date",
    "sex_code",
)
FLAGS = {"AA": "is_auto_accident_related", "EM": "is_employment_related", "OA": "is_other_accident_related"}
ELSEWHERE = {
    "member_id": "subscriber.member_id",
    "billing_npi": "billing.npi",
    "billing_tax_id": "billing.tax_id",
    "referring_npi": "referring.npi",
    "submitted_date": "set.date",
    "payer_code": "payer.payer_id",
}
PAYER = ("payer_id", "family_name", "filing_code", "street_address", "city_name", "state_code", "postal_code")
COLUMNS = (
    "npi",
    "entity_type_code",
    "family_name",
    "first_name",
    "taxonomy_code",
    "tax_id",
    "telephone_number",
    "contact_name",
    "street_address",
    "city_name",
    "state_code",
    "postal_code",
)
ON_CLAIMS, ON_LINES = (
    ("billing", "rendering", "referring", "facility", "supervising"),
    ("line_rendering", "ordering", "line_supervising", "line_referring", "purchased", "line_facility"),
)


class Claims837(NamedTuple):
    """What a file of claims says. The first six are tables of the dictionary; providers and payers as parties.Parties
    describes them; `places`: of each claim its claim_key, position in its set, the set's number (ST02) and the sender's
    number of the batch (BHT03); `subscribers`: who holds the policy of each claim, with the columns of a patient."""

    claims: Table
    lines: Table
    other_payments: Table
    other_adjustments: Table
    patients: Table
    coverages: Table
    providers: Table
    payers: Table
    places: Table
    subscribers: Table


def tables(frames: list[Frame], first_key: int = 1) -> Claims837:
    """The tables of these claim frames."""
    keys = np.arange(first_key, first_key + len(frames), dtype=np.int64)
    found = Columns(KIND, frames)
    person, relation = _people(found)
    payers = found.role("payer", *PAYER)
    lines = numbered_lines(keys, frames)
    patients = conform("patients", person.with_columns(patient_key=keys, household_key=keys))
    coverages = conform(
        "coverages",
        Table(
            coverage_key=keys,
            patient_key=keys,
            payer_code=payers.payer_id,
            member_id=found["subscriber.member_id"],
            group_number=found["claims.group_number"],
            relationship_code=relation,
            subscriber_patient_key=keys,
        ),
    )
    places = Table(
        claim_key=keys,
        position=np.array([frame.position for frame in frames], np.int64),
        set_number=found["set.control_number"],
        reference=found["set.reference"],
    )
    return Claims837(
        _claims(found, frames, keys, person, relation),
        _lines(lines),
        *_others(lines, frames, keys.tolist()),
        patients,
        coverages,
        _providers(frames, lines),
        payers.with_columns(name=payers.family_name),
        places,
        found.role("subscriber", *NAMES),
    )


def _people(found: Columns) -> tuple[Table, Coded]:
    """The patient of each claim (the subscriber himself, or the dependent below him) and his relation to the
    subscriber.
    """
    is_self = np.array([not values for values in found.around("patient")], bool)
    if is_self.all():
        return found.role("subscriber", *NAMES), Coded.constant("self", len(is_self))
    born = np.where(is_self, found.days("subscriber.birth_date"), found.days("patient.birth_date"))
    texts = {
        name: Coded.where(is_self, found.coded(f"subscriber.{name}"), found.coded(f"patient.{name}"))
        for name in NAMES
        if name != "birth_date"
    }
    return Table(texts, birth_date=born), Coded.where(is_self, "self", found.coded("patient.relationship"))


def _claims(found: Columns, frames: list[Frame], keys: np.ndarray, person: Table, relation: Coded) -> Table:
    made = {name: found[source] for name, source in ELSEWHERE.items()}
    made |= {
        name: found[f"claims.{name}"] for name in columns_of("claims") if f"claims.{name}" in found and name not in made
    }
    causes = [{values.get("claims.cause_1"), values.get("claims.cause_2")} for values in found.around("claim")]
    billing, rendering = found.coded("billing.taxonomy_code"), found.coded("rendering.taxonomy_code")
    ordering = [
        next((line.values["ordering.npi"] for line in frame.inner if "ordering.npi" in line.values), "")
        for frame in frames
    ]
    nobody = np.full(len(keys), -1)
    made |= {
        "claim_key": keys,
        "patient_key": keys,
        "household_key": keys,
        "encounter_key": keys,
        "coverage_key": keys,
        "replaces_claim_key": nobody,
        "continues_claim_key": nobody,
        "received_date": made["submitted_date"],
        "relationship_code": relation,
        "patient_first_name": person["first_name"],
        "patient_family_name": person["family_name"],
        "patient_birth_date": person["birth_date"],
        "patient_sex_code": person["sex_code"],
        "is_assignment_accepted": made["is_assignment_accepted"] == "true",
        "specialty_code": Coded.where(rendering.is_missing, billing, rendering),
        "ordering_npi": Coded.of(ordering),
    }
    return conform(
        "claims",
        Table({**made, **{name: np.array([code in one for one in causes], bool) for code, name in FLAGS.items()}}),
    )


def _lines(lines: list[NumberedLine]) -> Table:
    found = Columns(KIND, [one.line for one in lines])
    special = ("claim_line_number", "service_date", "place_of_service_code")
    made = {
        name: found[f"claim_lines.{name}"]
        for name in columns_of("claim_lines")
        if f"claim_lines.{name}" in found and name not in special
    }
    days = [text.partition("-") for text in found.texts("claim_lines.service_date")]
    places = [
        one.line.values.get("claim_lines.place_of_service_code")
        or one.claim.values.get("claims.place_of_service_code", "")
        for one in lines
    ]
    return conform(
        "claim_lines",
        Table(
            made,
            claim_key=np.array([one.claim_key for one in lines], np.int64),
            claim_line_number=np.array([one.number for one in lines], np.int64),
            part_unit_quantity=part_units(found.texts("claim_lines.service_unit_quantity")),
            service_date=_dates([first for first, _, _ in days]),
            service_end_date=_dates([last for _, _, last in days]),
            place_of_service_code=Coded.of(places),
            rendering_npi=Coded.of([_rendering(one.claim, one.line) for one in lines]),
        ),
    )


def _dates(texts: list[str]) -> np.ndarray:
    known = {text: (day(text) if text else None) or "NaT" for text in set(texts)}
    return np.array([known[text] for text in texts], "datetime64[D]")


def _rendering(claim: Frame, line: Frame) -> str:
    """Of the line, else of the claim, else the billing provider who is a person."""
    named = line.values.get("line_rendering.npi") or claim.values.get("rendering.npi")
    return named or (claim.get("billing.npi") if claim.get("billing.entity_type_code") == "1" else "")


class Paid(NamedTuple):
    """What an earlier payer paid for a line, or for the claim as a whole (line 0)."""

    claim_key: int
    claim_line_number: int
    payer_code: str
    paid_amount: int
    remittance_date: str | None


class Adjusted(NamedTuple):
    """One reason for what an earlier payer did not pay."""

    claim_key: int
    claim_line_number: int
    payer_code: str
    group: str
    carc: str
    amount: int


def _others(lines: list[NumberedLine], frames: list[Frame], keys: list[int]) -> tuple[Table, Table]:
    """What earlier payers paid and took off: for the lines where they said it so, for the claim (line 0) elsewhere."""
    payments: list[Paid] = []
    adjustments: list[Adjusted] = []
    at_lines = set()
    for one in lines:
        for other in one.line.inner:
            payer = other.values.get("line_other.payer_id", "")
            at_lines.add((one.claim_key, payer))
            adjustments += _adjusted(other, one.claim_key, one.number, payer)
            payments.append(_paid(other, "line_other", one.claim_key, one.number, payer))
    for key, frame in zip(keys, frames, strict=True):
        for other in frame.of("other"):
            payer = other.values.get("other_payer.payer_id", "")
            reasons = _adjusted(other, key, 0, payer)
            adjustments += reasons
            if (key, payer) not in at_lines and (other.values.get("other.paid_amount", "") or reasons):
                payments.append(_paid(other, "other", key, 0, payer))
    return _table("other_payments", payments), _table("other_adjustments", adjustments)


def _paid(frame: Frame, kind: str, key: int, number: int, payer: str) -> Paid:
    paid, when = (frame.values.get(f"{kind}.{name}", "") for name in ("paid_amount", "remittance_date"))
    return Paid(key, number, payer, (cents(paid) or 0) if paid else 0, day(when) if when else None)


def _adjusted(frame: Frame, key: int, number: int, payer: str) -> list[Adjusted]:
    return [Adjusted(key, number, payer, *one) for one in adjustments_of(frame.lists.get("cas", []))]


def _table(name: str, rows: Sequence[Paid | Adjusted]) -> Table:
    """The rows as a table, in order of claim and line."""
    in_order = sorted(rows, key=lambda row: (row.claim_key, row.claim_line_number))
    return Table.from_rows(name, [row._asdict() for row in in_order]) if rows else empty(name)


def _providers(frames: list[Frame], lines: list[NumberedLine]) -> Table:
    """Every provider that the file names, once by its number."""
    found: dict[str, Values] = {}
    levels = {id(frame.around("provider")): frame.around("provider") for frame in frames}
    places = [
        *((role, level) for role in ON_CLAIMS[:1] for level in levels.values() if level is not None),
        *((role, frame) for role in ON_CLAIMS[1:] for frame in frames),
        *((role, one.line) for role in ON_LINES for one in lines),
    ]
    for role, frame in places:
        npi = frame.values.get(f"{role}.npi", "")
        if npi and npi not in found:
            found[npi] = {column: frame.values.get(f"{role}.{column}", "") for column in COLUMNS}
    shown = [
        {**row, "tax_id": f"{row['tax_id'][:2]}-{row['tax_id'][2:]}" if len(row["tax_id"]) == 9 else row["tax_id"]}
        for row in found.values()
    ]
    return Table({name: Coded.of([row[name] for row in shown]) for name in COLUMNS})
