"""What the figures are counted from: claims and money agree with the tables they come from, and with the figures."""

import numpy as np
import pytest

from sim.billing.books.kpi import aging, figures
from sim.billing.books.kpi_counts import by_month, claim_counts, moved
from sim.billing.books.kpi_readings import STATED, readings
from sim.billing.bulk.pipeline import Block, Settings, simulate_block
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import owners
from sim.billing.claims.scrub import scrub
from sim.billing.denials.denial_mix import _counted, by_cause, by_reason
from sim.clinic.people.people import People
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication

DAYS = ("2026-05-31", "2026-07-31", "2026-09-30", "2026-12-31")


@pytest.fixture(scope="module")
def clinic():
    """A block of a clinic where novices work."""
    tables = simulate_block(Settings(300, 24, "novice"), Block(0, 1, 160, 300))
    claims = Claims(tables["claims"], tables["claim_lines"])
    decided = Adjudication(*(tables[name] for name in Adjudication._fields))
    people = People(*(tables[name] for name in People._fields))
    return tables["encounters"], claims, decided, tables["ledger"], scrub(claims.claims, claims.lines, people)


@pytest.mark.parametrize("on", DAYS)
def test_counts_hang_together(clinic, on):
    _, claims, decided, _, findings = clinic
    counts = claim_counts(claims.claims, decided, np.datetime64(on), findings)
    assert counts.submitted == counts.entered >= counts.acknowledged == counts.accepted + counts.rejected
    assert counts.adjudicated <= counts.accepted and counts.finished == counts.adjudicated + counts.rejected
    assert counts.denied <= counts.denied_lines <= counts.lines and counts.denied <= counts.adjudicated
    assert counts.passed + counts.denied + counts.rejected + counts.waiting == counts.submitted
    assert counts.submitted <= int(owners(claims.claims).sum())


def test_a_duplicate_is_neither_a_first_claim_nor_a_denial(clinic):
    encounters, claims, decided, _, _ = clinic
    duplicates = ~owners(claims.claims) & (claims.claims.adjudication_round == 0)
    assert duplicates.any(), "this clinic sends none"
    codes = {one.code for one in by_cause(encounters, claims, decided, "2026-12-31")}
    assert "duplicate" not in codes and "OA-18" not in {one.code for one in by_reason(claims, decided, "2026-12-31")}


@pytest.mark.parametrize("on", DAYS)
def test_the_first_reading_is_the_stated_figure(clinic, on):
    encounters, claims, decided, ledger, findings = clinic
    day = np.datetime64(on)
    told = figures(encounters, claims, decided, ledger, on, findings)
    counts = claim_counts(claims.claims, decided, day, findings)
    found = readings(counts, moved(ledger, day), aging(encounters, ledger, day))
    assert set(found) == set(told) - {"acceptance"}
    for name, ways in found.items():
        assert ways[0].way == STATED and ways[0].figure[0] == told[name].value, name
        assert ways[0].figure[2:] == told[name][2:], name
        assert len({one.figure.formula for one in ways}) == len(ways)


@pytest.mark.parametrize("on", DAYS)
def test_months_add_up_to_the_whole(clinic, on):
    ledger, day = clinic[3], np.datetime64(on)
    months, whole = by_month(ledger, day), moved(ledger, day)
    assert sum(one[1] for one in months) == whole.charges
    assert sum(one[2] for one in months) == whole.payments - whole.refunds
    assert [one[0] for one in months] == sorted({one[0] for one in months})


@pytest.mark.parametrize("on", DAYS)
def test_denials_by_cause_and_by_reason_are_the_same_denials(clinic, on):
    encounters, claims, decided, _, _ = clinic
    causes, reasons = by_cause(encounters, claims, decided, on), by_reason(claims, decided, on)
    counts = claim_counts(claims.claims, decided, np.datetime64(on))
    for rows in (causes, reasons):
        assert sum(one.lines for one in rows) == counts.denied_lines
        assert all(one.claims_alone <= one.claims <= one.lines for one in rows)
        assert sum(one.claims_alone for one in rows) <= counts.denied <= sum(one.claims for one in rows)
    assert sum(one.charge_amount for one in causes) == sum(one.charge_amount for one in reasons)
    assert all(one.owners and one.label for one in causes)
    assert all("-" in one.code for one in reasons)


def test_a_second_denial_on_a_claim_keeps_it_denied():
    """Two causes on one claim: neither has it alone."""
    denied = Table(claim_key=np.array([16, 16, 32]))
    found = {one.code: one for one in _counted(["late_filing", "bundled", "bundled"], denied, [100, 20, 3])}
    assert (found["bundled"].claims, found["bundled"].claims_alone, found["bundled"].charge_amount) == (2, 1, 23)
    assert (found["late_filing"].claims, found["late_filing"].claims_alone) == (1, 0)
