"""What a payer's answer on a line rests on: a published edit, limit or price, the payer's own rule, or an estimate made
for teaching. A learner sees it beside the answer; importing the published file removes the mark.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from sim.ground.files import remembered_up_to

from sim.payer.asked.listed_services import chooses
from sim.payer.rulebook.payers import Payer, payers
from sim.reference import provenance
from sim.reference.provenance import Provenance

LISTED = {  # policy -> the section of a payer's file whose rows it follows; others follow their own [[rule]]
    "diagnosis_does_not_support": "covered",
    "not_covered": "not_covered",
    "authorization_missing": "authorization",
}


def rests_on(policy: str, payer_code: str, code: str, beside: Sequence[str], on: date | np.datetime64):
    """What this policy's answer on a procedure rests on, among the other procedures of the day; None where it rests on
    a rule of the trade alone (the policy's citation says which).

    >>> from datetime import date
    >>> day = date(2026, 6, 1)
    >>> str(rests_on("bundled_pair", "medicare_part_b", "12001", ["10060"], day))
    'official: CMS NCCI v32.2 (2026 Q3)'
    >>> rests_on("diagnosis_does_not_support", "medicare_part_b", "83036", [], day).mark
    'teaching estimate'
    >>> rests_on("problem_visit_beside_checkup", "acme_ppo", "99213", ["99396"], day).mark
    "payer's own rule"
    >>> rests_on("timely_filing", "acme_ppo", "99213", [], day)
    """
    day, payer = np.datetime64(str(on), "D"), payers().get(payer_code)
    if policy == "bundled_pair":
        return _first(provenance.pair(other, code, day) for other in beside)
    if policy == "first_code_late":
        return _first(provenance.pair(code, other, day) for other in beside)
    if policy == "units_above_limit":
        return provenance.limit(code, day)
    if policy == "add_on_without_base":
        return provenance.base(code, day)
    return _of_file(payer, policy, code) if payer else None


def _first(found) -> Provenance | None:
    return next(filter(None, found), None)


def _of_file(payer: Payer, policy: str, code: str) -> Provenance | None:
    """The row of the payer's file that speaks of the service: the last one."""
    section = LISTED.get(policy, "rule")
    named = [
        row
        for row in payer.sections[section]
        if (section != "rule" or row["policy"] == policy) and (_every(row) or chooses(row, code))
    ]
    if not named:
        return None
    kind = provenance.OFFICIAL if payer.kind == "medicare" else provenance.OWN
    return Provenance(provenance.ESTIMATE if named[-1].get("estimate") else kind, named[-1]["cite"])


def _every(row) -> bool:
    return not any(name in row for name in ("codes", "kinds", "begins"))


def price_rests_on(payer_code: str, code: str, part: str, on: date | np.datetime64) -> Provenance | None:
    """What the amount behind a payer's price of a service rests on (`part`: 26, TC or nothing): the fee schedule, the
    laboratory schedule or a price list; None where nothing prices it.

    >>> from datetime import date
    >>> [price_rests_on("acme_ppo", code, "", date(2026, 6, 1)).mark for code in ("99213", "83036", "J3301", "20604")]
    ['', '', 'teaching estimate', 'teaching estimate']
    """
    payer = payers().get(payer_code)
    return _of_price(payer, code, part, str(on)) if payer else None


@remembered_up_to(50_000)
def _of_price(payer: Payer, code: str, part: str, on: str) -> Provenance | None:
    own = [row for row in payer.sections["fee"] if row["code"] == code and _is_for(row, part, on)]
    if own:
        return Provenance(provenance.OWN, own[-1].get("cite", "") or "the payer's price list")
    rows = [row for row in payer.sections["price"] if _every(row) or chooses(row, code)]
    basis = rows[-1]["basis"] if rows else ""
    if basis == "mpfs":
        return provenance.schedule(code, part, np.datetime64(on, "D"))
    return provenance.listed(basis, code) if basis in ("drugs", "vaccines", "clinical_lab_2026") else None


def _is_for(row, part: str, on: str) -> bool:
    """Is a row of a payer's own price list for the whole or this part, on that day?"""
    return row.get("modifier", part) == part and str(row.get("from", on)) <= on <= str(row.get("to", on))


PRICES = ("contractual", "not_participating")


class AnswerOn(NamedTuple):
    """A line whose answer is asked about: its payer, its procedure, those of the day (its own may be among them), the
    date of service.
    """

    payer_code: str
    code: str
    beside: Sequence[str]
    day: date | np.datetime64

    def rests_on(self, policy: str, is_denial: bool) -> Provenance | None:
        """A denial rests on an edit or a rule. A reduction to the contract's price rests on the amount behind it, which
        is told only where it is an estimate.

        >>> drug = AnswerOn("acme_ppo", "J3301", [], np.datetime64("2026-06-01"))
        >>> drug.rests_on("contractual", False).mark, drug.rests_on("cost_share", False)
        ('teaching estimate', None)
        """
        if is_denial:
            return rests_on(policy, self.payer_code, self.code, self.beside, self.day)
        rests = price_rests_on(self.payer_code, self.code, "", self.day) if policy in PRICES else None
        return rests if rests and rests.kind == provenance.ESTIMATE else None
