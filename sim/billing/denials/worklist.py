"""The worklist: what is open, why, who fixes it, what to do, and the deadline. Rejections, denials and wrong payments
are kept separate.

Not on it: contractual write-offs and the patient's share (right outcomes), and duplicates whose first claim was
answered.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from sim.billing.answers.declared_payer_errors import declared
from sim.billing.answers.supported_amounts import decisions_standing, line_rows
from sim.billing.claims.claim_tables import Claims
from sim.billing.claims.deadlines import LIMITS
from sim.billing.denials.appeal_letters import dispute_of
from sim.billing.denials.claim_states import claim_states
from sim.billing.denials.remedies import cause_of, error_words, of_policy, remedy_of
from sim.billing.denials.status_checks import waiting
from sim.ground.coded import Coded
from sim.ground.dates import Day, day_of
from sim.ground.deadlines import last_day
from sim.ground.joins import find_in, find_rows, sum_by
from sim.ground.table import Table, conform
from sim.payer.engine.engine import Adjudication
from sim.payer.engine.payer_errors import PayerError


def worklist(
    encounters: Table,
    claims: Claims,
    decided: Adjudication,
    today: Day = None,
    missing: Table | None = None,
    errors: Mapping[int, tuple[PayerError, ...]] | None = None,
    appeals: Table | None = None,
) -> Table:
    """Table[worklist], most money first and of the same money the nearest deadline: what was denied or paid wrong,
    what waits for documents, and by `today` what was not answered at all. `decided` has supported amounts filled in;
    `today` leaves out what is not answered yet; `missing`: what a second run owes for claims without an answer (else a
    rejected claim is open with its charge); `errors`: the payers' declared mistakes by visit (default: those of the
    scenarios); `appeals`: letters sent; a claim that waits for the decision on one is there as appealed."""
    heads = claims.claims
    state = claim_states(heads, decided, today, appeals)
    items = Table.concat(
        [_rejections(heads, state, claims.lines, decided, missing), _lines(heads, state, claims, decided)]
    )
    silent = waiting(heads, decided, today)
    if not len(items):
        return silent
    known = _known(items, encounters, declared(encounters) if errors is None else errors)
    items = items.with_columns(**known)
    items = items.take(~(items.remedy == "R_NONE"))
    dated = items.with_columns(deadline_date=_deadlines(items), deadline_for=_deadline_words(items.remedy))
    rows = conform("worklist", dated.drop("payer_code", "service_date", "remittance_date"))
    rows = Table.concat([rows, silent]) if len(silent) else rows
    last = np.where(np.isnat(rows.deadline_date), np.datetime64("2999-01-01"), rows.deadline_date)
    return rows.take(np.lexsort((rows.claim_line_number, rows.claim_key, last, -rows.open_amount)))


def _rejections(heads: Table, state: Coded, lines: Table, decided: Adjudication, missing: Table | None) -> Table:
    acknowledgements = decided.acknowledgements
    rows = np.flatnonzero(state == "rejected")
    place = find_in(acknowledgements.claim_key, heads.claim_key[rows])
    none = Coded.constant("", len(rows))
    return Table(
        claim_key=heads.claim_key[rows],
        claim_line_number=np.zeros(len(rows), np.int64),
        claim_state=state[rows],
        policy=acknowledgements.policy[place],
        group=none,
        carc=none,
        rarc_1=none,
        open_amount=_expected(heads, rows, missing),
        payer_code=heads.payer_code[rows],
        service_date=lines.service_date[find_rows(lines.claim_key, heads.claim_key[rows])],
        remittance_date=acknowledgements.acknowledgement_date[place],
    )


def _expected(heads: Table, rows: np.ndarray, missing: Table | None) -> np.ndarray:
    if missing is None:
        return heads.total_charge_amount[rows]
    place = find_in(heads.encounter_key[rows], missing.encounter_key)
    return sum_by(place, missing.supported_amount + missing.supported_patient_amount, len(rows))


def _lines(heads: Table, state: Coded, claims: Claims, decided: Adjudication) -> Table:
    answers = decided.remittance_lines
    head = find_rows(heads.claim_key, answers.claim_key)
    open_state = state.isin(("denied", "short-paid", "overpaid", "appealed"))[head]
    is_denied = ~answers.denial_policy.is_missing
    gap = answers.supported_amount - answers.paid_amount + np.where(is_denied, answers.supported_patient_amount, 0)
    rows = np.flatnonzero(decisions_standing(heads, decided) & ((open_state & (gap != 0)) | is_denied))
    lines = answers.take(rows)
    reason = decided.adjustments.take(decided.adjustments.is_denial & ~decided.adjustments.is_reversal)
    place = line_rows(reason, lines)

    def reported(name: str) -> Coded:
        return Coded(np.append(reason[name].keys, np.int32(-1))[place], reason[name].pool)

    return Table(
        claim_key=lines.claim_key,
        claim_line_number=lines.claim_line_number,
        claim_state=state[head[rows]],
        policy=lines.denial_policy,
        group=reported("group"),
        carc=reported("carc"),
        rarc_1=reported("rarc_1"),
        open_amount=np.abs(gap[rows]),
        payer_code=heads.payer_code[head[rows]],
        service_date=claims.lines.service_date[line_rows(claims.lines, lines)],
        remittance_date=lines.remittance_date,
    )


def _known(items: Table, encounters: Table, errors: Mapping[int, tuple[PayerError, ...]]) -> dict[str, Coded]:
    """Cause, owner, remedy and never, worked out once per combination."""
    visit = find_in(encounters.encounter_key, items.claim_key >> 4)
    error = encounters.mistake[visit]
    out: dict[str, list[str]] = {name: [] for name in ("cause", "owner", "remedy", "never")}
    seen: dict[tuple[object, ...], tuple[str, str, str, str]] = {}
    rows = zip(
        error.texts(),
        items.policy.texts(),
        items.payer_code.texts(),
        items.claim_state.texts(),
        items.open_amount > 0,
        items.remittance_date,
    )
    for visit_key, row in zip((items.claim_key >> 4).tolist(), rows):
        wrong = bool(errors) and _is_wrong(errors.get(visit_key, ()), row[1], row[3])
        key = (*row[:5], wrong)
        if key not in seen:
            seen[key] = _by_payer(*row) if wrong else _one(*row)
        for name, text in zip(out, seen[key]):
            out[name].append(text)
    return {name: Coded.of(texts) for name, texts in out.items()}


def _is_wrong(errors: Sequence[PayerError], policy: str, state: str) -> bool:
    """Did a declared mistake of the payer make this item?"""
    return any(
        error.policy == policy if error.kind == "wrong denial" else state in ("short-paid", "appealed") and not policy
        for error in errors
    )


def _by_payer(error: str, policy: str, payer: str, state: str, is_open: bool, on: Day) -> tuple[str, str, str, str]:
    """The payer is wrong: a dispute or an appeal, by the clinic's biller."""
    return (
        "payer_error",
        "biller",
        dispute_of(policy, payer, on)[1],
        of_policy(policy, "never", payer) or "write off what the contract pays",
    )


