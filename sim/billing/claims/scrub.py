"""The scrub: what is looked at before a claim goes out. Findings stand at a box and a line, and say what, where, what
was expected, what to do.

It is not a second rule book. Its own checks are those of a form (required boxes, numbers in their form, pointers that
point somewhere, sums); for everything else it runs chosen policies of the payer early, those that need no history.
"""

from collections.abc import Iterator

import numpy as np

from sim.billing.claims.claim_tables import DIAGNOSIS_COLUMNS, MODIFIERS, POINTER_COLUMNS
from sim.billing.claims.form import box_of, in_sentence
from sim.clinic.people.people import People
from sim.clinic.practice.clinics import clinic
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_in, find_rows, mapped, sum_by
from sim.ground.table import Table, empty
from sim.payer.engine.engine import Adjudication, adjudicate
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.policy import Policy
from sim.reference.codes import modifiers
from sim.reference.identifiers import is_npi

# Policies of the payer that a scrubber can ask early: they need the claim, the coverage and the library, but no earlier
# claims.
EARLY = (
    "member_not_eligible",
    "timely_filing",
    "diagnosis_invalid",
    "diagnosis_not_valid_on_date",
    "procedure_invalid",
    "modifier_invalid",
    "modifier_does_not_fit",
    "side_missing",
    "sex_conflict",
    "bundled_pair",
    "units_above_limit",
    "add_on_without_base",
    "laboratory_certificate",
    "beyond_certificate",
    "authorization_missing",
    "age_conflict",
    "bundled_status",
    "procedure_not_in_force",
    "modifier_not_in_force",
    "modifiers_contradict",
    "first_diagnosis_unfit",
    "place_conflict",
    "drug_code_missing",
    "description_missing",
    "date_missing",
    "units_and_dates",
    "telehealth_not_marked",
    "therapy_plan_missing",
    "diagnosis_age_conflict",
    "diagnosis_sex_conflict",
)
REQUIRED = {
    "claims": {
        "member_id": "the member ID on the card",
        "patient_birth_date": "the patient's birth date",
        "patient_sex_code": "F or M",
        "relationship_code": "self, spouse or child",
        "diagnosis_code_1": "the first-listed diagnosis",
        "billing_npi": "the group's NPI",
        "billing_tax_id": "the clinic's tax ID",
        "total_charge_amount": "the sum of the lines",
    },
    "claim_lines": {
        "service_date": "the date of service",
        "place_of_service_code": "the place of service, such as 11",
        "procedure_code": "the procedure code",
        "charge_amount": "the clinic's charge",
        "service_unit_quantity": "the units",
        "rendering_npi": "the rendering provider's NPI",
        "diagnosis_pointer_1": "at least one letter of box 21",
    },
}


def scrub(claims: Table, lines: Table, people: People, decided: Adjudication | None = None) -> Table:
    """Table[findings] of these claims, in order of claim and line. `decided`: an adjudication of the same claims, if
    there is one already.
    """
    parts = [
        *_required("claims", claims, None),
        *_required("claim_lines", lines, lines.claim_line_number),
        *_pointers(claims, lines),
        *_numbers(claims, lines),
        *_groups(claims, lines),
        *_modifiers(lines),
        *_sums(claims, lines),
        *_early(claims, lines, people, decided),
    ]
    parts = [part for part in parts if len(part)]
    return Table.concat(parts).sort_by("claim_key", "claim_line_number") if parts else empty("findings")


def _findings(
    rows: np.ndarray,
    keys: np.ndarray,
    numbers: np.ndarray | None,
    table: str,
    column: str,
    finding: str,
    line: CleanClaimError,
    severity: str = "error",
) -> Table:
    """The same finding on some rows."""
    count = len(rows)
    return Table(
        claim_key=keys[rows],
        claim_line_number=numbers[rows] if numbers is not None else np.zeros(count, np.int64),
        box=Coded.constant(box_of(table, column), count),
        column=Coded.constant(column, count),
        finding=Coded.constant(finding, count),
        severity=Coded.constant(severity, count),
        message=Coded.constant(line.line(), count),
    )


def _is_missing(column: np.ndarray | Coded) -> np.ndarray:
    if isinstance(column, Coded):
        return column.is_missing
    return np.isnat(column) if column.dtype.kind == "M" else column == 0


def _required(table: str, rows: Table, numbers: np.ndarray | None) -> Iterator[Table]:
    for column, expected in REQUIRED[table].items():
        empty_rows = np.flatnonzero(_is_missing(rows[column]))
        if len(empty_rows):
            box = box_of(table, column)
            yield _findings(
                empty_rows,
                rows.claim_key,
                numbers,
                table,
                column,
                "missing",
                CleanClaimError("the box is blank", in_sentence(box), expected, "complete it"),
            )


def _pointers(claims: Table, lines: Table) -> Iterator[Table]:
    """A pointer names a diagnosis that is on the claim."""
    head = find_rows(claims.claim_key, lines.claim_key)
    filled = np.stack([~claims[name].is_missing for name in DIAGNOSIS_COLUMNS], axis=1)
    wrong = np.zeros(len(lines), bool)
    for name in POINTER_COLUMNS:
        number = lines[name]
        inside = (number >= 1) & (number <= 12)
        wrong |= (number != 0) & ~(inside & filled[head, np.where(inside, number - 1, 0)])
    rows = np.flatnonzero(wrong)
    if len(rows):
        yield _findings(
            rows,
            lines.claim_key,
            lines.claim_line_number,
            "claim_lines",
            "diagnosis_pointer_1",
            "pointer-to-nothing",
            CleanClaimError(
                "the pointer refers to a blank diagnosis",
                "box 24E",
                "letters of diagnoses listed in box 21",
                "point to the diagnosis that the service was for",
            ),
        )


