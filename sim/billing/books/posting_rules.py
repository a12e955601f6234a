"""The rules of posting a remittance, each with its source (see sim.billing.books.remittance_posting)."""

BALANCE = "ASC X12 835 balancing: charge less adjustments is paid; claims less PLB is the payment"
GROUPS = "X12 claim adjustment group codes: CO the clinic, PR the patient, OA nobody by itself"
PLB = "ASC X12 835, provider adjustments (PLB): a positive amount lowers the payment"
LAST = "Provider contracts; 42 CFR 411.20 to 411.39: the patient owes a share after every payer has answered"
WORKED = "Write-off policy of the clinic: a denial is worked before it is written off"
CROSSOVER = "CMS Claims Processing Manual ch. 28 (crossover): the payer sends the claim on"
CREDIT = "Clinic policy: a credit pays the patient's next balance or goes back; state laws on unclaimed property"
BROKEN = {  # kind of error of a posting -> the rule that it breaks
    "contractual-to-patient": "Provider contract, hold-harmless clause; Medicare assignment: 42 CFR 424.55",
    "sequestration-to-patient": "Budget Control Act of 2011, 2 U.S.C. 901a(6); reason 253 under group CO",
    "denial-written-off": WORKED,
    "denied-billed-to-patient": GROUPS,
    "patient-share-written-off": "42 U.S.C. 1320a-7a(i)(6): no routine waiver of coinsurance and deductible",
    "takeback-not-negative": "ASC X12 835, reversal and correction: status 22 repeats the answer with opposite signs",
    "earlier-payer-written-off": "ASC X12 835, coordination of benefits: OA-23 is what the earlier payer accounted for",
    "statement-too-early": LAST,
    "forwarded-billed-again": CROSSOVER,
}
