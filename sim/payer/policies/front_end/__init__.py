"""Can the claim be read and routed?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "electronic_enrollment_missing",
    "lines_missing",
    "member_not_found",
    "frequency_not_accepted",
    "original_not_found",
    "invalid_npi",
    "service_date_invalid",
    "diagnosis_invalid",
    "procedure_invalid",
    "modifier_invalid",
    "pointer_invalid",
    "charge_or_units_invalid",
    "claim_out_of_balance",
    "other_payer_out_of_balance",
    "referrer_number_invalid",
)
