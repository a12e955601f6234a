"""The wire: X12 files read, written and explained, all three from one table of segments (segments.csv) and one of
loops (loops.csv). Four folders; each uses only those above it.

    grammar/     what may stand where
                   guides             the segments and loops of each transaction; shapes.csv: what many share
                   other_guides       what is not read, by its name
                   element_forms      how amounts, dates and codes look on the wire and in our tables
                   finding            what can be wrong, where, and what to do about it
                   text_joins         rows found by their text, texts gathered by their row
    reader/      a file is READ here: start at any_file (`read`, `pieces`)
                   segments           a file cut into segments, in bounded memory
                   loops              a set walked: where a segment belongs (places), levels (HL), elements
                   situational_rules  what a guide asks only in some situations
                   foreign_files      what a file is that is not X12
                   interchanges       ISA, GS, ST, their counts and what must agree (envelope_parts); claims come out as
                                      frames (frame)
                   balance            the equations of claims and remittances
                   claims, remittance, inquiries          frames as our tables (837P; 835; 271 and 277)
                   plain_claims, plain_remittance ...     frames as plain dictionaries for people and JSON
    writer/      a file is WRITTEN here: one module a transaction
                   claims (837P), remittance (835), claim_acknowledgements (277CA), acknowledgements (TA1, 999),
                   eligibility (270, 271), claim_status (276, 277)
                   loops              a loop from columns: Rows, written;   envelope    ST to SE, GS, ISA
                   parties, levels, adjustments, earlier_payers, service_days, service_units   pieces of several
    explainer/   a file is EXPLAINED here, segment by segment: explanation (`explain`), meanings and words.csv, layout

A new transaction needs: rows in segments.csv and loops.csv, an entry in guides.VERSIONS, a module that fills Rows
(write) or turns frames into tables (read), and an entry in any_file.PLAIN. Only sim.ground and sim.reference are
imported here; tables come from the caller.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.edi.explainer.explanation import Explained
    from sim.edi.reader.segments import Source

_PUBLIC = {
    "read": "reader.any_file",
    "pieces": "reader.any_file",
    "Reading": "reader.any_file",
    "write_837p": "writer.claims",
    "write_835": "writer.remittance",
    "write_277ca": "writer.claim_acknowledgements",
    "write_999": "writer.acknowledgements",
    "write_ta1": "writer.acknowledgements",
    "Envelope": "writer.envelope",
    "Parties": "writer.parties",
}


def __getattr__(name: str) -> Any:
    """read, pieces, write_837p, write_835, write_277ca, write_999, write_ta1, Envelope, Parties: imported when they are
    asked for.
    """
    if name not in _PUBLIC:
        raise AttributeError(f"sim.edi has no {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_PUBLIC[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_PUBLIC)


def explain(source: "Source") -> "Explained":
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
