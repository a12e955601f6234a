"""Why a line is short or not, and why a slip is wrong: from the contract's page and the remittance."""

from sim.billing.answers.contract_rules import BROKEN, CLINICIANS, FEES, SEVERAL
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.case import Case
from sim.learn.tasks.find_underpayment.answer import ACTIONS, Judged
from sim.learn.tasks.find_underpayment.compared import SEQUESTRATION, Compared, Line

HINTS = {
    "underpayment-missed": "Compare the allowed amount with the fee page, not with the last remittance.",
    "patient-share-taken-for-short": "Compare what was allowed, not what was paid.",
    "sequestration-taken-for-short": "Does reason 253 change what is allowed, or what is paid?",
    "reduction-overlooked": "Is this the only procedure of the day?",
    "units-overlooked": "How many units were billed?",
    "clinician-rate-overlooked": "Who gave the service?",
    "charge-taken-for-contract": "Does the contract pay charges?",
    "dispute-too-late": "Count the days from the remittance.",
    "dispute-given-up": "Count the days from the remittance.",
    "line-not-checked": "Every line is compared with the contract.",
    "contract-amount-wrong": "Fee, units, multiple procedure reduction, charge: which of them hold for this line?",
}


def said(judged: Judged) -> str:
    """What is entered for a line, in words.

    >>> said(Judged(10529, 2106, "dispute"))
    'contract $105.29; short by $21.06; dispute it'
    """
    words = ACTIONS[judged.action].removeprefix("Short: ")
    return f"contract {dollars(judged.contract or 0)}; short by {dollars(judged.shortfall)}; {words.lower()}"


def because(line: Line, true: Compared, case: Case) -> str:
    """How the contract's amount comes about, and what follows."""
    units = f" a unit, {dollars(line.full)} for {line.units} units" if line.units > 1 else ""
    parts = [f"The fee is {dollars(line.unit_fee)}{units}."]
    if line.by_clinician and line.fee.clinician_amount < line.fee.amount:
        parts.append("It is the fee of a nurse practitioner or physician assistant.")
    if line.is_reduced:
        parts.append("It is a further procedure of the day, which the contract allows in part (reason 59).")
    if line.expected.contract_allowed == line.row["charge_amount"] < line.full:
        parts.append("The charge is less than the fee, so the charge is allowed.")
    parts.append(_ending(line, true, case))
    return " ".join(parts)


def _ending(line: Line, true: Compared, case: Case) -> str:
    short = line.expected.short
    if not short:
        return f"{dollars(line.expected.allowed)} was allowed, as the contract says." + _where_it_went(line)
    why = next((error.why for error in case.exercise.payer_errors if error.code in ("", line.fee.code)), "")
    owed = line.expected.owed_by_payer
    split = f"The payer owes {dollars(owed)} of it, the rest is the patient's share." if owed != short else ""
    told = f"{dollars(line.expected.allowed)} was allowed: {dollars(short)} too little."
    return " ".join(part for part in (told, split, why, when(true)) if part)


def _where_it_went(line: Line) -> str:
    """Why less was paid than allowed."""
    parts = [f"{dollars(line.patient)} of it is the patient's share"] if line.patient else []
    cut = line.adjusted(SEQUESTRATION)
    parts += [f"{dollars(cut)} is sequestration"] if cut else []
    return f" {' and '.join(parts)}." if parts else ""


def when(true: Compared) -> str:
    """The last day of a dispute, and whether it has passed."""
    last, today = us_date(true.last_day), us_date(true.today)
    return f"The last day for a dispute {'was' if true.is_late else 'is'} {last}; today is {today}."


def why_not(kind: str, line: Line, true: Compared) -> str:
    """Why this slip is wrong on this line, without the right amounts."""
    code = line.fee.code
    told = {
        "underpayment-missed": f"The allowed amount of {code} is not the fee on the contract's page.",
        "patient-share-taken-for-short": "The payer left a share to the patient. What was allowed is more than what was"
        " paid, and only what was allowed is compared.",
        "sequestration-taken-for-short": "Reason 253 is withheld from the payer's own payment by law or contract. It"
        " lowers what is paid, not what is allowed.",
        "reduction-overlooked": f"{code} is not the highest-valued procedure of this day, and the page marks it for the"
        " multiple procedure reduction.",
        "units-overlooked": f"The fee is for one unit. {line.units} units were billed.",
        "clinician-rate-overlooked": "A nurse practitioner or physician assistant gave the service, and this payer pays"
        " them a part of the physician's fee.",
        "charge-taken-for-contract": "The charge is the clinic's own price. What is above the contract's fee is never"
        " owed.",
        "dispute-too-late": f"{when(true)} The payer rejects a dispute after it.",
        "dispute-given-up": f"{when(true)} The dispute is still in time.",
        "line-not-checked": "Nothing is entered for this line.",
    }
    return told.get(kind, f"It does not follow from the page's fee for {code}, the units and the terms.")


def cite(line: Line, error: str = "") -> str:
    """The rule behind a line or a slip."""
    usual = SEVERAL if line.is_reduced else CLINICIANS if line.unit_fee < line.fee.amount else FEES
    return BROKEN.get(error, usual)
