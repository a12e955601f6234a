"""Coded work as tables: encounter_diagnoses and encounter_services, from coded visits that many encounters share."""

from typing import NamedTuple

import numpy as np

from sim.clinic.visits.coded_visit import CodedVisit
from sim.ground.coded import Coded
from sim.ground.joins import repeated
from sim.ground.table import Table


class Work(NamedTuple):
    """encounter_diagnoses and encounter_services of the dictionary, rows in order of encounter and sequence."""

    diagnoses: Table
    services: Table


def work_of(encounter_key: np.ndarray, visits: list[CodedVisit], place: np.ndarray, version: str) -> Work:
    """The work of many encounters: encounter number i sends visits[place[i]].

    >>> from sim.clinic.visits.coded_visit import CodedService
    >>> one = CodedVisit(("I10", "R05.9"), (CodedService("em", "99213", ("25",), 1, ("R05.9",)),))
    >>> made = work_of(np.array([7, 8]), [one], np.array([0, 0]), "truth")
    >>> made.diagnoses.diagnosis_code.texts().tolist(), made.services.diagnosis_pointer_1.tolist()
    (['I10', 'R05.9', 'I10', 'R05.9'], [2, 2])
    """
    first: dict[CodedVisit, int] = {}
    same = np.array([first.setdefault(visit, len(first)) for visit in visits], np.int64)
    encounter_key, place, different = np.asarray(encounter_key, np.int64), same[place], list(first)
    return Work(
        _diagnoses(encounter_key, different, place, version), _services(encounter_key, different, place, version)
    )


def _spread(counts: np.ndarray, place: np.ndarray):
    """For each row of the result: the encounter, its number within it (from 0), and the item of the flat list it
    copies.
    """
    starts = np.cumsum(counts) - counts
    encounter, number = repeated(counts[place])
    return encounter, number, starts[place][encounter] + number


def _diagnoses(key, visits, place, version) -> Table:
    counts = np.array([len(visit.diagnoses) for visit in visits], np.int64)
    encounter, number, item = _spread(counts, place)
    codes = Coded.of([code for visit in visits for code in visit.diagnoses])
    return Table(
        encounter_key=key[encounter],
        version=Coded.constant(version, len(encounter)),
        diagnosis_sequence=number + 1,
        diagnosis_code=codes[item],
    )


def _services(key, visits, place, version) -> Table:
    lines = [line for visit in visits for line in visit.services]
    pointers = [
        [visit.diagnoses.index(code) + 1 for code in line.pointers] for visit in visits for line in visit.services
    ]
    counts = np.array([len(visit.services) for visit in visits], np.int64)
    encounter, number, item = _spread(counts, place)
    return Table(
        encounter_key=key[encounter],
        version=Coded.constant(version, len(encounter)),
        service_sequence=number + 1,
        procedure_code=Coded.of([line.code for line in lines])[item],
        **{
            f"hcpcs_modifier_{at + 1}": Coded.of(
                [line.modifiers[at] if at < len(line.modifiers) else "" for line in lines]
            )[item]
            for at in range(4)
        },
        **{
            f"diagnosis_pointer_{at + 1}": np.array([row[at] if at < len(row) else 0 for row in pointers], np.int64)[
                item
            ]
            for at in range(4)
        },
        service_unit_quantity=np.array([line.units for line in lines], np.int64)[item],
    )
