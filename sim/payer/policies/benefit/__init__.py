"""Does the plan cover the service?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "not_covered",
    "experimental",
    "benefit_maximum",
    "diagnosis_not_covered",
    "preventive_too_soon",
    "carve_out",
    "notice_on_line",
    "lifetime_maximum",
    "screening_too_soon",
    "therapy_threshold",
)
