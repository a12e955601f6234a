"""The next payer: when the first has answered and something is left, the claim goes on with the first payer's answer on
it.

    by the biller       a new claim, sequence S (then T), with paid amounts and adjustments of the payer before, line by
                        line (837P loops 2320 and 2430)
    by crossover        Medicare sends its own answer on to a supplement or to Medicaid (claim status 19); the biller
                        sends nothing

Nothing is left: no PR and no OA-209 of the payer before. A correction at the first payer, once answered, goes on as a
correction to the next, also when nothing is left now (what it paid or left to the patient no longer holds).
History stays: claims are added, and what the same payer has of the household is decided once more with them (earlier
rounds come out the same).

    claims, decided = with_next_payers(claims, decided, people)

Source: NUCC 837P loops 2320 to 2430; CMS Claims Processing Manual ch. 28 (crossover); NAIC Model Regulation 120.

Not modeled: a code or modifier that the next payer wants otherwise (the claim goes on as the first payer took it),
next payers who ask for the first one's answer on paper, a claim that the crossover lost.
"""

from typing import Any

import numpy as np

from sim.billing.answers.payer_answer import answer
from sim.billing.claims.claim import drug_packages
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.claim_versions import effective, owners, standing
from sim.billing.claims.corrections import takes_replacement
from sim.billing.claims.submission import payer_claim_number, received_date, worked_on
from sim.clinic.people.people import People
from sim.ground.coded import Coded
from sim.ground.joins import find_in, find_rows, sum_by
from sim.ground.keys import household_of_claim
from sim.ground.table import Table, conform
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.next_coverage import next_coverage
from sim.payer.rulebook.payers import payers

FORWARDED = ("19", "20", "21")
NEXT = {"S": "T"}  # all others: S


def with_next_payers(
    claims: Claims, decided: Adjudication, people: People, **records: Table
) -> tuple[Claims, Adjudication]:
    """(all claims, what was decided of them) with those to the next payers, until nobody is left to be asked.
    `records`: as in answer.
    """
    for _ in range(int(people.coverages.coverage_order.max(initial=0)) - 1):
        more = next_claims(claims, decided, people)
        if not len(more.claims):
            break
        claims = together(claims, more)
        decided = decided_again(claims, decided, more.claims, people, **records)
    return claims, decided


def next_claims(claims: Claims, decided: Adjudication, people: People) -> Claims:
    """The claims that are due to a next payer now: one for each answered claim that stands, leaves something or
    corrects one that was sent on, and was not taken on yet."""
    heads, answers = effective(claims.claims, decided.acknowledgements), decided.remittance_lines
    if not len(answers):
        return Claims(claims.claims.take(slice(0, 0)), claims.lines.take(slice(0, 0)))
    answers = answers.take(~answers.is_reversal)
    rows, left, day, sent_on = _answered(claims.claims, answers, decided.adjustments)
    open_ = np.zeros(len(heads), bool)
    open_[rows] = (left > 0) | (_former(heads, rows) >= 0)
    open_ &= (
        standing(heads)
        & (owners(heads) | (heads.follows_claim_key >= 0))
        & ~np.isin(heads.claim_key, heads.follows_claim_key)
    )
    service = claims.lines.service_date[find_rows(claims.lines.claim_key, heads.claim_key)]
    place = np.flatnonzero(open_)
    coverage = next_coverage(claims.claims.take(place), service[place], people.coverages)
    place, coverage = place[coverage >= 0], coverage[coverage >= 0]
    at = find_rows(rows, place)
    return _made(
        claims, heads, place, people.coverages.take(coverage), day[at], sent_on[at], answers, decided.adjustments
    )


