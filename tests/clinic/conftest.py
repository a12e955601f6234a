"""Fixtures of the clinic's tests: the design's example scenario, and rows of an encounter and a patient to look at it
with.
"""

from datetime import date
from pathlib import Path

import pytest

from sim.clinic.scenarios.library import parse

FOLDER = Path(__file__).parent / "written"


@pytest.fixture(scope="session")
def knee():
    return parse(FOLDER / "family_medicine" / "knee_and_pressure.toml")


@pytest.fixture(scope="session")
def ear():
    return parse(FOLDER / "urgent_care" / "everything.toml")


@pytest.fixture
def row():
    def made(choices="", payer="acme_ppo", **more):
        return {
            "choices": choices,
            "payer_code": payer,
            "is_new_patient": False,
            "patient_age": 60,
            "patient_sex_code": "F",
            "coverage_key": 128,
            "service_date": date(2026, 6, 3),
            "clinic_code": "prairie",
            "rendering_npi": "2400315778",
            "patient_key": 16,
            "copayment_collected_amount": 0,
            **more,
        }

    return made


@pytest.fixture
def patient():
    return {
        "patient_key": 16,
        "first_name": "Ana",
        "family_name": "Muster-Synth",
        "birth_date": date(1966, 1, 2),
        "sex_code": "F",
    }
