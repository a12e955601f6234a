"""Is a question to the provider one that may be asked? Facts of this patient, open or with choices, nothing about
payment, no answer put into her mouth.

Source: AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022 update). Not modeled: whether clinical
indicators are named.
"""

import re
from collections.abc import Iterable

PAYMENT = re.compile(
    r"\b(paid|pay|pays|payment|payer|reimburse\w*|denied|denial|denials|bill|billed|billing|insurance|revenue|money|higher|upgrade"
    r"|rvus?|drg)\b",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"^\s*(please\s+)?(can|could|would|will)\s+you\s+(add|change|document|put|write|confirm)\b"
    r"|^\s*(please\s+)?(add|change|document|put|write|confirm)\b|\b(isn't|wasn't|right\?|correct\?|agree)"
    r"|^\s*(is|was)\s+(it|this)\s+(the\s+)?\w+(\s+\w+){0,3}\s*\?\s*$",
    re.IGNORECASE,
)
CITE = "AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022)"


def fault(question: str, leading: Iterable[tuple[str, str]] = ()) -> str:
    """What is wrong with a question, in a sentence; empty for one that may be asked. `leading`: (question, why not)
    pairs of the scenario.

    >>> fault("Which ear is affected? Right, left, both, other, or unable to determine?")
    ''
    >>> fault("Please document right ear so that the claim is paid.")[:33]
    'A query does not mention payment.'
    """
    known = next((why for text, why in leading if _same(text, question)), "")
    if known:
        return known
    if PAYMENT.search(question):
        return "A query does not mention payment. It asks only for the clinical fact."
    if LEADING.search(question):
        return (
            "The question suggests one answer. Ask an open question, or list the possible answers, with 'other' and"
            " 'unable to determine' among them."
        )
    return ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()) == " ".join(other.lower().split())
