"""A request for authorization before a service (the content of a 278), decided by the payer's written criteria and by
their deadlines.

    [[authorization]]                               # in the payer's file: which services, and what must be so
    codes = ["J7325"]
    diagnoses = ["M17"]                             # the request names one of these (prefixes)
    needs = ["imaging_shows_disease", ...]          # documented facts, of data/codes/authorization_needs.csv
    units = 48                                      # most units of one authorization
    valid_days = 60                                 # how long an authorization holds

Approved when all criteria are met; denied, with the criterion that is not, when the diagnosis or the day cannot be
right; pended while a fact is not documented, and denied if it has not come in time. Days to decide: 7 (72 hours if
expedited) at Medicare Advantage and Medicaid plans from 2026 (CMS-0057-F, which also asks for a specific reason of
every denial; it leaves drugs out), 15 at employers' plans. Approved is not paid: coverage, codes and limits are looked
at again on the claim.

Nobody waits for an authorization in an emergency: where a payer's file of days says so (emergency_notice_days) it is
told afterwards, in time, and the number of that notice goes on the claim. Not modeled: peer-to-peer talks, gold cards,
concurrent review; emergencies at payers without such days; the shorter days of Part B drugs (42 CFR 422.568(b)(3)).
"""

from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from sim.ground.files import remembered
from sim.ground.dates import Day
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv
from sim.ground.params import days
from sim.ground.table import Table, empty
from sim.payer.asked.eligibility_question import known_payer
from sim.payer.rulebook.payers import Payer, SectionRow
from sim.reference import codes as library


class Request(NamedTuple):
    """What a clinic asks. service_date: the planned day, or the day on which it was done; facts: documented ones, of
    authorization_needs.csv; is_expedited: waiting could harm the patient; sent_again: the day on which asked-for facts
    were added, if they were; is_emergency: it tells of an emergency service."""

    patient_key: int
    payer_code: str
    procedure_code: str
    units: int
    diagnoses: tuple[str, ...]
    service_date: np.datetime64
    requested_date: np.datetime64
    rendering_npi: str = ""
    facts: tuple[str, ...] = ()
    is_expedited: bool = False
    sent_again: np.datetime64 | None = None
    is_emergency: bool = False


class Answer(NamedTuple):
    """decision: approved, denied, pended or not needed; reason: one criterion per line in words; due_date: the last day
    for the decision; `missing`: needs that are not documented; `rows`: Table[authorizations], one row (none where
    nothing had to be asked)."""

    decision: str
    reason: str
    decided_date: np.datetime64
    due_date: np.datetime64
    missing: tuple[str, ...]
    number: str
    rows: Table
    cite: str = ""


@remembered
def needs() -> dict[str, dict]:
    """What criteria may ask: need -> label, proof."""
    return {row["need"]: row for row in read_csv(find("data/codes/authorization_needs.csv"))}


def criteria(payer: Payer, code: str) -> SectionRow | None:
    """The payer's criteria for a service; None where it needs no authorization.

    >>> from sim.payer.rulebook.payers import payers
    >>> criteria(payers()["acme_ppo"], "J7325")["diagnoses"], criteria(payers()["acme_ppo"], "99213")
    (('M17',), None)
    """
    place = int(library.procedure_rows((code,))[0])
    kind = library.procedures().kind[place] if place >= 0 else ""
    return next(
        (
            row
            for row in payer.sections["authorization"]
            if code in row.get("codes", ()) or kind and kind in row.get("kinds", ())
        ),
        None,
    )


def decide(request: Request, coverages: Table, on=None) -> Answer:
    """The payer's answer, as of a day (default: when it is final). coverages: of the patient. Raises CleanClaimError
    for what cannot be read.

    >>> span = Table.from_rows("coverages", [dict(coverage_key=128, patient_key=16, payer_code="acme_ppo",
    ...     plan_code="ppo_500", coverage_start_date="2026-01-01")])
    >>> service, request = np.datetime64("2026-06-20"), np.datetime64("2026-06-01")
    >>> ask = Request(16, "acme_ppo", "J7325", 48, ("M17.11",), service, request, facts=("imaging_shows_disease",))
    >>> decide(ask, span, "2026-06-03").decision, decide(ask, span).decision
    ('pended', 'denied')
    >>> all_met = ("imaging_shows_disease", "conservative_care_three_months", "steroid_injection_failed")
    >>> decide(ask._replace(facts=all_met), span).decision
    'approved'
    """
    payer = known_payer(request.payer_code)
    _checked(request)
    row = criteria(payer, request.procedure_code)
    if row is None:
        return Answer(
            "not needed",
            f"{payer.label} need not be asked for {request.procedure_code}.",
            request.requested_date,
            request.requested_date,
            (),
            "",
            _no_rows(),
        )
    day = np.datetime64(on, "D") if on is not None else None
    if request.is_emergency and (last := notice_days(payer.code, request.service_date)) is not None:
        return _noticed(request, row, last)
    due = request.requested_date + _days(
        "expedited_authorization_days" if request.is_expedited else "authorization_days", request
    )
    refusal = _refusal(request, row, coverages, payer)
    missing = tuple(need for need in row.get("needs", ()) if need not in request.facts)
    if refusal:
        return _answer(request, row, "denied", refusal, request.requested_date, due, missing)
    if missing:
        return _incomplete(request, row, missing, due, day)
    decided = max(filter(None, (request.requested_date, request.sent_again)))
    return _answer(request, row, "approved", _approved(request, row), decided, max(due, decided), ())


