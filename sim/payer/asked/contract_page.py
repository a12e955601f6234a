"""A payer's contract as a biller reads it when she checks a remittance: what the payer pays a unit of each service, and
the terms that change it on a claim.

    page = contract_page("acme_ppo", [Service("99213"), Service("J3301")], "11", "2026-07-01")
    page.fees, page.terms

Fees are those of sim.payer.asked.price; the numbers of the terms are dated parameters. Source: the payer's file and
data/params, each with its citation.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sim.ground.dates import Day
from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered_up_to
from sim.ground.params import stated
from sim.payer.asked.price import price
from sim.payer.rulebook.payers import payers
from sim.reference.codes import procedure_rows, procedures

CLINICIAN = "NP"  # stands for everybody who is paid a part of the physician's fee
RANKED = 2  # MPFS multiple procedure indicator: the second and further of a day are paid in part


class Service(NamedTuple):
    """A service by its code, with the modifiers that change its price (26, TC, 50 ...)."""

    code: str
    modifiers: tuple[str, ...] = ()


class Fee(NamedTuple):
    """What the contract pays for one unit, cents, to a physician and to a nurse practitioner or physician assistant;
    does the rule of several procedures of a day hold for it."""

    code: str
    modifiers: tuple[str, ...]
    amount: int
    clinician_amount: int
    is_ranked: bool


SAME_FEE = "The fee is the same whether a physician, a nurse practitioner or a physician assistant gave the service."


class Term(NamedTuple):
    """A term of the contract: its name, what it says, where that stands."""

    name: str
    words: str
    cite: str


class ContractPage(NamedTuple):
    """Fees and terms."""

    payer: str
    fees: tuple[Fee, ...]
    terms: tuple[Term, ...]

    def fee(self, code: str, modifiers: tuple[str, ...] = ()) -> Fee | None:
        """The fee of a service; None where the page has none."""
        return next((one for one in self.fees if (one.code, one.modifiers) == (code, modifiers)), None)


@remembered_up_to(2048)
def fee_of(payer: str, service: Service, place: str, on: str) -> Fee | None:
    """The fee of one service; None for what is paid by report or not priced.

    >>> fee_of("acme_ppo", Service("99213"), "11", "2026-07-01").amount
    10529
    >>> fee_of("medicare_part_b", Service("99213"), "11", "2026-07-01")[2:4]     # 85 % of 89.23
    (8923, 7585)
    """
    try:
        amount, clinician = (
            price(service.code, service.modifiers, on=on, pos=place, payer=payer, clinician=who).allowed_amount
            for who in ("", CLINICIAN)
        )
    except CleanClaimError:
        return None
    row = int(procedure_rows([service.code])[0])
    is_ranked = row >= 0 and int(procedures().multiple_procedure[row]) == RANKED
    return Fee(service.code, service.modifiers, amount, clinician, is_ranked)


def contract_page(payer: str, services: Iterable[Service], place: str, on: Day) -> ContractPage:
    """The page for these services, in order of their codes; those without a fee are left out.

    >>> page = contract_page("silverleaf_hmo", [Service("99213")], "11", "2026-07-01")
    >>> page.fee("99213").amount > 0, [term.name for term in page.terms]
    (True, ['Allowed amount', 'Multiple procedure reduction', 'Nurse practitioners', 'Sequestration', 'Disputes'])
    """
    found = (fee_of(payer, service, place, str(on)) for service in sorted(set(services)))
    return ContractPage(payer, tuple(fee for fee in found if fee), tuple(terms(payer, on)))


def terms(payer: str, on: Day) -> list[Term]:
    """What changes a fee on a claim, and the deadline of a dispute."""
    found = [
        Term(
            "Allowed amount",
            "The payer allows the fee times the units, or the charge if that is less. Deductible, coinsurance and copay"
            " come out of the allowed amount.",
            "provider contract, fee schedule; ASC X12 835: allowed is paid plus the patient's share",
        )
    ]
    held = payers()[payer].policies
    ranked, cut, limit = (
        _in_force(name, payer, on) for name in ("multiple_procedure_percent", "sequestration", "dispute_limit")
    )
    if ranked and "multiple_procedures" in held:
        words = (
            "When several procedures are done on the same day, the highest-valued is allowed in full, each further one"
            f" {ranked[0]} % of its fee. Applies to the procedures marked on the fee page."
        )
        found.append(Term("Multiple procedure reduction", words, ranked[1]))
    part = _in_force("clinician_percent", payer, on)
    if part and "clinician_at_a_part" in held:
        words = (
            f"Nurse practitioners and physician assistants who bill under their own number are paid {part[0]} % of the"
            " physician's fee. Drugs, vaccines and laboratory tests are not cut."
        )
        found.append(Term("Nurse practitioners", words, part[1]))
    else:
        found.append(Term("All clinicians", SAME_FEE, "provider contract, fee schedule"))
    if cut and "sequestration" in held:
        words = (
            f"{cut[0] / 10_000:g} % of the payer's own payment is withheld, after the patient's share (CO-253). The"
            " allowed amount stays as it is."
        )
        found.append(Term("Sequestration", words, cut[1]))
    appeal = _in_force("appeal_limit", payer, on)
    if limit:
        words = f"An underpayment may be disputed within {limit[0]} days of the remittance."
        found.append(Term("Disputes", words, limit[1]))
    elif appeal:
        words = f"An underpayment may be appealed within {appeal[0]} days of the remittance."
        found.append(Term("Appeals", words, appeal[1]))
    return found


def _in_force(name: str, payer: str, on: Day) -> tuple[int, str] | None:
    """The value of a parameter for this payer on a day, with its citation; None where there is none."""
    rows = [one for one in stated(name) if one.payer in (payer, "*") and str(one.start) <= str(on)]
    own = sorted([one for one in rows if one.payer == payer] or rows, key=lambda one: one.start)
    return (own[-1].value, own[-1].cite) if own else None
