"""[credentialing] of an exercise: what the clinic filed with the payer about the provider who saw the patient, and what
the payer's provider file says of it. One rule decides whether it reaches back to the visit
(sim/payer/asked/enrollment.py): where it does, the payer's file is only not updated yet; where it does not, the denial
stands.

    [credentialing]
    about = "enrollment"      # enrollment | link to the group | taxonomy
    received_days = 12        # the payer received the application so many days after the visit (negative: before it)
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from sim.clinic.people.people import People
from sim.ground.strict_toml import Field, Place, record, whole, word
from sim.ground.table import Table
from sim.payer.asked.enrollment import first_paid_day, reaches
from sim.payer.engine.payer_errors import OUTDATED, PayerError

POLICIES = {
    "enrollment": "provider_not_enrolled",
    "link to the group": "provider_not_linked",
    "taxonomy": "provider_taxonomy",
}
FACTS = {"enrollment": "enrolled", "link to the group": "not linked to the group", "taxonomy": "taxonomy not matched"}
LONGEST = 400


class ProviderFile(NamedTuple):
    """What was filed. `received_days`: days from the visit to the day on which the payer received it."""

    about: str
    received_days: int

    def received(self, visit: date) -> date:
        """The day on which the payer received the application."""
        return visit + timedelta(self.received_days)

    def first_day(self, payer_code: str, visit: date) -> date:
        """The first date of service for which the payer then pays the provider."""
        return date.fromisoformat(str(first_paid_day(payer_code, self.received(visit))))

    def reaches(self, payer_code: str, visit: date) -> bool:
        """Does it reach back to the visit?"""
        return reaches(payer_code, self.received(visit), visit)


FIELDS = {"about": Field(word(*POLICIES)), "received_days": Field(whole(-LONGEST, LONGEST))}


def read(value: Any, where: Place) -> ProviderFile | None:
    """The table as an author writes it; nothing where there is none."""
    return ProviderFile(**record(value, where, FIELDS)) if isinstance(value, Mapping) and value else None


def errors(filed: ProviderFile | None, row: Mapping[str, Any]) -> tuple[PayerError, ...]:
    """The payer's file that is not updated yet, where what was filed reaches back to the visit."""
    if filed is None or not filed.reaches(row["payer_code"], row["service_date"]):
        return ()
    why = {
        "enrollment": "The enrollment reaches back to the date of service; the payer's file does not show it yet.",
        "link to the group": "The link to the group reaches back to the date of service; it is not on file yet.",
        "taxonomy": "The provider is enrolled with the taxonomy on the claim; the payer's file shows another one.",
    }[filed.about]
    return (PayerError(OUTDATED, POLICIES[filed.about], why=why),)


def on_file(people: People, filed: ProviderFile | None, row: Mapping[str, Any]) -> People:
    """The people with what the payer's file says of the provider for this patient, where that does not reach back."""
    if filed is None or filed.reaches(row["payer_code"], row["service_date"]):
        return people
    first, about = filed.first_day(row["payer_code"], row["service_date"]), filed.about
    span = (
        {"start_date": first}
        if about == "enrollment"
        else {"start_date": date(1990, 1, 1), "end_date": first - timedelta(1)}
    )
    fact = {
        "npi": row["rendering_npi"],
        "patient_key": row["patient_key"],
        "payer_code": row["payer_code"],
        "fact": FACTS[about],
        **{name: np.datetime64(day, "D") for name, day in span.items()},
    }
    return people._replace(provider_facts=Table.from_rows("provider_facts", [fact]))
