"""Are the codes valid, complete, and right beside each other?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "diagnosis_not_valid_on_date",
    "modifier_does_not_fit",
    "bilateral_form",
    "side_missing",
    "procedure_not_in_force",
    "modifier_not_in_force",
    "modifiers_contradict",
    "first_diagnosis_unfit",
    "description_missing",
    "units_and_dates",
    "date_missing",
    "assistant_not_allowed",
    "side_not_specified",
    "drug_code_missing",
    "therapy_plan_missing",
    "unlisted_code",
    "waste_not_stated",
)
