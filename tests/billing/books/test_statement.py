"""What a patient is asked for, and what never; credits go to the next balance or back; small balances; figures by their
formulas.
"""

import numpy as np
import pytest

from sim.billing.books.credits import stands, worked
from sim.billing.books.kpi import aging, figures
from sim.billing.books.ledger import post
from sim.billing.books.ledger_entries import balances, with_entries
from sim.billing.books.statement import small_balances, statement, statement_of
from sim.billing.claims.claim import bill
from sim.billing.visit.journey import journey
from sim.ground.params import param_value
from sim.ground.table import Table
from sim.payer.engine.engine import adjudicate


def shown(case, **more):
    return statement(journey(case.people, case.encounters, case.work, case.truth, **more))


@pytest.mark.parametrize("payer", ["medicare_part_b", "acme_ppo", "medicaidcare"])
def test_every_cent_of_the_charge_is_on_it_and_the_share_is_the_last_payers(visit_of, payer):
    case = visit_of("knee_injection", payer)
    one = shown(case)
    made = journey(case.people, case.encounters, case.work, case.truth)
    assert (
        one.charge_amount
        == one.insurance_amount + one.adjusted_amount + one.share_amount
        == made.claims.lines.charge_amount[np.isin(made.claims.lines.claim_key, made.claims.claims.claim_key[:1])].sum()
    )
    assert one.due_amount == (balances(made.ledger)["patient"] if one.state == "due" else 0)
    assert one.words in one.as_dict()["text"]


def test_a_contractual_amount_posted_to_the_patient_by_mistake_is_not_billed(visit_of):
    case, right = (
        visit_of("knee_injection", "acme_ppo", "contractual-to-patient"),
        visit_of("knee_injection", "acme_ppo"),
    )
    made = journey(case.people, case.encounters, case.work, case.truth)
    assert balances(made.ledger)["patient"] > statement(made).due_amount == shown(right).due_amount


def test_before_every_payer_has_answered_nothing_is_asked(visit_of):
    case = visit_of("knee_injection", "medicare_part_b")
    made = journey(case.people, case.encounters, case.work, case.truth)
    assert (
        statement(made, made.claims.claims.submitted_date[0]).state == "waiting"
        and statement(made, made.claims.claims.submitted_date[0]).due_amount == 0
    )


def test_a_refusal_that_nobody_checked_is_not_billed(visit_of):
    case = visit_of("back_strain_new_plan", "acme_ppo", "coverage-not-verified")
    one = shown(case)
    assert one.due_amount == 0 and one.state in ("waiting", "nothing due", "credit")


def test_a_qualified_medicare_beneficiary_is_never_billed(visit_of):
    case = visit_of("knee_injection", "medicare_part_b")
    fact = Table.from_rows(
        "member_facts",
        [
            {
                "patient_key": int(case.encounters.patient_key[0]),
                "fact": "qualified medicare beneficiary",
                "start_date": "2026-01-01",
            }
        ],
    )
    people = case.people._replace(member_facts=fact)
    made = journey(people, case.encounters, case.work, case.truth)
    assert statement(made).state == "protected" and statement(made).due_amount == 0
    plain = journey(case.people, case.encounters, case.work, case.truth).decided.remittance_lines
    assert shown(case).share_amount == plain.patient_responsibility_amount.sum() == plain.allowed_amount.sum()


def test_a_balance_below_the_limit_is_written_off_and_at_the_limit_billed(visit_of):
    case = visit_of("knee_injection", "medicare_part_b")
    claims = bill(case.encounters, case.work, case.people)
    told = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    share = int(told.remittance_lines.patient_responsibility_amount.sum())
    limit = param_value("small_balance", "*", "2026-06-01")
    for left, state in ((limit - 1, "written off"), (limit, "due"), (0, "nothing due")):
        visit = case.encounters.with_columns(copayment_collected_amount=np.array([share - left]))
        one = statement_of(visit, claims, told, case.people)
        assert (one.state, one.due_amount) == (state, left if state == "due" else 0)
        ledger = post(visit, claims, told)
        after = with_entries(ledger, small_balances(visit, ledger, "2027-01-01"))
        assert (
            balances(after)["patient"] == (0 if state == "written off" else left) and sum(balances(after).values()) == 0
        )