def _answered(
    heads: Table, answers: Table, adjustments: Table
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(rows of answered claims, cents left by each, day of the answer, did the payer send it on itself)."""
    row = find_rows(heads.claim_key, answers.claim_key)
    rows, first = np.unique(row, return_index=True)
    protected = adjustments.take((adjustments.group == "OA") & (adjustments.carc == "209") & ~adjustments.is_reversal)
    left = sum_by(row, answers.patient_responsibility_amount, len(heads)) + sum_by(
        find_rows(heads.claim_key, protected.claim_key), protected.amount, len(heads)
    )
    return rows, left[rows], answers.remittance_date[first], answers.claim_status_code.isin(FORWARDED)[first]


def _made(
    claims: Claims,
    heads: Table,
    place: np.ndarray,
    coverages: Table,
    day: np.ndarray,
    sent_on: np.ndarray,
    answers: Table,
    adjustments: Table,
) -> Claims:
    before = claims.claims.take(place)
    sent = np.where(sent_on, day, worked_on(day))
    former = _former(heads, place)
    replaces = np.where(former >= 0, heads.claim_key[former], -1)
    takes = np.array(
        [takes_replacement(code, on) for code, on in zip(coverages.payer_code.texts(), sent, strict=True)]
        if (former >= 0).any()
        else np.zeros(len(place)),
        bool,
    )
    key = _next_keys(claims.claims.claim_key, before.encounter_key)
    made = before.with_columns(
        claim_key=key,
        payer_code=coverages.payer_code,
        coverage_key=coverages.coverage_key,
        member_id=coverages.member_id,
        relationship_code=coverages.relationship_code,
        group_number=coverages.group_number,
        follows_claim_key=before.claim_key,
        is_crossover=sent_on,
        payer_sequence_code=Coded.where(before.payer_sequence_code == "S", NEXT["S"], "S"),
        adjudication_round=before.adjudication_round + 1,
        replaces_claim_key=replaces,
        continues_claim_key=np.full(len(place), -1, np.int64),
        is_reopening=(former >= 0) & ~takes,
        claim_frequency_code=Coded.where((former >= 0) & takes, "7", "1"),
        patient_paid_amount=np.zeros(len(place), np.int64),
        original_reference_number=Coded.of([payer_claim_number(one) if one >= 0 else "" for one in replaces.tolist()])
        if (former >= 0).any()
        else Coded.constant("", len(place)),
        submitted_date=sent,
        received_date=np.where(sent_on, day + 1, received_date(sent)),
    )
    line = np.flatnonzero(np.isin(claims.lines.claim_key, before.claim_key))
    owner = find_rows(before.claim_key, claims.lines.claim_key[line])
    lines = claims.lines.take(line).with_columns(claim_key=key[owner])
    lines = lines.with_columns(**drug_packages(made.payer_code, owner, lines))
    order = np.argsort(key, kind="stable")
    return Claims(
        made.take(order),
        lines.sort_by("claim_key", "claim_line_number"),
        *_told(claims, before, key, answers, adjustments),
    )


def _former(heads: Table, place: np.ndarray) -> np.ndarray:
    """Row of the claim to the next payer that followed the claim which this one replaced; -1 where there was none."""
    return find_in(
        np.where(standing(heads), heads.follows_claim_key, -2),
        np.where(heads.replaces_claim_key[place] >= 0, heads.replaces_claim_key[place], -9),
    )


def _next_keys(keys: np.ndarray, encounters: np.ndarray) -> np.ndarray:
    """The next free claim key of each visit (each stands here once)."""
    last = np.searchsorted(keys, (encounters + 1) << 4) - 1
    return keys[last] + 1


def _told(claims: Claims, before: Table, key: np.ndarray, answers: Table, adjustments: Table) -> tuple[Table, Table]:
    """What the payer before decided, and what the claim to it told of payers before that, under the keys of the new
    claims.
    """

    def under(table: Table, amount: str, name: str | None) -> tuple[np.ndarray, np.ndarray, Coded]:
        row = find_in(before.claim_key, table.claim_key)
        mine = np.flatnonzero(row >= 0)
        mine = mine[table[amount][mine] != 0] if amount else mine
        return mine, key[row[mine]], before.payer_code[row[mine]] if name is None else table[name][mine]

    mine, whose, payer = under(answers, "", None)
    paid = Table(
        claim_key=whose,
        claim_line_number=answers.claim_line_number[mine],
        payer_code=payer,
        paid_amount=answers.paid_amount[mine],
        remittance_date=answers.remittance_date[mine],
        claim_status_code=answers.claim_status_code[mine],
    )
    standing_ones = adjustments.take(~adjustments.is_reversal)
    mine, whose, payer = under(standing_ones, "amount", None)
    taken = Table(
        claim_key=whose,
        claim_line_number=standing_ones.claim_line_number[mine],
        payer_code=payer,
        **{name: standing_ones[name][mine] for name in ("group", "carc", "amount")},
    )
    out = []
    for name, fresh, earlier in (
        ("other_payments", paid, claims.other_payments),
        ("other_adjustments", taken, claims.other_adjustments),
    ):
        mine, whose, _ = under(earlier, "", "payer_code")
        older = earlier.take(mine).with_columns(claim_key=whose)
        out.append(Table.concat([conform(name, older), conform(name, fresh)]).sort_by("claim_key", "claim_line_number"))
    return out[0], out[1]


def together(claims: Claims, more: Claims) -> Claims:
    """Claims of two sources as one, in order of their keys."""
    both = (
        Table.concat([conform(name, one), conform(name, other)]).sort_by("claim_key") if len(other) else one
        for name, one, other in zip(
            ("claims", "claim_lines", "other_payments", "other_adjustments"), claims, more, strict=True
        )
    )
    return Claims(*both)


def decided_again(
    claims: Claims, decided: Adjudication, added: Table, people: People, **records: Table
) -> Adjudication:
    """What was decided, with all that the payers of these claims have of their households decided once more. (A payer
    knows only its own claims.) `added`: rows of `claims`; `records`: as in answer.
    """
    some = of_payers(claims, added)
    keys = some.claims.claim_key
    again = answer(some, people.of(np.unique(added.household_key)), **records)
    parts = []
    for old, new in zip(decided, again, strict=True):
        both = Table.concat([old.take(~np.isin(old.claim_key, keys)), new.select(*old.columns)])
        parts.append(both.take(np.argsort(household_of_claim(both.claim_key), kind="stable")))
    return type(decided)(*parts)


def of_payers(claims: Claims, these: Table) -> Claims:
    """All claims that the payers of these claims (rows of `claims`) have of their households."""
    payers, theirs = claims.claims.payer_code, these.payer_code.recoded(claims.claims.payer_code.pool)
    size = len(payers.pool)
    mine = np.isin(claims.claims.household_key * size + payers.keys, these.household_key * size + theirs.keys)
    keys = claims.claims.claim_key[mine]
    return Claims(claims.claims.take(mine), *(table.take(np.isin(table.claim_key, keys)) for table in claims[1:]))


def said_by_next_payers(claims: Claims, decided: Adjudication) -> list[dict[str, Any]]:
    """Plain rows of the claims to next payers that stand: payer, how it came there, day of the answer, paid and left to
    the patient (cents).
    """
    heads, answers = effective(claims.claims, decided.acknowledgements), decided.remittance_lines
    rows = []
    for row in heads.take((heads.follows_claim_key >= 0) & standing(heads)).rows():
        mine = answers.take((answers.claim_key == row["claim_key"]) & ~answers.is_reversal)
        rows.append(
            {
                "claim_key": row["claim_key"],
                "payer": payers()[row["payer_code"]].label,
                "is_crossover": row["is_crossover"],
                "date": str(mine.remittance_date[0]) if len(mine) else None,
                "paid_amount": int(mine.paid_amount.sum()),
                "patient_amount": int(mine.patient_responsibility_amount.sum()),
                "is_denied": bool(len(mine)) and not mine.denial_policy.is_missing.any(),
            }
        )
    return rows
