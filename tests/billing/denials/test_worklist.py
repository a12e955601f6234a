"""The worklist: rejections, denials and wrong payments apart, with owner, remedy and the deadline that belongs to it.
States beside it.
"""

import numpy as np
import pytest

from sim.billing.claims.claim import bill
from sim.billing.claims.corrections import takes_replacement
from sim.billing.claims.deadlines import deadline_of
from sim.billing.denials.claim_states import STATES, claim_states
from sim.billing.denials.remedies import cause_label, cause_of, remedy_label, remedy_of
from sim.billing.denials.worklist import days_left, worklist


@pytest.fixture(scope="module")
def items(novice):
    return worklist(novice.encounters, novice.claims, novice.decided)


def test_everything_open_is_on_it_once(novice, items):
    answers = novice.decided.remittance_lines
    open_lines = answers.supported_amount != answers.paid_amount
    listed = set(zip(items.claim_key.tolist(), items.claim_line_number.tolist()))
    assert len(listed) == len(items)
    duplicates = answers.denial_policy == "exact_duplicate"
    for key, line in zip(
        answers.claim_key[open_lines & ~duplicates].tolist(),
        answers.claim_line_number[open_lines & ~duplicates].tolist(),
    ):
        assert (key, line) in listed
    rejected = novice.decided.acknowledgements.claim_key[~novice.decided.acknowledgements.is_accepted]
    assert set(rejected.tolist()) == set(items.claim_key[items.claim_state == "rejected"].tolist())


def test_contractual_amounts_and_true_duplicates_are_not_on_it(items):
    assert not items.carc.isin(("45", "18", "253", "1", "2", "3")).any()


def test_every_item_says_who_what_and_until_when(items):
    from sim.ground.files import find, read_csv

    causes, remedies = (
        {row[key] for row in read_csv(find(f"data/codes/{name}.csv"))}
        for name, key in (("causes", "cause"), ("remedies", "code"))
    )
    assert set(items.cause.texts()) <= causes and set(items.remedy.texts()) <= remedies
    assert not items.owner.is_missing.any()
    for remedy in ("R_CORR", "R_REOPEN", "R_NEW", "R_OTHERPAYER", "R_REFUND"):
        rows = items.remedy == remedy
        assert not np.isnat(items.deadline_date[rows]).any(), remedy
        assert not items.deadline_for[rows].is_missing.any(), remedy


def test_a_rejection_is_never_appealed_and_most_money_comes_first(items):
    assert set(items.remedy[items.claim_state == "rejected"].texts()) <= {"R_NEW", "R_OTHERPAYER"}
    assert (np.diff(items.open_amount) <= 0).all()


def test_medicare_takes_no_replacement():
    assert not takes_replacement("medicare_part_b", "2026-06-01") and takes_replacement("acme_ppo", "2026-06-01")
    assert remedy_of("medicare_part_b", "2026-06-01", owed=1) == "R_REOPEN"
    assert remedy_of("acme_ppo", "2026-06-01", owed=1) == "R_CORR"
    assert remedy_of("acme_ppo", "2026-06-01", "timely_filing", owed=1) == "R_WRITEOFF"
    assert remedy_of("acme_ppo", "2026-06-01", "exact_duplicate") == "R_NONE"
    assert remedy_of("acme_ppo", "2026-06-01", "member_not_found", is_rejected=True) == "R_NEW"
    assert remedy_of("acme_ppo", "2026-06-01", excess=5) == "R_REFUND"


def test_deadlines_count_from_what_they_should():
    day, what = deadline_of("R_CORR", "acme_ppo", "2026-05-01", "2026-06-01")
    assert (str(day), what) == ("2026-11-28", "send a corrected claim")
    day, what = deadline_of("R_REOPEN", "medicare_part_b", "2026-05-01", "2027-03-01")
    assert (str(day), what) == ("2028-03-01", "request a reopening")
    assert str(deadline_of("R_APPEAL", "medicare_part_b", "2026-05-01", "2026-06-01")[0]) == "2026-10-04"
    assert np.isnat(deadline_of("R_CORR", "medicare_part_b", "2026-05-01", "2026-06-01")[0])
    assert deadline_of("R_NONE", "acme_ppo", "2026-05-01", "2026-06-01")[1] == ""
    assert days_left(np.array(["2026-06-30"], "datetime64[D]"), "2026-07-02").astype(int).tolist() == [-2]


