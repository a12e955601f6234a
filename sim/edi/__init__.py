"""The wire: X12 read, written and explained, from one table of segments (segments.csv) and one of loops (loops.csv).

    grammar     those two tables in memory: grammar("837P").loops, .segment(loop, name); VERSIONS
    tokens      a file as segments, whatever signs it uses, in bounded memory
    reader      envelope and sets; hands out claims as Frames, then the Set       (Reader, walk.Walk, frame.Frame)
    forms       money, days, codes: from columns to the wire's texts and back
    writer      Rows + written(transaction, loop, rows); interchange, transaction_set, Envelope
    parties     who is who: patients, subscribers, providers, payers of each claim
    write_837   professional claims from tables, write_others what earlier payers decided, read_837 back into tables
    write_835   remittances from payments, read_835 back into tables; balance: the three equations on tables; cas: adjustments as segments
    acknowledge TA1 and 999 from what the reader found; write_277ca: the front door's answer to each claim
    reading     any file as plain dictionaries: read, pieces (streamed); shape: how a claim, a decision, an answer looks there, and does it add up
    write_271, write_277, read_27x   questions and answers about coverage (270, 271) and claims (276, 277)
    shape_others                     hospital claims (837I) and requests for approval (278), read only
    explained, meaning, telling      any file in plain words beside its segments (`explain`); words.csv
    finding     what is wrong, where, what was expected, which box

A new transaction needs: rows in segments.csv and loops.csv, an entry in grammar.VERSIONS, a module that fills Rows (write) or turns frames into
tables (read), and a function in shape.SHAPES. Only sim.ground and sim.reference are imported here; tables come from the caller.
"""

_PUBLIC = {"read": "reading", "pieces": "reading", "Reading": "reading", "write_837p": "write_837", "write_835": "write_835", "write_277ca": "write_277ca",
           "write_999": "acknowledge", "write_ta1": "acknowledge", "Envelope": "writer", "Parties": "parties"}


def __getattr__(name: str):
    """read, pieces, write_837p, write_835, write_277ca, write_999, write_ta1, Envelope, Parties: imported when they are asked for."""
    if name not in _PUBLIC:
        raise AttributeError(f"sim.edi has no {name!r}")
    import importlib
    return getattr(importlib.import_module(f"{__name__}.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_PUBLIC)


def explain(source):
    """Any X12 file (a path, text, bytes) in plain words beside its segments; a notebook shows it as a table, `print` as text.

    >>> explain("ISA*broken~").findings[0].severity
    'error'
    """
    from sim.edi.explained import explained
    return explained(source)


def sample(name: str) -> str:
    """A small file to look at: "claim" (837P, one visit) or "remittance" (835, the payer's decision on it).

    >>> explain(sample("claim")).reading.transaction
    '837P'
    """
    from sim.ground.files import find
    return find(f"data/wire/{name}.x12").read_text(encoding="utf-8")
