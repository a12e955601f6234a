"""The payer's answer to the biller's claims: the engine asked with the household's coverage and history, and nothing
asked for claims still held.
"""

import numpy as np

from sim.billing.claims.claim_tables import Claims
from sim.clinic.people.people import People
from sim.ground.table import Table, empty
from sim.payer.engine.engine import Adjudication, adjudicate


def answer(claims: Claims, people: People, **records: Table) -> Adjudication:
    """The adjudication of all these claims (of whole households). Held claims get no answer; without any sent claim
    every table is empty.

    records: further tables for the engine, as payer_errors.
    """
    if not len(claims.claims) or np.isnat(claims.claims.received_date).all():
        return Adjudication(*(empty(name) for name in Adjudication._fields))
    return adjudicate(
        claims.claims,
        claims.lines,
        people.coverages,
        people.prior_services,
        {**people.records(), **claims.records(), **records},
    )
