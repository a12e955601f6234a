"""Did the claim arrive in time, and only once?"""
