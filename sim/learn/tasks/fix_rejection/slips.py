"""What is wrong with a claim that comes back: the closed list of slips, each in one box of the form, made out of the
right claim. Every one of them is found by a policy of the payer's front end (sim/payer/policies/front_end).
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sim.billing.claims.corrections import Changes

Row = Mapping[str, Any]  # a row of claims or claim_lines
SHIFT = 3  # what a wrong check digit differs by
CENTURY = 100
ANY = "any"  # in an exercise: one of these, another in every variant


class Slip(NamedTuple):
    """`box`: where it stands on the form, "24D.1" for line 1; `policy`: of the front end that finds it; `happened`:
    what somebody did; `made`: the changes that turn the right claim into the wrong one, from its head and first
    line."""

    name: str
    box: str
    policy: str
    happened: str
    made: Callable[[Row, Row], Changes]


def _swapped(text: str) -> str:
    """Two neighbors that differ, swapped, as near to the end as possible.

    >>> _swapped("SYN20234")
    'SYN20243'
    """
    place = next(n for n in range(len(text) - 2, -1, -1) if text[n] != text[n + 1])
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _wrong_check_digit(npi: str) -> str:
    """
    >>> _wrong_check_digit("2400315778")
    '2400315771'
    """
    return f"{npi[:-1]}{(int(npi[-1]) + SHIFT) % 10}"


def _century_later(day: date) -> date:
    """
    >>> str(_century_later(date(1962, 2, 28)))
    '2062-02-28'
    """
    return (
        day.replace(day=min(day.day, 28), year=day.year + CENTURY)
        if day.month == 2
        else day.replace(year=day.year + CENTURY)
    )


SLIPS = {
    slip.name: slip
    for slip in (
        Slip(
            "member-id",
            "1a",
            "member_not_found",
            "Two digits of the member ID were swapped.",
            lambda head, line: {"claim.member_id": _swapped(head["member_id"]), "claim.coverage_key": -1},
        ),
        Slip(
            "birth-date",
            "3",
            "service_date_invalid",
            "The year of birth was typed with the wrong century.",
            lambda head, line: {"claim.patient_birth_date": _century_later(head["patient_birth_date"])},
        ),
        Slip(
            "diagnosis",
            "21A",
            "diagnosis_invalid",
            "The diagnosis code was cut off before its last characters.",
            lambda head, line: {"claim.diagnosis_code_1": head["diagnosis_code_1"][:3]},
        ),
        Slip(
            "frequency",
            "22",
            "original_not_found",
            "A claim that was never adjudicated was sent as a replacement.",
            lambda head, line: {"claim.claim_frequency_code": "7"},
        ),
        Slip(
            "service-date",
            "24A.1",
            "service_date_invalid",
            "The date of service was typed with the wrong year.",
            lambda head, line: {
                "line.1.service_date": line["service_date"].replace(year=line["service_date"].year + 1)
            },
        ),
        Slip(
            "procedure",
            "24D.1",
            "procedure_invalid",
            "A letter stands in the code in the place of a digit.",
            lambda head, line: {
                "line.1.procedure_code": f"{line['procedure_code'][:4]}O",
                "line.1.charge_amount": line["charge_amount"],
            },
        ),
        Slip(
            "pointer",
            "24E.1",
            "pointer_invalid",
            "The line points to a diagnosis that is not on the claim.",
            lambda head, line: {"line.1.diagnosis_pointer_1": _first_empty(head)},
        ),
        Slip(
            "rendering-npi",
            "24J.1",
            "invalid_npi",
            "The last digit of the rendering provider's NPI was mistyped.",
            lambda head, line: {"line.1.rendering_npi": _wrong_check_digit(line["rendering_npi"])},
        ),
        Slip(
            "total",
            "28",
            "claim_out_of_balance",
            "The total charge was not added up again after a line was changed.",
            lambda head, line: {"claim.total_charge_amount": head["total_charge_amount"] + line["charge_amount"]},
        ),
    )
}


def _first_empty(head: Row) -> int:
    """The first place of box 21 without a diagnosis."""
    return next(n for n in range(1, 13) if not head[f"diagnosis_code_{n}"])
