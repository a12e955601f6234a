"""Does a diagnosis support the service?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "diagnosis_does_not_support",
    "side_conflict",
    "diagnosis_mismatch",
    "level_not_supported",
    "maintenance_care",
    "criteria_unmet",
    "acupuncture_limit",
    "too_often",
)
