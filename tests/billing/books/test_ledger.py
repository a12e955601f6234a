"""The books: every cent of a charge ends in one account, whatever the payer answers and whatever is corrected later."""

import numpy as np
import pytest

from sim.billing.books.ledger import post
from sim.billing.books.ledger_entries import ACCOUNTS, balances
from sim.billing.claims.claim import bill
from sim.billing.claims.corrections import correct
from sim.ground.joins import find_in, sum_by
from sim.ground.table import Table


def by_visit(visits, ledger, account):
    rows = find_in(visits.encounter_key, ledger.encounter_key)
    return sum_by(
        rows,
        np.where(ledger.account == account, ledger.amount, 0)
        - np.where(ledger.contra_account == account, ledger.amount, 0),
        len(visits),
    )


def test_all_accounts_together_are_zero_on_every_visit(novice):
    ledger = post(novice.encounters, novice.claims, novice.decided)
    assert sum(by_visit(novice.encounters, ledger, account) for account in ACCOUNTS).any() == np.False_
    assert sum(balances(ledger).values()) == 0
    assert (ledger.amount != 0).all() and (ledger.account != ledger.contra_account).all()


def test_an_answered_visit_leaves_nothing_open_with_the_payer(novice):
    ledger = post(novice.encounters, novice.claims, novice.decided)
    open_amount = by_visit(novice.encounters, ledger, "payer")
    answered = np.isin(novice.encounters.encounter_key, novice.decided.remittance_lines.claim_key >> 4)
    misposted = novice.encounters.mistake == "payment-to-wrong-visit"
    assert not open_amount[answered & ~misposted].any()
    assert (open_amount[misposted & answered] >= 0).all()


def test_the_ledger_agrees_with_the_remittance(novice):
    ledger, answers = post(novice.encounters, novice.claims, novice.decided), novice.decided.remittance_lines
    assert balances(ledger)["cash"] == answers.paid_amount.sum() + novice.encounters.copayment_collected_amount.sum()
    rejected = ~np.isin(novice.encounters.encounter_key, answers.claim_key >> 4)
    assert (by_visit(novice.encounters, ledger, "revenue")[~rejected] < 0).all()


def test_a_copay_waits_as_credit_until_the_payer_has_answered(visit_of):
    from sim.payer.engine.engine import adjudicate

    case = visit_of("knee_injection", "medicaidcare")
    visit = case.encounters.with_columns(copayment_collected_amount=np.array([2500]))
    claims = bill(visit, case.work, case.people)
    before = balances(
        post(
            visit,
            claims,
            type(decided := adjudicate(claims.claims, claims.lines, case.people.coverages))(
                *(t.take([]) for t in decided)
            ),
        )
    )
    after = balances(post(visit, claims, decided))
    assert (before["unapplied credit"], before["payer"]) == (-2500, claims.claims.total_charge_amount[0])
    share = int(decided.remittance_lines.patient_responsibility_amount.sum())
    assert after["unapplied credit"] == -max(2500 - share, 0) and after["patient"] == max(share - 2500, 0)


@pytest.mark.parametrize(
    "payer,how",
    [("acme_ppo", "replacement"), ("medicare_part_b", "reopening"), ("medicaidcare", "void"), ("acme_ppo", "again")],
)
def test_a_corrected_claim_takes_the_first_ones_place(visit_of, payer, how):
    from sim.payer.engine.engine import adjudicate

    case = visit_of("knee_injection", payer)
    claims = bill(case.encounters, case.work, case.people)
    key = int(claims.claims.claim_key[0])
    both = correct(claims, key, how, {"line.1.service_unit_quantity": 1, "claim.diagnosis_code_2": "I10"})
    decided = adjudicate(both.claims, both.lines, case.people.coverages, case.people.prior_services)
    accounts = balances(post(case.encounters, both, decided))
    assert sum(accounts.values()) == 0
    assert accounts["revenue"] == (
        0 if how == "void" else -int(both.claims.total_charge_amount[0 if how == "again" else -1])
    )
    assert accounts["payer"] == 0
    if how == "void":
        assert accounts["cash"] == -accounts["unapplied credit"] == case.encounters.copayment_collected_amount[0]
        assert accounts["patient"] == accounts["write-off"] == 0


def test_the_contractual_amount_goes_to_the_patient_only_by_the_posters_mistake(visit_of):
    from sim.payer.engine.engine import adjudicate

    for error, wrong in (("contractual-to-patient", True), (None, False)):
        case = visit_of("knee_injection", "acme_ppo", error)
        claims = bill(case.encounters, case.work, case.people)
        decided = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
        accounts, answers = balances(post(case.encounters, claims, decided)), decided.remittance_lines
        owes = answers.patient_responsibility_amount.sum() - case.encounters.copayment_collected_amount.sum()
        assert (accounts["patient"] > owes) == wrong and (accounts["write-off"] == 0) == wrong


