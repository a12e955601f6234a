"""Is it this payer's claim, and is this payer first?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "managed_care_member",
    "not_a_work_injury",
    "other_contractor",
    "injury_case",
    "other_payer_first",
    "primary_answer_missing",
    "member_must_answer",
    "capitated",
    "spend_down_open",
)
