"""The three equations of a remittance, to the cent.

line:     charge - adjustments of the line = paid                                  (SVC02 - CAS = SVC03)
claim:    charge - adjustments of the claim and all its lines = paid               (CLP03 - CAS = CLP04); lines, when
          sent, sum to the claim's charge
payment:  sum of the claims' payments - provider adjustments = payment             (sum of CLP04 - PLB = BPR02), which
          is never below zero
"""

import numpy as np

from sim.edi.grammar.finding import Finding
from sim.edi.grammar.element_forms import money
from sim.ground.table import Table


def line_differences(lines: Table, adjustments: Table) -> np.ndarray:
    """Charge less adjustments less paid of each line, in cents; 0 where it balances."""
    taken = _sum(_line(lines), _line(adjustments), adjustments.amount)
    return lines.charge_amount - taken - lines.paid_amount


def claim_differences(claims: Table, lines: Table, adjustments: Table) -> tuple[np.ndarray, np.ndarray]:
    """(charge less all adjustments less paid, charge less the charges of its lines) of each claim; the second is 0
    where no lines were sent.
    """
    taken = _sum(claims.claim_key, adjustments.claim_key, adjustments.amount)
    charged = _sum(claims.claim_key, lines.claim_key, lines.charge_amount)
    has_lines = np.isin(claims.claim_key, lines.claim_key)
    return claims.charge_amount - taken - claims.paid_amount, np.where(has_lines, claims.charge_amount - charged, 0)


def payment_difference(paid_amount: int, claims_paid: int, provider_adjustments: list[tuple]) -> int:
    """Claims' payments less provider adjustments less the payment, in cents.

    >>> payment_difference(900, 1000, [("WO", "", 150), ("L6", "", -50)])
    0
    """
    return claims_paid - sum(amount for _, _, amount in provider_adjustments) - paid_amount


def _line(table: Table) -> np.ndarray:
    return table.claim_key * 1024 + table.claim_line_number


def _sum(keys: np.ndarray, owner: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """Amounts summed for each of the ascending keys."""
    out = np.zeros(len(keys), np.int64)
    if len(keys) and len(owner):
        place = np.minimum(np.searchsorted(keys, owner), len(keys) - 1)
        mine = keys[place] == owner
        np.add.at(out, place[mine], amount[mine])
    return out


def findings(claims: Table, lines: Table, adjustments: Table) -> list[Finding]:
    """What does not balance among these claims and lines."""
    out = []
    for row in np.flatnonzero(difference := line_differences(lines, adjustments)).tolist():
        out.append(
            _found(
                "line-out-of-balance",
                "SVC",
                "Charge less adjustments is not what the line pays",
                int(difference[row]),
                lines,
                row,
                claims,
            )
        )
    whole, parts = claim_differences(claims, lines, adjustments)
    for row in np.flatnonzero(whole).tolist():
        out.append(
            _found(
                "claim-out-of-balance",
                "CLP",
                "Charge less all adjustments is not what the claim pays",
                int(whole[row]),
                claims,
                row,
                claims,
            )
        )
    for row in np.flatnonzero(parts).tolist():
        out.append(
            _found(
                "lines-do-not-add-up",
                "CLP",
                "The lines' charges are not the claim's charge",
                int(parts[row]),
                claims,
                row,
                claims,
            )
        )
    return out


def _found(finding: str, segment: str, message: str, difference: int, table: Table, row: int, claims: Table) -> Finding:
    claim = int(np.searchsorted(claims.claim_key, table.claim_key[row]))
    line = f", line {int(table.claim_line_number[row])}" if "claim_line_number" in table else ""
    return Finding(
        finding,
        "error",
        segment,
        0,
        f"{message}{line}",
        value=money(difference),
        expected="a difference of 0",
        claim=claims.patient_control_number[claim] if claim < len(claims) else "",
    )