def _numbers(claims: Table, lines: Table) -> Iterator[Table]:
    for table, rows, numbers, column in (
        ("claims", claims, None, "billing_npi"),
        ("claims", claims, None, "referring_npi"),
        ("claim_lines", lines, lines.claim_line_number, "rendering_npi"),
    ):
        wrong = np.flatnonzero(~rows[column].is_missing & ~rows[column].lookup(is_npi, True).astype(bool))
        if len(wrong):
            yield _findings(
                wrong,
                rows.claim_key,
                numbers,
                table,
                column,
                "npi-form",
                CleanClaimError(
                    "not a valid NPI",
                    in_sentence(box_of(table, column)),
                    "10 digits that begin with 1 or 2 and a matching check digit",
                    "re-enter the 10-digit number",
                ),
            )


def _modifiers(lines: Table) -> Iterator[Table]:
    """A modifier that nobody here knows: a warning, since our list is not the whole one."""
    known = frozenset(modifiers().modifier.texts().tolist())
    for column in MODIFIERS:
        strange = np.flatnonzero(~lines[column].is_missing & ~lines[column].isin(known))
        if len(strange):
            yield _findings(
                strange,
                lines.claim_key,
                lines.claim_line_number,
                "claim_lines",
                column,
                "modifier-unknown",
                CleanClaimError(
                    f"not among the {len(known)} modifiers of our list",
                    in_sentence(box_of("claim_lines", column)),
                    "a modifier of the current code sets",
                    "look it up; a payer rejects a modifier that does not exist",
                ),
                "warning",
            )


def _groups(claims: Table, lines: Table) -> Iterator[Table]:
    """The group's NPI where an individual's belongs: who saw the patient, who referred the patient or ordered the
    test.
    """
    group = mapped(claims.clinic_code, lambda code: clinic(code).npi)
    head = find_rows(claims.claim_key, lines.claim_key)
    for table, rows, numbers, column, groups in (
        ("claims", claims, None, "referring_npi", group),
        ("claim_lines", lines, lines.claim_line_number, "rendering_npi", group[head]),
    ):
        wrong = np.flatnonzero((rows[column] == groups) & ~rows[column].is_missing)
        if len(wrong):
            yield _findings(
                wrong,
                rows.claim_key,
                numbers,
                table,
                column,
                "group-npi",
                CleanClaimError(
                    "this is the group's NPI",
                    in_sentence(box_of(table, column)),
                    "the NPI of an individual provider",
                    "look the provider up on the clinic card",
                ),
            )


def _sums(claims: Table, lines: Table) -> Iterator[Table]:
    total = sum_by(find_rows(claims.claim_key, lines.claim_key), lines.charge_amount, len(claims))
    wrong = np.flatnonzero((claims.total_charge_amount != total) & (claims.total_charge_amount != 0))
    if len(wrong):
        yield _findings(
            wrong,
            claims.claim_key,
            None,
            "claims",
            "total_charge_amount",
            "total-not-the-sum",
            CleanClaimError(
                "the total charge is not the sum of the lines",
                "box 28",
                "the sum of box 24F",
                "re-add the line charges",
            ),
        )


def _early(claims: Table, lines: Table, people: People, decided: Adjudication | None) -> Iterator[Table]:
    """The payer's front end, and the policies of EARLY, asked before the claim goes out."""
    held = np.isnat(claims.received_date)
    told = (
        decided
        if decided and not held.any()
        else adjudicate(_as_if_sent(claims, lines, held), lines, people.coverages, None, people.records())
    )
    refused = told.acknowledgements.take(
        ~told.acknowledgements.is_accepted & np.isin(told.acknowledgements.claim_key, claims.claim_key)
    )
    for policy in refused.policy.pool:
        rows = np.flatnonzero(refused.policy == policy)
        table, column = policies()[policy].box
        yield _findings(
            rows, refused.claim_key, None, table, column, policy, _objection(policies()[policy], "rejected")
        )
    answers = told.remittance_lines.take(
        ~told.remittance_lines.is_reversal & np.isin(told.remittance_lines.claim_key, claims.claim_key)
    )
    for policy in EARLY:
        rows = np.flatnonzero(answers.denial_policy == policy)
        table, column = policies()[policy].box
        if len(rows):
            numbers = None if table == "claims" and policy != "laboratory_certificate" else answers.claim_line_number
            yield _first_of_claim(
                _findings(
                    rows, answers.claim_key, numbers, table, column, policy, _objection(policies()[policy], "denied")
                ),
                numbers,
            )


def _as_if_sent(claims: Table, lines: Table, held: np.ndarray) -> Table:
    """A held claim is asked about as if it left two days after the service."""
    first = np.append(lines.service_date, np.datetime64("NaT"))[find_in(lines.claim_key, claims.claim_key)]
    sent = np.where(held, first + 2, claims.submitted_date)
    return claims.with_columns(submitted_date=sent, received_date=np.where(held, sent + 1, claims.received_date))


def _first_of_claim(findings: Table, numbers: np.ndarray | None) -> Table:
    """A finding about the claim as a whole is said once."""
    return findings if numbers is not None else findings.take(np.unique(findings.claim_key, return_index=True)[1])


def _objection(policy: Policy, how: str) -> CleanClaimError:
    return CleanClaimError(f"would be {how}: {policy.title}".rstrip("."), "", "", policy.fix)
