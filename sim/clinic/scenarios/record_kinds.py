"""The kinds of document that a record has, and who writes them."""

KINDS = (
    "office note",
    "operative",
    "procedure",
    "pathology",
    "imaging",
    "nurse visit",
    "flow sheet",
    "addendum",
    "outside record",
    "laboratory",
    "front desk",
)
AUTHORS = (
    "rendering",
    "nurse",
    "nurse practitioner",
    "radiologist",
    "pathologist",
    "laboratory",
    "outside",
    "front desk",
    "patient",
)
