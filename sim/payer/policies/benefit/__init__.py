"""Does the plan cover the service?"""
