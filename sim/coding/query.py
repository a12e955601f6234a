"""The query room: a question to the provider where the record leaves open what only she can say, and the answer, which
arrives as a document.

    found = ask(scenario, encounter_row, patient_row)      None where the record leaves nothing open
    found.document, found.truth                            the dated, signed addendum; what is true after it

A query is neutral: the facts of this patient, choices with "other" and "unable to determine", nothing about payment, no
single answer suggested (AHIMA and ACDIS, Guidelines for Achieving a Compliant Query Practice, 2022).
"""

from typing import NamedTuple

from sim.clinic.scenarios.parts import Scenario
from sim.clinic.visits.chart import Document, documents
from sim.clinic.visits.truth import Question, Truth, truth
from sim.clinic.visits.visit_context import Row


class Answered(NamedTuple):
    """The question asked, the addendum that answers it, and the truth before and after."""

    question: Question
    document: Document
    before: Truth
    truth: Truth


def ask(scenario: Scenario, encounter: Row, patient: Row | None = None) -> Answered | None:
    """Ask the provider. None where the record leaves nothing open: the provider has nothing to add."""
    before = truth(scenario, encounter, patient, asked=False)
    if before.query is None:
        return None
    chart, without = documents(scenario, encounter, patient, asked=True), documents(scenario, encounter, patient)
    addendum = next(document for document in chart if document not in without)
    return Answered(before.query, addendum, before, truth(scenario, encounter, patient, asked=True))
