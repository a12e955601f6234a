"""Do the services of a claim go together?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "bundled_status",
    "reporting_only",
    "consultation_not_taken",
    "not_separate",
    "add_on_without_base",
    "visit_beside_minor_procedure",
    "problem_visit_beside_checkup",
    "mutually_exclusive",
    "bundled_pair",
    "panel_parts",
    "first_code_late",
    "second_visit_same_day",
    "units_above_limit",
    "units_above_contract",
    "new_patient_seen_before",
    "global_period",
    "major_surgery_visit",
    "surgery_in_global",
)
