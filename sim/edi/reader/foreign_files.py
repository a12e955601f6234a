"""What a file that is not X12 is: people bring a FHIR claim, a table or a scan, and are told so by its name."""

import csv
import re

SHOWN = 4_000  # characters that are looked at
RESOURCE = re.compile(r'"resourceType"\s*:\s*"([A-Za-z]{1,40})"')
SEPARATORS = ",;\t"  # of a table
SIGNATURES = (
    ("%PDF", "a PDF"),
    ("PK\x03\x04", "a ZIP file or a spreadsheet"),
    ("\ufffd\ufffd\x11\ufffd", "a spreadsheet of the old kind (XLS)"),
    ("\ufffdPNG", "a picture"),
    ("\ufffd\ufffd\ufffd", "a picture"),
    ("II*\x00", "a picture"),
    ("{\\rtf", "a text document (RTF)"),
    ("MSH|", "an HL7 version 2 message"),
    ("UNA", "EDIFACT"),
    ("UNB+", "EDIFACT"),
)


def kind_of(text: str) -> str:
    """What a text is by how it begins; empty where it may be X12, or nothing that we know.

    >>> kind_of('{"resourceType": "Claim"}'), kind_of("%PDF-1.4"), kind_of("box_1a,box_2,box_3\\n1,2,3")
    ('JSON (FHIR Claim)', 'a PDF', 'CSV (a table)')
    >>> kind_of("ISA*00*"), kind_of("Dear biller, here is the file.")
    ('', '')
    """
    shown = text[:SHOWN].lstrip("\ufeff \t\r\n")
    if shown[:3] == "ISA":
        return ""
    for begins, name in SIGNATURES:
        if shown.startswith(begins):
            return name
    if re.match(r'\{\s*"|\[\s*[\{\["\d]|\{\s*\}', shown):
        found = RESOURCE.search(shown)
        return f"JSON (FHIR {found[1]})" if found else "JSON"
    if re.match(r"<(\?xml|!DOCTYPE|[A-Za-z])", shown):
        return "a web page" if re.match(r"<(!DOCTYPE )?html", shown, re.IGNORECASE) else "XML"
    return "CSV (a table)" if _is_table(shown) else ""


def _is_table(shown: str) -> bool:
    """Have the first two lines the same number of cells, three or more?"""
    lines = [line for line in shown.splitlines() if line.strip()][:2]
    return any(_cells(lines, sign) > 2 for sign in SEPARATORS)


def _cells(lines: list[str], sign: str) -> int:
    """How many cells both lines have; 0 where they differ."""
    counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
    return counts[0] if len(counts) == 2 and counts[0] == counts[1] else 0
