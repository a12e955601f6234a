"""The payer's declared mistakes: they do what they say, to the line that they name, and to nobody else."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import tables, worlds

from sim.ground.errors import CleanClaimError
from sim.ground.money import share
from sim.ground.table import Table
from sim.payer.engine.engine import adjudicate
from sim.payer.engine.payer_errors import PayerError, checked, error_rows


def errors(*rows) -> dict:
    return {
        "payer_errors": Table.from_rows(
            "payer_errors", [{"claim_line_number": 0, "policy": "", "percent": 0, **row} for row in rows]
        )
    }


@given(worlds, st.integers(1, 99))
@settings(max_examples=15, deadline=None)
def test_an_underpaid_line_is_allowed_that_part_of_the_contract_and_balances(world, percent):
    claims, lines, coverages, past = tables(world)
    right = adjudicate(claims, lines, coverages, past)
    wrong = adjudicate(
        claims,
        lines,
        coverages,
        past,
        errors(*({"claim_key": int(key), "kind_code": "underpaid", "percent": percent} for key in claims.claim_key)),
    )
    for told in (wrong,):
        total = {}
        for row in told.adjustments.rows():
            at = (row["claim_key"], row["claim_line_number"], row["is_reversal"])
            total[at] = total.get(at, 0) + row["amount"]
        for row in told.remittance_lines.rows():
            assert row["charge_amount"] == row["paid_amount"] + total.get(
                (row["claim_key"], row["claim_line_number"], row["is_reversal"]), 0
            )
    cut = {
        (row["claim_key"], row["claim_line_number"]): row["amount"]
        for row in wrong.adjustments.rows()
        if row["policy"] == "contractual" and not row["is_reversal"]
    }
    for row in right.adjustments.rows():
        at = (row["claim_key"], row["claim_line_number"])
        if row["policy"] == "contractual" and not row["is_reversal"] and at in cut:
            charge = next(
                one["charge_amount"] for one in lines.rows() if (one["claim_key"], one["claim_line_number"]) == at
            )
            assert charge - cut[at] == int(share(charge - row["amount"], percent))


@given(worlds)
@settings(max_examples=15, deadline=None)
def test_no_error_rows_change_nothing_and_a_foreign_claim_is_not_touched(world):
    claims, lines, coverages, past = tables(world)
    plain = adjudicate(claims, lines, coverages, past)
    foreign = adjudicate(
        claims,
        lines,
        coverages,
        past,
        errors({"claim_key": 10**17, "kind_code": "wrong denial", "policy": "timely_filing"}),
    )
    assert all(list(one.rows()) == list(other.rows()) for one, other in zip(plain, foreign, strict=True))


def a_claim():
    return tables(
        [
            {
                "payer": "acme_ppo",
                "claims": [
                    {
                        "member": 0,
                        "day": 1,
                        "wait": 2,
                        "round": 0,
                        "replaces": None,
                        "frequency": "1",
                        "diagnosis": "I10",
                        "off": 0,
                        "lines": [
                            {
                                "procedure_code": code,
                                "hcpcs_modifier_1": None,
                                "hcpcs_modifier_2": None,
                                "diagnosis_pointer_1": 1,
                                "service_unit_quantity": 1,
                                "charge_amount": 21_000,
                                "rendering_npi": "2400315778",
                            }
                            for code in ("99213", "36416")
                        ],
                    }
                ],
            }
        ]
    )


def test_a_wrong_denial_denies_the_line_and_a_dispute_sets_it_aside():
    claims, lines, coverages, past = a_claim()
    key = int(claims.claim_key[0])
    wrong = {"claim_key": key, "claim_line_number": 1, "kind_code": "wrong denial", "policy": "timely_filing"}
    first = adjudicate(claims, lines, coverages, past, errors(wrong)).remittance_lines
    assert first.denial_policy.texts()[0] == "timely_filing" and first.denial_policy.texts()[1] != "timely_filing"
    after = adjudicate(
        claims,
        lines,
        coverages,
        past,
        errors(wrong, {"claim_key": key, "kind_code": "set aside", "policy": "timely_filing"}),
    ).remittance_lines
    assert np.array_equal(after.paid_amount, adjudicate(claims, lines, coverages, past).remittance_lines.paid_amount)


def test_setting_a_policy_aside_also_opens_its_rightful_denials():
    claims, lines, coverages, past = a_claim()
    late = claims.with_columns(received_date=claims.received_date + 400)
    key = int(claims.claim_key[0])
    assert set(adjudicate(late, lines, coverages, past).remittance_lines.denial_policy.texts()) == {"timely_filing"}
    told = adjudicate(
        late, lines, coverages, past, errors({"claim_key": key, "kind_code": "set aside", "policy": "timely_filing"})
    ).remittance_lines
    assert (
        "timely_filing" not in told.denial_policy.texts()
        and told.paid_amount.sum() + told.patient_responsibility_amount.sum() > 0
    )


@pytest.mark.parametrize(
    "error",
    [
        PayerError("bad luck", why="x"),
        PayerError("underpaid", percent=0, why="x"),
        PayerError("underpaid", percent=100, why="x"),
        PayerError("underpaid", "timely_filing", 80, why="x"),
        PayerError("wrong denial", "no_such_policy", why="x"),
        PayerError("wrong denial", "contractual", why="x"),
    ],
)
def test_a_mistake_that_means_nothing_is_refused(error):
    with pytest.raises(CleanClaimError):
        checked(error, "a.toml")


def test_a_code_limits_the_mistake_to_its_lines():
    claims, lines, *_ = a_claim()
    assert [
        row["claim_line_number"] for row in error_rows(PayerError("underpaid", percent=80, code="36416"), lines)
    ] == [2]
    assert len(error_rows(PayerError("underpaid", percent=80), lines)) == 2


STORY = """

