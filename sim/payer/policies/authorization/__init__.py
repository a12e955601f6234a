"""Was the service authorized or referred?"""