def with_secondary(visit_of, paid_of, denied=False, reverse=False):
    """A Medicare visit whose patient share went to a second payer: (visit, claims, answers, the share). `paid_of`:
    cents paid and left of a line's share.
    """
    from sim.billing.claims.claim_tables import Claims
    from sim.payer.engine.engine import adjudicate

    case = visit_of("knee_injection", "medicare_part_b")
    first = bill(case.encounters, case.work, case.people)
    told = adjudicate(first.claims, first.lines, case.people.coverages, case.people.prior_services)
    key = int(first.claims.claim_key[0]) + 1
    head = first.claims.rows()[0] | {
        "claim_key": key,
        "payer_sequence_code": "S",
        "payer_code": "acme_ppo",
        "submitted_date": "2027-01-10",
        "received_date": "2027-01-11",
    }
    claims = Claims(
        Table.concat([first.claims, Table.from_rows("claims", [head])]),
        Table.concat([first.lines, first.lines.with_columns(claim_key=np.full(len(first.lines), key))]),
    )
    answers = told.remittance_lines
    rows = [
        row
        | {
            "claim_key": key,
            "remittance_date": "2027-02-01",
            "paid_amount": 0 if denied else paid_of(row["patient_responsibility_amount"])[0],
            "patient_responsibility_amount": 0 if denied else paid_of(row["patient_responsibility_amount"])[1],
            "denial_policy": "member_not_eligible" if denied else None,
        }
        for row in answers.rows()
    ]
    back = (
        [
            row
            | {
                "is_reversal": True,
                "remittance_date": "2027-03-01",
                "paid_amount": -row["paid_amount"],
                "charge_amount": -row["charge_amount"],
                "patient_responsibility_amount": -row["patient_responsibility_amount"],
            }
            for row in rows
        ]
        if reverse
        else []
    )
    decided = told._replace(remittance_lines=Table.concat([answers, Table.from_rows("remittance_lines", rows + back)]))
    return case.encounters, claims, decided, int(answers.patient_responsibility_amount.sum())


