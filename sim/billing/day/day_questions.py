"""Questions of a notebook about a day's work (sim.verbs): what the payer says before a visit and after its claim, what
the patient is asked for, how the clinic stands. Visits are counted from 0. Every answer is a pandas frame, the
statement is a text.
"""

from typing import TYPE_CHECKING

import numpy as np

from sim.billing.answers.supported_amounts import as_supported
from sim.billing.books.kpi import aging as ages
from sim.billing.books.statement import statement_of, text
from sim.billing.claims.claim import clean
from sim.billing.day.day import Day
from sim.ground.dates import Day as Date
from sim.ground.editions import service_dates
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table
from sim.payer.asked.claim_status import status
from sim.payer.asked.eligibility import benefits
from sim.payer.asked.estimate import estimate as estimates
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import payments

if TYPE_CHECKING:
    from pandas import DataFrame


def _visit(day: Day, visit: int) -> Table:
    if not 0 <= int(visit) < len(day.visits):
        raise CleanClaimError(
            f"visit {visit}", "notebook", f"0 to {len(day.visits) - 1}", "choose a visit of this day's work"
        )
    return day.visits.take(slice(int(visit), int(visit) + 1))


def _household(day: Day, key: int) -> tuple[Table, Table, Adjudication] | tuple[()]:
    """(claims, claim_lines, adjudication) of one household, as far as they are decided; nothing before that."""
    if day.sent is None or day.decided is None:
        return ()
    claims = day.sent.claims.take(day.sent.claims.household_key == key)
    return (
        claims,
        day.sent.lines.take(np.isin(day.sent.lines.claim_key, claims.claim_key)),
        type(day.decided)(*(table.take(np.isin(table.claim_key, claims.claim_key)) for table in day.decided)),
    )


def eligibility(day: Day, visit: int = 0) -> "DataFrame":
    """What the visit's payer says of the patient on the day of the visit: active, what is left of the year's amounts,
    copays, authorizations, other payers.

    >>> import sim
    >>> sim.eligibility(sim.encounters(3, seed=7)).item[0]
    'Status'
    """
    row = _visit(day, visit).rows()[0]
    services = day.truth.services
    codes = services.procedure_code[services.encounter_key == row["encounter_key"]].texts().tolist()
    found = benefits(
        day.people.coverages,
        row["patient_key"],
        row["payer_code"],
        row["service_date"],
        _household(day, row["household_key"]),
        sorted(set(codes)),
        day.people.records(),
    )
    return found.to_pandas()[["item", "value", "benefit_code", "amount", "percent", "procedure_code", "is_to_mend"]]


def estimate(day: Day, visit: int = 0) -> "DataFrame":
    """What the visit would cost the patient, asked of the payer's own engine the day before: charge, allowed,
    deductible, coinsurance, copay, patient.

    >>> import sim
    >>> bool(sim.estimate(sim.encounters(3, seed=7)).patient.ge(0).all())
    True
    """
    import pandas

    one = _visit(day, visit)
    key = one.encounter_key[0]
    work = type(day.truth)(*(table.take(table.encounter_key == key) for table in day.truth))
    claims = clean(as_supported(one), work, day.people)
    if not len(claims.claims):
        raise CleanClaimError(
            "the visit has no payer to ask", "sim.estimate", "a covered visit", "choose another visit"
        )
    found = estimates(
        *claims[:2],
        day.people.coverages,
        one.service_date[0] - 1,
        _household(day, int(one.household_key[0])),
        day.people.prior_services,
        day.people.records(),
    )
    frame = pandas.DataFrame(
        found.lines,
        columns=[
            "line",
            "code",
            "charge",
            "allowed",
            "deductible",
            "coinsurance",
            "copay",
            "patient",
            "plan_pays",
            "denied",
        ],
    )
    frame.attrs["words"], frame.attrs["steps"] = found.words, found.steps
    return frame


def claim_status(day: Day, visit: int = 0, on: Date = None) -> "DataFrame":
    """What the payers say when they are asked on a day what became of the visit's claims (default: the day after the
    last answer).
    """
    decided = day.answers()
    sent = day.claims_sent()
    keys = sent.claims.claim_key[sent.claims.encounter_key == _visit(day, visit).encounter_key[0]]
    when = on or decided.remittance_lines.remittance_date.max(initial=service_dates().first) + 1
    found = status(sent.claims, decided, keys.tolist(), when, payments(sent.claims, decided))
    return found.to_pandas().drop(columns=["asked_date"])


def statement(day: Day, visit: int = 0, on: Date = None) -> str:
    """The patient's statement for a visit, as text.

    >>> import sim
    >>> sim.statement(sim.simulate(5, seed=7)).startswith("Statement for")
    True
    """
    return text(statement_of(_visit(day, visit), day.claims_sent(), day.answers(), day.people, on))


def aging(day: Day, on: Date = None) -> "DataFrame":
    """What is open with payers, denied, owed by patients, by age in days; credits apart. Cents."""
    import pandas

    entries = day.books()
    return pandas.DataFrame(ages(day.visits, entries, on or entries.entry_date.max() + 1))
