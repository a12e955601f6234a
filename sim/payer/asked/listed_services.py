"""Which services a payer's file lists: for prior authorization, for a referral, as not covered."""

from sim.payer.rulebook.payers import Payer, SectionRow
from sim.reference import codes as library


def lists(payer: Payer, section: str, code: str) -> bool:
    """Does a row of this section choose the service?"""
    return any(chooses(row, code) for row in payer.sections[section])


def needs_referral(payer: Payer, code: str) -> bool:
    """Does the plan pay for the service only on referral by the member's own doctor?"""
    return "referral_missing" in payer.policies and any(
        chooses(row, code) for row in payer.sections["rule"] if row["policy"] == "referral_missing"
    )


def needs_authorization(payer: Payer, code: str) -> bool:
    """Is the service on the payer's prior authorization list?

    >>> from sim.payer.rulebook.payers import payers
    >>> needs_authorization(payers()["acme_ppo"], "J7325"), needs_authorization(payers()["acme_ppo"], "99213")
    (True, False)
    """
    return "authorization_missing" in payer.policies and lists(payer, "authorization", code)


def chooses(row: SectionRow, code: str) -> bool:
    """Does a row of a payer's file choose the service, by code, kind or beginning of the code?"""
    place = int(library.procedure_rows((code,))[0])
    kind = library.procedures().kind[place] if place >= 0 else ""
    return bool(
        code in row.get("codes", ())
        or kind
        and kind in row.get("kinds", ())
        or code.startswith(tuple(row.get("begins", ())) or ("\0",))
    )
