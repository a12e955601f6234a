"""What the patient owes of the allowed amount: copay, deductible, coinsurance, and their yearly maxima.

Services without cost share come first: they are paid in full. A service with a copay takes the copay and is then paid in full. All others take the
deductible, the person's inside the family's, then coinsurance on the rest. Nobody pays more in a calendar year than the person's maximum inside
the family's. Claims use these amounts up in the order in which they are decided, and a claim taken back gives them back.

    payer             claim  procedure_code  modifiers | reduces
    acme_ppo          1      99213           -         | 0.00 0.00 25.00     the office visit copay, then paid in full
    acme_ppo          2      99396           -         | 0.00 0.00 0.00      preventive

Not modelled: copay after deductible, high-deductible plans, tiers of network, credit for deductible paid under another plan.
"""
import numpy as np

from sim.ground.money import share
from sim.payer.policy import PR

stage = "cost share"
title = "The patient's share"
fix = "Bill the patient after every payer has answered; a copay taken at the desk is set against it."
adjustments = [PR("1"), PR("2"), PR("3")]
cite = {"medicare_part_b": "SSA 1833(a) and (b): deductible, then 20 percent", "*": "plan document, schedule of benefits"}
owner, remedy, never = "patient", "R_PATIENT", "waive it routinely"

PERSON = ("patient_key", "plan", "year")
FAMILY = ("subscriber_patient_key", "plan", "year")
SHARES = ("PR-1", "PR-2", "PR-3")


def reduces(lines):
    """Deductible, coinsurance and copay per line."""
    allowed, free = lines.left, lines.share_free
    copay = np.where(free | (lines.age < lines.of_plan("copay_from_age")), 0, np.minimum(lines.of_plan("copay"), allowed))
    rest = np.where(free | (copay > 0), 0, allowed)
    deductible = lines.spend(lines.plan_amount("deductible"), rest, PERSON, ("PR-1",))
    deductible = lines.spend(lines.plan_amount("family_deductible"), deductible, FAMILY, ("PR-1",))
    coinsurance = share(rest - deductible, lines.plan_amount("coinsurance_percent"))
    owed = copay + deductible + coinsurance
    most = lines.spend(lines.plan_amount("out_of_pocket_maximum"), owed, PERSON, SHARES)
    most = lines.spend(lines.plan_amount("family_out_of_pocket_maximum"), most, FAMILY, SHARES)
    return _within(most, deductible, coinsurance, copay)


def _within(most, deductible, coinsurance, copay):
    """The maximum takes off coinsurance first, then deductible, then copay."""
    copay = np.minimum(copay, most)
    deductible = np.minimum(deductible, most - copay)
    return deductible, np.minimum(coinsurance, most - copay - deductible), copay
