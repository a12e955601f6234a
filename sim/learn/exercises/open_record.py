"""The record as everybody at a desk may read it: patient, visit, documents. Built up from what is open: no truth, no
seed, no drawn choices.
"""

from collections.abc import Iterable
from typing import Any

from sim.clinic.practice.clinics import clinic
from sim.clinic.visits.chart import Document
from sim.learn.exercises.case import Case

Opened = dict[str, Any]


def open_record(case: Case, asked: bool = False) -> Opened:
    """Label, variant, payer, day, patient, documents; with `asked` the answer to the coder's question has arrived."""
    return {
        "label": case.scenario.label,
        "variant": case.variant,
        "payer": case.payer_label,
        "service_date": str(case.row["service_date"]),
        "patient": patient(case),
        "documents": chart(case, asked),
    }


def patient(case: Case) -> Opened:
    """The patient as the card sheet has it."""
    one = case.patient
    return {
        "name": f"{one['first_name']} {one['family_name']}",
        "birth_date": str(one["birth_date"]),
        "sex": one["sex_code"],
        "age": case.row["patient_age"],
        "address": f"{one['street_address']}, {one['city_name']} {one['state_code']} {one['postal_code']}",
        "telephone": one["telephone_number"],
    }


def chart(case: Case, asked: bool = False) -> list[Opened]:
    """The documents; with `asked` the answer to the coder's question has arrived."""
    return opened(case.documents_when(asked))


def opened(documents: Iterable[Document]) -> list[Opened]:
    """Documents as every desk reads them."""
    return [
        {
            "kind": one.kind,
            "title": one.title,
            "author": one.author_name,
            "date": str(one.date),
            "signed": one.signed,
            "signature": one.signature,
            "sections": {name: list(lines) for name, lines in one.sections.items()},
        }
        for one in documents
    ]


def clinic_card(case: Case) -> Opened:
    """The clinic as it bills: name, address, numbers, and each provider with NPI. What the boxes of a claim ask for
    and no chart says.
    """
    one = clinic(case.row["clinic_code"])
    return {
        "name": one.name,
        "address": f"{one.street_address}, {one.city_name} {one.state_code} {one.postal_code}",
        "telephone": one.telephone_number,
        "npi": one.npi,
        "tax_id": one.tax_id,
        "clia_number": one.clia_number,
        "providers": [
            {"name": each.name, "credential": each.credential, "specialty": each.specialty, "npi": each.npi}
            for each in one.providers
        ],
    }


def check_in(case: Case) -> Opened:
    """What the front desk did at check-in beside the registration. Amounts in cents."""
    return {"copayment_collected_amount": int(case.row["copayment_collected_amount"])}
