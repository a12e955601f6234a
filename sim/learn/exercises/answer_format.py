"""Reading an answer: what a desk sent is hostile until parsed. A wrong format is not a wrong answer: it is told, and
costs nothing.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_CHARACTERS = 2_000
CODE = re.compile(r"[A-Z0-9]{5}", re.ASCII)
DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", re.ASCII)
MODIFIER = re.compile(r"[A-Z0-9]{2}", re.ASCII)


@dataclass(frozen=True)
class Problem:
    """Something that cannot be read: where in the answer, what was found, what is expected."""

    where: str
    what: str
    expected: str

    def line(self) -> str:
        """As a learner reads it.

        >>> Problem("services.0.units", "units is 'four'", "a whole number from 1 to 9999").line()
        "services.0.units: units is 'four'; expected a whole number from 1 to 9999"
        """
        return f"{self.where}: {self.what}; expected {self.expected}"


class Reading:
    """Takes values out of an answer and collects problems instead of raising them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, where: str, found: object, expected: str) -> None:
        """Note a problem; the value found is quoted shortly."""
        self.problems.append(Problem(where, f"found {short(found)}", expected))

    def fields(self, given: object, known: Collection[str], where: str) -> dict[str, Any]:
        """A table with known fields only."""
        if not isinstance(given, dict):
            self.refuse(where, given, "fields with values")
            return {}
        for name in given:
            if name not in known:
                self.refuse(where, name, "one of " + ", ".join(known))
        return {name: given[name] for name in known if name in given}

    def rows(self, given: object, most: int, where: str) -> list[Any]:
        """A list of limited length; absent is empty."""
        if given is None:
            return []
        if not isinstance(given, (list, tuple)) or len(given) > most:
            self.refuse(where, given, f"a list of at most {most}")
            return []
        return list(given)

    def text(self, given: object, where: str, most: int = MOST_CHARACTERS) -> str:
        """A text without control characters; absent is empty."""
        if given is None:
            return ""
        if not isinstance(given, str) or len(given) > most:
            self.refuse(where, given, f"a text of at most {most} characters")
            return ""
        return "".join(c for c in given if (c.isprintable() or c == "\n") and not 0xD800 <= ord(c) <= 0xDFFF).strip()

    def flag(self, given: object, where: str) -> bool:
        """true or false; absent is false."""
        if given is not None and not isinstance(given, bool):
            self.refuse(where, given, "true or false")
        return given is True

    def whole(self, given: object, where: str, least: int, most: int) -> int:
        """A whole number, also as typed text."""
        if isinstance(given, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", given, re.ASCII):
            given = int(given)
        if isinstance(given, float) and given.is_integer():
            given = int(given)
        if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
            self.refuse(where, given, f"a whole number from {least} to {most}")
            return least
        return given

    def code(self, given: object, where: str, form: re.Pattern[str], expected: str) -> str:
        """A code in its form, as typed: spaces and small letters are forgiven."""
        text = self.text(given, where, 20).upper().replace(" ", "")
        if text and not form.fullmatch(text):
            self.refuse(where, given, expected)
            return ""
        return text

    def diagnosis(self, given: object, where: str) -> str:
        """An ICD-10-CM code with its point, typed with or without it."""
        typed = (
            given.strip().upper().replace(" ", "").replace(".", "")
            if isinstance(given, str) and len(given) <= 20
            else given
        )
        if isinstance(typed, str) and len(typed) > 3:
            typed = f"{typed[:3]}.{typed[3:]}"
        return self.code(typed, where, DIAGNOSIS, "a diagnosis code such as M17.11")

    def day(self, given: object, where: str) -> date | None:
        """A date such as 2026-09-30; absent is None."""
        if given is None or given == "":
            return None
        try:
            return date.fromisoformat(given if isinstance(given, str) else "")
        except ValueError:
            self.refuse(where, given, "a date such as 2026-09-30")
            return None


def short(found: object) -> str:
    """A value as it is quoted back.

    >>> short("x" * 100)[-6:], short(["a", 1]), short({"b": 2})
    ("xx...'", 'a list', 'a table')
    """
    if isinstance(found, (list, tuple)):
        return "a list"
    if isinstance(found, dict):
        return "a table"
    text = found[:40] + "..." if isinstance(found, str) and len(found) > 40 else found
    return ascii(text)[:90]
