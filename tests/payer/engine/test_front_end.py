"""Nothing a claim may hold makes the front end or the engine fall over: what cannot be is refused with a status."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.rulebook.catalogue import policies
from sim.payer.engine.engine import adjudicate
from sim.payer.examples.example_claims import tables
from sim.payer.examples.example_table import Row

HUGE = st.integers(-(2**63), 2**63 - 1)
TEXT = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(("99213", "25", "I10", "2400315778", "\x00", "=1+1", "<b>"))
)
DATES = st.one_of(st.none(), st.dates().map(str))
LINE = st.fixed_dictionaries(
    {
        "charge_amount": HUGE,
        "service_unit_quantity": HUGE,
        "claim_line_number": HUGE,
        "diagnosis_pointer_1": HUGE,
        "diagnosis_pointer_4": HUGE,
        "procedure_code": TEXT,
        "hcpcs_modifier_1": TEXT,
        "hcpcs_modifier_4": TEXT,
        "place_of_service_code": TEXT,
        "rendering_npi": TEXT,
        "service_date": DATES,
    }
)
CLAIM = st.fixed_dictionaries(
    {
        "total_charge_amount": HUGE,
        "coverage_key": HUGE,
        "household_key": HUGE,
        "patient_key": HUGE,
        "encounter_key": HUGE,
        "replaces_claim_key": HUGE,
        "adjudication_round": st.integers(0, 9),
        "member_id": TEXT,
        "claim_frequency_code": TEXT,
        "diagnosis_code_1": TEXT,
        "diagnosis_code_12": TEXT,
        "patient_birth_date": DATES,
        "patient_sex_code": TEXT,
        "billing_npi": TEXT,
        "clia_number": TEXT,
        "specialty_code": TEXT,
        "clinic_code": TEXT,
        "received_date": DATES,
        "is_reopening": st.booleans(),
    }
)


def clean():
    return tables((Row({"payer": "acme_ppo"}, ("no",), "here"),))


@settings(max_examples=120, deadline=None)
@given(CLAIM, st.lists(LINE, max_size=3), st.data())
def test_any_claim_gets_an_answer_and_accepted_ones_balance(claim, lines, data):
    claims, good, coverages, past, _ = clean()
    pick = data.draw(st.sets(st.sampled_from(sorted(claim))))
    row = claims.rows()[0] | {name: claim[name] for name in pick}
    wild = [
        good.rows()[0] | {name: value for name, value in line.items() if data.draw(st.booleans())} for line in lines
    ]
    result = adjudicate(Table.from_rows("claims", [row]), Table.from_rows("claim_lines", wild), coverages, past)
    assert len(result.acknowledgements) == (row["received_date"] is not None)
    accepted = bool(len(result.acknowledgements)) and bool(result.acknowledgements.is_accepted[0])
    assert bool(len(result.remittance_lines)) == (accepted and row["claim_frequency_code"] != "8")
    paid = result.remittance_lines
    assert paid.charge_amount.sum() == paid.paid_amount.sum() + result.adjustments.amount.sum()


def test_a_claim_without_lines_is_refused():
    claims, lines, coverages, past, _ = clean()
    result = adjudicate(claims, lines.take(np.zeros(0, np.int64)), coverages, past)
    assert result.acknowledgements.policy.texts().tolist() == ["lines_missing"] and not len(result.remittance_lines)


def test_nothing_at_all_is_no_error():
    claims, lines, coverages, past, _ = clean()
    none = np.zeros(0, np.int64)
    assert [len(table) for table in adjudicate(claims.take(none), lines.take(none), coverages.take(none))] == [0, 0, 0]


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda claims, lines: (claims, lines.with_columns(claim_key=lines.claim_key + 1)), "not among the claims"),
        (lambda claims, lines: (Table.concat([claims, claims]), lines), "twice"),
        (
            lambda claims, lines: (
                claims.with_columns(payer_code=type(claims.payer_code).constant("nobody", 1)),
                lines,
            ),
            "unknown payer 'nobody'",
        ),
    ],
)
def test_tables_that_do_not_fit_are_one_clear_line(spoil, words):
    claims, lines, coverages, past, _ = clean()
    with pytest.raises(CleanClaimError, match=words):
        adjudicate(*spoil(claims, lines), coverages, past)


def test_the_first_refusal_is_the_payers_own_first():
    claims, lines, coverages, past, _ = clean()
    both = claims.with_columns(
        total_charge_amount=claims.total_charge_amount + 1, coverage_key=claims.coverage_key * 0 - 1
    )
    assert adjudicate(both, lines, coverages, past).acknowledgements.rows()[0]["policy"] == "member_not_found"


def test_every_rejecting_policy_is_at_the_front_end_and_only_those():
    assert all((policy.verb == "rejects") == (policy.stage.kind == "front end") for policy in policies().values())
