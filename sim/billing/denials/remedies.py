"""What to do about a claim that was not paid as owed: the root cause, who fixes it, the remedy, its deadline. Knowledge
is in the policies and in data/codes (causes, cause_of, remedies, errors); here it is looked up.

A rejection was never adjudicated: it is corrected and sent as a new claim, and never appealed. Contractual write-offs,
the patient's share and true duplicates are right outcomes, not denials to work.
"""

from typing import Any

from sim.billing.claims.corrections import takes_replacement
from sim.billing.claims.remedy_kinds import remedy_rows
from sim.ground.dates import Day
from sim.ground.files import find, read_csv, remembered
from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.policy_words import words_of


@remembered
def _table(name: str, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in read_csv(find(f"data/codes/{name}.csv"))}


def remedy_label(code: str) -> str:
    """A remedy in words.

    >>> remedy_label("R_CORR")
    'Send a corrected claim'
    """
    return remedy_rows()[code]["label"] if code else ""


def remedy_row(code: str) -> dict[str, Any]:
    """The row of a remedy: label, what_to_do, mechanics, adds_claim, form, needs, effort."""
    return remedy_rows()[code]


def cause_label(cause: str) -> str:
    """A root cause in words."""
    return _table("causes", "cause").get(cause, {}).get("label", "")


def cause_row(cause: str) -> dict[str, Any]:
    """The row of a root cause: label, desk (who owns it), explanation, prevention; empty for none.

    >>> cause_row("late_filing")["desk"]
    'biller'
    """
    return _table("causes", "cause").get(cause, {})


def preventions_of(cause: str) -> tuple[str, ...]:
    """What keeps a root cause from coming back, of data/codes/preventions.csv, the usual one first.

    >>> preventions_of("too_many_units")
    ('tighten_edits', 'review_charts')
    """
    return tuple(cause_row(cause).get("prevention", "").split())


def prevention_rows() -> dict[str, dict[str, Any]]:
    """What keeps a root cause from coming back (data/codes/preventions.csv), by its code."""
    return _table("preventions", "prevention")


def error_words(error: str) -> dict[str, Any]:
    """The row of an error kind: error, words, desk, skill."""
    return _table("errors", "error").get(
        error, {"error": error, "words": error.replace("-", " "), "desk": "", "skill": ""}
    )


@remembered
def _causes() -> dict[str, str]:
    rows = read_csv(find("data/codes/cause_of.csv"))
    return {row["name"]: row["cause"] for row in rows if row["of"] == "error"}


def cause_of(error: str = "", policy: str = "", is_short: bool = False) -> str:
    """The root cause behind a known mistake, else behind a policy. is_short: less was paid than the record supports.

    >>> cause_of("missing-modifier-25"), cause_of(policy="timely_filing"), cause_of("wrong-units", is_short=True)
    ('missing_modifier', 'late_filing', 'too_few_units')
    """
    if error == "wrong-units" and is_short:
        return "too_few_units"
    behind_policy = policies()[policy].cause if policy in policies() else "claim_data"
    return _causes().get(error) or behind_policy


def of_policy(policy: str, field: str, payer_code: str) -> str:
    """What a payer's policy says: title, fix, cite, owner, remedy, never; empty without a policy."""
    return str(getattr(words_of(policy, payer_code), field))


def remedy_of(
    payer_code: str,
    on: Day,
    policy: str = "",
    is_rejected: bool = False,
    wrong_payer: bool = False,
    owed: int = 0,
    excess: int = 0,
) -> str:
    """The right remedy, given what the record supports. owed, excess: cents supported and not paid, paid and not
    supported.

    With nothing owed a denial stands: the policy's own word if that is to bill the patient or to do nothing, else a
    write-off. A dispute needs proof that the payer was wrong; payers here are wrong only where a scenario says so, so
    without it a dispute is a write-off.
    """
    told = of_policy(policy, "remedy", payer_code)
    told = "R_WRITEOFF" if told == "R_RECON" else told
    if is_rejected:
        return "R_OTHERPAYER" if wrong_payer else "R_NEW"
    if excess > 0:
        return "R_REFUND"
    if policy and owed <= 0:
        return told if told in ("R_PATIENT", "R_NONE", "R_WRITEOFF") else "R_WRITEOFF"
    if wrong_payer:
        return "R_OTHERPAYER"
    if told in ("R_NEW", "R_CORR", "R_REOPEN", "R_WRITEOFF", "R_NONE"):
        return told
    return "R_CORR" if takes_replacement(payer_code, on) else "R_REOPEN"