def two_visits(visit_of, extra):
    """Two visits of a patient: one with a copay above the share by `extra`, one with an open balance."""
    case = visit_of("knee_injection", "medicare_part_b")
    claims = bill(case.encounters, case.work, case.people)
    told = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    share = int(told.remittance_lines.patient_responsibility_amount.sum())
    ledger = post(case.encounters.with_columns(copayment_collected_amount=np.array([share + extra])), claims, told)
    second = case.encounters.encounter_key + 1
    owed = post(case.encounters.with_columns(copayment_collected_amount=np.zeros(1, np.int64)), claims, told)
    both = Table.concat([ledger, owed.with_columns(encounter_key=owed.encounter_key + 1)])
    return Table.concat([case.encounters, case.encounters.with_columns(encounter_key=second)]), both, share


@pytest.mark.parametrize("extra", [0, 1, 700, 10**6])
def test_a_credit_pays_the_patients_other_balance_and_the_rest_goes_back(visit_of, extra):
    visits, ledger, share = two_visits(visit_of, extra)
    late = "2027-12-01"
    after = with_entries(ledger, worked(visits, ledger, late))
    assert not sum(stands(visits, after, account) for account in balances(after)).any()
    assert stands(visits, after, "patient").tolist() == [0, max(share - extra, 0)]
    assert stands(visits, after, "unapplied credit").tolist() == [0, 0]
    assert balances(ledger)["cash"] - balances(after)["cash"] == max(extra - share, 0)  # paid back
    assert not worked(visits, after, late)


def test_a_young_credit_waits_for_a_balance(visit_of):
    visits, ledger, _ = two_visits(visit_of, 500)
    only = ledger.take(ledger.encounter_key == visits.encounter_key[0])
    day = only.entry_date.max()
    assert not worked(visits.take(slice(0, 1)), only, day) and worked(visits.take(slice(0, 1)), only, day + 30)


def test_what_is_open_by_age_adds_up_to_the_books(novice):
    ledger = post(novice.encounters, novice.claims, novice.decided)
    for day in ("2026-05-15", "2026-08-01", "2027-03-01"):
        rows = aging(novice.encounters, ledger, day)
        booked = sum(
            np.maximum(stands(novice.encounters, ledger, name, day), 0).sum() for name in ("payer", "denied", "patient")
        )
        young = novice.encounters.service_date > np.datetime64(day)
        future = sum(
            np.maximum(stands(novice.encounters, ledger, name, day), 0)[young].sum()
            for name in ("payer", "denied", "patient")
        )
        assert sum(row["total"] for row in rows) == booked - future


def test_figures_follow_their_formulas(novice):
    ledger = post(novice.encounters, novice.claims, novice.decided)
    found = figures(novice.encounters, novice.claims, novice.decided, ledger, "2026-09-30")
    for name, one in found.items():
        scale = 900 if name == "days in A/R" else 10_000  # tenths of days of ninety; hundredths of a percent
        assert one.formula and one.bottom > 0, name
        assert one.value == (2 * one.top * scale + one.bottom) // (2 * one.bottom), name
    denied, first = found["initial denials"], found["first pass"]
    assert first.top + denied.top <= first.bottom and denied.value == round(denied.top * 10_000 / denied.bottom)
    assert 0 < found["net collection"].value <= 10_000 and found["days in A/R"].value > 0
    books = balances(ledger.take(ledger.entry_date <= np.datetime64("2026-09-30")))
    assert found["net collection"].top == books["cash"]
