"""A patient's question about a bill as it lies on the desk: the account, what the caller may be told, what is asked;
and the rules that replies rest on. What may be said is in sim.billing.books.reply_sentences, what the clinic does next
in sim.billing.books.reply_actions.

The Fair Debt Collection Practices Act does not bind a clinic that collects its own bills in its own name (15 U.S.C.
1692a(6)); financial assistance under 26 U.S.C. 501(r) binds tax-exempt hospitals only. Both are the clinic's written
policy here. Not modeled: state medical debt laws, bankruptcy, estates.
"""

from dataclasses import dataclass
from typing import Literal

from sim.billing.books.disclosure import Right
from sim.billing.books.patient_account import Account

Asks = Literal[
    "explain", "pay later", "cannot pay", "waive", "change code", "complain", "visit of another", "estimate", "coding"
]
CONTRACT = "835 group code CO: the provider contract; the patient is not billed"
SHARE = "835 group code PR: the patient's share, after every payer"
WAIVER = "42 U.S.C. 1320a-7a(i)(6); HHS OIG Special Fraud Alert, 59 FR 65372 (Dec 19, 1994)"
POLICY = "the clinic's written financial policy"
CODES = "18 U.S.C. 1035; 31 U.S.C. 3729(a)(1): codes follow the record, not what a plan covers"
QMB = "42 U.S.C. 1396a(n)(3)(B): no Medicare cost share from a qualified Medicare beneficiary"
PRIVATE = "45 CFR 164.508(a)(1); 164.502(b)"
ESTIMATE = "45 CFR 149.620(a)(2)(ii) and (c)"
PRIVACY = "45 CFR 164.530(a)(1)(ii) and (d)"


@dataclass(frozen=True)
class Asked:
    """A question as it lies on the desk: the account, what the caller may be told, what is asked for. `installments`:
    those of a payment plan, none where it is not offered; `may_dispute`: a self-pay bill so far above its estimate;
    `is_self_pay`: no plan is billed;
    `above_estimate`: by how much such a bill is, cents; `can_fix`: what was denied can be corrected or disputed."""

    account: Account
    right: Right
    asks: Asks
    installments: tuple[int, ...] = ()
    may_dispute: bool = False
    is_self_pay: bool = False
    above_estimate: int = 0
    can_fix: bool = True
