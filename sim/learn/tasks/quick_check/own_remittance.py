"""What came back for this case's own claim: the payer's adjustments line by line, as the page shows them and as
questions ask about them.
"""

from typing import Any, NamedTuple

from sim.billing.answers.standing_claim import acknowledged
from sim.ground.files import remembered_up_to
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.grading.outcome import travel

Panel = dict[str, Any]  # JSON: a heading and blocks, as a page draws them


class Adjusted(NamedTuple):
    """An adjustment of a line: which line and code, who bears it, why, up to two remarks, cents."""

    line: int
    code: str
    group: str
    carc: str
    remarks: tuple[str, ...]
    amount: int
    is_denial: bool

    @property
    def reason(self) -> str:
        """Group and reason code, such as CO-45."""
        return f"{self.group}-{self.carc}"

    @property
    def words(self) -> str:
        """As a question names it, such as Line 1 (99213): CO-45, $31.20."""
        remarks = f" with {' and '.join(self.remarks)}" if self.remarks else ""
        return f"Line {self.line} ({self.code}): {self.reason}{remarks}, {dollars(self.amount)}"


class Answer(NamedTuple):
    """The payer's first answer: the adjustments, what was charged and paid, and the front end's status where it
    rejected the claim, as (category, status, entity)."""

    adjusted: tuple[Adjusted, ...]
    charged: int
    paid: int
    rejected: tuple[str, str, str] | None


@remembered_up_to(256)
def answer(case: Case) -> Answer:
    """What came back for the claim as it was sent; where a visit has several claims, for the one that stands."""
    made = travel(case, case.sent_visit)
    decided, key = made.adjudicated, made.shown
    front = acknowledged(decided, key)
    if front is not None and not front["is_accepted"]:
        return Answer((), 0, 0, (front["status_category_code"], front["status_code"], str(front["entity_code"] or "")))
    lines = made.claims.lines.take(made.claims.lines.claim_key == key).rows()
    codes = {row["claim_line_number"]: row["procedure_code"] for row in lines}
    mine = decided.adjustments.take((decided.adjustments.claim_key == key) & ~decided.adjustments.is_reversal).rows()
    adjusted = tuple(
        Adjusted(
            row["claim_line_number"],
            codes.get(row["claim_line_number"], ""),
            row["group"],
            row["carc"],
            tuple(row[name] for name in ("rarc_1", "rarc_2") if row[name]),
            int(row["amount"]),
            bool(row["is_denial"]),
        )
        for row in mine
        if row["group"] and row["carc"]
    )
    answered = decided.remittance_lines
    mine_paid = answered.paid_amount[(answered.claim_key == key) & ~answered.is_reversal]
    return Answer(adjusted, sum(row["charge_amount"] for row in lines), int(mine_paid.sum()), None)


def panel(case: Case) -> Panel:
    """The remittance beside the questions: codes and amounts, without a word of what they mean."""
    told = answer(case)
    if told.rejected:
        parts = [list(pair) for pair in zip(("Category", "Status", "About"), told.rejected, strict=True) if pair[1]]
        return {"heading": f"Claim acknowledgment (277CA), {case.payer_label}", "blocks": [{"pairs": parts}]}
    rows = [
        [str(one.line), {"code": one.code}, {"code": " ".join((one.reason, *one.remarks))}, dollars(one.amount)]
        for one in told.adjusted
    ]
    head = ["line", "service", "adjustment", "amount"]
    table = {"label": "Adjustments", "head": head, "rows": rows, "right": [3], "wide": True}
    return {
        "heading": f"Remittance, {case.payer_label}",
        "blocks": [{"pairs": [["Charged", dollars(told.charged)], ["Paid", dollars(told.paid)]]}, {"table": table}],
    }
