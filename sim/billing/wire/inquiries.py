"""Questions to a payer and its answers as files: coverage (270, 271) before the visit, what became of a claim (276,
277) after it.

asked = questions(coverages, "acme_ppo", "2026-07-01", npi)         one question for each member
files = coverage_files(asked, people, ...)                          {"270.x12": ..., "271.x12": ...}
files = status_files(claims, lines, people, adjudication, ...)      {"276.x12": ..., "277.x12": ...}
"""

from typing import NamedTuple

import numpy as np

from sim.billing.wire.trading_partners import parties, payer_id
from sim.edi.writer.claim_status import write_276, write_277
from sim.edi.writer.eligibility import write_270, write_271
from sim.edi.writer.envelope import Envelope
from sim.ground.coded import Coded
from sim.ground.dates import Day, day_of
from sim.ground.table import Table
from sim.payer.asked.claim_status import status
from sim.payer.asked.eligibility import benefits
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import Payments

HOUSE = "CLEANCLAIM"


class Household(NamedTuple):
    """Whom the questions are about: tables patients and coverages."""

    patients: Table
    coverages: Table


def questions(coverages: Table, payer_code: str, on: Day, npi: str, codes: tuple[str, ...] = ()) -> Table:
    """One question for each of the payer's members among these coverages: covered that day, and for each of the codes,
    must it be approved.

    >>> row = {"coverage_key": 128, "patient_key": 16, "payer_code": "acme_ppo", "member_id": "A1"}
    >>> span = Table.from_rows("coverages", [row])
    >>> questions(span, "acme_ppo", "2026-07-01", "2066719842", ("J7325",)).rows()[0]["trace"]
    'Q16-20260701'
    """
    mine = coverages.take(coverages.payer_code == payer_code)
    mine = mine.take(np.sort(np.unique(mine.patient_key, return_index=True)[1]))
    day = day_of(on)
    first = Coded.constant(codes[0] if codes else "", len(mine))
    return Table(
        patient_key=mine.patient_key,
        coverage_key=mine.coverage_key,
        payer_code=mine.payer_code,
        asked_date=np.full(len(mine), day),
        trace=Coded.of([f"Q{key}-{str(day).replace('-', '')}" for key in mine.patient_key.tolist()]),
        npi=Coded.constant(npi, len(mine)),
        procedure_code=first,
    )


def coverage_files(
    asked: Table,
    household: Household,
    decided: tuple[Table, Table, Adjudication] | tuple[()] = (),
    codes: tuple[str, ...] = (),
    records: dict[str, Table] | None = None,
    number: int = 1,
) -> dict[str, str]:
    """The clinic's questions (270) and the payer's answers (271), all to one payer. decided, records: as
    sim.payer.asked.eligibility.benefits takes them.
    """
    if not len(asked):
        return {}
    payer, day = asked.payer_code[0], str(asked.asked_date.max()).replace("-", "")
    who = parties(household, payer)
    told = Table.concat(
        [
            benefits(household.coverages, row["patient_key"], payer, row["asked_date"], decided, codes, records)
            for row in asked.rows()
        ]
    )
    return {
        "270.x12": write_270(asked, who, Envelope(HOUSE, payer_id(payer), day, "0800", number)),
        "271.x12": write_271(asked, told, who, Envelope(payer_id(payer), HOUSE, day, "0801", number)),
    }


def status_files(
    claims: Table,
    lines: Table,
    household: Household,
    adjudication: Adjudication,
    on: Day,
    paid: Payments | None = None,
    number: int = 1,
) -> dict[str, str]:
    """The clinic's questions about these claims (276) and the payer's answers of that day (277), all to one payer.
    claims: with their control numbers.
    """
    if not len(claims):
        return {}
    payer, day = claims.payer_code[0], str(day_of(on)).replace("-", "")
    who = parties(household, payer)
    told = status(claims, adjudication, claims.claim_key.tolist(), on, paid)
    return {
        "276.x12": write_276(claims, lines, who, Envelope(HOUSE, payer_id(payer), day, "0800", number)),
        "277.x12": write_277(claims, lines, told, who, Envelope(payer_id(payer), HOUSE, day, "0801", number)),
    }
