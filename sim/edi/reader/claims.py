"""Professional claims (837P) read back into our tables. Keys and lines count from 1 in the order of the file; what the
wire does not carry is missing.

patients and coverages have one row a claim: who is the same person is the receiver's to find out
(sim.billing.wire.clearinghouse).
"""

from typing import NamedTuple

import numpy as np

from sim.edi.reader.adjustments import adjustments_of
from sim.edi.grammar.element_forms import cents, day
from sim.edi.reader.frame import Frame
from sim.edi.reader.frame_tables import Columns
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
    person, holder, is_self, relation = _people(found, frames)
    payers = found.role("payer", *PAYER)
    lines = [
        (key, number, frame, line)
        for key, frame in zip(keys.tolist(), frames, strict=True)
        for number, line in enumerate(frame.of("line"), 1)
    ]
    patients = conform("patients", Table(patient_key=keys, household_key=keys, **person))
    coverages = conform(
        "coverages",
        Table(
            coverage_key=keys,
            patient_key=keys,
            payer_code=payers.payer_id,
            member_id=holder["subscriber.member_id"],
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
        *_others(lines, frames, keys),
        patients,
        coverages,
        _providers(frames, lines),
        payers.with_columns(name=payers.family_name),
        places,
        found.role("subscriber", *NAMES),
    )


def _people(found: Columns, frames):
    """The patient of each claim: the subscriber himself, or the dependent below him."""
    is_self = np.array([not values for values in found.around("patient")], bool)
    relation = Coded.where(is_self, "self", found["patient.relationship"])
    person = {name: _of(is_self, found[f"subscriber.{name}"], found[f"patient.{name}"]) for name in NAMES}
    return person, found, is_self, relation


def _of(mask: np.ndarray, yes, no):
    if mask.all():
        return yes
    return Coded.where(mask, yes, no) if isinstance(yes, Coded) else np.where(mask, yes, no)


def _claims(found: Columns, frames, keys, person: dict, relation: Coded) -> Table:
    made = {name: found[source] for name, source in ELSEWHERE.items()}
    made |= {
        name: found[f"claims.{name}"] for name in columns_of("claims") if f"claims.{name}" in found and name not in made
    }
    causes = [{values.get("claims.cause_1"), values.get("claims.cause_2")} for values in found.around("claim")]
    billing, rendering = found["billing.taxonomy_code"], found["rendering.taxonomy_code"]
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
        Table({**made, **{name: np.array([code in told for told in causes], bool) for code, name in FLAGS.items()}}),
    )


def _lines(lines: list[tuple]) -> Table:
    found = Columns(KIND, [line for *_, line in lines])
    special = ("claim_line_number", "service_date", "place_of_service_code")
    made = {
        name: found[f"claim_lines.{name}"]
        for name in columns_of("claim_lines")
        if f"claim_lines.{name}" in found and name not in special
    }
    days = [text.partition("-") for text in found.texts("claim_lines.service_date")]
    places = [
        line.values.get("claim_lines.place_of_service_code") or claim.values.get("claims.place_of_service_code", "")
        for *_, claim, line in lines
    ]
    return conform(
        "claim_lines",
        Table(
            **made,
            claim_key=np.array([key for key, *_ in lines], np.int64),
            claim_line_number=np.array([line[1] for line in lines], np.int64),
            service_date=_dates([first for first, _, _ in days]),
            service_end_date=_dates([last for _, _, last in days]),
            place_of_service_code=Coded.of(places),
            rendering_npi=Coded.of([_rendering(claim, line) for *_, claim, line in lines]),
        ),
    )


def _dates(texts: list[str]) -> np.ndarray:
    known = {text: (day(text) if text else None) or "NaT" for text in set(texts)}
    return np.array([known[text] for text in texts], "datetime64[D]")


def _rendering(claim: Frame, line: Frame) -> str:
    """Of the line, else of the claim, else the billing provider who is a person."""
    told = line.values.get("line_rendering.npi") or claim.values.get("rendering.npi")
    return told or (claim.get("billing.npi") if claim.get("billing.entity_type_code") == "1" else "")


def _others(lines, frames, keys) -> tuple[Table, Table]:
    """What earlier payers paid and took off: for the lines where they said it so, for the claim (line 0) elsewhere."""
    payments, adjustments, lined = [], [], set()
    for key, number, _, line in lines:
        for other in line.inner:
            payer = other.values.get("line_other.payer_id", "")
            lined.add((key, payer))
            _other(payments, adjustments, (key, number, payer), other, "line_other", True)
    for key, frame in zip(keys.tolist(), frames, strict=True):
        for other in frame.inner:
            if other.kind == "other":
                payer = other.values.get("other_payer.payer_id", "")
                _other(payments, adjustments, (key, 0, payer), other, "other", (key, payer) not in lined)
    place = ("claim_key", "claim_line_number", "payer_code")
    names = (*place, "paid_amount", "remittance_date"), (*place, "group", "carc", "amount")
    made = [
        Table.from_rows(table, [dict(zip(columns, row, strict=True)) for row in sorted(rows, key=lambda row: row[:2])])
        if rows
        else empty(table)
        for table, columns, rows in zip(
            ("other_payments", "other_adjustments"), names, (payments, adjustments), strict=True
        )
    ]
    return made[0], made[1]


def _other(payments, adjustments, place: tuple, frame: Frame, kind: str, counts: bool) -> None:
    taken, paid = adjustments_of(frame.lists.get("cas", [])), frame.values.get(f"{kind}.paid_amount", "")
    adjustments += [(*place, *row) for row in taken]
    when = frame.values.get(f"{kind}.remittance_date", "")
    if counts and (paid or taken or kind == "line_other"):
        payments.append((*place, (cents(paid) or 0) if paid else 0, day(when) if when else None))


def _providers(frames, lines) -> Table:
    """Every provider that the file names, once by its number."""
    found: dict = {}
    levels = {id(frame.around("provider")): frame.around("provider") for frame in frames}
    for roles, rows in (
        (ON_CLAIMS[:1], [level for level in levels.values() if level]),
        (ON_CLAIMS[1:], frames),
        (ON_LINES, [line for *_, line in lines]),
    ):
        for name in roles:
            for row in rows:
                npi = row.values.get(f"{name}.npi", "")
                if npi and npi not in found:
                    found[npi] = {column: row.values.get(f"{name}.{column}", "") for column in COLUMNS}
    shown = [
        {**row, "tax_id": f"{row['tax_id'][:2]}-{row['tax_id'][2:]}" if len(row["tax_id"]) == 9 else row["tax_id"]}
        for row in found.values()
    ]
    return Table({name: Coded.of([row[name] for row in shown]) for name in COLUMNS})
