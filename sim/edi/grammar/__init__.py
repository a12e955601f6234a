"""The grammar of X12: which segments and elements stand where (segments.csv, loops.csv), and how values look on the
wire.
"""
