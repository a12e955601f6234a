"""Boxes of the form where more than one entry is right: blank or filled, yes or no. What a careful biller may write
there moves no point, and the feedback says why.

    optional(case, key)        box -> Optional, for the claim at hand

Source of each: Medicare Claims Processing Manual ch. 26, 10.2 to 10.4, by item; for other payers the form's own manual
(NUCC), in our words.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from sim.billing.claims.form_cells import read as read_cell
from sim.clinic.practice.clinics import clinic
from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import Case
from sim.payer.rulebook.payers import payers
from sim.reference.codes import procedure_rows, procedures
from sim.reference.identifiers import is_npi

Boxes = dict[str, str]  # box -> text
MANUAL = "Medicare Claims Processing Manual ch. 26"
TESTS = ("lab test", "imaging", "diagnostic test")  # kinds of services that somebody orders
INJURY = re.compile(
    r"S|T0|T1|T2|T3"
)  # ICD-10-CM chapter 19: injuries and foreign bodies, without poisoning and complications


class Optional(NamedTuple):
    """What else may stand in a box, and why: `accepts` an entry, blank too."""

    accepts: Callable[[str], bool]
    why: str
    cite: str


def optional(case: Case, key: Boxes) -> dict[str, Optional]:
    """Every box of this claim that has more than one right entry.

    >>> from sim.learn.exercises.case import draw
    >>> from sim.learn.tasks.build_claim.forms import key_boxes
    >>> case = draw("biller_01_first_claim", 1)
    >>> found = optional(case, key_boxes(case))
    >>> found["20"].accepts(""), found["20"].accepts("yes")
    (True, False)
    """
    rules = (_blank_or_no, _insured, _medicare_first, _work, _accident, _ordering, _location)
    return {box: one for rule in rules for box, one in rule(case, key)}


def one_of(*texts: str) -> Callable[[str], bool]:
    """Accepts blank and these."""
    known = {"", *(text.upper() for text in texts)}
    return lambda text: text.strip().upper() in known


def birth_date(day: str) -> Callable[[str], bool]:
    """Accepts blank and this date, however it is written."""
    return lambda text: not text.strip() or _day(text) == _day(day)


def _kind(key: Boxes) -> str:
    payer = payers().get(key.get("carrier", ""))
    return str(payer.kind) if payer else ""


def _blank_or_no(case: Case, key: Boxes) -> Iterator[tuple[str, Optional]]:
    """Boxes where blank says no, and one is the first claim."""
    why = "Blank says the same here."
    if key.get("11d") == "no":
        yield "11d", Optional(one_of("no"), why, f"{MANUAL}, item 11d")
    yield "20", Optional(one_of("no"), why, f"{MANUAL}, item 20")
    if not key.get("22"):
        yield "22", Optional(one_of("1"), "Blank and 1 both say that this is a first claim.", f"{MANUAL}, item 22")
    if not key.get("11"):
        yield "11", Optional(one_of("NONE"), "This coverage has no group number.", f"{MANUAL}, item 11")
    for box in key:
        if box.startswith(("24C.", "24H.")):
            yield box, Optional(one_of("N", "no"), why, f"{MANUAL}, item {box[:3]}")


def _insured(case: Case, key: Boxes) -> Iterator[tuple[str, Optional]]:
    """Where the patient is the policyholder, the policyholder's boxes may repeat the patient or stay blank."""
    cite = f"{MANUAL}, items 4, 7 and 11a"
    if key.get("6") == "self":
        why = "The patient is the policyholder: these boxes may repeat the patient's own data or stay blank."
        yield "4", Optional(one_of("SAME", key["4"]), why, cite)
        yield "7", Optional(one_of("SAME", key["7"]), why, cite)
        yield "11a", Optional(birth_date(key["11a"]), why, cite)
    elif key.get("7") == key.get("5"):
        yield "7", Optional(lambda text: text.strip().upper() in ("SAME", key["7"].upper()), "Same address.", cite)


def _medicare_first(case: Case, key: Boxes) -> Iterator[tuple[str, Optional]]:
    """Original Medicare as the primary payer: NONE in box 11; boxes 4, 6, 7, 11a and 11d are not asked for; box 9 is
    for a Medigap policy only.
    """
    if _kind(key) != "medicare":
        return
    why = (
        "Medicare is primary: NONE in box 11 on paper, and boxes 4, 7 and 11a stay blank. The patient's own "
        "data there do no harm."
    )
    cite = f"{MANUAL}, 10.2, items 4, 7 and 11"
    yield "4", Optional(one_of("SAME", key["4"]), why, cite)
    yield "7", Optional(one_of("SAME", key["7"]), why, cite)
    yield "11", Optional(one_of("NONE"), why, cite)
    yield "11a", Optional(birth_date(key["11a"]), why, cite)
    yield "6", Optional(one_of("self"), "Medicare's policyholder is the patient: box 6 may stay blank.", cite)
    yield "11d", Optional(one_of("no", "yes"), "Medicare does not ask for box 11d.", f"{MANUAL}, 10.2, item 11d")
    for box in ("9", "9a", "9d"):
        told = "Medicare asks for box 9 only where the second policy is a Medigap policy whose benefits are assigned."
        yield box, Optional(one_of("NONE", "SAME", key.get(box, "")), told, f"{MANUAL}, 10.2, item 9")


