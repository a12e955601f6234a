"""Marking the verification: one item a field. A wrong amount has a reason of its own only where it is exactly one of
the amounts that people take for it, and only one of them.
"""

from collections.abc import Iterator

from sim.billing.claims.form import plan_label
from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.learn.exercises.case import Case, payer_label
from sim.learn.grading import error_kinds
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.verify_coverage.answer import NEEDS, Answer
from sim.learn.tasks.verify_coverage.asked_coverage import DEDUCTIBLE, MAXIMUM, REMAINING, YEAR, Verified, verified

RESPONSE = "ASC X12 270/271; CAQH CORE eligibility and benefits data content rule"
PRIMARY = "Medicare: 42 CFR 411; other plans: NAIC Model Regulation 120, order of benefits"
NEED = "the plan's prior authorization and referral requirements, as its response names them"
SHARE = "the plan's schedule of benefits; ASC X12 270/271, benefits A, B, C and G"
CITES = {
    "active": RESPONSE,
    "primary": PRIMARY,
    "plan": RESPONSE,
    "authorization": NEED,
    "referral": NEED,
    "copay": SHARE,
    "deductible": SHARE,
    "out_of_pocket": SHARE,
    "estimate": SHARE,
}
WORDS = {
    "active": "Active coverage",
    "primary": "Primary payer",
    "plan": "Plan",
    "authorization": "Prior authorization",
    "referral": "Referral",
    "copay": "Copay due",
    "deductible": "Individual deductible left",
    "out_of_pocket": "Individual out-of-pocket maximum left",
    "estimate": "Patient's estimated share",
}
Taken = dict[str, int]  # kind of error -> the amount that people take


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer."""
    true = verified(case)
    right, given = dict(true.right.entries()), dict(answer.entries())
    asked = [name for name in right if is_asked(true, name)]
    entered = [name for name in asked if given[name] not in ("", None)]
    marks = () if answer.is_blank else tuple(_mark(true, name, given[name], case) for name in asked)
    return Marks(marks, len(entered), len(asked), case.exercise.points)


def is_asked(true: Verified, name: str) -> bool:
    """Is there anything to enter: a plan without a deductible has none left."""
    return getattr(true.right, name) not in ("", None)


def _mark(true: Verified, name: str, given: str | int | None, case: Case) -> Mark:
    right = getattr(true.right, name)
    shown, why = said(true, name), because(true, name, case)
    if given == right:
        return Mark(name, "right", why, earned=1.0, cite=CITES[name], key=shown)
    if given in ("", None):
        return Mark(name, "missing", f"{WORDS[name]}: {shown}. {why}", hint=_place(name), key=shown, cite=CITES[name])
    error = mistake(true, name, given)
    told = error_kinds.words(error)
    return Mark(
        name,
        "wrong",
        f"{told}. {WORDS[name]}: {shown}. {why}",
        skill=error_kinds.skill(error),
        error=error,
        title=told,
        hint=error_kinds.hint(error),
        key=shown,
        cite=CITES[name],
        reason=f"{told}.",
    )


def _place(name: str) -> str:
    if name == "active":
        return "Compare the coverage dates in the response with the date of service."
    return "Read the planned services beside the response." if name in ("estimate", "copay") else "Read the response."


def said(true: Verified, name: str) -> str:
    """The right answer in words."""
    right = getattr(true.right, name)
    if isinstance(right, int):
        return dollars(right)
    if name == "primary":
        return payer_label(right)
    if name == "plan":
        return plan_label(true.primary)
    return {"yes": "yes", "no": "no", **{one.id: one.words.lower() for one in NEEDS}}[right]


def because(true: Verified, name: str, case: Case) -> str:
    """Why it is so, from what was looked up."""
    card, day = true.registered, us_date(case.row["service_date"])
    if name == "active":
        ended = us_date(card["coverage_end_date"])
        return f"The coverage on the card ended {ended}." if ended else f"It is in force on {day}, with no end date."
    if name == "primary":
        return f"{payer_label(true.primary['payer_code'])} pays first on {day}, by the coverage in force that day."
    if name == "plan":
        return "The response names the plan; the card may be of an earlier one."
    if name in ("authorization", "referral"):
        return _requirement(true, name)
    if name in ("deductible", "out_of_pocket"):
        benefit = DEDUCTIBLE if name == "deductible" else MAXIMUM
        year = true.limit(benefit, "IND", YEAR) or 0
        unused = getattr(true.right, name) == year
        rest = "nothing has been used yet" if unused else "this much is left; earlier claims used the rest"
        return f"Of {dollars(year)} for the year {rest}."
    if name == "copay":
        return (
            "The plan applies a copay only to the services it names, some only after the deductible, and none once the"
            " out-of-pocket maximum is used up."
        )
    return share_words(true)


def _requirement(true: Verified, kind: str) -> str:
    mine = [one for one in true.required if one.kind == kind]
    if not mine:
        return "The response names no such requirement for the planned services."
    told = (f"{one.code}: " + (f"on file under {one.number}" if one.number else "none on file") for one in mine)
    return "; ".join(told) + "."


def share_words(true: Verified) -> str:
    """Of which parts the patient's share is made."""
    parts = {name: sum(line[name] for line in true.priced.lines) for name in ("copay", "deductible", "coinsurance")}
    return ", ".join(f"{name} {dollars(amount)}" for name, amount in parts.items()).capitalize() + "."


