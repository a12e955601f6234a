"""Sentences of feedback: at most three, on one line, without praise, blame or exclamation marks; how the level of a
visit comes about; what a mistake does, in dollars and days.
"""

import re

from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Dx
from sim.ground.money import dollars

MOST_SENTENCES = 3
END = re.compile(r"(?<=[.;?])\s+(?=[A-Z0-9(])")


def sentences(text: str, most: int = MOST_SENTENCES) -> str:
    """The first sentences of a text, on one line.

    >>> sentences("One. Two. Three. Four.")
    'One. Two. Three.'
    """
    return " ".join(END.split(" ".join(text.replace("!", ".").split()))[:most]).strip()


def level_words(item: Dx | Service) -> str:
    """How the level of a visit comes about, in one sentence; empty for anything else."""
    return level_sentence(item.reasons) if isinstance(item, Service) and item.calculator == "em" else ""


def level_sentence(reasons: tuple[str, ...]) -> str:
    """The reasons of the calculator of visit levels as one sentence.

    >>> level_sentence(("Problems: moderate. Addressed: a.", "Data: minimal. 0.", "Risk: low. Decided: b.", "99213."))
    'Problems moderate, data minimal, risk low: two of the three decide.'
    """
    heads = [
        reason.partition(".")[0].replace(":", "").lower()
        for reason in reasons
        if reason.startswith(("Problems:", "Data:", "Risk:"))
    ]
    if len(heads) != 3:
        return sentences(" ".join(reasons), 1)
    has_time = any("minutes" in reason for reason in reasons)
    time = " Time is used where it supports a higher level." if has_time else ""
    return f"{', '.join(heads).capitalize()}: two of the three decide.{time}"


def money_words(owed: int, unsupported: int, days: int = 0, patient: int = 0) -> str:
    """What a mistake does, in dollars and days: two numbers, never one.

    >>> money_words(11142, 0, 17)
    '$111.42 is owed and not paid. If it is corrected, it is paid 17 days late.'
    >>> money_words(0, 5000), money_words(0, 0)
    ('$50.00 is paid and not supported: the payer recoups it after an audit.', '')
    """
    parts = []
    if owed:
        parts.append(f"{dollars(owed)} is owed and not paid.")
        parts += [f"If it is corrected, it is paid {days} day{'s' * (days != 1)} late."] if days else []
    if unsupported:
        parts.append(f"{dollars(unsupported)} is paid and not supported: the payer recoups it after an audit.")
    if patient:
        parts.append(f"The patient is billed {dollars(abs(patient))} too {'much' if patient > 0 else 'little'}.")
    return " ".join(parts)


def alone_words(owed: int, unsupported: int) -> str:
    """What an error would have done if it had been the only one.

    >>> alone_words(12499, 0)
    'Alone it would leave $124.99 owed and not paid.'
    """
    parts = [f"{dollars(owed)} owed and not paid"] if owed else []
    parts += [f"{dollars(unsupported)} paid and not supported"] if unsupported else []
    return f"Alone it would leave {' and '.join(parts)}." if parts else ""
