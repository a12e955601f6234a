"""The denials of a clinic by reason and by root cause, as they stood on a day: how many claims and lines, and the
charges denied. Counts and money often name different causes; what to prevent first is where most money is.

HFMA's Claim Integrity Task Force counts denials by claims and by gross charges; a rejection is not a denial and stands
apart. Adjustments that are no denials (contract, patient's share, a true duplicate) are not counted.
"""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from sim.billing.answers.supported_amounts import line_rows
from sim.billing.books.kpi_counts import first_answers, first_claims
from sim.billing.claims.claim_tables import Claims
from sim.billing.denials.remedies import cause_label, cause_of, cause_row, error_words
from sim.ground.coded import Coded
from sim.ground.dates import Day, day_of
from sim.ground.joins import find_in
from sim.ground.table import Table, conform
from sim.payer.engine.engine import Adjudication


class Denials(NamedTuple):
    """Of one reason or root cause: code, label; claims and lines denied; claims that nothing else denied; cents of
    charges; who owns it (of a cause): the desk that usually does, then those at which these very mistakes were made.
    """

    code: str
    label: str
    claims: int
    lines: int
    claims_alone: int
    charge_amount: int
    owners: tuple[str, ...] = ()


def by_cause(encounters: Table, claims: Claims, decided: Adjudication, on: Day) -> list[Denials]:
    """The denied lines of first claims by root cause, in the order of their labels. The cause is the mistake that was
    made, else what usually stands behind the policy that denied.

    >>> from sim.ground.table import empty
    >>> none = Adjudication(*(empty(name) for name in Adjudication._fields))
    >>> by_cause(empty("encounters"), Claims(empty("claims"), empty("claim_lines")), none, "2026-09-30")
    []
    """
    denied = _denied(claims, decided, day_of(on))
    visit = find_in(encounters.encounter_key, denied.claim_key >> 4)
    errors = encounters.mistake[visit].texts().tolist() if len(denied) else []
    causes = [cause_of(error, policy) for error, policy in zip(errors, denied.denial_policy.texts())]
    desks = defaultdict[str, list[str]](list)
    for error, cause in zip(errors, causes, strict=True):
        desks[cause].append(error_words(error)["desk"] if error else "")
    return [
        found._replace(
            label=cause_label(found.code),
            owners=tuple(filter(None, dict.fromkeys((cause_row(found.code).get("desk", ""), *desks[found.code])))),
        )
        for found in _counted(causes, denied, _charges(claims, denied))
    ]


def causes(encounters: Table, decided: Adjudication) -> Table:
    """Table[causes]: every denied line with its root cause, the mistake behind it (empty: none) and the desk.

    >>> from sim.ground.table import empty
    >>> len(causes(empty("encounters"), Adjudication(*(empty(name) for name in Adjudication._fields))))
    0
    """
    lines = decided.remittance_lines
    denied = lines.take(~lines.denial_policy.is_missing & ~lines.is_reversal)
    visit = find_in(encounters.encounter_key, denied.claim_key >> 4)
    mistakes = encounters.mistake[visit] if len(encounters) else Coded.constant("", len(denied))
    size = len(mistakes.pool) + 1
    pairs, place = np.unique(denied.denial_policy.keys.astype(np.int64) * size + mistakes.keys + 1, return_inverse=True)
    names = [(denied.denial_policy.pool[pair // size], ("", *mistakes.pool)[pair % size]) for pair in pairs.tolist()]
    found = [cause_of(error, policy) for policy, error in names]
    desks = [
        error_words(error)["desk"] if error else cause_row(cause).get("desk", "")
        for (_, error), cause in zip(names, found, strict=True)
    ]
    return conform(
        "causes",
        Table(
            claim_key=denied.claim_key,
            claim_line_number=denied.claim_line_number,
            denial_policy=denied.denial_policy,
            mistake=mistakes,
            cause_code=Coded.of([*found, ""])[place],
            desk_code=Coded.of([*desks, ""])[place],
        ),
    )


def by_reason(claims: Claims, decided: Adjudication, on: Day) -> list[Denials]:
    """The same by group and reason code, such as CO-97, in the order of the codes. A line denied for several reasons
    counts for the one that denied it.
    """
    denied = _denied(claims, decided, day_of(on))
    told = decided.adjustments.take(decided.adjustments.is_denial & ~decided.adjustments.is_reversal)
    place = line_rows(told, denied)
    codes = [
        f"{group}-{carc}" if row >= 0 else ""
        for row, group, carc in zip(place, told.group[place].texts(), told.carc[place].texts())
    ]
    return list(_counted(codes, denied, _charges(claims, denied)))


def _denied(claims: Claims, decided: Adjudication, day: np.datetime64) -> Table:
    answers = first_answers(decided, day)
    mine = np.isin(answers.claim_key, first_claims(claims.claims, day).claim_key)
    return answers.take(mine & ~answers.denial_policy.is_missing)


def _charges(claims: Claims, denied: Table) -> list[int]:
    return [int(cents) for cents in claims.lines.charge_amount[line_rows(claims.lines, denied)]]


def _counted(names: list[str], denied: Table, charges: list[int]) -> list[Denials]:
    of_claim, of_name = defaultdict[int, set[str]](set), defaultdict[str, list[int]](list)
    keys = denied.claim_key.tolist()
    for place, (name, claim) in enumerate(zip(names, keys, strict=True)):
        of_claim[claim].add(name)
        of_name[name].append(place)
    found = []
    for name, places in of_name.items():
        mine = {keys[place] for place in places}
        alone = sum(of_claim[claim] == {name} for claim in mine)
        amount = sum(charges[place] for place in places)
        found.append(Denials(name, name, len(mine), len(places), alone, amount))
    return sorted(found, key=lambda one: cause_label(one.code) or one.code)
