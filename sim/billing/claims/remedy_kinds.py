"""Which remedies send a claim, and how, and which write a letter: read from data/codes/remedies.csv, where each remedy
stands once.
"""

from sim.billing.claims.corrections import Way
from sim.ground.files import find, read_csv, remembered


@remembered
def remedy_rows() -> dict[str, dict[str, str]]:
    """Remedy -> label, what_to_do, mechanics, adds_claim, form, way, needs, effort, source."""
    return {row["code"]: row for row in read_csv(find("data/codes/remedies.csv"))}


def sends_claim(remedy: str) -> bool:
    """Is a claim sent at once?

    >>> [code for code in remedy_rows() if sends_claim(code)]
    ['R_NEW', 'R_CORR', 'R_VOID', 'R_REOPEN', 'R_OTHERPAYER']
    """
    return remedy in remedy_rows() and remedy_rows()[remedy]["form"] == "claim"


def writes_letter(remedy: str) -> bool:
    """Is a letter written: an appeal, a dispute, documents?

    >>> [code for code in remedy_rows() if writes_letter(code)]
    ['R_APPEAL', 'R_RECON', 'R_DOCS']
    """
    return remedy in remedy_rows() and remedy_rows()[remedy]["form"] == "letter"


def way_of(remedy: str) -> Way:
    """How the claim of a remedy follows the former one (sim.billing.claims.corrections), also where it goes out only
    after an answer: a query, a refund, an authorization. Raises KeyError for a remedy without a claim.

    >>> way_of("R_CORR"), way_of("R_OTHERPAYER"), way_of("R_QUERY")
    ('replacement', 'new', 'replacement')
    """
    return WAY[remedy_rows()[remedy]["way"]]


WAY: dict[str, Way] = {"replacement": "replacement", "reopening": "reopening", "new": "new", "void": "void"}
