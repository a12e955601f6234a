"""The payer's own mistakes, where a scenario or an exercise declares them (without them a dispute would teach nothing),
and what it set right.

    underpaid      less is allowed than the contract says: the contractual adjustment is larger by that
    wrong denial   a policy denies the line although it should not
    outdated file  the same, because the payer's provider file lacks what the clinic has filed in time: nobody disputes
                   it, credentialing has the file updated
    paid late      the claim is answered so many days after the payer's usual ones: interest may be due
    set aside      after a dispute the payer no longer holds a policy against the line

A row of the table `payer_errors` each; nothing is ever denied or cut at random. A row with line number 0 means every
line of the claim.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.joins import find_in
from sim.ground.money import share
from sim.ground.table import Table
from sim.payer.rulebook.catalogue import policies

OUTDATED = "outdated file"
LATE = "paid late"
KINDS = ("underpaid", "wrong denial", OUTDATED, LATE)
MOST_DAYS = 365
SET_ASIDE = "set aside"
PRICING = "pricing"  # the stage at which the contract is looked up


class PayerError(NamedTuple):
    """One declared mistake. `policy`: which policy denies wrongly; `percent`: of the right amount, what is allowed;
    `code`: the procedure code it meets (empty: every line); `why`: how one sees that the payer is wrong, in plain
    words; `days`: by how many the answer is late."""

    kind: str
    policy: str = ""
    percent: int = 0
    code: str = ""
    why: str = ""
    days: int = 0


def checked(error: PayerError, where: str) -> PayerError:
    """The same, if it can be. Raises CleanClaimError for a kind, policy or percentage that means nothing.

    >>> checked(PayerError("underpaid", percent=80, why="The contract says more."), "knee.toml").percent
    80
    """
    if error.kind not in KINDS:
        raise CleanClaimError(f"kind is {error.kind!r}", f"{where}, field kind", " | ".join(KINDS), "write one of them")
    if error.kind == "underpaid" and (not 1 <= error.percent <= 99 or error.policy):
        raise CleanClaimError(
            f"percent is {error.percent}",
            f"{where}, field percent",
            "1 to 99: of the right amount, what is allowed; no policy",
            "write it so",
        )
    if error.kind in ("wrong denial", OUTDATED) and (
        error.policy not in policies() or policies()[error.policy].verb != "denies"
    ):
        known = ", ".join(name for name, policy in policies().items() if policy.verb == "denies")
        raise CleanClaimError(
            f"policy is {error.policy!r}", f"{where}, field policy", known, "name a policy that denies"
        )
    if (error.kind == LATE) != bool(error.days) or not 0 <= error.days <= MOST_DAYS:
        raise CleanClaimError(
            f"days is {error.days} of kind {error.kind!r}",
            f"{where}, field days",
            f"1 to {MOST_DAYS} with paid late, none with the other kinds",
            "write it so",
        )
    return error


def error_rows(error: PayerError, lines: Table) -> list[dict]:
    """The rows of one mistake on these claim lines."""
    mine = lines.procedure_code == error.code if error.code else np.ones(len(lines), bool)
    if error.kind == LATE:
        claims = np.unique(lines.claim_key[mine]).tolist()
        return [
            {
                "claim_key": key,
                "claim_line_number": 0,
                "kind_code": LATE,
                "policy": "",
                "percent": 0,
                "days": error.days,
            }
            for key in claims
        ]
    return [
        {
            "claim_key": int(key),
            "claim_line_number": int(number),
            "kind_code": "wrong denial" if error.kind == OUTDATED else error.kind,
            "policy": error.policy,
            "percent": error.percent,
        }
        for key, number in zip(lines.claim_key[mine], lines.claim_line_number[mine], strict=True)
    ]


def mistaken(lines, policy, said):
    """What a policy says, with the payer's mistakes in it; `said` itself where there is none."""
    if policy.verb == "denies":
        wrong, aside = _rows(lines, "wrong denial", policy.name), _rows(lines, SET_ASIDE, policy.name)
        said = said if wrong is None else np.where(wrong & ~np.asarray(said, bool), 1, said)
        return said if aside is None else np.where(aside, 0, said)
    percent = (
        _rows(lines, "underpaid", "")
        if policy.verb == "reduces" and policy.stage.name == PRICING and not isinstance(said, tuple)
        else None
    )
    if percent is None:
        return said
    left = lines.left - np.clip(said, 0, lines.left)
    return np.where(percent > 0, lines.left - share(left, np.maximum(percent, 1)), said)


def late_days(batch) -> np.ndarray:
    """Days by which the answer to each claim is late."""
    table = batch.records["payer_errors"]
    out = np.zeros(len(batch.claims), np.int64)
    if len(table):
        late = table.take(table.kind_code == LATE)
        rows = find_in(batch.claims.claim_key, late.claim_key)
        out[rows[rows >= 0]] = late.days[rows >= 0]
    return out.astype("timedelta64[D]")


def _rows(lines, kind: str, policy: str):
    """Per line: the percentage (underpaid), or whether there is such a row; None where no claim has one."""
    found = lines.batch.once(("payer_errors", kind, policy), lambda: _of_batch(lines.batch, kind, policy))
    return None if found is None else found[lines.rows]


def _of_batch(batch, kind: str, policy: str):
    table = batch.records["payer_errors"]
    if (kind, policy) not in batch.once("payer errors told", lambda: _told(table)):
        return None
    mine = table.take((table.kind_code == kind) & (table.policy == policy))
    value, lines = np.maximum(mine.percent, 1), batch.lines
    whole = _said(mine.claim_key, value, mine.claim_line_number == 0, lines.claim_key)
    line = _said(_sign(mine), value, mine.claim_line_number > 0, _sign(lines))
    out = np.where(line > 0, line, whole)
    return out if kind == "underpaid" else out.astype(bool)


def _told(table) -> set[tuple[str, str]]:
    """The kinds and policies of which there is a row."""
    kinds, names = (*table.kind_code.pool, ""), (*table.policy.pool, "")
    pairs = np.unique((table.kind_code.keys + 1) * len(names) + table.policy.keys + 1)
    return {(kinds[pair // len(names) - 1], names[pair % len(names) - 1]) for pair in pairs.tolist()}


def _sign(table) -> np.ndarray:
    return (table.claim_key << 8) + table.claim_line_number


def _said(keys, values, mask, wanted) -> np.ndarray:
    """The value of the last row with each wanted key, 0 where there is none."""
    keys, values = keys[mask], values[mask]
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys[order], wanted, side="right") - 1
    found = (place >= 0) & (np.append(keys[order], -1)[place] == wanted)
    return np.where(found, np.append(values[order], 0)[place], 0)
