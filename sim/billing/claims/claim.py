"""The claim: what a CMS-1500 says about a visit, built from what the front desk registered and the coder sent.

The biller changes no code. She writes the coverage that the front desk registered, the codes in the coder's order, the
clinic's charge times the units, the laboratory certificate where a line is a laboratory test, the authorization number,
who certified a therapist's plan, when a course of treatment began, the last period before a birth, and the copay taken.
A visit without a registered coverage or without a service makes no claim. Mistakes of the biller are changes of rows
(sim/billing/claims/claim_mistakes.py).
"""

import numpy as np

from sim.billing.claims.claim_mistakes import with_mistakes
from sim.billing.claims.claim_tables import DIAGNOSIS_COLUMNS, MODIFIERS, POINTER_COLUMNS, Claims
from sim.billing.claims.submission import received_date, submitted_date
from sim.clinic.people.people import People
from sim.clinic.practice.clinics import clinic, referrers
from sim.clinic.visits.coded_rows import Work
from sim.ground.coded import Coded
from sim.ground.editions import service_dates
from sim.ground.joins import find_in, find_rows, mapped, number_within, sum_by
from sim.ground.keys import claim_key
from sim.ground.money import dollars
from sim.ground.params import param_value
from sim.ground.table import Table, conform
from sim.payer.rulebook.payers import payers
from sim.reference.codes import procedure_rows, procedures
from sim.reference.drug_products import product_of
from sim.reference.charge_master import charges as charge_master


def bill(encounters: Table, work: Work, people: People) -> Claims:
    """One claim for every billable visit, with the mistakes of the biller that the encounters carry.

    encounters: Table[encounters] in ascending order of encounter_key. work: (diagnoses, services), one version of each
    visit, in order. people: (patients, coverages, ...). Charges in cents. Codes without a charge on the clinic's list
    take the stated one.

    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> claims = bill(visit, truth_work(visit), people)
    >>> len(claims.claims), "20610" in claims.lines.procedure_code.texts(), claims.claims.claim_frequency_code[0]
    (1, True, '1')
    """
    return with_mistakes(clean(encounters, work, people), encounters)


def clean(encounters: Table, work: Work, people: People) -> Claims:
    """As bill, without the biller's own mistakes (those made before her desk stay)."""
    visits = _billable(encounters, work.services)
    lines = _lines(visits, work.services)
    claims = _heads(visits, people)
    rows = find_rows(claims.claim_key, lines.claim_key)
    lines = lines.with_columns(**drug_packages(claims.payer_code, rows, lines))
    claims = claims.with_columns(
        total_charge_amount=sum_by(rows, lines.charge_amount, len(claims)),
        clia_number=_certificate(visits, rows, lines),
        **_diagnoses(visits.encounter_key, work.diagnoses),
    )
    return Claims(conform("claims", claims), conform("claim_lines", lines))


def _billable(encounters: Table, services: Table) -> Table:
    has_service = np.isin(encounters.encounter_key, services.encounter_key)
    return encounters.take(np.flatnonzero(has_service & (encounters.registered_coverage_key >= 0)))


def _heads(visits: Table, people: People) -> Table:
    count = len(visits)
    coverage = people.coverages.take(find_in(people.coverages.coverage_key, visits.registered_coverage_key))
    patient = people.patients.take(find_in(people.patients.patient_key, visits.patient_key))
    submitted = submitted_date(visits.encounter_key, visits.service_date)
    return Table(
        claim_key=claim_key(visits.encounter_key, 0),
        household_key=visits.household_key,
        patient_key=visits.patient_key,
        encounter_key=visits.encounter_key,
        payer_code=coverage.payer_code,
        coverage_key=coverage.coverage_key,
        member_id=coverage.member_id,
        patient_birth_date=patient.birth_date,
        patient_sex_code=patient.sex_code,
        relationship_code=coverage.relationship_code,
        group_number=coverage.group_number,
        payer_sequence_code=Coded.constant("P", count),
        claim_frequency_code=Coded.constant("1", count),
        replaces_claim_key=np.full(count, -1, np.int64),
        continues_claim_key=np.full(count, -1, np.int64),
        adjudication_round=np.zeros(count, np.int64),
        prior_authorization_number=visits.registered_authorization_number,
        referral_number=visits.registered_referral_number,
        clinic_code=visits.clinic_code,
        billing_npi=mapped(visits.clinic_code, lambda code: clinic(code).npi),
        billing_tax_id=mapped(visits.clinic_code, lambda code: clinic(code).tax_id),
        specialty_code=visits.specialty_code,
        referring_npi=mapped(visits.rendering_npi, lambda npi: referrers().get(npi, "")),
        is_assignment_accepted=np.ones(count, bool),
        is_employment_related=~np.isnat(visits.work_injury_date),
        onset_date=visits.work_injury_date,
        initial_treatment_date=visits.first_treatment_date,
        last_menstrual_date=visits.last_menstrual_date,
        patient_paid_amount=visits.copayment_collected_amount,
        submitted_date=submitted,
        received_date=received_date(submitted),
    )


