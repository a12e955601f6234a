"""The library: code systems, identifiers, fee schedules, edit tables, code checks and the calculators.

It knows nothing of patients, claims or payers. What it offers in public: search_codes, check_codes, em_level,
drug_units, explain.
"""

__all__ = ["check_codes", "drug_units", "em_level", "explain", "search_codes"]


def __getattr__(name: str):
    if name not in __all__:
        raise AttributeError(f"module 'sim.reference' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("sim.reference.plain_words" if name == "explain" else "sim.reference.public"), name)
