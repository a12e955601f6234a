"""Is a query to the provider one that may be sent? Facts of this patient, open or with choices, nothing about payment
or quality figures, no answer put into her mouth, and a yes or no question only where the brief allows one.

    wording_fault(question, leading)          what is wrong with its words, None for nothing
    options_fault(offered, reasonable, gap)   what is wrong with the answers it offers
    fault(question, leading)                  the words alone, as one sentence

Source: AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022 update): a query cites clinical
indicators of the record, offers only answers that they support (there may be one), with "other" and "unable to
determine", and says nothing of reimbursement or quality measures. Yes or no is for a link between documented
conditions, for documents in conflict, for what was present on admission; never for a new diagnosis.

Not modeled: queries by word of mouth, present on admission, how long a query is kept.
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sim.clinic.scenarios.parts import LeadingQuestion
from sim.ground.files import find, read_csv, remembered

PAYMENT = re.compile(
    r"\b(paid|pay|pays|payment|payer|reimburse\w*|denied|denial|denials|bill|billed|billing|insurance|revenue|money|higher|upgrade"
    r"|rvus?|drg|quality (measures?|scores?)|risk (adjustment|scores?)|hcc|raf)\b",
    re.IGNORECASE,
)
YES_NO = re.compile(r"\b(is|are|was|were|does|do|did|has|have)\b[^.?]*\? Yes or no\b", re.IGNORECASE)
LEADING = re.compile(
    r"^\s*(please\s+)?(can|could|would|will)\s+you\s+(add|change|document|put|write|confirm)\b"
    r"|^\s*(please\s+)?(add|change|document|put|write|confirm)\b|\b(isn't|wasn't|right\?|correct\?|agree)"
    r"|^\s*(is|was)\s+(it|this)\s+(the\s+)?\w+(\s+\w+){0,3}\s*\?\s*$",
    re.IGNORECASE,
)
CITE = "AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022)"
LEADS, PAYS, ASKS_YES_NO = "query-leading", "query-mentions-payment", "query-yes-no"
NO_WAY_OUT, UNSUPPORTED, ONE_SIDED = "query-no-way-out", "query-option-unsupported", "query-options-one-sided"
OTHER, UNABLE, YES, NO = "Other", "Unable to determine", "Yes", "No"
WAYS_OUT = (OTHER, UNABLE)
KIND = {"leading": LEADS, "payment": PAYS, "yes or no": ASKS_YES_NO}  # as a scenario calls it -> kind of error
FEWEST = 2  # reasonable answers offered, where there are as many


class Fault(NamedTuple):
    """What is wrong with a query: the kind of error, and why in a sentence."""

    kind: str
    why: str


class Gap(NamedTuple):
    """What a record may leave open."""

    gap: str
    words: str
    takes_yes_no: bool


@remembered
def gaps() -> dict[str, Gap]:
    """Every kind of gap by its name.

    >>> gaps()["side"].takes_yes_no, gaps()["cause"].takes_yes_no
    (False, True)
    """
    rows = read_csv(find("data/codes/query_gaps.csv"))
    return {row["gap"]: Gap(row["gap"], row["words"], row["yes_no"] == "yes") for row in rows}


def wording_fault(question: str, leading: Iterable[LeadingQuestion] = ()) -> Fault | None:
    """What is wrong with the words of a query; None for one that may be sent. `leading`: questions that the scenario
    knows to be wrong.

    >>> wording_fault("Please clarify which ear or ears were affected.") is None
    True
    >>> wording_fault("Which ear was it? Unspecified codes may not be paid.").kind
    'query-mentions-payment'
    """
    known = next((one for one in leading if _same(one.question, question)), None)
    if known is not None:
        return Fault(KIND[known.kind], known.why)
    if PAYMENT.search(question):
        return Fault(PAYS, "A query does not mention payment or quality measures. It asks only for the clinical fact.")
    if LEADING.search(question):
        return Fault(
            LEADS,
            "The question suggests one answer. Ask an open question, or list the possible answers, with 'other' and"
            " 'unable to determine' among them.",
        )
    return None


def fault(question: str, leading: Iterable[LeadingQuestion] = ()) -> str:
    """What is wrong with a question, in a sentence; empty for one that may be asked.

    >>> fault("Which ear is affected? Right, left, both, other, or unable to determine?")
    ''
    >>> fault("Please document right ear so that the claim is paid.")[:33]
    'A query does not mention payment '
    """
    found = wording_fault(question, leading)
    return found.why if found else ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()) == " ".join(other.lower().split())


def asks_yes_or_no(question: str) -> bool:
    """Is it a yes or no question?

    >>> asks_yes_or_no("Is the rash due to the drug? Yes or no, or tell me what else."), asks_yes_or_no("Which ear?")
    (True, False)
    """
    return bool(YES_NO.search(question))


def options_fault(
    offered: Collection[str], reasonable: Collection[str], gap: str, is_open: bool = True
) -> Fault | None:
    """What is wrong with the answers that a query offers; None for nothing. No answers at all: an open question, where
    `is_open` says that its words leave it open. `reasonable`: those that the record's indicators support.

    >>> options_fault([], ["Right ear", "Left ear"], "side") is None
    True
    >>> options_fault(["Right ear", "Left ear", "Other"], ["Right ear", "Left ear"], "side").kind
    'query-no-way-out'
    >>> options_fault(["Right ear", "Other", "Unable to determine"], ["Right ear", "Left ear"], "side").kind
    'query-options-one-sided'
    >>> options_fault(["Drug rash", "Other", "Unable to determine"], ["Drug rash", "Viral rash"], "cause") is None
    True
    >>> options_fault(["Yes", "No", "Other", "Unable to determine"], ["Hypokalemia"], "diagnosis").kind
    'query-yes-no'
    >>> options_fault(["Yes", "No", "Other", "Unable to determine"], ["Drug rash"], "cause") is None
    True
    """
    if not offered:
        return None if is_open else Fault(NO_WAY_OUT, f"A yes or no question also offers “{OTHER}” and “{UNABLE}”.")
    answers = [one for one in offered if one not in WAYS_OUT]
    is_yes_no = bool({YES, NO} & set(answers))
    if is_yes_no and not gaps()[gap].takes_yes_no:
        return Fault(
            ASKS_YES_NO, f"{YES} and {NO} would put one answer before the provider that nobody has documented."
        )
    allowed = {YES, NO} if is_yes_no else set(reasonable)
    if strange := [one for one in answers if one not in allowed]:
        return Fault(UNSUPPORTED, f"“{strange[0]}” is not among the answers that this record supports.")
    if missing := [one for one in WAYS_OUT if one not in offered]:
        return Fault(
            NO_WAY_OUT, f"The answers leave out “{missing[0].lower()}”, so the provider is pushed to the others."
        )
    fewest = 1 if gaps()[gap].takes_yes_no and not is_yes_no else FEWEST  # a link may have one credible answer
    if len(answers) < min(fewest, len(allowed)):
        return Fault(ONE_SIDED, "The record supports more than one answer here, and only one of them is offered.")
    return None