# -- which mistake it is


def mistake(true: Verified, name: str, given: str | int) -> str:
    """The kind of error of a wrong entry.

    >>> from sim.learn.exercises.case import draw
    >>> true = verified(draw("front_01_first_response", 1))
    >>> mistake(true, "active", "no"), mistake(true, "estimate", true.priced.charge_amount)
    ('active-coverage-turned-away', 'estimate-from-charge')
    """
    if isinstance(given, int):
        found = [kind for kind, amount in taken(true, name).items() if amount == given]
        return found[0] if len(found) == 1 else GENERAL[name]
    if name == "active":
        return "coverage-not-verified" if given == "yes" else "active-coverage-turned-away"
    if name == "primary":
        return "card-payer-for-primary" if given == true.registered["payer_code"] else "wrong-primary-payer"
    if name == "plan":
        return "wrong-plan"
    right = getattr(true.right, name)
    if right == "none":
        return "requirement-invented"
    return "requirement-missed" if given == "none" else "requirement-number-misread"


GENERAL = {
    "copay": "wrong-copay",
    "deductible": "wrong-benefit-amount",
    "out_of_pocket": "wrong-benefit-amount",
    "estimate": "wrong-estimate",
}


def taken(true: Verified, name: str) -> Taken:
    """The amounts that people enter in this field in the place of the right one, each with its kind of error."""
    right = getattr(true.right, name)
    return {kind: amount for kind, amount in _taken(true, name) if amount is not None and amount != right}


def _taken(true: Verified, name: str) -> Iterator[tuple[str, int | None]]:
    if name in ("deductible", "out_of_pocket"):
        benefit = DEDUCTIBLE if name == "deductible" else MAXIMUM
        yield "year-amount-for-remaining", true.limit(benefit, "IND", YEAR)
        yield "family-for-individual", true.limit(benefit, "FAM", REMAINING)
    if name == "copay":
        stated = true.stated_copays()
        yield "copay-not-due", stated[0] if stated and not true.right.copay else None
        yield "copay-left-out", 0 if true.right.copay else None
    if name == "estimate":
        lines = true.priced.lines
        allowed, deductible = (sum(line[part] for line in lines) for part in ("allowed", "deductible"))
        yield "estimate-from-charge", true.priced.charge_amount
        yield "estimate-whole-allowed", allowed if allowed != true.priced.charge_amount else None
        yield "estimate-copay-only", true.right.copay or None
        follows = any(line["coinsurance"] for line in lines) and not true.right.copay
        yield "estimate-deductible-only", deductible if deductible and follows else None
