"""The tables of a claim: heads, lines, and what a claim to a later payer says about the answers before."""

from typing import NamedTuple

from sim.ground.table import Table, empty

DIAGNOSES, POINTERS = 12, 4
MODIFIERS = tuple(f"hcpcs_modifier_{n}" for n in range(1, 5))
POINTER_COLUMNS = tuple(f"diagnosis_pointer_{n}" for n in range(1, POINTERS + 1))
DIAGNOSIS_COLUMNS = tuple(f"diagnosis_code_{n}" for n in range(1, DIAGNOSES + 1))


class Claims(NamedTuple):
    """Claims and their lines, both in ascending order of claim_key; and what claims to a second payer say about the
    first payer's answer.
    """

    claims: Table
    lines: Table
    other_payments: Table = empty("other_payments")
    other_adjustments: Table = empty("other_adjustments")

    def records(self) -> dict[str, Table]:
        """What the payer's engine is told beside claims and lines."""
        return {"other_payments": self.other_payments, "other_adjustments": self.other_adjustments}
