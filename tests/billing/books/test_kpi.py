"""Key figures by their formulas: values, and both sides of every number of days."""

import numpy as np
import pytest

from sim.billing.books.kpi import aging, figures
from sim.billing.books.ledger import post
from sim.billing.claims.claim import bill
from sim.payer.engine.engine import adjudicate


def made(case):
    """A visit, its claim, the payer's answer to it, and an answer that has not come yet."""
    claims = bill(case.encounters, case.work, case.people)
    decided = adjudicate(claims.claims, claims.lines, case.people.coverages, case.people.prior_services)
    return case.encounters, claims, decided, type(decided)(*(table.take([]) for table in decided))


@pytest.fixture(scope="module")
def visit(visit_of):
    """A visit whose price goes to the deductible: nothing is paid."""
    return made(visit_of("knee_injection", "medicare_part_b"))


@pytest.fixture(scope="module")
def paid_visit(visit_of):
    """A visit that the payer pays."""
    return made(visit_of("knee_injection", "medicaidcare"))


def on_day(visit, age, answered=False):
    """The figures so many days after the visit."""
    encounters, claims, decided, silent = visit
    answer = decided if answered else silent
    day = encounters.service_date[0] + age
    return figures(encounters, claims, answer, post(encounters, claims, answer), day)


@pytest.mark.parametrize(
    "age, tenths",
    [
        (0, 900),  # all that was charged in 90 days is open: 90.0 days
        (59, 900),
        (60, 900),
        (75, 900),
        (89, 900),
        (90, None),  # nothing charged in the last 90 days
    ],
)
def test_days_in_receivables_count_the_charges_of_ninety_days(visit, age, tenths):
    assert on_day(visit, age)["days in A/R"].value == tenths


def test_days_in_receivables_are_what_is_open_by_the_charges_of_a_day(visit):
    encounters, claims, decided, _ = visit
    charged = int(claims.lines.charge_amount.sum())
    share = int(decided.remittance_lines.patient_responsibility_amount.sum())
    open_amount = share - int(encounters.copayment_collected_amount[0])
    assert 0 < open_amount < charged
    found = on_day(visit, 80, answered=True)["days in A/R"]
    assert (found.top, found.bottom) == (open_amount, charged)
    assert found.value == (2 * open_amount * 900 + charged) // (2 * charged)  # tenths, half up


@pytest.mark.parametrize("age, share", [(0, 0), (90, 0), (91, 10_000), (400, 10_000)])
def test_over_ninety_days_begins_on_the_ninety_first(visit, age, share):
    assert on_day(visit, age)["A/R over 90 days"].value == share


@pytest.mark.parametrize(
    "age, place", [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (120, 3), (121, 4), (900, 4)]
)
def test_what_is_open_stands_in_the_row_of_its_age(visit, age, place):
    encounters, claims, _, silent = visit
    charged = int(claims.lines.charge_amount.sum())
    rows = aging(encounters, post(encounters, claims, silent), encounters.service_date[0] + age)
    assert [row["total"] for row in rows] == [charged if number == place else 0 for number in range(5)]


def test_the_share_of_what_can_be_collected(paid_visit):
    encounters, claims, decided, _ = paid_visit
    answers = decided.remittance_lines
    charged, paid = int(claims.lines.charge_amount.sum()), int(answers.paid_amount.sum())
    off = charged - paid - int(answers.patient_responsibility_amount.sum())
    copay = int(encounters.copayment_collected_amount[0])
    found = on_day(paid_visit, 80, answered=True)["net collection"]
    assert paid > 0 and (found.top, found.bottom) == (paid + copay, charged - off)


def test_a_claim_without_an_answer_neither_passes_nor_fails(paid_visit):
    """On the last day of the visits many claims are still on their way: they are left out of the first-pass rate."""
    waiting, paid = (on_day(paid_visit, 80, answered=answered)["first pass"] for answered in (False, True))
    assert (waiting.value, waiting.bottom) == (None, 0)
    assert (paid.value, paid.top, paid.bottom) == (10_000, 1, 1)


def test_a_rejected_claim_failed_the_first_pass(paid_visit):
    encounters, claims, decided, silent = paid_visit
    told = decided.acknowledgements
    rejected = silent._replace(acknowledgements=told.with_columns(is_accepted=np.zeros(len(told), bool)))
    found = figures(encounters, claims, rejected, post(encounters, claims, silent), encounters.service_date[0] + 80)
    assert (found["first pass"].value, found["first pass"].bottom) == (0, 1)
    assert found["initial denials"].bottom == 0, "a rejection is no denial"
