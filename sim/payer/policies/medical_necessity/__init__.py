"""Does a diagnosis support the service?"""
