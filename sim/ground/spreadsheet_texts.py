"""Texts that go into a CSV file. A spreadsheet runs a cell that begins with one of a few signs as a formula, whoever
wrote it: such a text is written with an apostrophe before it, which a spreadsheet takes for "this is a text"
(OWASP, CSV Injection).
"""

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(text: str) -> str:
    """A text that no spreadsheet runs.

    >>> guarded("=HYPERLINK(1)"), guarded("Ana Diaz"), guarded("-")
    ("'=HYPERLINK(1)", 'Ana Diaz', "'-")
    """
    return f"'{text}" if text.lstrip(" ").startswith(RISKY) else text
