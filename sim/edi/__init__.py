"""The wire: X12 read, written and explained, from one table of segments (segments.csv) and one of loops (loops.csv).

    grammar     those two tables in memory: grammar("837P").loops, .segment(loop, name); VERSIONS
    tokens      a file as segments, whatever signs it uses, in bounded memory
    reader      envelope and sets; hands out claims as Frames, then the Set       (Reader, walk.Walk, frame.Frame)
    forms       money, days, codes: from columns to the wire's texts and back
    writer      Rows + written(transaction, loop, rows); interchange, transaction_set, Envelope
    write_837   professional claims from tables
    cas         adjustments as CAS segments and back
    finding     what is wrong, where, what was expected, which box

A new transaction needs: rows in segments.csv and loops.csv, an entry in grammar.VERSIONS, a module that fills Rows (write) or turns frames into
tables (read). Only sim.ground and sim.reference are imported here; tables come from the caller.
"""
