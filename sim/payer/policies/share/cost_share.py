"""What the patient owes of the allowed amount: copay, deductible, coinsurance, and their yearly maxima.

Services without cost share come first: they are paid in full. A service with a copay takes the copay and is then paid
in full; where the plan asks the copay only after the deductible, the deductible comes first. All others take the
deductible, the person's inside the family's (or the family's alone, where the plan says that a family meets it
together), then coinsurance on the rest. Nobody pays more in a calendar year than the person's maximum inside the
family's. A qualified Medicare beneficiary is asked for nothing: what Medicare or an Advantage plan would leave to her
is OA-209, for Medicaid to pay. Claims use these amounts up in the order in which they are decided, and a claim that is
reversed gives them back.

    payer          claim  code   modifiers  met_amount  member_fact | reduces
    commercial     1      99213  -          0.00        -           | 0.00 0.00 25.00
        the office visit copay, then paid in full
    commercial     2      99396  -          0.00        -           | 0.00 0.00 0.00                   preventive
    commercial     3      20610  RT         0.00        -           | 91.19 0.00 0.00
        the deductible of 500 dollars is open
    commercial     4      20610  RT         450.00      -           | 50.00 8.24 0.00
        50 dollars are open, then 20 percent
    commercial     5      20610  RT         500.00      -           | 0.00 18.24 0.00
        met earlier in the year: 20 percent
    commercial     6      20610  RT         2995.00     -           | 0.00 5.00 0.00
        5 dollars below the most that the patient pays in a year
    commercial     7      99213  -          3000.00     -           | 0.00 0.00 0.00
        the maximum is reached: no copay either
    advantage_hmo  8      99213  -          0.00        -           | 0.00 0.00 10.00
        no deductible: the copay of the plan
    high_deductible  9      99213  -          1990.00     -           | 10.00 8.99 0.00
        high deductible: a visit too meets it first, then 10 percent
    advantage_hmo  11     99213  -          0.00        qualified_medicare_beneficiary | 0.00 0.00 0.00 0.00 0.00 10.00
        the copay is Medicaid's affair
    high_deductible  10     99396  -          0.00        -           | 0.00 0.00 0.00
        preventive care is paid before the deductible

Not modeled: tiers of network, credit for deductible paid under another plan, the cap of five percent of a Medicaid
household's income.
"""

import numpy as np

from sim.ground.money import share
from sim.payer.rulebook.policy import OA, PR

stage = "cost share"
title = "The patient's share"
fix = "Bill the patient after every payer has answered, less any copay collected."
adjustments = [PR("1"), PR("2"), PR("3"), OA("209", "N781"), OA("209", "N782"), OA("209", "N783")]
cite = {"medicare": "SSA 1833(a) and (b): deductible, then 20 percent", "*": "plan document, schedule of benefits"}
owner, remedy, never = "patient", "R_PATIENT", "waive it routinely"
row = ("A20", "I3")

PERSON = ("patient_key", "plan", "year")
FAMILY = ("subscriber_patient_key", "plan", "year")
DEDUCTIBLE = ("PR-1", "OA-209 N781")
SHARES = (*DEDUCTIBLE, "PR-2", "PR-3", "OA-209 N782", "OA-209 N783")


def reduces(lines):
    """Deductible, coinsurance and copay per line."""
    allowed, free = lines.left, lines.share_free
    copay = np.where(
        free | (lines.age < lines.of_plan("copay_from_age")), 0, np.minimum(lines.of_plan("copay"), allowed)
    )
    after = (copay > 0) & lines.of_plan("copay_after")
    rest = np.where(free | ((copay > 0) & ~after), 0, allowed)
    owes = (copay > 0) | (rest > 0)
    most, family_most = (
        _open(lines.plan_amount(f"{whose}out_of_pocket_maximum"), lines[f"{whose}met_amount"])
        for whose in ("", "family_")
    )
    family = np.minimum(_open(lines.plan_amount("family_deductible"), lines.family_met_amount), family_most)
    own = np.minimum(
        np.minimum(_open(_own_deductible(lines), lines.met_amount), most), family
    )  # nobody can take more: fewer claims to decide again
    deductible = lines.spend(own, rest, PERSON, DEDUCTIBLE, owes)
    deductible = lines.spend(family, deductible, FAMILY, DEDUCTIBLE, owes)
    copay = np.where(after, np.minimum(copay, rest - deductible), copay)
    coinsurance = np.where(after, 0, share(rest - deductible, lines.plan_amount("coinsurance_percent")))
    owed = copay + deductible + coinsurance
    owed = lines.spend(np.minimum(most, family_most), owed, PERSON, SHARES, owes)
    most = lines.spend(family_most, owed, FAMILY, SHARES, owes)
    shares = _within(most, deductible, coinsurance, copay)
    protected = lines.fact("qualified medicare beneficiary") & lines.is_medicare
    if not protected.any():
        return *shares, 0, 0, 0
    return *(np.where(protected, 0, part) for part in shares), *(np.where(protected, part, 0) for part in shares)


def _own_deductible(lines):
    """The person's deductible; the family's where several people share a policy whose deductible is met together."""
    own, together = lines.plan_amount("deductible"), lines.is_aggregate
    return (
        np.where(together & (lines.family_size > 1), lines.plan_amount("family_deductible"), own)
        if together.any()
        else own
    )


def _open(limit, met):
    """What is left of a yearly limit of the plan before the services known here."""
    return np.maximum(limit - met, 0)


def _within(most, deductible, coinsurance, copay):
    """The maximum takes off coinsurance first, then deductible, then copay."""
    copay = np.minimum(copay, most)
    deductible = np.minimum(deductible, most - copay)
    return deductible, np.minimum(coinsurance, most - copay - deductible), copay
