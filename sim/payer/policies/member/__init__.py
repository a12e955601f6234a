"""Was the patient a member on the date of service?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "member_not_identified",
    "member_not_eligible",
    "name_disagrees",
    "after_death",
    "dependent_not_eligible",
    "coverage_gap",
    "in_custody",
    "hospice_care",
    "nursing_facility_stay",
    "premium_grace",
    "premium_grace_first_month",
    "span_crosses_coverage",
)
