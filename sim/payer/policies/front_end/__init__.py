"""Can the claim be read and routed?"""
