"""Over the whole catalogue: what every policy says of its remedy fits what it does, the deadline is known, the cause
has a name, the letter has a route.
"""

import pytest

from sim.billing.claims.corrections import takes_replacement
from sim.billing.claims.deadlines import LIMITS, deadline_of
from sim.billing.denials.remedies import cause_label, cause_of, remedy_of, remedy_row
from sim.ground.files import find, read_csv
from sim.learn.tasks.work_denial.task import OWNERS
from sim.payer.asked.appeals import ground_of, levels, route_of
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import payers
from sim.payer.rulebook.policy_words import words_of

REMEDIES = {row["code"] for row in read_csv(find("data/codes/remedies.csv"))}
WORKED = ("rejects", "pends", "denies")
FITS = {
    "rejects": {"R_NEW", "R_CORR", "R_REOPEN", "R_OTHERPAYER", "R_CALL", "R_ENROL"},
    "pends": {"R_DOCS", "R_CALL", "R_NONE"},
    "reduces": {"R_NONE", "R_PATIENT", "R_RECON", "R_WRITEOFF", "R_CORR"},
    "informs": REMEDIES,
    "pays": {"R_NONE", "R_PATIENT", "R_OTHERPAYER"},
}
ON = [(name, payer) for name in policies() for payer in payers() if name in payers()[payer].policies]
WORK = [(name, payer) for name, payer in ON if policies()[name].verb in WORKED]
SERVED, ANSWERED = "2026-06-01", "2026-06-20"


@pytest.mark.parametrize("name", policies())
def test_remedy_owner_and_never_fit_the_verb(name):
    policy = policies()[name]
    for payer in payers():
        remedy = words_of(name, payer).remedy
        assert remedy in REMEDIES and remedy in FITS.get(policy.verb, REMEDIES), (payer, remedy)
        assert (
            words_of(name, payer).never.strip()
            and words_of(name, payer).owner in OWNERS
            and words_of(name, payer).cite.strip()
        )


def test_a_corrected_claim_is_asked_for_only_where_it_is_taken():
    wrong = [
        (name, payer)
        for name, payer in WORK
        if policies()[name].verb == "denies"
        and (
            words_of(name, payer).remedy == "R_CORR"
            and not takes_replacement(payer, ANSWERED)
            or words_of(name, payer).remedy == "R_REOPEN"
            and takes_replacement(payer, ANSWERED)
        )
    ]
    assert wrong == []


def test_a_remedy_with_a_clock_has_a_deadline():
    without = {
        (remedy, payer)
        for name, payer in WORK
        for remedy in [words_of(name, payer).remedy]
        if remedy in LIMITS and str(deadline_of(remedy, payer, SERVED, ANSWERED)[0]) == "NaT"
    }
    known = {("R_AUTH", payer) for payer in payers()} | {
        ("R_RECON", payer) for payer in payers() if payers()[payer].kind == "medicare"
    }
    assert without <= known, (
        without - known
    )  # who gives no approval afterwards, and who knows no dispute beside its appeals, has no such clock


def test_every_policy_that_refuses_has_a_cause_with_words():
    assert {name for name, _ in WORK if not cause_label(cause_of(policy=name))} == set()


def test_what_the_worklist_says_is_a_remedy_with_words_and_effort():
    for name, payer in WORK:
        for owed, excess in ((10_000, 0), (0, 10_000), (0, 0)):
            remedy = remedy_of(payer, ANSWERED, name, policies()[name].verb == "rejects", False, owed, excess)
            assert (
                remedy in REMEDIES
                and remedy_row(remedy)["effort"] in ("rework", "appeal", "none")
                and remedy_row(remedy)["needs"]
            )


def test_a_policy_that_is_fought_has_a_route_at_its_payer():
    for name, payer in WORK:
        kind, remedy = payers()[payer].kind, words_of(name, payer).remedy
        ground, _ = ground_of(name, policies()[name].stage.name)
        if remedy in ("R_APPEAL", "R_RECON", "R_DOCS"):
            route = route_of(ground, kind)
            assert route == remedy or kind == "medicare" or (name, remedy) in {("contract_rate_missing", "R_RECON")}, (
                name,
                payer,
                route,
                remedy,
            )
        if remedy in ("R_APPEAL", "R_RECON") and kind != "medicare":
            assert levels(kind, remedy, ANSWERED), (name, payer)


def test_what_cannot_be_won_is_never_called_an_appeal():
    closed = ("bundled_status", "exact_duplicate", "reporting_only", "not_separate", "timely_filing", "not_covered")
    assert [
        name
        for name in closed
        if name in policies() and "R_APPEAL" in {words_of(name, payer).remedy for payer in payers()}
    ] == []


def test_rejections_are_mended_and_never_appealed():
    fought = {
        name
        for name, payer in WORK
        if policies()[name].verb == "rejects" and words_of(name, payer).remedy in ("R_APPEAL", "R_RECON", "R_PATIENT")
    }
    assert fought == set()
