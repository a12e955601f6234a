"""Do the codes fit the patient and the place of service?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "place_invalid",
    "age_conflict",
    "sex_conflict",
    "place_conflict",
    "place_not_proper",
    "diagnosis_age_conflict",
    "facility_pays",
    "diagnosis_sex_conflict",
    "telehealth_not_marked",
)
