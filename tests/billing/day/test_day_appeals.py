"""A letter about a line of a day's work: the payer decides by its rules, the new remittance stands beside the old, and
in between the claim is appealed.
"""

from dataclasses import replace

import numpy as np
import pytest

import sim
from sim.billing.denials.claim_states import claim_states
from sim.ground.errors import CleanClaimError
from sim.verbs import Day


def a_day():
    """One visit as a day of a notebook."""
    from sim.clinic.visits.case import draw_case
    from sim.clinic.visits.truth import truth_work

    people, visit = draw_case(7, "hypertension_kidney", payer="acme_ppo")
    return sim.bill(Day(7, people, visit, truth_work(visit), truth_work(visit)))


@pytest.fixture
def wrongly_denied(monkeypatch):
    """The payer says that a claim came too late which it had in time."""
    from sim.billing.books import revenue_cycle
    from sim.billing.day import day_appeals
    from sim.billing.denials import worklist
    from sim.payer.engine.payer_errors import PayerError

    day = a_day()
    found = {int(day.visits.encounter_key[0]): (PayerError("wrong denial", "timely_filing", why="It had it in time."),)}
    for asks in (revenue_cycle, day_appeals, worklist):
        monkeypatch.setattr(asks, "declared", lambda visits: found)
    return sim.adjudicate(day)


def sent(day, **more):
    denied = sim.denials(day).iloc[0]
    asked = {"route": "R_RECON", "ground": "filed_in_time", "evidence": ["acceptance_report"], **more}
    return sim.appeal(day, denied.claim_key, denied.claim_line_number, **asked), denied


def test_the_right_letter_wins_and_the_line_is_decided_anew(wrongly_denied):
    after, denied = sent(wrongly_denied)
    row, lines = after.appeals.iloc[-1], after.remittance_lines
    assert (row.decision_code, row.reason) == ("overturned", "payer was wrong")
    new = lines[
        (lines.claim_key > denied.claim_key)
        & (lines.claim_line_number == denied.claim_line_number)
        & ~lines.is_reversal
    ]
    assert len(new) == 1 and (new.denial_policy == "").all() and new.paid_amount.sum() == new.supported_amount.sum()
    assert (
        row.amount == lines.paid_amount.sum()
        and lines.is_reversal.any()
        and len(after.claims) == len(wrongly_denied.claims) + 1
    )
    assert sim.ledger(sim.post(after)).amount.sum() == 0


@pytest.mark.parametrize(
    "more, decision, reason",
    [
        ({"evidence": ["claim_copy"]}, "upheld", "no proof"),
        ({"route": "R_APPEAL"}, "dismissed", "wrong route"),
        ({"level": 2}, "dismissed", "wrong level"),
        ({"on": "2029-01-01"}, "dismissed", "too late"),
    ],
)
def test_another_letter_changes_no_remittance(wrongly_denied, more, decision, reason):
    after, _ = sent(wrongly_denied, **more)
    assert (after.appeals.decision_code[0], after.appeals.reason[0]) == (decision, reason)
    assert after.remittance_lines.equals(wrongly_denied.remittance_lines)


def test_the_level_after_an_answer_is_the_second(wrongly_denied):
    weak, _ = sent(wrongly_denied, evidence=["claim_copy"])
    again, _ = sent(weak)
    right, _ = sent(weak, level=2)
    assert again.appeals.reason.tolist() == ["no proof", "wrong level"] and right.appeals.decision_code.tolist() == [
        "upheld",
        "overturned",
    ]


def test_between_letter_and_decision_the_claim_is_appealed_and_on_the_worklist(wrongly_denied):
    after, denied = sent(wrongly_denied)
    row = after.letters.rows()[0]
    during, decision = np.datetime64(row["sent_date"]) + 1, np.datetime64(row["decision_date"])
    state = {
        day: claim_states(after.sent.claims, after.decided, day, after.letters).texts()[0] for day in (during, decision)
    }
    assert state == {during: "appealed", decision: "closed"}
    shown = sim.worklist(after, during)
    assert set(shown.claim_state) == {"appealed"} and shown.claim_key.tolist().count(denied.claim_key) == len(shown)
    assert set(sim.worklist(after, np.datetime64(row["sent_date"]) - 1).claim_state) == {"denied"}
    assert "appealed" not in set(sim.worklist(after).claim_state)


def test_what_cannot_be_sent_is_said(wrongly_denied):
    for more, words in (
        ({"route": "R_CORR"}, "unknown route"),
        ({"evidence": ["a_wish"]}, "unknown evidence"),
        ({"evidence": ["authorization_letter"]}, "not in the file"),
        ({"ground": "because"}, "unknown ground"),
        ({"on": "2020-01-01"}, "sent on"),
    ):
        with pytest.raises(CleanClaimError, match=words):
            sent(wrongly_denied, **more)
    with pytest.raises(CleanClaimError, match="no claim 5"):
        sim.appeal(wrongly_denied, 5)
    with pytest.raises(CleanClaimError, match="no adjudication yet"):
        sim.appeal(replace(wrongly_denied, decided=None), 5)
    with pytest.raises(CleanClaimError, match="no longer holds"):
        sim.appeal(sent(wrongly_denied)[0], int(wrongly_denied.sent.claims.claim_key[0]))


def test_many_visits_with_the_same_mistake_are_told_as_one_by_one():
    from sim.billing.answers.declared_payer_errors import error_table
    from sim.billing.claims.corrections import correct
    from sim.payer.engine.payer_errors import PayerError

    day = sim.bill(sim.code(sim.encounters(40, seed=11)))
    less, late = PayerError("underpaid", percent=80), PayerError("wrong denial", "timely_filing")
    visits = day.visits.encounter_key.tolist()[::2]
    declared = {visit: (less, late) if number % 3 else (late,) for number, visit in enumerate(visits)}
    again = int(day.sent.claims.claim_key[day.sent.claims.encounter_key == visits[4]][0])
    claims = correct(
        correct(day.sent, again, "reopening"), again + 1, "replacement"
    )  # from the reopening on the payer is right

    def signs(table):
        return sorted(tuple(row.values()) for row in table.rows())

    alone = [signs(error_table({visit: errors}, claims)) for visit, errors in declared.items()]
    together = signs(error_table(declared, claims))
    assert together == sorted(sum(alone, [])) and len(together) > len(visits)
    assert {row[0] for row in together if row[0] >> 4 == again >> 4} == {again}
