"""Are the codes valid, and do they fit the patient, the place and each other?"""