def _lines(visits: Table, services: Table) -> Table:
    rows = find_rows(visits.encounter_key, services.encounter_key)
    services, rows = services.take(np.flatnonzero(rows >= 0)), rows[rows >= 0]
    copied = {
        name: services[name] for name in ("procedure_code", *MODIFIERS, *POINTER_COLUMNS, "service_unit_quantity")
    }
    return Table(
        claim_key=claim_key(services.encounter_key, 0),
        claim_line_number=number_within(services.encounter_key),
        service_date=visits.service_date[rows],
        place_of_service_code=visits.place_of_service_code[rows],
        rendering_npi=visits.rendering_npi[rows],
        charge_amount=charge(services.procedure_code, services.service_unit_quantity),
        **copied,
    )


def charge(procedure_code: Coded, units: np.ndarray) -> np.ndarray:
    """The clinic's charge in cents for all units of each line; a code that is not on the charge master has one stated
    charge.

    >>> charge(Coded.of(["99213", "J3301"]), np.array([1, 4])).tolist()[0]
    21000
    """
    amounts = np.append(charge_master(procedure_code.pool), 0)
    amounts = np.where(amounts < 0, param_value("charge_not_listed", "*", service_dates().first), amounts)
    return amounts[procedure_code.keys] * units


def charges_not_listed(procedure_code: Coded) -> dict[str, int]:
    """Codes that are not on the charge master, with how many lines have them: they are billed at one stated charge.

    >>> charges_not_listed(Coded.of(["99213", "S0999", "S0999"]))
    {'S0999': 2}
    """
    counts = np.bincount(procedure_code.keys[procedure_code.keys >= 0], minlength=len(procedure_code.pool))
    listed = charge_master(procedure_code.pool) >= 0
    return {text: int(count) for text, count, known in zip(procedure_code.pool, counts, listed) if count and not known}


def not_listed_words(codes: dict[str, int]) -> str:
    """The sentence about codes without a charge; empty where there are none.

    >>> not_listed_words({"S0999": 2})
    'Not on the charge master, billed at $150.00 a unit (clinic policy): S0999 (2 lines).'
    """
    amount = dollars(param_value("charge_not_listed", "*", service_dates().first))
    shown = ", ".join(f"{code} ({count:,} line{'s' * (count != 1)})" for code, count in codes.items())
    return f"Not on the charge master, billed at {amount} a unit (clinic policy): {shown}." if codes else ""


def drug_packages(payer_code: Coded, rows: np.ndarray, lines: Table) -> dict[str, np.ndarray | Coded]:
    """The drug's own number, unit and quantity on drug lines of payers that ask for them (policy drug_code_missing);
    nothing where nobody asks. rows: the line's row in payer_code."""
    asks = np.array(
        [*(text in payers() and "drug_code_missing" in payers()[text].policies for text in payer_code.pool), False]
    )
    pool = lines.procedure_code.pool
    found = [product_of().get(text) for text in pool]
    where = (
        asks[payer_code.keys][rows]
        & np.array([*(product is not None for product in found), False])[lines.procedure_code.keys]
    )
    if not where.any():
        return {}
    keys = np.where(where, lines.procedure_code.keys, -1).astype(np.int32)
    numbers = tuple(product.drug_code if product else "" for product in found)
    units = tuple(product.drug_unit_code if product else "" for product in found)
    quantity = np.array([*(product.quantity if product else 0 for product in found), 0], np.int64)[keys]
    return {
        "drug_code": _coded(keys, numbers),
        "drug_unit_code": _coded(keys, units),
        "drug_unit_quantity": quantity * lines.service_unit_quantity,
    }


def _coded(keys: np.ndarray, texts: tuple[str, ...]) -> Coded:
    """Keys into texts that may repeat, as a coded column."""
    pool = tuple(dict.fromkeys(filter(None, texts)))
    return Coded(np.array([*(pool.index(text) if text else -1 for text in texts), -1], np.int32)[keys], pool)


def _certificate(visits: Table, rows: np.ndarray, lines: Table) -> Coded:
    """Box 23 holds the laboratory certificate when a line is a laboratory test (42 CFR 493.1; CMS claims manual ch. 26,
    item 23).
    """
    needs = np.append(procedures().needs_clia, False)[
        lines.procedure_code.rows(procedure_rows(lines.procedure_code.pool))
    ]
    has_test = sum_by(rows, needs.astype(np.int64), len(visits)) > 0
    return Coded.where(has_test, mapped(visits.clinic_code, lambda code: clinic(code).clia_number), "")


def _diagnoses(encounter_keys: np.ndarray, diagnoses: Table) -> dict[str, Coded]:
    """Long to wide: the diagnosis of each sequence stands in its own column, as the letters of box 21 do."""
    rows = find_rows(encounter_keys, diagnoses.encounter_key)
    columns = {}
    for number, name in enumerate(DIAGNOSIS_COLUMNS, start=1):
        keys = np.full(len(encounter_keys), -1, np.int32)
        mine = (diagnoses.diagnosis_sequence == number) & (rows >= 0)
        keys[rows[mine]] = diagnoses.diagnosis_code.keys[mine]
        columns[name] = Coded(keys, diagnoses.diagnosis_code.pool)
    return columns


def long_diagnoses(claims: Table) -> Table:
    """Table[claim_diagnoses]: one row for each diagnosis of each claim, for the door."""
    parts = []
    for number, name in enumerate(DIAGNOSIS_COLUMNS, start=1):
        there = np.flatnonzero(~claims[name].is_missing)
        parts.append(
            Table(
                claim_key=claims.claim_key[there],
                diagnosis_sequence=np.full(len(there), number, np.int64),
                diagnosis_code=claims[name][there],
            )
        )
    return Table.concat(parts).sort_by("claim_key", "diagnosis_sequence")
