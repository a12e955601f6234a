"""What a payer says when it is asked what became of a claim: at every point of the claim's way, for every claim, in
words that exist.
"""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import made
from sim.ground.dictionary import columns_of
from sim.payer.engine.engine import adjudicate
from sim.payer.money.payments import payments
from sim.payer.asked.claim_status import status

WORLD = [
    {
        "payer": "acme_ppo",
        "claims": [
            {
                "member": 0,
                "day": day,
                "wait": 2 if replaces is None else 100,
                "round": int(replaces is not None),
                "replaces": replaces,
                "frequency": "7",
                "diagnosis": "M17.11",
                "off": off,
                "lines": [
                    {
                        "procedure_code": code,
                        "hcpcs_modifier_1": "RT",
                        "hcpcs_modifier_2": None,
                        "diagnosis_pointer_1": 1,
                        "service_unit_quantity": 1,
                        "charge_amount": 60_000,
                        "rendering_npi": made.NPI[0],
                    }
                ],
            }
            for day, replaces, off, code in (
                (0, None, 0, "20610"),
                (0, 0, 0, "20610"),
                (2, None, 1, "20610"),
                (4, None, 0, "J7325"),
            )
        ],
    }
]


@pytest.fixture(scope="module")
def world():
    claims, lines, coverages, past = made.tables(WORLD)
    told = adjudicate(claims, lines, coverages, past)
    return claims, told, payments(claims, told)


def said(world, number, on):
    claims, told, paid = world
    return [
        f"{row['status_category_code']}:{row['status_code']}"
        for row in status(claims, told, int(claims.claim_key[number]), str(on), paid).rows()
    ]


def test_a_claim_on_its_way(world):
    claims, told, _ = world
    received = claims.received_date[0]
    answer = told.remittance_lines.remittance_date[told.remittance_lines.claim_key == claims.claim_key[0]].min()
    accepted = told.acknowledgements.acknowledgement_date[0]
    assert (
        said(world, 0, received - 1) == ["D0:35"]
        and said(world, 0, received) == ["A1:19"]
        and said(world, 0, accepted) == ["A2:20"]
    )
    assert (
        said(world, 0, accepted + 1) == ["P1:45"]
        and said(world, 0, answer - 1) == ["F0:3"]
        and said(world, 0, answer)[0] in ("F1:65", "F4:1")
    )


def test_a_claim_that_another_replaced_is_decided_again(world):
    claims, told, _ = world
    lines = told.remittance_lines
    assert lines.is_reversal.any()
    assert said(world, 0, lines.remittance_date[lines.is_reversal].max()) == ["F3:1"] and said(world, 1, "2027-01-01")[
        0
    ] in ("F1:65", "F4:1")


def test_a_refused_claim_was_never_received_and_a_denied_one_was(world):
    assert said(world, 2, "2027-01-01") == ["D0:35"] and said(world, 3, "2027-01-01") == ["F2:1", "F2:1"]


def test_a_claim_that_was_never_sent(world):
    claims, told, _ = world
    row = status(claims, told, 999_999, "2027-01-01").rows()[0]
    assert (row["status_category_code"], row["payer_claim_number"]) == ("D0", "") and row["message"] and row["fix"]


def test_a_pended_claim_says_what_is_waited_for(world):
    from sim.ground.coded import Coded

    claims, told, _ = world
    mine = told.acknowledgements.claim_key == claims.claim_key[0]
    waits = told._replace(
        acknowledgements=told.acknowledgements.with_columns(
            status_category_code=Coded.where(mine, "P3", told.acknowledgements.status_category_code),
            status_code=Coded.where(mine, "294", told.acknowledgements.status_code),
            policy=Coded.where(mine, "records_awaited", told.acknowledgements.policy),
        ),
        remittance_lines=told.remittance_lines.take(told.remittance_lines.claim_key != claims.claim_key[0]),
    )
    row = status(claims, waits, int(claims.claim_key[0]), "2026-09-01").rows()[0]
    assert (row["status_category_code"], row["fix"]) == ("P3", "Send what was requested.")


@given(made.worlds, st.integers(-5, 400))
@settings(max_examples=25, deadline=None)
def test_every_claim_has_one_answer_on_every_day_and_its_money_is_that_of_the_remittance(drawn, after):
    claims, lines, coverages, past = made.tables(drawn)
    told = adjudicate(claims, lines, coverages, past)
    day = np.datetime64("2026-05-01") + after
    found = status(claims, told, claims.claim_key.tolist(), day)
    heads = found.take(found.claim_line_number == 0)
    assert (
        found.columns == tuple(columns_of("claim_statuses")) and heads.claim_key.tolist() == claims.claim_key.tolist()
    )
    assert (
        not found.message.is_missing.any()
        and not found.fix.is_missing.any()
        and (found.status_date <= np.maximum(day, claims.received_date.max())).all()
    )
    for row in heads.rows():
        answers = told.remittance_lines.take(
            (told.remittance_lines.claim_key == row["claim_key"]) & (told.remittance_lines.remittance_date <= day)
        )
        assert row["paid_amount"] == answers.paid_amount.sum()
