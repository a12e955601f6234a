"""May this provider bill this service?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "laboratory_certificate",
    "beyond_certificate",
    "provider_not_enrolled",
    "provider_not_linked",
    "provider_number_not_matched",
    "provider_data_mismatch",
    "provider_taxonomy",
    "provider_may_not_perform",
    "provider_type_not_paid",
    "referrer_missing",
    "referrer_not_eligible",
    "out_of_network",
    "contract_rate_missing",
    "technical_part_in_hospital",
)
