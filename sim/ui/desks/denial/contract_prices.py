"""What the contract or the fee schedule says for each line as it was sent, beside what the payer allowed."""

from collections.abc import Mapping
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.payer.asked.price import price
from sim.ui.desks.claim_path import table
from sim.ui.desks.common import View
from sim.ui.desks.words import money

MOST_PRICES = 2000  # of lines as they were sent; a class asks for the same ones again and again


def contract(claim: Mapping[str, Any], served: str) -> list[View]:
    """What the contract or the schedule says for each line as it was sent, beside what the payer allowed: the page one
    disputes with.
    """
    told = {row["claim_line_number"]: row for row in claim["remittance"]}
    rows: list[list[Any]] = []
    words: list[str] = []
    for line in claim["lines"]:
        agreed, how = agreed_price(line, claim["payer_code"], served)
        allowed = told.get(line["claim_line_number"], {}).get("allowed_amount")
        rows.append(
            [
                [f"{line['claim_line_number']} ", {"code": line["procedure_code"]}],
                money(line["charge_amount"], ""),
                money(agreed, ""),
                money(allowed, ""),
            ]
        )
        words += [how] if how and how not in words else []
    return [
        table("What the contract says", ["line", "charge", "agreed", "allowed"], rows, right=[1, 2, 3]),
        *({"p": text} for text in words),
        {
            "p": (
                "Each line on its own: reductions for several procedures on one day are not included. A line that was"
                " not paid has no allowed amount."
            )
        },
    ]


def agreed_price(line: Mapping[str, Any], payer_code: str, served: str) -> tuple[int | None, str]:
    """(cents of the agreed price of a line, how it comes about); (None, "") where the contract has none."""
    modifiers = tuple(one for one in line["modifiers"] if one not in ("25", "59", "XE", "XP", "XS", "XU"))
    units, place = max(1, line["service_unit_quantity"]), line["place_of_service_code"]
    return _agreed(line["procedure_code"], modifiers, units, served, place, payer_code, line["charge_amount"])


@remembered_up_to(MOST_PRICES)
def _agreed(
    code: str, modifiers: tuple[str, ...], units: int, served: str, place: str, payer: str, charge: int
) -> tuple[int | None, str]:
    try:
        found = price(code, modifiers, units, served, place, payer=payer, charge=charge)
    except CleanClaimError:
        return None, ""
    return found.allowed_amount, found.steps[-1] if found.steps else ""
