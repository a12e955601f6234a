"""May this provider bill this service?"""
