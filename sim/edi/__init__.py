"""The wire: X12 read, written and explained, from one table of segments (segments.csv) and one of loops (loops.csv).

    grammar/     which segments stand where (guides, from segments.csv and loops.csv), how values look (element_forms),
                 what can be wrong (finding)
    reader/      tokens (a file as segments, in bounded memory) -> walk (each finds its loop) -> reader (envelope and
                 sets) -> frames -> our tables: claims (837P), remittance (835), inquiries (270, 271, 276, 277);
                 any_file: `read` and `pieces`; balance: the three equations
    writer/      writer (Rows, envelope) and a module for each transaction: claims, remittance, claim_acknowledgements,
                 acknowledgements (TA1, 999), coverage_answers (270, 271), claim_status (276, 277); parties: who is who;
                 cas: adjustments as segments
    explainer/   any file in plain words beside its segments (`explain`); words.csv

A new transaction needs: rows in segments.csv and loops.csv, an entry in guides.VERSIONS, a module that fills Rows
(write) or turns frames into tables (read), and a function in reader.plain_claims.SHAPES. Only sim.ground and
sim.reference are imported here; tables come from the caller.
"""

_PUBLIC = {
    "read": "reader.any_file",
    "pieces": "reader.any_file",
    "Reading": "reader.any_file",
    "write_837p": "writer.claims",
    "write_835": "writer.remittance",
    "write_277ca": "writer.claim_acknowledgements",
    "write_999": "writer.acknowledgements",
    "write_ta1": "writer.acknowledgements",
    "Envelope": "writer.writer",
    "Parties": "writer.parties",
}


def __getattr__(name: str):
    """read, pieces, write_837p, write_835, write_277ca, write_999, write_ta1, Envelope, Parties: imported when they are
    asked for.
    """
    if name not in _PUBLIC:
        raise AttributeError(f"sim.edi has no {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_PUBLIC)


def explain(source):
    """Any X12 file (a path, text, bytes) in plain words beside its segments; a notebook shows it as a table, `print` as
    text.

    >>> explain("ISA*broken~").findings[0].severity
    'error'
    """
    from sim.edi.explainer.explanation import explained

    return explained(source)


def sample(name: str) -> str:
    """A small file to look at: "claim" (837P, one visit) or "remittance" (835, the payer's decision on it).

    >>> explain(sample("claim")).reading.transaction
    '837P'
    """
    from sim.ground.files import find

    return find(f"data/wire/{name}.x12").read_text(encoding="utf-8")
