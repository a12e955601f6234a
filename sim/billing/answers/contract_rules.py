"""The rules by which an allowed amount is compared with the contract, each with its source (see
sim.billing.answers.contract_shortfalls).
"""

FEES = "Provider contract, fee schedule: the lesser of the charge and the fee times the units"
SHARE = "ASC X12 835: the allowed amount is what is paid plus the patient's share (PR)"
CUT = "Budget Control Act of 2011, 2 U.S.C. 901a(6); reason 253 cuts the payment, not the allowed amount"
CLINICIANS = "42 CFR 414.52 and 414.56; CMS Claims Processing Manual ch. 12 110 and 120; provider contract"
SEVERAL = "CMS Claims Processing Manual ch. 12 40.6; provider contract, multiple procedures"
DISPUTES = "Provider contract, disputes clause: counted from the remittance"
BROKEN = {  # kind of error -> the rule that it breaks
    "patient-share-taken-for-short": SHARE,
    "sequestration-taken-for-short": CUT,
    "reduction-overlooked": SEVERAL,
    "clinician-rate-overlooked": CLINICIANS,
    "charge-taken-for-contract": FEES,
    "dispute-too-late": DISPUTES,
    "dispute-given-up": DISPUTES,
}
