"""What a clinic brings from its practice system: lists as CSV, remittances, claims and denials, of which only counts
are kept; and the track that follows from them.
"""