def _one(error: str, policy: str, payer: str, state: str, is_open: bool, on: Day) -> tuple[str, str, str, str]:
    cause = cause_of(error, policy, state == "short-paid")
    over = state == "overpaid"
    remedy = remedy_of(
        payer,
        on,
        policy,
        state == "rejected",
        error == "coverage-not-verified",
        int(is_open and not over),
        int(is_open and over),
    )
    owner = error_words(error)["desk"] if error else of_policy(policy, "owner", payer)
    return cause, owner or "biller", remedy, of_policy(policy, "never", payer)


def _deadlines(items: Table) -> np.ndarray:
    out = np.full(len(items), np.datetime64("NaT"), "datetime64[D]")
    for remedy, (limit, on, _) in LIMITS.items():
        rows = items.remedy == remedy
        if rows.any():
            out = np.where(rows, last_day(limit, items, items[on], items[on]), out)
    return out


def _deadline_words(remedy: Coded) -> Coded:
    return Coded.of([LIMITS[text][2] if text in LIMITS else "" for text in remedy.texts()])


def days_left(deadline_date: np.ndarray, today: Day) -> np.ndarray:
    """Days from today to the deadline; negative when it has passed. Rows without a deadline give NaT.

    >>> days_left(np.array(["2026-10-20"], "datetime64[D]"), "2026-10-05").astype(int).tolist()
    [15]
    """
    return deadline_date - day_of(today)
