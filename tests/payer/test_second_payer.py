"""Paying second: the published examples to the cent, every line in balance, and one claim at a time as all together, in
a family with both kinds of claims.
"""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import NPI, _claim, crowd, told

from sim.ground.keys import coverage_key, patient_key
from sim.ground.table import Table
from sim.payer.money import cob_math
from sim.payer.engine.engine import adjudicate, answered, settled

PLANS = {
    "medicare_part_b": "original",
    "acme_ppo": "ppo_500",
    "medicaidcare": "standard",
    "boxwood_hdhp": "hdhp_2000",
    "silverleaf_hmo": "hmo",
    "lantern_medigap": "plan_g",
}
EARLIER = (
    None,
    None,
    (30, 20, "PR", "2"),
    (0, 60, "PR", "1"),
    (50, 10, "OA", "209"),
    (0, 100, "PR", "96"),
    (0, 0, "CO", "97"),
)  # percent paid, percent left, as


def world(seed: int, count: int) -> tuple:
    """claims, claim_lines, coverages, prior_services and records of many families with claims as to the first and to
    the second payer.
    """
    draw = Random(seed)
    heads, lines, coverages, payments, adjustments, facts = [], [], [], [], [], []
    for number, household in enumerate(crowd(seed, count), 1):
        payer, own = draw.choice(tuple(PLANS)), []
        for member in (0, 1):
            key = patient_key(number, member)
            coverages.append(
                {
                    "coverage_key": coverage_key(key, 0),
                    "patient_key": key,
                    "payer_code": payer,
                    "plan_code": PLANS[payer],
                    "member_id": f"M{number}",
                    "subscriber_patient_key": patient_key(number, 0),
                    "coverage_start_date": "2025-01-01",
                }
            )
        for turn, drawn in enumerate(household["claims"]):
            own.append(_claim(number, turn, drawn, payer, own))
            _before(draw.choice(EARLIER), turn % 2 == 1, *own[-1], payments, adjustments)
            heads.append(own[-1][0])
            lines += own[-1][1]
        if number % 3 == 0:
            facts.append(
                {
                    "patient_key": patient_key(number, 1),
                    "fact": "qualified medicare beneficiary",
                    "start_date": "2025-01-01",
                }
            )
    tables = [
        Table.from_rows(name, rows)
        for name, rows in (("claims", heads), ("claim_lines", lines), ("coverages", coverages), ("prior_services", []))
    ]
    return (
        *tables,
        {
            name: Table.from_rows(name, rows)
            for name, rows in (
                ("other_payments", payments),
                ("other_adjustments", adjustments),
                ("member_facts", facts),
            )
        },
    )