[[payer_error]]
kind = "underpaid"
percent = 80
when = "payer.acme_ppo"
why = "The contract says more."
"""


def test_a_scenario_may_declare_it_and_the_journey_and_the_day_see_it(tmp_path, monkeypatch, request):
    from sim.billing.answers.declared_payer_errors import declared, error_table
    from sim.billing.claims.claim import bill
    from sim.billing.visit.journey import journey
    from sim.clinic.scenarios import library as shelf
    from sim.clinic.visits.case import draw_case
    from sim.clinic.visits.truth import truth_work
    from sim.ground.files import forget, scan
    from sim.learn.lint.scenario_proofs import lint_scenario

    request.addfinalizer(forget)  # what was drawn from this file is not drawn again for others
    path = tmp_path / "family_medicine" / "hypertension_kidney.toml"
    path.parent.mkdir()
    path.write_text(scan("data/scenarios")["hypertension_kidney"].read_text(encoding="utf-8") + STORY, encoding="utf-8")
    story = shelf.parse(path, "family medicine")
    monkeypatch.setitem(shelf.scenarios(), "hypertension_kidney", story)
    people, visit = draw_case(7, "hypertension_kidney", payer="acme_ppo")
    made = journey(people, visit, truth_work(visit), truth_work(visit))
    assert made.causes and made.causes[0].desk == "payer" and made.repair.pays
    assert len(error_table(declared(visit), bill(visit, truth_work(visit), people)))
    assert declared(draw_case(7, "hypertension_kidney", payer="medicaidcare")[1]) == {}
    assert [one for one in lint_scenario(story) if "payer_error" in one.field] == []
    wrong = shelf.parse(
        _written(path, STORY.replace("percent = 80", 'policy = "no_such"').replace("underpaid", "wrong denial")),
        "family medicine",
    )
    assert [one.field for one in lint_scenario(wrong) if "payer_error" in one.field] == ["payer_error 1, policy"]


def _written(path, story: str):
    path.write_text(path.read_text(encoding="utf-8").replace(STORY, story), encoding="utf-8")
    return path


@given(worlds, st.integers(1, 60))
@settings(max_examples=15, deadline=None)
def test_a_late_answer_is_the_same_answer_so_many_days_later(world, days):
    claims, lines, coverages, past = tables(world)
    right = adjudicate(claims, lines, coverages, past).remittance_lines
    rows = [{"claim_key": int(key), "kind_code": "paid late", "days": days} for key in claims.claim_key]
    late = adjudicate(claims, lines, coverages, past, errors(*rows)).remittance_lines
    for one, other in zip(right.rows(), late.rows(), strict=True):
        assert other["remittance_date"] - one["remittance_date"] == timedelta(days)
        assert {**one, "remittance_date": None} == {**other, "remittance_date": None}


@pytest.mark.parametrize(
    "error",
    [
        PayerError("paid late", why="x"),
        PayerError("paid late", days=400, why="x"),
        PayerError("underpaid", percent=80, days=3),
    ],
)
def test_days_belong_to_a_late_answer_alone(error):
    with pytest.raises(CleanClaimError, match="days"):
        checked(error, "mine.toml")


def test_a_late_answer_meets_the_claim_as_a_whole():
    lines = Table.from_rows(
        "claim_lines",
        [{"claim_key": 16, "claim_line_number": n, "procedure_code": code} for n, code in ((1, "99213"), (2, "87880"))],
        ("claim_key", "claim_line_number", "procedure_code"),
    )
    (row,) = error_rows(PayerError("paid late", days=20, why="x"), lines)
    assert (row["claim_key"], row["claim_line_number"], row["days"]) == (16, 0, 20)
