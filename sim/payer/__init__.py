"""The clearinghouse and the payer: acknowledgements, eligibility, policies, pricing, cost share, remittance.

What a payer does is written in data/payers (its plans, lists and choices), in sim/payer/policies (one small file each)
and in data/stages.csv (the order). The engine only reads them.
"""
