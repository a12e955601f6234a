"""Claims at random for the speed figures: households, coverages, visits of usual make, some of them wrong. Not
clinically meaningful.
"""

import numpy as np

from sim.ground.coded import Coded
from sim.ground.draw import choose, uniform, whole
from sim.ground.editions import service_dates
from sim.ground.keys import claim_key, coverage_key, encounter_key, patient_key
from sim.ground.table import Table, conform
from sim.reference.charge_master import charges

PAYERS, PLANS = ("medicare_part_b", "acme_ppo", "medicaidcare"), ("original", "ppo_500", "standard")
VISITS = ("99213", "99214", "99203", "99212", "99396", "99204")
EXTRA = (
    "36415",
    "83036",
    "20610",
    "J3301",
    "96372",
    "93000",
    "80053",
    "87880",
    "73562",
    "17110",
    "17003",
    "90471",
    "90656",
    "69210",
    "12001",
)
DIAGNOSES = ("I10", "E11.9", "M17.11", "J02.9", "Z00.00", "R05.9", "M25.561", "L57.0", "E78.5", "H61.21", "S61.411A")
NPI = ("2400315778", "2511772032", "2738100561")


def tables(lines: int, seed: int = 1, wrong: float = 0.05) -> tuple[Table, Table, Table, Table]:
    """claims, claim_lines, coverages, prior_services with about that many lines."""
    visits = max(1, int(lines / 2.5))
    household = 1 + np.arange(visits) // 3
    member = whole(seed, "member", np.arange(visits), 2)
    patient = patient_key(household, member)
    visit = np.arange(visits) % 3
    encounter = encounter_key(patient, visit)
    payer = choose(seed, "payer", household, (30, 50, 20))
    day = service_dates().first + whole(seed, "day", encounter, 180).astype("timedelta64[D]")
    claims = Table(
        claim_key=claim_key(encounter, 0),
        household_key=household,
        patient_key=patient,
        encounter_key=encounter,
        payer_code=Coded(payer.astype(np.int32), PAYERS),
        coverage_key=coverage_key(patient, 0),
        member_id=Coded(np.zeros(visits, np.int32), ("M1",)),
        patient_birth_date=np.full(visits, np.datetime64("1960-03-05")),
        patient_sex_code=Coded.constant("F", visits),
        claim_frequency_code=Coded.constant("1", visits),
        replaces_claim_key=np.full(visits, -1),
        clinic_code=Coded.constant("prairie", visits),
        billing_npi=Coded.constant("2066719842", visits),
        billing_tax_id=Coded.constant("00-0000001", visits),
        clia_number=Coded.constant("99D0000001", visits),
        specialty_code=Coded.constant("family medicine", visits),
        is_assignment_accepted=np.ones(visits, bool),
        submitted_date=day + 2,
        received_date=day + 3,
        **{
            f"diagnosis_code_{n}": Coded(whole(seed, f"dx{n}", encounter, len(DIAGNOSES)).astype(np.int32), DIAGNOSES)
            for n in (1, 2, 3)
        },
    )
    claims = claims.sort_by("claim_key")
    again = uniform(seed, "twice", claims.encounter_key) < wrong / 5
    table = _lines(seed, claims, wrong)
    total = np.bincount(np.searchsorted(claims.claim_key, table.claim_key), table.charge_amount, visits).astype(
        np.int64
    )
    claims = claims.with_columns(total_charge_amount=total)
    if again.any():
        twice, rows = claims.take(again), table.take(np.isin(table.claim_key, claims.claim_key[again]))
        claims = Table.concat(
            [claims, twice.with_columns(claim_key=twice.claim_key + 1, received_date=twice.received_date + 9)]
        )
        table = Table.concat([table, rows.with_columns(claim_key=rows.claim_key + 1)])
    patients = np.unique(patient)
    coverages = Table(
        coverage_key=coverage_key(patients, 0),
        patient_key=patients,
        payer_code=Coded(choose(seed, "payer", patients >> 4, (30, 50, 20)).astype(np.int32), PAYERS),
        plan_code=Coded(choose(seed, "payer", patients >> 4, (30, 50, 20)).astype(np.int32), PLANS),
        member_id=Coded.constant("M1", len(patients)),
        subscriber_patient_key=(patients >> 4) << 4,
        relationship_code=Coded.constant("self", len(patients)),
        coverage_start_date=np.full(len(patients), np.datetime64("2025-01-01")),
    )
    known = patients[uniform(seed, "known", patients) < 0.5]
    past = Table(
        patient_key=known,
        payer_code=Coded(choose(seed, "payer", known >> 4, (30, 50, 20)).astype(np.int32), PAYERS),
        service_date=np.full(len(known), np.datetime64("2024-06-01")),
        procedure_code=Coded.constant("99213", len(known)),
        place_of_service_code=Coded.constant("11", len(known)),
        billing_npi=Coded.constant("2066719842", len(known)),
        specialty_code=Coded.constant("family medicine", len(known)),
        service_unit_quantity=np.ones(len(known), np.int64),
    )
    return tuple(
        conform(name, part).sort_by(*keys)
        for name, part, keys in (
            ("claims", claims, ("household_key", "adjudication_round", "received_date", "claim_key")),
            ("claim_lines", table, ("claim_key", "claim_line_number")),
            ("coverages", coverages, ("coverage_key",)),
            ("prior_services", past, ("patient_key",)),
        )
    )


def _lines(seed, claims, wrong) -> Table:
    more = whole(seed, "count", claims.claim_key, 4)
    owner = np.repeat(np.arange(len(claims)), more + 1)
    key = claims.claim_key[owner]
    number = np.arange(len(owner)) - np.repeat(np.cumsum(more + 1) - (more + 1), more + 1) + 1
    line = key * 64 + number
    pool = (*VISITS, *EXTRA)
    codes = np.where(
        number == 1,
        choose(seed, "visit", line, (40, 35, 8, 7, 7, 3)),
        len(VISITS) + whole(seed, "extra", line, len(EXTRA)),
    )
    units = np.where(codes == pool.index("J3301"), 4, 1)
    modifiers = ("25", "RT", "QW", "59")
    first = np.where(number == 1, np.where(more[owner] > 0, 0, -1), -1)
    first = np.where(np.isin(codes, [pool.index("20610"), pool.index("73562"), pool.index("69210")]), 1, first)
    first = np.where(np.isin(codes, [pool.index("83036"), pool.index("80053"), pool.index("87880")]), 2, first)
    first = np.where(uniform(seed, "slip", line) < wrong, -1, first)
    count = len(owner)
    return Table(
        claim_key=key,
        claim_line_number=number,
        service_date=claims.received_date[owner] - 3,
        place_of_service_code=Coded.constant("11", count),
        procedure_code=Coded(codes.astype(np.int32), pool),
        hcpcs_modifier_1=Coded(first.astype(np.int32), modifiers),
        diagnosis_pointer_1=1 + whole(seed, "pointer", line, 3),
        charge_amount=units * np.maximum(charges(pool), 5000)[codes],
        service_unit_quantity=units,
        rendering_npi=Coded(whole(seed, "npi", key, 3).astype(np.int32), NPI),
    )
