"""Was the service authorized or referred?"""

# Inside a stage these are asked first, in this order; a policy that is not listed comes after them.
order = (
    "referral_missing",
    "referral_not_approved",
    "authorization_missing",
    "approval_refused",
    "approval_does_not_fit",
    "approval_exceeded",
)