def _work(case: Case, key: Boxes) -> Iterator[tuple[str, Optional]]:
    """Workers' compensation: the employer in boxes 4 and 7, the carrier's claim number in 11b."""
    if _kind(key) != "workers compensation":
        return
    why = (
        "A workers' compensation claim names the employer in boxes 4 and 7. The chart does not give name and "
        "address, so what you enter is not checked."
    )
    cite = "NUCC 1500 claim form manual, items 4, 7 and 11b"
    yield "4", Optional(lambda text: True, why, cite)
    yield "7", Optional(lambda text: True, why, cite)
    yield "11a", Optional(birth_date(key["11a"]), "The employer has no birth date.", cite)
    told = "Box 11b is the place for the carrier's claim number, where it is known."
    yield "11b", Optional(one_of(key["1a"]), told, cite)


def _accident(case: Case, key: Boxes) -> Iterator[tuple[str, Optional]]:
    """An injury that is neither work nor auto: yes and no are both sent in practice; the date goes with yes. A date
    of onset may stand on any claim.
    """
    codes = [text for box, text in key.items() if box.startswith("21") and box != "21"]
    is_injury = any(INJURY.match(code) for code in codes)
    if is_injury and key.get("10a") == "no" and key.get("10b") == "no":
        why = (
            "Yes is right for an accident at home or elsewhere, and box 14 then gives its date. Many clinics send "
            "no and answer the payer's accident letter: not marked here."
        )
        yield "10c", Optional(one_of("yes", "no"), why, f"{MANUAL}, 10.2, items 10a to 10c")
    if not key.get("14"):
        served, born = case.row["service_date"], case.patient["birth_date"]
        why = (
            "The date on which the illness began or the injury happened may stand here on any claim. It is not "
            "checked against the record."
        )
        yield "14", Optional(lambda text: _between(text, born, served), why, f"{MANUAL}, 10.4, item 14")


def _ordering(case: Case, key: Boxes) -> Iterator[tuple[str, Optional]]:
    """Who ordered a test that the clinic ran itself: the provider who saw the patient. Who referred the patient."""
    row = case.row
    seen = next((one for one in clinic(row["clinic_code"]).providers if one.npi == row["rendering_npi"]), None)
    codes = [text for box, text in key.items() if box.startswith("24D.")]
    known, rows = procedures().kind, procedure_rows(tuple(codes)).tolist()
    ordered = any(known[place] in TESTS for place in rows if place >= 0)
    if ordered and seen is not None:
        family = seen.name.split()[-1].upper()
        why = (
            "A test that somebody ordered: box 17 (with DK) and 17b name who ordered it, also where that is the "
            "provider who saw the patient. Medicare asks for it."
        )
        yield "17", Optional(lambda text: not text.strip() or family in text.upper(), why, f"{MANUAL}, 10.4, item 17")
        yield "17b", Optional(one_of(seen.npi), why, f"{MANUAL}, 10.4, item 17")
    elif row["referral_number"]:
        why = (
            "Box 17 (with DN) and 17b name who referred the patient. The chart does not give it, so what you "
            "enter is not checked."
        )
        yield "17", Optional(lambda text: True, why, f"{MANUAL}, 10.4, item 17")
        yield "17b", Optional(lambda text: not text.strip() or is_npi(text.strip()), why, f"{MANUAL}, 10.4, item 17")


def _location(case: Case, key: Boxes) -> Iterator[tuple[str, Optional]]:
    """The clinic itself as the place of service may be named. Medicare asks for it wherever it is not the
    patient's home.
    """
    one = clinic(case.row["clinic_code"])
    why = (
        "Medicare asks for the service location wherever it is not the patient's home; other payers only "
        "where it is not the billing address."
    )
    if not key.get("32"):
        yield (
            "32",
            Optional(
                lambda text: not text.strip() or one.name.upper() in text.upper(), why, f"{MANUAL}, 10.4, item 32"
            ),
        )
        yield "32a", Optional(one_of(one.npi), why, f"{MANUAL}, 10.4, item 32")


def _day(text: str) -> date | None:
    try:
        found = read_cell("date", text, "")
    except CleanClaimError:
        return None
    return found if isinstance(found, date) else None


def _between(text: str, first: date, last: date) -> bool:
    """Blank, or a date of the patient's life up to the visit."""
    day = _day(text)
    return not text.strip() or (day is not None and first <= day <= last)
