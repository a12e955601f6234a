"""The books: every cent of a charge ends in one account, whatever the payer answers and whatever is corrected later."""
import numpy as np
import pytest

from sim.billing.claim import bill
from sim.billing.correction import correct
from sim.billing.posting import ACCOUNTS, balances, post
from sim.billing.rows import find_in, sum_by


def by_visit(visits, ledger, account):
    rows = find_in(visits.encounter_key, ledger.encounter_key)
    return sum_by(rows, np.where(ledger.account == account, ledger.amount, 0) - np.where(ledger.contra_account == account, ledger.amount, 0), len(visits))


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
    from sim.payer.engine import adjudicate
    case = visit_of("knee_injection", "medicaidcare")
    visit = case.encounters.with_columns(copayment_collected_amount=np.array([2500]))
    claims = bill(visit, case.work, case.people)
    before = balances(post(visit, claims, type(decided := adjudicate(claims.claims, claims.lines, case.people.coverages))(*(t.take([]) for t in decided))))
    after = balances(post(visit, claims, decided))
    assert (before["unapplied credit"], before["payer"]) == (-2500, claims.claims.total_charge_amount[0])
    share = int(decided.remittance_lines.patient_responsibility_amount.sum())
    assert after["unapplied credit"] == -max(2500 - share, 0) and after["patient"] == max(share - 2500, 0)


@pytest.mark.parametrize("payer,how", [("acme_ppo", "replacement"), ("medicare_part_b", "reopening"), ("medicaidcare", "void"), ("acme_ppo", "again")])
def test_a_corrected_claim_takes_the_first_ones_place(visit_of, payer, how):
    from sim.payer.engine import adjudicate
    case = visit_of("knee_injection", payer)
    claims = bill(case.encounters, case.work, case.people)
    key = int(claims.claims.claim_key[0])
    both = correct(claims, key, how, {"line.1.service_unit_quantity": 1, "claim.diagnosis_code_2": "I10"})
    decided = adjudicate(both.claims, both.lines, case.people.coverages, case.people.prior_services)
    accounts = balances(post(case.encounters, both, decided))
    assert sum(accounts.values()) == 0
    assert accounts["revenue"] == (0 if how == "void" else -int(both.claims.total_charge_amount[0 if how == "again" else -1]))
    assert accounts["payer"] == 0
    if how == "void":
        assert accounts["cash"] == -accounts["unapplied credit"] == case.encounters.copayment_collected_amount[0]
        assert accounts["patient"] == accounts["write-off"] == 0


def test_the_contractual_amount_goes_to_the_patient_only_by_the_posters_mistake(visit_of):
    from sim.payer.engine import adjudicate
    for error, wrong in (("contractual-to-patient", True), (None, False)):
        case = visit_of("knee_injection", "acme_ppo", error)
        claims = bill(case.encounters, case.work, case.people)
        decided = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
        accounts, answers = balances(post(case.encounters, claims, decided)), decided.remittance_lines
        owes = answers.patient_responsibility_amount.sum() - case.encounters.copayment_collected_amount.sum()
        assert (accounts["patient"] > owes) == wrong and (accounts["write-off"] == 0) == wrong
