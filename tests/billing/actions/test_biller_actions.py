"""The sixteen remedies, done: what comes back, that history stays and the books balance, that what must never be done
answers as in life.
"""

import numpy as np
import pytest

from sim.billing.actions.biller_actions import Action, cost_of, play
from sim.billing.claims.corrections import one, with_changes
from sim.billing.denials.appeal_letters import at_hand, right_letter
from sim.billing.denials.remedies import remedy_row
from sim.billing.visit.journey import journey
from sim.billing.visit.journey_figures import balance_ok, money_of
from sim.clinic.visits.case import draw_case
from sim.clinic.visits.truth import truth_work
from sim.payer.engine.payer_errors import PayerError

LATE = PayerError("wrong denial", "timely_filing", why="The payer had it in time.")
LESS = PayerError("underpaid", percent=80, why="The contract says more.")
ALL = (
    "R_NEW",
    "R_CORR",
    "R_VOID",
    "R_REOPEN",
    "R_APPEAL",
    "R_RECON",
    "R_DOCS",
    "R_OTHERPAYER",
    "R_PATIENT",
    "R_WRITEOFF",
    "R_CALL",
    "R_AUTH",
    "R_ENROL",
    "R_QUERY",
    "R_REFUND",
    "R_NONE",
)


def visit(scenario="hypertension_kidney", payer="acme_ppo", errors=(), **more):
    """The journey of one visit."""
    people, seen = draw_case(7, scenario, payer=payer, **more)
    if more.get("mistake"):
        from sim.clinic.scenarios.library import scenario as story
        from sim.clinic.visits.case import trap_for
        from sim.coding.coder import with_mistake

        seen = with_mistake(seen, trap_for(story(scenario), seen.rows()[0], more["mistake"]).number)
    return journey(people, seen, truth_work(seen), truth_work(seen), payer_errors=errors)


@pytest.fixture(scope="module")
def denied_in_time():
    return visit(errors=(LATE,))


@pytest.fixture(scope="module")
def late():
    return visit(mistake="late-submission")


def test_the_payer_is_named_as_the_cause_and_the_dispute_pays(denied_in_time):
    made = denied_in_time
    first = made.causes[0]
    assert (first.desk, first.cause, made.repair.remedy, made.repair.pays) == ("payer", "payer_error", "R_RECON", True)
    assert made.differences == [] and first.why == LATE.why


def test_the_proof_of_the_day_wins_and_history_stays(denied_in_time):
    before = denied_in_time
    played = play(denied_in_time, [Action("R_RECON", letter=right_letter(before))])
    after, reply = played.journey, played.replies[0]
    assert (
        money_of(after)["owed_not_paid"] == 0
        and reply.brings == money_of(before)["owed_not_paid"]
        and balance_ok(after)
    )
    assert (
        len(after.claims.claims) == len(before.claims.claims) + 1 and after.decided.remittance_lines.is_reversal.any()
    )
    row = played.appeals.rows()[0]
    assert (row["decision_code"], row["kind_code"], row["policy"], row["amount"]) == (
        "overturned",
        "reconsideration",
        "timely_filing",
        reply.brings,
    )
    assert reply.cost == cost_of("R_RECON", str(reply.sent)) == 5_723
    assert reply.answered >= reply.sent + np.timedelta64(45, "D")  # the days that the plan has to decide


def test_the_worklist_names_the_payers_mistake_its_remedy_and_its_clock(denied_in_time):
    rows = denied_in_time.worklist.rows()
    assert rows and {(row["cause"], row["owner"], row["remedy"], row["deadline_for"]) for row in rows} == {
        ("payer_error", "biller", "R_RECON", "dispute")
    }
    amounts = [row["open_amount"] for row in rows]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize(
    "letter, decision",
    [
        ({"level": 1, "ground": "filed_in_time", "evidence": ["claim_copy"]}, "upheld"),
        ({"level": 1, "ground": "contract_price", "evidence": ["acceptance_report"]}, "upheld"),
        ({"level": 2, "ground": "filed_in_time", "evidence": ["acceptance_report"]}, "dismissed"),
    ],
)
def test_a_wrong_letter_changes_nothing(denied_in_time, letter, decision):
    played = play(denied_in_time, [Action("R_RECON", letter=letter)])
    assert (
        played.appeals.rows()[0]["decision_code"] == decision
        and played.replies[0].brings == 0
        and played.replies[0].tone == "bad"
    )
    assert len(played.journey.claims.claims) == len(denied_in_time.claims.claims)


def test_the_next_level_follows_an_answer(denied_in_time):
    weak, good = (
        {"level": 1, "ground": "filed_in_time", "evidence": ["claim_copy"]},
        {"level": 2, "ground": "filed_in_time", "evidence": ["acceptance_report"]},
    )
    played = play(denied_in_time, [Action("R_RECON", letter=weak), Action("R_RECON", letter=good)])
    assert [row["decision_code"] for row in played.appeals.rows()] == ["upheld", "overturned"] and money_of(
        played.journey
    )["owed_not_paid"] == 0


def test_late_without_proof_is_late(late):
    made = late
    assert made.repair.remedy == "R_WRITEOFF" and "acceptance_report" in at_hand(made)
    played = play(
        late, [Action("R_RECON", letter={"level": 1, "ground": "filed_in_time", "evidence": ["acceptance_report"]})]
    )
    assert played.appeals.rows()[0]["reason"] == "the answer follows from the claim" and played.replies[0].brings == 0
    billed = play(late, [Action("R_PATIENT")]).replies[0]
    assert billed.title == "The patient complains." and "CO-29" in billed.words
    assert play(late, [Action("R_WRITEOFF")]).replies[0].tone == "good"


