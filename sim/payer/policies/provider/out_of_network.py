"""Outside the network.

This plan pays only providers of its network, and in some designs only those of its preferred tier. Emergencies are paid
wherever they are treated, and the patient may not be billed for the difference.

    payer          code   place  provider_fact                           | denies
    advantage_hmo  99213  11     rendering:out_of_network                | PR-242
    advantage_hmo  99213  11     rendering:outside_the_preferred_network | PR-279
    advantage_hmo  99283  23     rendering:out_of_network                | no       an emergency
    advantage_hmo  99213  11     -                                       | no

Not modeled: benefits outside the network at another cost share; care at a network hospital by somebody outside;
exceptions where the network has nobody.
"""

import numpy as np

from sim.payer.rulebook.policy import PR

stage = "provider"
title = "The provider is out of network and the plan pays nothing out of network"
fix = (
    "Was there an authorization, or no such provider in the network? Then request an exception. Otherwise the patient"
    " owes it if the patient knew before the service."
)
adjustments = [PR("242"), PR("279")]
cite = {
    "medicare advantage": "42 CFR 422.112(a) and 422.113 (emergencies); evidence of coverage",
    "*": "plan document, network; No Surprises Act, 45 CFR 149.110 (emergencies)",
}
owner, remedy, never = "biller", "R_APPEAL", "bill the patient for an emergency or other protected care"
cause = "outside_network"
appeal_ground = "covered_service"
row = "C6"

EMERGENCY_PLACES = ("23",)


def denies(lines):
    """1: outside the network; 2: outside the preferred tier; no emergency."""

    def of(fact):
        return lines.provider_fact("rendering_npi", fact) | lines.provider_fact("billing_npi", fact)

    said = np.where(of("out of network"), 1, np.where(of("outside the preferred network"), 2, 0))
    return np.where(lines.place_of_service_code.isin(EMERGENCY_PLACES), 0, said) if said.any() else said