def test_the_second_payer_gets_what_the_first_left_and_only_the_rest_is_the_patients(visit_of):
    for paid_of, left in (
        (lambda share: (share, 0), 0),
        (lambda share: (share // 2, share - share // 2), None),
        (lambda share: (0, 0), 0),
    ):
        visit, claims, decided, share = with_secondary(visit_of, paid_of)
        accounts, answers = balances(post(visit, claims, decided)), decided.remittance_lines
        assert share > 0 and accounts["payer"] == 0 and sum(accounts.values()) == 0
        assert accounts["patient"] == (
            left
            if left is not None
            else share - sum(row // 2 for row in answers.patient_responsibility_amount[: len(answers) // 2])
        )
        assert accounts["revenue"] == -claims.claims.total_charge_amount[0]  # charged once
        assert accounts["cash"] == answers.paid_amount.sum()


def test_what_the_second_payer_refuses_waits_and_is_not_billed(visit_of):
    visit, claims, decided, share = with_secondary(visit_of, None, denied=True)
    accounts = balances(post(visit, claims, decided))
    assert (accounts["patient"], accounts["denied"], accounts["payer"]) == (0, share, 0)


def test_a_reversal_of_the_second_payer_leaves_the_share_open_with_it(visit_of):
    visit, claims, decided, share = with_secondary(visit_of, lambda share: (share, 0), reverse=True)
    accounts = balances(post(visit, claims, decided))
    assert (accounts["patient"], accounts["denied"], accounts["payer"]) == (0, 0, share) and sum(accounts.values()) == 0


def test_until_the_second_payer_has_answered_the_share_is_open_with_it(visit_of):
    visit, claims, decided, share = with_secondary(visit_of, lambda share: (share, 0))
    half = decided._replace(
        remittance_lines=decided.remittance_lines.take(decided.remittance_lines.claim_key == claims.claims.claim_key[0])
    )
    assert (balances(post(visit, claims, half))["patient"], balances(post(visit, claims, half))["payer"]) == (0, share)


def test_interest_is_income_and_a_delayed_take_back_is_owed_until_it_is_taken(visit_of):
    from sim.payer.engine.engine import adjudicate
    from sim.payer.money.payments import Takeback, payments

    case = visit_of("knee_injection", "acme_ppo")
    claims = bill(case.encounters, case.work, case.people)
    key = int(claims.claims.claim_key[0])
    late = correct(claims, key, "replacement", {"line.1": None}, on="2026-12-01")
    decided = adjudicate(late.claims, late.lines, case.people.coverages, case.people.prior_services)
    first = decided.remittance_lines.remittance_date + np.where(
        decided.remittance_lines.claim_key == key, np.where(decided.remittance_lines.is_reversal, 0, 60), 0
    )
    decided = decided._replace(remittance_lines=decided.remittance_lines.with_columns(remittance_date=first))
    paid = payments(late.claims, decided, (Takeback(key, "later", "2027-01-31"),))
    accounts = balances(post(case.encounters, late, decided, paid.provider_adjustments))
    plb = {
        code: -int(paid.provider_adjustments.amount[paid.provider_adjustments.adjustment_code == code].sum())
        for code in ("L6", "WO")
    }
    assert plb["L6"] > 0 and plb["WO"] > 0 and sum(accounts.values()) == 0
    assert (accounts["interest"], accounts["owed to payers"]) == (-plb["L6"], -plb["WO"])
    assert (
        accounts["cash"]
        == decided.remittance_lines.paid_amount.sum()
        + plb["L6"]
        + plb["WO"]
        + case.encounters.copayment_collected_amount.sum()
    )
    assert accounts["patient"] == balances(post(case.encounters, late, decided))["patient"]


def test_in_bulk_visits_with_a_second_payer_end_with_nothing_open_and_nobody_billed_twice():
    from sim.billing.answers.next_payer_amounts import ranks
    from sim.billing.bulk.pipeline import Block, Settings, simulate_block
    from sim.billing.claims.claim_versions import effective

    tables = simulate_block(Settings(1500, seed=3, coder="novice"), Block(0, 1, 1024, 1500))
    ledger, visits, heads, answers = (tables[name] for name in ("ledger", "encounters", "claims", "remittance_lines"))
    later = heads.take(ranks(effective(heads, tables["acknowledgements"])) > 1)
    assert len(later) > 20
    assert not sum(by_visit(visits, ledger, account) for account in ACCOUNTS).any()
    waiting = np.isin(visits.encounter_key, heads.encounter_key[~np.isin(heads.claim_key, answers.claim_key)])
    misposted = visits.mistake == "payment-to-wrong-visit"
    answered = np.isin(visits.encounter_key, answers.claim_key >> 4) & ~misposted & ~waiting
    assert not by_visit(visits, ledger, "payer")[answered].any()
    cash = answers.paid_amount.sum() + visits.copayment_collected_amount.sum() - tables["part"].adjustments.amount.sum()
    assert balances(ledger)["cash"] == cash
    taken = ledger.take((ledger.entry_kind == "charge") & np.isin(ledger.claim_key, later.claim_key))
    assert not len(taken)


def test_a_denial_is_closed_on_the_day_of_the_new_claim_or_of_the_answer_whichever_is_later(visit_of):
    from sim.payer.engine.engine import adjudicate

    case = visit_of("knee_injection", "acme_ppo", "missing-modifier-25")
    claims = bill(case.encounters, case.work, case.people)
    key = int(claims.claims.claim_key[0])
    first = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    (denied,) = [row for row in first.remittance_lines.rows() if row["denial_policy"]]
    answered, number = np.datetime64(denied["remittance_date"], "D"), denied["claim_line_number"]
    for sent, day in ((answered + 10, answered + 10), (answered, answered), (answered - 1, answered)):
        change = {f"line.{number}.hcpcs_modifier_1": "25"}
        both = correct(claims, key, "new", change, on=sent, only=(number,))
        decided = adjudicate(both.claims, both.lines, case.people.coverages, case.people.prior_services)
        ledger = post(case.encounters, both, decided)
        closed = ledger.take(ledger.entry_kind == "denial closed by a new claim")
        assert (closed.entry_date.tolist(), closed.amount.tolist()) == ([day.item()], [denied["charge_amount"]])
        assert (balances(ledger)["denied"], sum(balances(ledger).values())) == (0, 0)


def test_a_share_taken_back_uses_no_credit(visit_of):
    from sim.payer.engine.engine import adjudicate

    case = visit_of("knee_injection", "medicare_part_b")
    claims = bill(case.encounters, case.work, case.people)
    told = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    amounts = ("charge_amount", "paid_amount", "patient_responsibility_amount")
    back = [
        row | {"is_reversal": True} | {name: -row[name] for name in amounts} for row in told.remittance_lines.rows()
    ]

    only = told._replace(remittance_lines=Table.from_rows("remittance_lines", back))
    visit = case.encounters.with_columns(copayment_collected_amount=np.array([700]))
    ledger = post(visit, claims, only)
    assert not len(ledger.take(ledger.entry_kind == "credit applied"))
    assert balances(ledger)["unapplied credit"] == -700