def test_a_corrected_claim_does_not_make_a_late_one_timely(late):
    assert money_of(play(late, [Action("R_CORR")]).journey)["paid"] == 0


def test_an_underpayment_is_disputed_with_the_contract_and_not_with_the_patient():
    paid_less = visit(errors=(LESS,))
    made = paid_less
    assert made.causes[0].cause == "payer_error" and made.causes[0].problem.kind == "short payment"
    assert play(paid_less, [Action("R_CORR")]).replies[0].brings == 0  # the same claim once more meets the same mistake
    won = play(paid_less, [Action("R_RECON", letter=right_letter(made))])
    assert money_of(won.journey)["owed_not_paid"] == 0 and balance_ok(won.journey)


def test_a_true_duplicate_has_no_appeal():
    twice = visit("b12_injection", mistake="sent-twice")
    played = play(
        twice,
        [
            Action("R_APPEAL", letter={"level": 1, "ground": "not_the_same", "evidence": ["medical_record"]}),
            Action("R_NONE"),
        ],
    )
    assert played.appeals.rows()[0]["carc"] == "285" and played.appeals.rows()[0]["reason"] == "true duplicate"
    assert [reply.tone for reply in played.replies] == ["bad", "good"]


def test_a_rejected_claim_cannot_be_appealed_nor_billed():
    refused = visit("wheezing", mistake="missing-rendering-npi")
    played = play(
        refused,
        [
            Action("R_APPEAL", letter={"level": 1, "ground": "complete", "evidence": ["claim_copy"]}),
            Action("R_PATIENT"),
        ],
    )
    assert played.appeals.rows()[0]["reason"] == "never decided" and played.replies[1].title == "The patient complains."


def test_indicator_0_stays_closed():
    from sim.learn.exercises.case import draw
    from sim.learn.grading.outcome import travel

    case = draw("denial_16_nurse_and_shot", 1)
    letter = {"level": 1, "ground": "stands_apart", "evidence": ["medical_record", "policy_citation"]}
    played = play(travel(case, case.sent_visit), [Action("R_APPEAL", letter=letter)])
    assert played.appeals.rows()[0]["reason"] == "closed door"


def test_a_diagnosis_that_nobody_documented_is_paid_and_taken_back_by_an_audit():
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.work_denial import marks as denial_marks
    from sim.learn.tasks.work_denial.steps import played
    from sim.learn.tasks.work_denial.task import Answer

    case = draw("denial_13_sugar_test_again", 2)
    answer = Answer("not_documented", "coder", "R_CORR", {"claim.diagnosis_code_1": "E11.9"})
    reply = played(answer, case).replies[0]
    assert (
        reply.tone == "bad"
        and "audit" in reply.words
        and any(mark.red_line for mark in denial_marks.grade(answer, case).marks)
    )


def test_what_falls_to_the_deductible_is_wrong_too():
    """The payer pays nothing for the test that was never done, the patient does."""
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.work_denial.steps import played
    from sim.learn.tasks.work_denial.task import Answer

    answer = Answer("not_documented", "coder", "R_CORR", {"claim.diagnosis_code_1": "E11.9"})
    reply = played(answer, draw("denial_13_sugar_test_again", 1)).replies[0]
    assert reply.tone == "bad" and "The patient is billed" in reply.words


def test_a_made_up_record_is_a_red_line_and_wins_nothing(denied_in_time):
    letter = {"level": 1, "ground": "filed_in_time", "evidence": ["acceptance_report", "record_written_now"]}
    played = play(denied_in_time, [Action("R_RECON", letter=letter)])
    assert played.appeals.rows()[0]["reason"] == "false record" and "fraud" in played.replies[0].words


@pytest.mark.parametrize("remedy", ALL)
def test_every_remedy_can_be_tried_on_every_kind_of_item(remedy, denied_in_time, late):
    for made in (denied_in_time, late):
        content = (
            with_changes(one(made.claims, made.shown), {}) if remedy in ("R_CORR", "R_REOPEN", "R_OTHERPAYER") else None
        )
        played = play(
            made, [Action(remedy, content, {"level": 1, "ground": "filed_in_time", "evidence": ["acceptance_report"]})]
        )
        reply = played.replies[0]
        assert (
            reply.tone in ("good", "warn", "bad")
            and reply.title
            and reply.words
            and reply.answered >= reply.sent
            and reply.as_dict()
        )
        assert balance_ok(played.journey) and (reply.cost == 0) == (remedy_row(remedy)["effort"] == "none")


def test_medicare_takes_a_reopening_for_its_own_mistake():
    paid_less = visit("knee_injection", "medicare_part_b", (LESS,))
    made = paid_less
    assert made.repair.remedy == "R_REOPEN" and made.repair.pays
    assert money_of(play(paid_less, [Action("R_REOPEN")]).journey)["owed_not_paid"] == 0


def test_the_same_steps_give_the_same_story(denied_in_time):
    steps = [Action("R_CALL", letter={"topic": "received"}), Action("R_RECON", letter=right_letter(denied_in_time))]
    first, second = play(denied_in_time, steps), play(denied_in_time, steps)
    assert first.replies == second.replies and np.array_equal(
        first.journey.decided.adjustments.amount, second.journey.decided.adjustments.amount
    )
