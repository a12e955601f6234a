"""What people take for a shortfall, or for none: kind of error -> what is then entered for a line."""

from collections.abc import Iterator
from dataclasses import replace

from sim.learn.tasks.find_underpayment.answer import Judged
from sim.learn.tasks.find_underpayment.compared import SEQUESTRATION, Line

ERRORS = (
    "underpayment-missed",
    "patient-share-taken-for-short",
    "sequestration-taken-for-short",
    "reduction-overlooked",
    "units-overlooked",
    "clinician-rate-overlooked",
    "charge-taken-for-contract",
    "dispute-too-late",
    "dispute-given-up",
)
LEFT_OUT, OTHER = "line-not-checked", "contract-amount-wrong"


def slips(line: Line, is_late: bool) -> dict[str, Judged]:
    """The slips that can be made on this line."""
    return {kind: entered for kind, entered in _slips(line, is_late) if not same(entered, line.right)}


def _slips(line: Line, is_late: bool) -> Iterator[tuple[str, Judged]]:
    right, claimed = line.right, "late" if is_late else "dispute"
    allowed, paid = line.expected.allowed, line.expected.paid
    contract = line.expected.contract_allowed
    if line.expected.short:
        yield "underpayment-missed", Judged(allowed, None, "paid")
        yield (
            ("dispute-too-late", replace(right, action="dispute"))
            if is_late
            else (
                "dispute-given-up",
                replace(right, action="late"),
            )
        )
    if line.patient:
        yield "patient-share-taken-for-short", Judged(contract, contract - paid, claimed)
    cut = line.adjusted(SEQUESTRATION)
    if cut:
        yield "sequestration-taken-for-short", Judged(contract, cut + line.expected.short, claimed)
    if line.is_reduced:
        yield "reduction-overlooked", Judged(line.full, line.full - allowed, claimed)
    if line.units > 1 and line.unit_fee < allowed:
        yield "units-overlooked", Judged(line.unit_fee, None, "paid")
    physician = line.fee.amount * line.units
    if line.by_clinician and physician > line.full:
        yield "clinician-rate-overlooked", Judged(physician, physician - allowed, claimed)
    charge = int(line.row["charge_amount"])
    if charge > contract:
        yield "charge-taken-for-contract", Judged(charge, charge - allowed, claimed)


def same(one: Judged, other: Judged) -> bool:
    """Nothing entered as a shortfall is 0.00."""
    return (one.contract, one.shortfall, one.action) == (other.contract, other.shortfall, other.action)


def error_of(line: Line, given: Judged | None, is_late: bool) -> str:
    """The kind of error of a wrong line: the slip that explains everything of it, else the one that explains what was
    taken for the contract's amount, else that some amount is wrong.
    """
    if given is None:
        return LEFT_OUT
    found = slips(line, is_late)
    whole = next((kind for kind, entered in found.items() if same(entered, given)), None)
    if whole:
        return whole
    if line.expected.short and given.action == "paid":
        return "underpayment-missed"
    by_amount = ("reduction-overlooked", "units-overlooked", "clinician-rate-overlooked", "charge-taken-for-contract")
    return next(
        (kind for kind in by_amount if kind in found and found[kind].contract == given.contract is not None), OTHER
    )
