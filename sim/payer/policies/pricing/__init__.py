"""What does the contract or the fee schedule allow?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "contractual",
    "service_cut_short",
    "part_of_surgery",
    "two_surgeons",
    "assistant_at_surgery",
    "clinician_at_a_part",
    "not_participating",
    "multiple_procedures",
    "imaging_reduction",
    "technical_reduction",
    "therapy_reduction",
)
