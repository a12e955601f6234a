"""Was the patient a member on the date of service?"""
