"""Claims from which nothing was heard: they appear only after the payer's normal days, and what to do follows from the
claim's status.
"""

import numpy as np

from sim.billing.claims.claim import bill
from sim.billing.denials.status_checks import as_worklist, expected_date, unanswered
from sim.ground.dictionary import columns_of
from sim.payer.engine.engine import adjudicate


def test_a_claim_whose_answer_came_in_time_never_appears(visit_of):
    case = visit_of("knee_injection", "acme_ppo")
    claims = bill(case.encounters, case.work, case.people)
    told = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    for day in (claims.claims.submitted_date[0], expected_date(claims.claims)[0] + 30):
        assert not len(unanswered(claims.claims, told, day))


def test_a_claim_that_waits_for_documents_appears_after_the_normal_days(visit_of):
    case = visit_of("knee_injection", "acme_ppo")
    claims = bill(case.encounters, case.work, case.people)
    told = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    from sim.ground.coded import Coded

    waits = told._replace(
        remittance_lines=told.remittance_lines.take([]),
        acknowledgements=told.acknowledgements.with_columns(
            status_category_code=Coded.constant("P3", 1),
            status_code=Coded.constant("294", 1),
            policy=Coded.constant("records_awaited", 1),
        ),
    )
    last = expected_date(claims.claims)[0]
    assert not len(unanswered(claims.claims, waits, last))
    row = unanswered(claims.claims, waits, last + 1).rows()[0]
    assert (row["status"], row["days_late"]) == ("P3:294", 1)
    assert row["action"].startswith("Send the requested documents")


def test_a_rejection_that_nobody_read_is_not_found_at_the_payer(visit_of):
    from sim.billing.claims.corrections import with_changes

    case = visit_of("knee_injection", "acme_ppo")
    claims = with_changes(
        bill(case.encounters, case.work, case.people), {"claim.member_id": "WRONG", "claim.coverage_key": -1}
    )
    told = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    late = expected_date(claims.claims)[0] + 1
    assert not told.acknowledgements.is_accepted[0]
    assert not len(unanswered(claims.claims, told, late))  # the rejection was read: it is on the worklist as such
    row = unanswered(claims.claims, told, late, posted=()).rows()[0]  # nobody read it
    assert row["status"] == "D0:35" and "acknowledgment" in row["action"]


def test_a_whole_block_in_bulk(novice):
    day = np.datetime64("2026-06-15")
    found = unanswered(novice.claims.claims, novice.decided, day)
    assert not len(found)
    nobody_read = unanswered(novice.claims.claims, novice.decided, day, posted=())
    assert len(nobody_read) > 50 and (nobody_read.days_late > 0).all() and (np.diff(nobody_read.days_late) <= 0).all()
    rows = as_worklist(nobody_read)
    assert (
        rows.columns == tuple(columns_of("worklist"))
        and set(rows.claim_state.texts()) == {"no answer"}
        and set(rows.remedy.texts()) == {"R_CALL"}
    )
    assert rows.open_amount.sum() == nobody_read.charge_amount.sum()


def test_the_worklist_has_what_waits_for_documents_and_what_was_not_answered(visit_of):
    from sim.billing.claims.corrections import with_changes
    from sim.billing.denials.status_checks import letters
    from sim.billing.denials.worklist import worklist

    case = visit_of("skin_abscess", "silverleaf_hmo")
    plain = bill(case.encounters, case.work, case.people)
    line = int(plain.lines.claim_line_number[plain.lines.procedure_code.isin(("10060", "10061"))][0])
    claims = with_changes(plain, {f"line.{line}.hcpcs_modifier_2": "22"})
    told = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    rows = worklist(case.encounters, claims, told).rows()
    assert [(row["claim_state"], row["remedy"], row["cause"]) for row in rows] == [
        ("pended", "R_DOCS", "documents_missing")
    ]
    letter = letters(claims.claims, told)[0]
    assert letter["due_date"] == str(rows[0]["deadline_date"]) and letter["payer_claim_number"] in letter["words"]
    asked = told.acknowledgements.acknowledgement_date[0]
    assert (
        not len(worklist(case.encounters, claims, told, asked - 1))
        and len(worklist(case.encounters, claims, told, asked)) == 1
    )
    assert len(worklist(case.encounters, claims, told, asked + 200)) == 1  # once, not twice


def test_a_claim_before_its_answer_is_on_no_worklist_and_late_it_is(visit_of):
    from sim.billing.denials.worklist import worklist

    case = visit_of("knee_injection", "acme_ppo")
    claims = bill(case.encounters, case.work, case.people)
    told = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    lost = told._replace(remittance_lines=told.remittance_lines.take([]), adjustments=told.adjustments.take([]))
    last = expected_date(claims.claims)[0]
    assert not len(worklist(case.encounters, claims, lost, last))
    row = worklist(case.encounters, claims, lost, last + 1).rows()[0]
    assert (row["claim_state"], row["remedy"]) == ("no answer", "R_CALL")


def test_at_the_desk_the_documents_are_sent_or_the_day_passes(visit_of):
    from sim.billing.actions.biller_actions import Action, play
    from sim.billing.claims.corrections import with_changes
    from sim.billing.visit.journey import journey
    from sim.billing.visit.journey_figures import balance_ok, state_of
    from sim.billing.visit.journey_view import view

    case = visit_of("skin_abscess", "silverleaf_hmo")
    plain = bill(case.encounters, case.work, case.people)
    line = int(plain.lines.claim_line_number[plain.lines.procedure_code.isin(("10060", "10061"))][0])
    claims = with_changes(plain, {f"line.{line}.hcpcs_modifier_2": "22"})

    made = journey(case.people, case.encounters, case.work, case.truth, claims)
    assert state_of(made) == "pended" and view(made)["claim_status"][0]["status"] == "P3:294"
    sent, passed = play(made, [Action("R_DOCS")]), play(made, [Action("R_NONE")])
    assert sent.replies[0].tone == "good" and sent.replies[0].brings > 0 and sent.appeals.kind_code[0] == "documents"
    lines = sent.journey.decided.remittance_lines
    assert lines.denial_policy.is_missing.all() and balance_ok(sent.journey)
    refused = passed.journey.decided
    assert (
        refused.remittance_lines.denial_policy.texts().tolist().count("records_not_sent") == 1
        and passed.replies[0].tone == "bad"
    )
    assert "226" in refused.adjustments.carc.texts() and balance_ok(passed.journey)
    assert passed.journey.claims.claims.claim_key.tolist() == claims.claims.claim_key.tolist()  # nothing was sent again


def test_a_request_for_approval_afterwards_names_the_payers_criteria(visit_of):
    from sim.billing.actions.outcomes import approval_asked
    from sim.billing.denials.retro_authorization import ask
    from sim.billing.visit.journey import journey

    case = visit_of("hyaluronan_authorization", "acme_ppo")
    from sim.ground.coded import Coded

    none = Coded.constant("", 1)
    visit = case.encounters.with_columns(prior_authorization_number=none, registered_authorization_number=none)
    made = journey(case.people, visit, case.work, case.truth)
    sent = visit.service_date[0] + 2
    told = approval_asked(made, None, sent, ask(made, sent))
    assert (
        told.title == "Not authorized." and "shows the disease" in told.words and "steroid injection" not in told.words
    )  # that is in the record