def _checked(request: Request) -> None:
    unknown = [fact for fact in request.facts if fact not in needs()]
    if unknown:
        raise CleanClaimError(
            f"unknown fact {str(unknown[0])[:40]!r}", "authorization request", ", ".join(needs()), "choose one of these"
        )
    if not 1 <= int(request.units) <= 9999:
        raise CleanClaimError(f"{request.units} units", "authorization request", "1 to 9999", "correct the units")
    if np.isnat(np.datetime64(request.service_date)) or np.isnat(np.datetime64(request.requested_date)):
        raise CleanClaimError(
            "a date is missing", "authorization request", "the day of the service and of the request", "give both"
        )


def _days(name: str, request: Request) -> np.timedelta64:
    return days(name, request.requested_date, request.payer_code)


def _refusal(request: Request, row: SectionRow, coverages: Table, payer: Payer) -> str:
    """Why the request can never be approved as it is; empty if nothing stands against it."""
    mine = coverages.take((coverages.patient_key == request.patient_key) & (coverages.payer_code == request.payer_code))
    if not (
        (mine.coverage_start_date <= request.service_date) & ~(mine.coverage_end_date < request.service_date)
    ).any():
        return f"The patient has no coverage with {payer.label} on {request.service_date}."
    if request.requested_date > request.service_date:
        last = _retro_limit(request)
        if last is None or request.requested_date > request.service_date + last:
            return (
                "Asked too late: the service was done before."
                if last is None
                else f"Asked too late: {payer.label} takes a request until {last} after the service."
            )
    wanted = tuple(row.get("diagnoses", ()))
    if wanted and not any(code.startswith(wanted) for code in request.diagnoses):
        return (
            f"Criterion not met: a diagnosis of {', '.join(wanted)}. The request names"
            f" {', '.join(request.diagnoses) or 'none'}."
        )
    return ""


def _retro_limit(request: Request):
    return _limit("retro_authorization_limit", request.payer_code, request.requested_date)


def notice_days(payer_code: str, on: Day) -> np.timedelta64 | None:
    """Within how many days of an emergency service the payer wants to be told of it; None where its file of days does
    not say, and an emergency is handled as any other service.

    >>> notice_days("silverleaf_hmo", "2026-06-01"), notice_days("acme_ppo", "2026-06-01")
    (np.timedelta64(2,'D'), None)
    """
    return _limit("emergency_notice_days", payer_code, on)


def _limit(name: str, payer_code: str, on: Day) -> np.timedelta64 | None:
    try:
        return days(name, on, payer_code)
    except CleanClaimError:
        return None


def _noticed(request: Request, row: SectionRow, most: np.timedelta64) -> Answer:
    """The payer takes note of an emergency, or was told too late and treats it as a request after the service."""
    last = request.service_date + most
    if request.requested_date > last:
        return _answer(request, row, "denied", f"Told too late: by {last}.", request.requested_date, last, ())
    reason = "Emergency noted. No prior authorization is asked for it; put this number on the claim."
    return _answer(request, row, "approved", reason, request.requested_date, last, ())


def _incomplete(request: Request, row: SectionRow, missing: tuple[str, ...], due, day) -> Answer:
    """Pended until the facts come, then denied for want of them."""
    last = due + _days("authorization_information_days", request)
    words = "; ".join(f"{needs()[need]['label']} ({needs()[need]['proof']})" for need in missing)
    if day is not None and day <= last and request.sent_again is None:
        return _answer(request, row, "pended", f"Not documented: {words}. Send it by {last}.", due, last, missing)
    decided = request.sent_again if request.sent_again is not None else last
    return _answer(
        request, row, "denied", f"Criterion not met, not documented: {words}.", decided, max(due, decided), missing
    )


def _approved(request: Request, row: SectionRow) -> str:
    most = row.get("units", request.units)
    short = f" Asked were {request.units} units, approved {most}." if most < request.units else ""
    return f"All criteria are met.{short} Approved is not paid: coverage and codes are looked at on the claim."


def _answer(
    request: Request, row: SectionRow, decision: str, reason: str, decided, due, missing: tuple[str, ...]
) -> Answer:
    number = _number(request)
    end = request.service_date + (
        np.timedelta64(row["valid_days"], "D") if "valid_days" in row else _days("authorization_valid_days", request)
    )
    rows = Table.from_rows(
        "authorizations",
        [
            {
                "authorization_number": number,
                "kind_code": "authorization",
                "patient_key": int(request.patient_key),
                "payer_code": request.payer_code,
                "procedure_code": request.procedure_code,
                "service_unit_quantity": min(int(request.units), row.get("units", int(request.units))),
                "start_date": str(min(request.service_date, request.requested_date)),
                "end_date": str(end),
                "rendering_npi": request.rendering_npi,
                "requested_date": str(request.requested_date),
                "decision_code": decision,
            }
        ],
    )
    return Answer(
        decision, reason, np.datetime64(decided, "D"), np.datetime64(due, "D"), missing, number, rows, row["cite"]
    )


def _number(request: Request) -> str:
    """The number of a request: the same request always gets the same."""
    text = (
        f"{request.patient_key} {request.payer_code} {request.procedure_code} {request.service_date}"
        f" {request.requested_date}"
    )
    return f"PA{int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), 'little') % 10**8:08d}"


def _no_rows() -> Table:
    return empty("authorizations")