def test_every_error_and_policy_has_a_cause_with_words():
    from sim.ground.files import find, read_csv
    from sim.payer.rulebook.catalogue import policies

    for row in read_csv(find("data/codes/errors.csv")):
        assert cause_label(cause_of(error=row["error"])), row["error"]
    assert all(cause_label(cause_of(policy=name)) for name in policies())
    assert remedy_label("R_NONE") == "No action"


def test_states_follow_the_calendar(visit_of):
    from sim.billing.visit.journey import journey

    case = visit_of("knee_injection", "medicaidcare")
    one = journey(case.people, case.encounters, case.work, case.truth)
    claim, told, answer = (
        one.claims.claims.rows()[0],
        one.decided.acknowledgements.rows()[0],
        one.decided.remittance_lines.rows()[0],
    )
    seen = [
        claim_states(one.claims.claims, one.decided, day)[0]
        for day in (
            claim["submitted_date"].replace(day=1),
            claim["submitted_date"],
            told["acknowledgement_date"],
            answer["remittance_date"],
        )
    ]
    assert seen[0] in ("held", "no answer") and seen[2:] == ["accepted", "paid"] and set(seen) <= set(STATES)


def test_states_of_mistakes(visit_of, hold):
    from sim.billing.visit.journey import journey
    from sim.billing.visit.journey_figures import state_of

    for scenario, payer, error, state in (
        ("hypertension_kidney", "acme_ppo", "late-submission", "denied"),
        ("rhinitis_problem_list", "acme_ppo", "level-too-low", "short-paid"),
        ("rhinitis_problem_list", "acme_ppo", "level-too-high", "overpaid"),
    ):
        case = visit_of(scenario, payer, error)
        assert state_of(journey(case.people, case.encounters, case.work, case.truth)) == state, error
    case = visit_of("knee_injection", "acme_ppo")
    held = hold(bill(case.encounters, case.work, case.people))
    assert state_of(journey(case.people, case.encounters, case.work, case.truth, changes=held)) == "held"


NOTICES = ("GA", "GX", "GY", "GZ")


def noticed(answers, lines):
    """Lines that were sent with a notice because the payer refuses them."""
    told = lines.take(np.isin(lines.hcpcs_modifier_1.texts(), NOTICES))
    return np.isin((answers.claim_key << 9) + answers.claim_line_number, (told.claim_key << 9) + told.claim_line_number)


def test_no_denial_and_no_rejection_without_a_decision_that_caused_it(novice):
    """Nothing is refused at random: every refused line of a block lies on a visit where somebody made a mistake, and
    perfect work meets none but on lines that were sent with a notice.
    """
    from sim.billing.answers.payer_answer import answer

    answers, told = novice.decided.remittance_lines, novice.decided.acknowledgements
    wrong = novice.encounters.encounter_key[~novice.encounters.mistake.is_missing]
    heads = novice.claims.claims
    first = np.isin(
        answers.claim_key, heads.claim_key[heads.follows_claim_key < 0]
    )  # a next payer may not cover what the first one did
    answers = answers.take(first & ~noticed(answers, novice.claims.lines))
    refused = np.concatenate([answers.claim_key[~answers.denial_policy.is_missing], told.claim_key[~told.is_accepted]])
    assert len(refused) > 20 and np.isin(refused >> 4, wrong).all()
    from sim.billing.answers.supported_amounts import as_supported

    perfect = answer(bill(as_supported(novice.encounters), novice.truth, novice.people), novice.people)
    lines = perfect.remittance_lines
    left = ~lines.denial_policy.is_missing & ~noticed(lines, novice.claims.lines)
    assert perfect.acknowledgements.is_accepted.all() and not left.any()
