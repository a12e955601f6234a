"""The answers of all payers to all claims of some visits: the first payer's, then those of the payers to whom a claim
goes on, with the mistakes that are declared for a payer, what it set aside after a dispute, and documents it asked for.

    claims, decided = answered(claims, people, errors)
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.billing.answers.declared_payer_errors import SetAside, error_table
from sim.billing.answers.payer_answer import answer
from sim.billing.answers.secondary_claims import with_next_payers
from sim.billing.answers.sent_documents import documents_of
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.steps import Mail
from sim.clinic.people.people import People
from sim.ground.table import Table
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError


class Answered(NamedTuple):
    """All claims, those to later payers with them, and what the payers answered."""

    claims: Claims
    decided: Adjudication


def answered(
    claims: Claims,
    people: People,
    errors: Mapping[int, tuple[PayerError, ...]],
    aside: Sequence[SetAside] = (),
    mail: Sequence[Mail] = (),
    goes_on: bool = True,
) -> Answered:
    """The answers to all these claims of whole households. errors: declared mistakes of the payers by encounter key;
    aside: what payers set aside; mail: what was done about documents they asked for; goes_on: claims are sent on to
    next payers.

    >>> from sim.billing.claims.claim import bill
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, visit = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> len(answered(bill(visit, truth_work(visit), people), people, {}).decided.remittance_lines) > 0
    True
    """
    records: dict[str, Table] = {}
    if any(errors.values()) or aside:
        records["payer_errors"] = error_table(errors, claims, aside)
    decided = answer(claims, people, **records)
    if mail:
        records["documents"] = documents_of(claims.claims, decided, mail)
        decided = answer(claims, people, **records)
    return Answered(*with_next_payers(claims, decided, people, **records)) if goes_on else Answered(claims, decided)
