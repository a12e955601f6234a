"""Who may be told what about a patient's account.

    right_of(Caller("patient"))                                 everything
    right_of(Caller("family", is_named=True))                     what concerns the payment, and no more
    right_of(Caller("patient", is_verified=False))                nothing until it is known who calls
    right_of(Caller("family"))                                    nothing without the patient's word

Source: the HIPAA privacy rule. The patient and the personal representative, such as a minor's parent: 45 CFR
164.502(a)(1)(i) and (g)(3). Family involved in the payment whom the patient agreed to: 164.510(b)(1)(i) and (2), only
what is directly relevant to the payment. Everybody else: the patient's written authorization, 164.508(a)(1). Identity
and authority are verified first: 164.514(h), which the clinic asks of family too. Minimum necessary: 164.502(b) and
164.514(d); it does not limit what the patient is told (164.502(b)(2)(ii)).

Not modeled: that a clinic may also approach a person who pays by itself to obtain payment (164.506(c)); minors who
consented to care themselves; custody orders; psychotherapy notes; substance use records under 42 CFR Part 2; state laws
that are stricter.
"""

from dataclasses import dataclass
from typing import Literal

from sim.ground.dates import Day
from sim.ground.params import param_value

Relation = Literal["patient", "parent", "family", "former spouse"]
Scope = Literal["everything", "payment", "verify", "nothing"]


def is_minor(age: int, on: Day) -> bool:
    """Does a parent speak for a patient of this age (data/params: age_of_majority; state law)?

    >>> is_minor(17, "2026-06-01"), is_minor(18, "2026-06-01")
    (True, False)
    """
    return age < param_value("age_of_majority", "*", on)


@dataclass(frozen=True)
class Caller:
    """Who asks. is_verified: identity checked against the registration; is_named: the patient's agreement to speak with
    this person about bills is on file."""

    relation: Relation
    is_verified: bool = True
    is_named: bool = False


@dataclass(frozen=True)
class Right:
    """What the caller may be told, why, and by which rule."""

    scope: Scope
    why: str
    cite: str


def right_of(caller: Caller) -> Right:
    """What a caller may be told.

    >>> right_of(Caller("patient")).scope, right_of(Caller("parent")).scope
    ('everything', 'everything')
    >>> right_of(Caller("patient", is_verified=False)).scope
    'verify'
    >>> right_of(Caller("family", is_named=True)).scope, right_of(Caller("family")).scope
    ('payment', 'nothing')
    >>> right_of(Caller("former spouse")).scope
    'nothing'
    """
    if not caller.is_verified:
        return Right(
            "verify",
            "Nobody has checked who is calling. Verify the identity before anything is said about the account.",
            "45 CFR 164.514(h)(1)(i)",
        )
    if caller.relation == "patient":
        return Right("everything", "The patient may know everything about the account.", "45 CFR 164.502(a)(1)(i)")
    if caller.relation == "parent":
        return Right(
            "everything",
            "A parent of a minor is the patient's personal representative and may know everything about the account.",
            "45 CFR 164.502(g)(3)",
        )
    if caller.is_named:
        return Right(
            "payment",
            "The patient agreed that bills are discussed with this person: what concerns the payment, and no more.",
            "45 CFR 164.510(b)(1)(i) and (2); minimum necessary: 164.502(b)",
        )
    return Right(
        "nothing",
        "The patient has not agreed that this person is told anything. A written authorization is needed, even to say"
        " that there was a visit.",
        "45 CFR 164.508(a)(1); 164.510(b)(2)",
    )
