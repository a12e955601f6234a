"""The library: code systems, identifiers, fee schedules, edit tables, code checks and the calculators. It knows nothing of patients, claims or payers."""
