"""The journeys of many pieces of work, answered as one table: the worklist of a desk, the work of a class."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.billing.answers.declared_payer_errors import won_by_record
from sim.billing.answers.household_copies import Asked, answered_together
from sim.billing.answers.payer_answers import Answered
from sim.billing.answers.supported_amounts import true_lines
from sim.billing.claims.claim_tables import Claims
from sim.billing.visit.journey import Journey, claims_sent
from sim.billing.visit.visit_record import Visit
from sim.clinic.visits.coded_rows import Work


class SentWork(NamedTuple):
    """What was coded for a visit, and the claims that the biller made of it where they are not the coder's alone."""

    visit: Visit
    work: Work
    changes: Claims | None = None


def billed_together(pieces: Sequence[SentWork]) -> list[Journey]:
    """The journey of each piece up to its first answer, as `billed` gives it alone.

    >>> from sim.billing.visit.visit_record import visit_with
    >>> from sim.clinic.visits.case import draw_case
    >>> from sim.clinic.visits.truth import truth_work
    >>> people, encounters = draw_case(7, "knee_injection", payer="acme_ppo")
    >>> visit = visit_with(people, encounters, truth_work(encounters))
    >>> one, other = billed_together([SentWork(visit, visit.truth_work)] * 2)
    >>> one.shown == other.shown == visit.key << 4
    True
    """
    asked = [Asked(one.visit.people, claims_sent(one.visit, one.work, one.changes), one.visit.errors) for one in pieces]
    return [
        Journey(one.visit, one.work, *answers, one.changes is not None)
        for one, answers in zip(pieces, answered_together(asked), strict=True)
    ]


def answer_truths(visits: Sequence[Visit]) -> None:
    """The payers' answers to the true claims of visits that were not asked about before, as one table; they stay with
    the visits."""
    unknown = [one for one in dict.fromkeys(visits) if not one.has_truth_lines]
    answers = answered_together([Asked(one.people, one.true) for one in unknown])
    for visit, told in zip(unknown, answers, strict=True):
        keep_truth(visit, told)


def keep_truth(visit: Visit, answers: Answered) -> None:
    """The answer to the true claim stays with the visit, unless the record wins a dispute about it: then the visit asks
    again by itself.
    """
    if not len(won_by_record(visit.true, answers.decided.remittance_lines)):
        visit.keep_truth_lines(true_lines(*answers, visit.encounters.encounter_key).sort_by("turn"))
