"""A plan's cost share in words, in the order in which it is taken."""

from sim.ground.money import dollars
from sim.ground.params import param_value
from sim.payer.rulebook.payers import Payer


def plan_words(payer: Payer, plan, on: str) -> str:
    """One sentence for a plan.

    >>> from sim.payer.rulebook.payers import payers
    >>> plan_words(payers()["silverleaf_hmo"], payers()["silverleaf_hmo"].plans[0], "2026-07-01")
    'Silverleaf Advantage HMO: copay $10.00 (office visit), copay $35.00 (procedure), then paid in full; all else 20
    percent; at most $5,900.00 a year'
    """
    copays = [row for row in payer.sections["copay"] if plan["code"] in row.get("plans", [plan["code"]])]
    first = [_copay(row) for row in copays if not row.get("after_deductible")]
    later = [_copay(row) for row in copays if row.get("after_deductible")]
    parts = [", ".join(first) + ", then paid in full"] if first else []
    parts += (
        [
            f"{'all else' if first else 'first'} the deductible of"
            f" {amount(payer, plan['deductible'], on)}{_family(payer, plan, on)}"
        ]
        if plan.get("deductible")
        else []
    )
    parts += ["then " + ", ".join(later)] if later else []
    percent = plan.get("coinsurance_percent", 0)
    parts += [f"{'then' if plan.get('deductible') else 'all else'} {percent} percent"] if percent else []
    parts += (
        [f"at most {amount(payer, plan['out_of_pocket_maximum'], on)} a year"]
        if "out_of_pocket_maximum" in plan
        else []
    )
    if payer.coordination.method == "supplement":
        parts = ["nothing of what Medicare allows" if plan.get("pays_deductible") else "the deductible of Part B"]
    return f"{plan['label']}: " + ("; ".join(parts) or "nothing")


def _copay(row) -> str:
    age = f" from the age of {row['from_age']}" if row.get("from_age") else ""
    return f"copay {dollars(row['amount'])} ({', '.join((*row.get('kinds', ()), *row.get('codes', ())))}{age})"


def _family(payer, plan, on) -> str:
    if not plan.get("family_deductible"):
        return ""
    together = ", met together" if plan.get("deductible_is_aggregate") else ""
    return f" (a family {amount(payer, plan['family_deductible'], on)}{together})"


def amount(payer: Payer, value, on: str) -> str:
    """Cents, or the name of a dated parameter, in dollars."""
    return dollars(param_value(value, payer.code, on) if isinstance(value, str) else value)
