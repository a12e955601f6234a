"""Who bears what: patient, other payer, federal reductions?"""
