"""The clinic's card, as the biller's and the denial desk show it: the numbers that a claim asks for and no chart
says, and what was taken at check-in.
"""

from collections.abc import Mapping
from typing import Any

from sim.ui.desks.claim_path import table
from sim.ui.desks.words import money

Opened = Mapping[str, Any]  # JSON: what a task opens
HEADING = "Clinic card and check-in"


def clinic_card(open_: Opened) -> dict[str, Any]:
    """The card: {heading, blocks}."""
    one = open_["clinic"]
    numbers = [
        ["Group NPI", {"code": one["npi"]}],
        ["Tax ID", {"code": one["tax_id"]}],
        ["CLIA certificate", {"code": one["clia_number"]}],
        ["Address", one["address"]],
        ["Phone", one["telephone"]],
        ["Copay collected", money(open_["check_in"]["copayment_collected_amount"])],
    ]
    rows = [
        [f"{each['name']}, {each['credential']}, {each['specialty']}", {"code": each["npi"]}]
        for each in one["providers"]
    ]
    return {
        "heading": HEADING,
        "blocks": [
            {"heading": one["name"]},
            {"pairs": numbers},
            table("Providers", ["provider", "NPI"], rows),
        ],
    }
