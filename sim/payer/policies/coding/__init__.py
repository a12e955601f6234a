"""Do the services of a claim go together?"""
