"""Are records requested first?"""
