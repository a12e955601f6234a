"""What a clinic has to do with an overpayment that it finds itself: report it and return it in time.

    found = duty("medicare_part_b", "2026-05-01")
    found.days, found.investigation_days, found.cite

Medicare, Parts A and B: an overpayment is identified when somebody knowingly receives or retains it: with actual
knowledge, deliberate ignorance or reckless disregard (42 CFR 401.305(a)(2), as amended from January 1, 2025; 31 U.S.C.
3729(b)(1)(A)). It is reported and returned within 60 days. The deadline is suspended for at most 180 days while
related overpayments are investigated, timely and in good faith. It reaches six years back (42 CFR 401.305(f)). What is
kept past the deadline is an obligation under the False Claims Act (Social Security Act 1128J(d)(3)). Other payers as
their file says (data/payers, [limits] refund_limit).

Not modeled: the date of a cost report, self-disclosure to OIG or CMS, extended repayment.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.dates import Day, day_of
from sim.ground.errors import CleanClaimError
from sim.ground.params import param_value, stated
from sim.payer.rulebook.payers import payers

FEDERAL = ("medicare", "medicare advantage", "medicaid")
FALSE_CLAIMS = "Social Security Act 1128J(d)"


class Duty(NamedTuple):
    """Days to report and return what was identified; days for which an investigation suspends that at most (0 where the
    payer has no such rule); where it is written; is it Medicare or Medicaid money (SSA 1128J(d))?"""

    payer: str
    days: int
    investigation_days: int
    cite: str
    is_federal: bool = False

    @property
    def words(self) -> str:
        """What has to be done, in three sentences.

        >>> duty("medicare_part_b", "2026-05-01").words[:81]
        'Once it is identified, Medicare money would be reported and returned within 60 da'
        """
        if self.investigation_days:
            return (
                f"Once it is identified, Medicare money would be reported and returned within {self.days} days. That is"
                f" suspended for at most {self.investigation_days} days while related overpayments are investigated."
                " Money knowingly kept longer is an obligation under the False Claims Act."
            )
        if self.is_federal:
            return (
                f"It is federal program money: once identified, it would be reported and returned to {self.payer}"
                f" within {self.days} days."
            )
        return (
            f"The 60-day rule of Medicare and Medicaid does not apply to {self.payer}: contract and state law say when"
            f" it would be returned, here {self.days} days in the contract (teaching estimate)."
        )


def duty(payer: str, on: Day) -> Duty | None:
    """What this payer asks for on a day; None for a payer without such a limit on file.

    >>> duty("medicare_part_b", "2026-05-01")[1:]
    (60, 180, '42 CFR 401.305(b); Social Security Act 1128J(d)', True)
    >>> duty("acme_ppo", "2026-05-01").days
    60
    """
    days = _value("refund_limit", payer, on)
    if days is None:
        return None
    wait = _value("overpayment_investigation_days", payer, on) or 0
    sources = [
        row.cite for row in stated("refund_limit") if row.payer == payer and np.datetime64(row.start) <= day_of(on)
    ]
    cite = "; ".join(dict.fromkeys([*sources[-1:], *([FALSE_CLAIMS] if wait else [])]))
    return Duty(payers()[payer].label, days, wait, cite, payers()[payer].kind in FEDERAL)


def _value(name: str, payer: str, on: Day) -> int | None:
    try:
        return param_value(name, payer, on)
    except CleanClaimError:
        return None
