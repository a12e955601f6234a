"""How a desk writes dates, money, counts and codes: dates written out, money with its dollar sign, every text in plain
words.
"""

from datetime import datetime

from sim.billing.claims.form import box_words
from sim.reference.diagnosis_letters import LETTERS


def money(amount: int | None, sign: str = "$") -> str:
    """Whole cents as people read them.

    >>> money(11142), money(-21000), money(117534), money(None)
    ('$111.42', '−$210.00', '$1,175.34', '–')
    """
    if amount is None:
        return "–"
    amount = int(amount)
    return f"{'−' if amount < 0 else ''}{sign}{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun.

    >>> count(1, "finding"), count(3, "finding")
    ('1 finding', '3 findings')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def clock(stamp: str) -> str:
    """Hour and minute, local, of a stored time (ISO with zone)."""
    return datetime.fromisoformat(stamp).astimezone().strftime("%H:%M") if stamp else ""


def field_words(where: str) -> str:
    """A field of an answer as people name it.

    >>> field_words("services.0.units"), field_words("diagnoses.1"), field_words("letter.ground")
    ('Service line 1, units', 'Diagnosis B', 'Letter, ground')
    """
    head, _, rest = where.partition(".")
    number, _, inner = rest.partition(".")
    if head == "services" and number.isdigit():
        return f"Service line {int(number) + 1}" + (f", {inner}" if inner else "")
    if head == "diagnoses" and number.isdigit() and int(number) < len(LETTERS):
        return f"Diagnosis {LETTERS[int(number)]}"
    if head == "boxes" and rest:
        return box_words(rest)
    words = HEADS.get(head, f"{head[:1].upper()}{head[1:]}".replace("_", " "))
    return ", ".join(filter(None, (words, rest.replace("_", " ") if head == "letter" else "")))


HEADS = {"changes": "What changes on the claim", "query": "The question", "enclosures": "What you attach"}
