"""A clinician who is paid a part of the physician's fee.

A nurse practitioner or physician assistant who bills under the own number is paid 85 percent of what the fee schedule
gives a physician. The payer knows who is one from its provider file (the fact "paid in part"; for a clinic described
here, the credential in its file). Drugs, vaccines and laboratory tests are not cut.

    payer       code   provider_fact           charge | reduces
    medicare    99213  rendering:paid_in_part  210.00 | 13.38
    medicare    J3301  rendering:paid_in_part  20.00  | 0.00      a drug
    medicare    99213  -                       210.00 | 0.00      a physician

Not modeled: incident-to billing under a physician's number, clinical social workers at 75 percent, services that such
a clinician may not give.
"""

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_toml, remembered
from sim.payer.money import pricing
from sim.payer.rulebook.policy import CO

stage = "clinician"
title = "A nurse practitioner or physician assistant is paid a percentage of the physician's fee"
fix = "Check whose NPI is in box 24J. Write off the rest."
adjustments = [CO("45")]
cite = {
    "medicare": "42 CFR 414.52 and 414.56; CMS Claims Processing Manual ch. 12 110 and 120",
    "*": "provider contract, clinicians who are not physicians",
}
owner, remedy, never = "biller", "R_NONE", "bill under a physician who did not see the patient"
row = "I7"

IN_PART, FACT = ("NP", "PA"), "paid in part"


def part(lines):
    """What stays of the price; an assistant at surgery (AS) has this cut in the own percentage."""
    credentials = clinicians(lines.batch.claims.clinic_code.pool)
    told = FACT in lines.batch.records["provider_facts"].fact.pool
    if credentials.isdisjoint(lines.rendering_npi.pool) and not told:
        return None
    mine = lines.rendering_npi.isin(tuple(credentials))
    mine = mine | lines.provider_fact("rendering_npi", FACT) if told else mine
    return np.where(
        mine & pricing.on_schedule(lines) & ~lines.has_modifier("AS"),
        lines.param("clinician_percent", missing=100) * 10_000,
        pricing.FULL,
    )


@remembered
def clinicians(clinics: tuple[str, ...]) -> frozenset[str]:
    """Numbers of the nurse practitioners and physician assistants of these clinics."""
    found = set()
    for name in clinics:
        try:
            providers = read_toml(find(f"data/clinics/{name}.toml")).get("provider", [])
        except CleanClaimError:
            continue  # a clinic without a file here: its clinicians are taken for physicians
        found |= {one["npi"] for one in providers if one.get("credential") in IN_PART}
    return frozenset(found)


def reduces(lines):
    """The rest of the physician's fee."""
    return pricing.cut(lines, "clinician_at_a_part")
