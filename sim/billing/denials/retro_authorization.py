"""Authorization requested after the service, from the clinic's side: what the record documents, what is asked, and the
number on the visit once it was given.

The payer decides by its criteria and days (sim.payer.asked.prior_authorization). What the record documents is found by
words of the trade (sim/billing/denials/documented_facts.py).
"""

import numpy as np

from sim.billing.denials.documented_facts import said
from sim.billing.denials.worked_claim import WorkedClaim
from sim.clinic.people.people import People
from sim.clinic.visits.chart import note
from sim.ground.coded import Coded
from sim.ground.dates import day_of
from sim.ground.table import Table, conform
from sim.payer.asked.prior_authorization import Answer, Request, criteria, decide, needs
from sim.payer.rulebook.payers import payers


def documented(text: str) -> tuple[str, ...]:
    """The facts of authorization_needs.csv that a record documents.

    >>> documented("Failed PT x 6 wks, NSAIDs and steroid shot. X-ray shows narrowing.")
    ('imaging_shows_disease', 'conservative_care_six_weeks', 'steroid_injection_failed', 'plain_film_first',
    'therapy_tried')
    >>> documented("No x-ray shows it.")
    ()
    """
    return tuple(
        need for need, row in needs().items() if any(said(words, text) for words in row["record_words"].split("|"))
    )


def ask(made: WorkedClaim, sent: np.datetime64) -> list[Answer]:
    """The payer's answers to a request for each service of the claim that it wants to approve; none where it need not
    be asked.
    """
    head = made.claims.claims.take(made.claims.claims.claim_key == made.shown).rows()[0]
    lines = made.claims.lines.take(made.claims.lines.claim_key == made.shown)
    payer, facts = payers().get(head["payer_code"]), documented(note(made.encounters, made.people))
    diagnoses = tuple(head[f"diagnosis_code_{number}"] for number in range(1, 13) if head[f"diagnosis_code_{number}"])
    return [
        decide(
            Request(
                head["patient_key"],
                payer.code,
                code,
                _units(lines, code),
                diagnoses,
                made.encounters.service_date[0],
                day_of(sent),
                facts=facts,
            ),
            made.people.coverages,
        )
        for code in dict.fromkeys(lines.procedure_code.texts().tolist())
        if payer and criteria(payer, code)
    ]


def _units(lines: Table, code: str) -> int:
    return int(lines.service_unit_quantity[lines.procedure_code == code].sum())


def given(answers: list[Answer]) -> Table:
    """The rows of what was approved, all under the first number."""
    rows = Table.concat([answer.rows for answer in answers])
    return rows.with_columns(authorization_number=Coded.constant(answers[0].number, len(rows)))


def with_approval(people: People, encounters: Table, rows: Table) -> tuple[People, Table]:
    """(people, encounters) once the payer has given a number for the visit. What was registered before the visit stays
    as it was.
    """
    more = conform("authorizations", Table.concat([people.authorizations, rows.select(*people.authorizations.columns)]))
    number = Coded.constant(rows.authorization_number[0], len(encounters))
    return people._replace(authorizations=more), encounters.with_columns(prior_authorization_number=number)
