"""Who is who on the wire: patients, subscribers, providers and payers, found for each claim in the tables that the
caller gives.
"""

from typing import NamedTuple

import numpy as np

from sim.edi.grammar.text_joins import taken
from sim.ground.coded import Coded
from sim.ground.joins import find_in, find_texts
from sim.ground.table import Table

NAMES = ("first_name", "family_name", "street_address", "city_name", "state_code", "postal_code")


class Parties(NamedTuple):
    """Who is who on the wire. patients, coverages: tables of the dictionary. providers: npi, entity_type_code (1
    person, 2 organization), family_name (or the organization's name), first_name, taxonomy_code, tax_id,
    telephone_number, contact_name, and an address. payers: payer_code, payer_id, name, filing_code, and an address.
    submitter, receiver: name, id (and contact_name, telephone_number), one row each."""

    patients: Table
    coverages: Table
    providers: Table
    payers: Table
    submitter: Table
    receiver: Table


def people_of(claims: Table, is_self: np.ndarray, parties: Parties) -> tuple[Table, Table]:
    """The patient as written, and the subscriber: the same person with birth and sex, or the one who holds the
    policy.
    """
    coverage = find_in(parties.coverages.coverage_key, claims.coverage_key)
    holder = (
        taken(parties.coverages, coverage).subscriber_patient_key
        if len(parties.coverages)
        else np.full(len(claims), -1)
    )
    patient_row = find_in(parties.patients.patient_key, claims.patient_key)
    patient = taken(parties.patients, patient_row).select(*NAMES)
    written_as = {
        name: Coded.where(~claims[f"patient_{name}"].is_missing, claims[f"patient_{name}"], patient[name])
        for name in NAMES[:2]
    }
    patient = patient.with_columns(**written_as, birth_date=claims.patient_birth_date, sex_code=claims.patient_sex_code)
    holder_row = np.where(
        is_self, patient_row, find_in(parties.patients.patient_key, np.where(coverage >= 0, holder, claims.patient_key))
    )
    subscriber = taken(parties.patients, holder_row).select(*NAMES)
    subscriber = subscriber.with_columns(
        **{name: Coded.where(is_self, written_as[name], subscriber[name]) for name in NAMES[:2]},
        member_id=claims.member_id,
        entity_type_code=Coded.constant("1", len(claims)),
        birth_date=np.where(is_self, claims.patient_birth_date, np.datetime64("NaT")),
        sex_code=Coded.where(is_self, claims.patient_sex_code, ""),
    )
    return patient, subscriber


def provider_of(parties: Parties, npi: Coded) -> Table:
    """The providers of these numbers; a number that nobody knows stands for a person whose name repeats it."""
    found = find_texts(parties.providers.npi, npi)
    table = taken(parties.providers, found).with_columns(npi=npi)
    strange = (found < 0) & ~npi.is_missing
    if strange.any():
        table = table.with_columns(
            entity_type_code=Coded.where(strange, "1", table.entity_type_code),
            family_name=Coded.where(
                strange, Coded.of([f"Provider {text}" if text else "" for text in npi]), table.family_name
            ),
        )
    return table


def first_text(column: Coded, row: np.ndarray, length: int) -> Coded:
    """The first text given among a claim's lines."""
    given = np.flatnonzero(~column.is_missing)[::-1]
    keys = np.full(length, -1, np.int32)
    keys[row[given]] = column.keys[given]
    return Coded(keys, column.pool)


def common_rendering(lines: Table, row: np.ndarray, length: int) -> Coded:
    """Who did all lines of a claim; empty where they differ or one has nobody."""
    first = first_text(lines.rendering_npi, row, length)
    differs = np.zeros(length, bool)
    differs[row[lines.rendering_npi.keys != first.keys[row]]] = True
    return Coded(np.where(differs, -1, first.keys), first.pool)
