"""The aging list of a case: claims of several visits that nobody has answered by a day, with what their payers say.

A claim that was lost went out in a file that the clearinghouse never acknowledged. A claim that waits for a record has
modifier 22 (more work than usual) on one of its procedures; the record itself is not part of this task.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from sim.billing.answers.payer_answers import answered
from sim.billing.answers.supported_amounts import as_supported, truth_lines
from sim.billing.claims.claim import bill, clean
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.submission import account_number
from sim.billing.denials.follow_up import OpenClaim, group, open_claims
from sim.billing.denials.status_checks import expected_date
from sim.clinic.people.people import People
from sim.ground.coded import Coded
from sim.ground.files import remembered_up_to
from sim.ground.strict_toml import Place
from sim.ground.table import Table
from sim.learn.exercises.case import Case
from sim.learn.exercises.several_visits import SeveralVisits, Wanted, several_visits
from sim.learn.tasks.follow_up.given import Given, given
from sim.payer.engine.engine import Adjudication
from sim.payer.money.payments import Payments, payments
from sim.reference.codes import procedure_rows, procedures

MORE_WORK = "22"
TRIES = 5  # lists drawn at most
LATER = (0, 8, 16, 24, 32)  # days by which a list may be later, so that last days come near
BEYOND = 1_000_003  # variants between two tries
LEAST = 3  # claims to be worked
MOST = 8  # claims on a list; of those that only wait the newest are left out


@dataclass(frozen=True, eq=False)
class AgingList:
    """The list of a day, in order of account numbers. `lost`: keys of the claims in a file without acknowledgment;
    `account_numbers`: by claim key."""

    today: date
    open: list[OpenClaim]
    lost: frozenset[int]
    account_numbers: dict[int, str]
    claims: Claims
    people: People
    told: Adjudication
    paid: Payments


@remembered_up_to(64)
def aging_list(case: Case) -> AgingList:
    """The list of a case: the first drawn that has what its author wants, else the one that has most of it."""
    wanted: Given = _given(case)
    best: AgingList | None = None
    for attempt in range(TRIES):
        variant = replace(case, variant=case.variant + attempt * BEYOND)
        for later in LATER if wanted.near or wanted.late else LATER[:1]:
            made = _drawn(variant, wanted, later)
            if best is None or lacks(made, wanted) < lacks(best, wanted):
                best = made
            if not lacks(best, wanted):
                return best
    assert best is not None
    return best


def lacks(made: AgingList, wanted: Given) -> int:
    """How much of what the author wants is not on the list."""
    found = {one.found for one in made.open}
    near = sum(one.is_near for one in made.open)
    late = sum(one.is_late for one in made.open)
    work = sum(group(one) != 4 for one in made.open)
    return (
        len(set(wanted.found) - found) + max(wanted.near - near, 0) + max(wanted.late - late, 0) + max(LEAST - work, 0)
    )


def _drawn(case: Case, wanted: Given, later: int) -> AgingList:
    made = several_visits(case, Wanted(wanted.claims, wanted.mistakes, wanted.days))
    sent = _sent(made, wanted.records)
    today = made.encounters.service_date.max() + wanted.after + later
    lost = _lost(sent, made.encounters, wanted.lost, today)
    told, paid = _answers(made, wanted.records, lost)
    listed = _listed(sent.claims, told, today, wanted.unposted)
    served = dict(zip(made.encounters.encounter_key.tolist(), made.encounters.service_date.tolist(), strict=True))
    expected = _expected(made)
    keys = dict(zip(listed.claim_key.tolist(), listed.encounter_key.tolist(), strict=True))
    found = open_claims(
        listed,
        {key: served[visit] for key, visit in keys.items()},
        told,
        today,
        {key: expected.get(visit, 0) for key, visit in keys.items()},
        paid,
    )
    return AgingList(
        date.fromisoformat(str(today)),
        _shown(found),
        lost,
        {key: account_number(key) for key in keys},
        sent,
        made.people,
        told,
        paid,
    )


@remembered_up_to(16)
def _sent(made: SeveralVisits, records: int) -> Claims:
    """The claims as they were sent, each when it was ready."""
    return _more_work(bill(made.encounters, made.work, made.people), records)


@remembered_up_to(16)
def _answers(made: SeveralVisits, records: int, lost: frozenset[int]) -> tuple[Adjudication, Payments]:
    """What the payers did with the claims that arrived."""
    claims, told = answered(_without(_sent(made, records), lost), made.people, {}, goes_on=False)
    return told, payments(claims.claims, told)


def _given(case: Case) -> Given:
    return given(case.exercise.given, Place(case.exercise.path, "given"))


def _more_work(claims: Claims, count: int) -> Claims:
    """So many claims with modifier 22 on a procedure, the newest ones first."""
    lines = claims.lines
    rows = procedure_rows(lines.procedure_code.texts().tolist())
    is_procedure = procedures().kind[rows] == "procedure"
    free = lines.hcpcs_modifier_2.is_missing
    newest = np.argsort(-lines.service_date.astype(np.int64), kind="stable")
    chosen = [row for row in newest if is_procedure[row] and free[row]]
    picked = list({int(lines.claim_key[row]): row for row in reversed(chosen)}.values())[::-1][:count]
    place = np.zeros(len(lines), bool)
    place[picked] = True
    first = place & lines.hcpcs_modifier_1.is_missing
    return claims._replace(
        lines=lines.with_columns(
            hcpcs_modifier_1=_with(lines.hcpcs_modifier_1, first),
            hcpcs_modifier_2=_with(lines.hcpcs_modifier_2, place & ~first),
        )
    )


def _with(column: Coded, where: np.ndarray) -> Coded:
    texts = [MORE_WORK if more else text for text, more in zip(column.texts().tolist(), where, strict=True)]
    return Coded.of(texts)


def _lost(claims: Claims, encounters: Table, count: int, today: np.datetime64) -> frozenset[int]:
    """Of the claims that nobody made a mistake on, the oldest that should have been answered by now."""
    heads = claims.claims
    mistaken = encounters.encounter_key[~encounters.mistake.is_missing]
    fit = heads.take(~np.isin(heads.encounter_key, mistaken) & (expected_date(heads) < today))
    order = np.lexsort((fit.claim_key, fit.submitted_date))
    return frozenset(int(key) for key in fit.claim_key[order[:count]])


def _without(claims: Claims, lost: frozenset[int]) -> Claims:
    gone = list(lost)
    return Claims(
        claims.claims.take(~np.isin(claims.claims.claim_key, gone)),
        claims.lines.take(~np.isin(claims.lines.claim_key, gone)),
    )


def _listed(claims: Table, told: Adjudication, today: np.datetime64, unposted: int) -> Table:
    """The claims sent by the day whose remittance nobody has posted: there is none, or it is too new."""
    answers = told.remittance_lines
    posted = np.unique(answers.claim_key[answers.remittance_date <= today - unposted])
    return claims.take((claims.submitted_date <= today) & ~np.isin(claims.claim_key, posted))


@remembered_up_to(16)
def _expected(made: SeveralVisits) -> dict[int, int]:
    """What the payer pays for what the record supports, by encounter, cents."""
    true = clean(as_supported(made.encounters), made.truth, made.people)
    every = np.arange(len(made.encounters))
    lines = truth_lines(made.encounters, made.truth, true, made.people, every)
    sums: dict[int, int] = {}
    for key, cents in zip(lines.encounter_key.tolist(), lines.paid_amount.tolist(), strict=True):
        sums[key] = sums.get(key, 0) + cents
    return sums


def _shown(found: list[OpenClaim]) -> list[OpenClaim]:
    """At most so many: of those that only wait the newest are left out."""
    waits = sorted((one for one in found if group(one) == 4), key=lambda one: (one.submitted_date, one.claim_key))
    work = [one for one in found if group(one) != 4]
    kept = {one.claim_key for one in (*work, *waits)[:MOST]}
    return [one for one in found if one.claim_key in kept]