def _before(said, as_a_whole: bool, claim: dict, rows: list, payments: list, adjustments: list) -> None:
    if said is None:
        return
    claim["payer_sequence_code"] = "S"
    paid, left, group, carc = said
    parts = (
        [(0, sum(row["charge_amount"] for row in rows))]
        if as_a_whole
        else [(row["claim_line_number"], row["charge_amount"]) for row in rows]
    )
    for number, charge in parts:
        who = {"claim_key": claim["claim_key"], "claim_line_number": number, "payer_code": "earlier"}
        amounts = {
            (group, carc): charge * left // 100,
            ("CO", "45"): charge - charge * paid // 100 - charge * left // 100,
        }
        payments.append(
            {**who, "paid_amount": charge * paid // 100, "remittance_date": "2026-05-02", "claim_status_code": "1"}
        )
        adjustments += [
            {**who, "group": one, "carc": code, "amount": amount} for (one, code), amount in amounts.items() if amount
        ]


def cents(*amounts):
    return [np.array([round(100 * amount)]) for amount in amounts]


@pytest.mark.parametrize(
    "charge, paid, allowed, left, written_off, benefit, shares, expected, patient",
    [
        (175, 120, 150, 30, 0, 100, (0, 25), 30, 0),  # 42 CFR 411.33(e): the lowest of 55, 100 and 30
        (175, 120, 150, 30, 25, 100, (0, 25), 30, 0),  # bound by contract to accept 150: 30, 100, 30
        (
            175,
            120,
            150,
            30,
            0,
            0,
            (125, 0),
            0,
            5,
        ),  # Medicare's deductible is open: nothing, and 5 up to its fee stay with the patient
        (250, 120, 150, 30, 0, 180, (0, 20), 80, 0),  # a higher fee of Medicare: 130, 180, 80
        (100, 100, 100, 0, 0, 80, (0, 20), 0, 0),  # the first payer paid all
    ],
)
def test_medicare_pays_the_lowest_of_three(
    charge, paid, allowed, left, written_off, benefit, shares, expected, patient
):
    own = cob_math.Own(*cents(benefit, *shares, 0))
    pays, rest = cob_math.medicare(*cents(charge), own, *cents(paid, allowed, left, written_off))
    assert (pays[0], rest[0]) == (100 * expected, 100 * patient)


def test_sequestration_comes_last_on_what_medicare_pays_second():
    """The published 30.00 before sequestration is 29.40 after it."""
    claims, lines, coverages = _one("medicare_part_b", 17500, met=30000)
    records = {
        "other_payments": [_row(paid_amount=12000, remittance_date="2026-05-02")],
        "other_adjustments": [_row(group="PR", carc="2", amount=3000), _row(group="PR", carc="45", amount=2500)],
    }
    line = adjudicate(
        claims, lines, coverages, None, {name: Table.from_rows(name, rows) for name, rows in records.items()}
    ).remittance_lines.rows()[0]
    own = line[
        "allowed_amount"
    ]  # the fee of this code in Iowa stands for the 125 of the example: above 150 less 120 all the same
    assert line["claim_status_code"] == "2" and own > 3000 and line["paid_amount"] == 2940


def test_a_supplement_closes_to_the_charge_with_what_medicare_took_care_of():
    claims, lines, coverages = _one("lantern_medigap", 20000)
    records = {
        "other_payments": [_row(paid_amount=9600, remittance_date="2026-05-02")],
        "other_adjustments": [_row(group="CO", carc="45", amount=8000), _row(group="PR", carc="2", amount=2400)],
    }
    result = adjudicate(
        claims, lines, coverages, None, {name: Table.from_rows(name, rows) for name, rows in records.items()}
    )
    assert [(row["group"], row["carc"], row["amount"]) for row in result.adjustments.rows()] == [("OA", "23", 17600)]
    assert result.remittance_lines.paid_amount.tolist() == [2400]


def _row(**values) -> dict:
    return {"claim_key": 18432, "claim_line_number": 1, "payer_code": "earlier", **values}


def _one(payer: str, charge: int, met: int = 0):
    claim = {
        "claim_key": 18432,
        "household_key": 1,
        "patient_key": 18,
        "encounter_key": 1152,
        "payer_code": payer,
        "coverage_key": 144,
        "member_id": "A1",
        "patient_birth_date": "1958-01-01",
        "patient_sex_code": "F",
        "diagnosis_code_1": "I10",
        "claim_frequency_code": "1",
        "replaces_claim_key": -1,
        "clinic_code": "prairie",
        "billing_npi": "2066719842",
        "specialty_code": "family medicine",
        "received_date": "2026-06-01",
        "total_charge_amount": charge,
        "payer_sequence_code": "S",
    }
    line = {
        "claim_key": 18432,
        "claim_line_number": 1,
        "service_date": "2026-05-04",
        "place_of_service_code": "11",
        "procedure_code": "99214",
        "diagnosis_pointer_1": 1,
        "service_unit_quantity": 1,
        "charge_amount": charge,
        "rendering_npi": NPI[0],
    }
    cover = {
        "coverage_key": 144,
        "patient_key": 18,
        "payer_code": payer,
        "plan_code": PLANS[payer],
        "member_id": "A1",
        "subscriber_patient_key": 18,
        "coverage_start_date": "2024-01-01",
        "met_amount": met,
    }
    return (
        Table.from_rows("claims", [claim]),
        Table.from_rows("claim_lines", [line]),
        Table.from_rows("coverages", [cover]),
    )


@pytest.mark.parametrize("seed", range(3))
def test_one_claim_at_a_time_equals_all_together(seed):
    tables = world(seed, 400)
    assert told(answered(settled(*tables, one_by_one=True))) == told(adjudicate(*tables))


def test_every_line_balances_and_nobody_is_left_to_pay_more_than_the_earlier_payer_left():
    claims, lines, coverages, past, records = world(9, 1_500)
    result = adjudicate(claims, lines, coverages, past, records)
    taken: dict = {}
    for row in result.adjustments.rows():
        key = (row["claim_key"], row["claim_line_number"], row["is_reversal"])
        taken[key] = taken.get(key, 0) + row["amount"]
    left = dict.fromkeys(records["other_payments"].claim_key.tolist(), 0)
    for row in records["other_adjustments"].rows():
        left[row["claim_key"]] += row["amount"] if row["group"] in ("PR", "OA") else 0
    patient: dict = {}
    for row in result.remittance_lines.rows():
        assert row["charge_amount"] == row["paid_amount"] + taken.get(
            (row["claim_key"], row["claim_line_number"], row["is_reversal"]), 0
        )
        if row["claim_key"] in left and not row["is_reversal"] and not row["denial_policy"]:
            assert row["paid_amount"] >= 0
            patient[row["claim_key"]] = patient.get(row["claim_key"], 0) + row["patient_responsibility_amount"]
    assert len(patient) > 500 and all(share <= left[key] for key, share in patient.items())


def test_a_family_s_deductible_and_maximum_hold_with_claims_to_the_second_payer_among_them():
    claims, lines, coverages, past, records = world(4, 1_500)
    decisions = settled(claims, lines, coverages, past, records)
    payer = decisions.batch.claims.payer_code.texts()[decisions.batch.line_claim]
    patient, household = (
        decisions.batch.claims[name][decisions.batch.line_claim] for name in ("patient_key", "household_key")
    )
    replaced = np.isin(
        np.arange(len(decisions.batch.claims)), decisions.target[(decisions.target >= 0) & ~decisions.rejected]
    )[decisions.batch.line_claim]
    for names, mine, whose, most in (
        (("PR-1",), payer == "acme_ppo", patient, 50_000),
        (("PR-1",), payer == "acme_ppo", household, 100_000),
        (("PR-1",), payer == "boxwood_hdhp", household, 400_000),
        (("PR-1", "OA-209 N781"), payer == "medicare_part_b", patient, 28_300),
        (("PR-1", "PR-2", "PR-3"), payer == "acme_ppo", patient, 300_000),
    ):
        cents_ = np.where(mine & ~replaced, decisions.taken_for(slice(None), names), 0)
        assert np.bincount(np.unique(whose, return_inverse=True)[1], cents_).max() <= most and cents_.any()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 3)), min_size=1, max_size=8), st.integers(0, 10**10))
def test_an_amount_of_the_whole_claim_is_spread_to_the_cent(lines, amount):
    from sim.payer.engine.earlier_payers import _by_charge

    claim = np.sort(np.array([number for _, number in lines]))
    charge = np.array([cents_ for cents_, _ in lines])
    spread = _by_charge(charge, claim, np.full(4, amount))
    assert all(spread[claim == number].sum() == amount for number in set(claim.tolist())) and (spread >= 0).all()
