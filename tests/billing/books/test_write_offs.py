"""Administrative write-offs: a reason for each, out of what was refused and never out of what the contract takes off;
the books balance.
"""

import numpy as np
import pytest

from sim.billing.actions.biller_actions import Action, play
from sim.billing.books.ledger_entries import balances
from sim.billing.books.write_off_reasons import reasons
from sim.billing.books.write_offs import written_off
from sim.billing.denials.remedies import _table
from sim.billing.visit.journey import journey
from sim.billing.visit.journey_figures import balance_ok
from sim.clinic.scenarios.library import scenario
from sim.clinic.visits.case import draw_case, trap_for
from sim.clinic.visits.truth import truth_work
from sim.coding.coder import with_mistake
from sim.ground.errors import CleanClaimError


def visit(name="hypertension_kidney", mistake="late-submission"):
    people, seen = draw_case(7, name, payer="acme_ppo", mistake=mistake)
    seen = with_mistake(seen, trap_for(scenario(name), seen.rows()[0], mistake).number)
    return journey(people, seen, truth_work(seen), truth_work(seen))


@pytest.fixture(scope="module")
def late():
    return visit()


def of(ledger, kind):
    return ledger.take(ledger.entry_kind == kind)


def test_the_desk_writes_off_what_was_refused_with_its_reason(late):
    before = balances(late.ledger)
    played = play(late, [Action("R_WRITEOFF")])
    after, rows = balances(played.journey.ledger), of(played.journey.ledger, "administrative write-off")
    assert (
        before["denied"] > 0 == after["denied"]
        and after["write-off"] == before["write-off"] + before["denied"]
        and after["patient"] == before["patient"]
    )
    assert (
        set(rows.reason_code.texts()) == {"late filing"}
        and int(rows.amount.sum()) == before["denied"]
        and balance_ok(played.journey)
    )
    assert "Filed after" in played.replies[0].words and len(late.worklist) and not len(played.journey.worklist)


def test_the_biller_may_name_another_reason_of_the_list_and_no_other(late):
    played = play(late, [Action("R_WRITEOFF", letter={"reason": "other"})])
    assert set(of(played.journey.ledger, "administrative write-off").reason_code.texts()) == {"other"}
    with pytest.raises(CleanClaimError, match="unknown reason 'contract'"):
        play(late, [Action("R_WRITEOFF", letter={"reason": "contract"})])


def test_what_the_contract_takes_off_never_carries_a_reason():
    for made in (visit(), visit("b12_injection", "sent-twice")):
        ledger = play(made, [Action("R_WRITEOFF")]).journey.ledger
        with_reason = ledger.take(~ledger.reason_code.is_missing)
        assert "contractual write-off" not in set(with_reason.entry_kind.texts()) and set(
            with_reason.contra_account.texts()
        ) <= {"denied"}


def test_a_paid_claim_has_nothing_to_write_off():
    people, seen = draw_case(7, "hypertension_kidney", payer="acme_ppo")
    made = journey(people, seen, truth_work(seen), truth_work(seen))
    assert written_off(made.ledger, "2028-01-01", "other").to_pandas().equals(made.ledger.to_pandas()) and len(
        of(made.ledger, "contractual write-off")
    )


def test_a_line_that_is_worked_after_all_takes_its_write_off_back():
    first = visit("hyaluronan_authorization", "authorization-not-recorded")
    played = play(first, [Action("R_WRITEOFF"), Action("R_CORR", first.true)])
    ledger, straight = played.journey.ledger, play(first, [Action("R_CORR", first.true)]).journey.ledger
    assert of(ledger, "administrative write-off").amount.sum() == -of(ledger, "write-off reversal").amount.sum()
    (denied,) = [row for row in first.decided.remittance_lines.rows() if row["denial_policy"]]
    assert of(ledger, "administrative write-off").amount.tolist() == [denied["charge_amount"]]
    assert balances(ledger) == balances(straight) and balance_ok(played.journey)


def test_each_reason_has_causes_that_exist_and_no_cause_has_two():
    named = [cause for row in reasons().values() for cause in row["causes"].split()]
    assert len(named) == len(set(named)) and set(named) <= set(_table("causes", "cause"))
    assert {"late filing", "no authorization", "small balance", "true duplicate"} <= set(
        reasons()
    ) and "contract" not in named


def test_a_small_balance_carries_its_reason():
    import sim
    from sim.billing.books.ledger_entries import with_entries
    from sim.billing.books.statement import small_balances

    day = sim.simulate(40, seed=11)
    parts = small_balances(day.visits, day.entries, day.entries.entry_date.max() + 1)
    ledger = with_entries(day.entries, parts)
    small = of(ledger, "small balance written off")
    assert set(small.reason_code.texts()) <= {"small balance"} and sum(balances(ledger).values()) == 0
    assert np.isin(small.contra_account.texts(), ["patient"]).all()
