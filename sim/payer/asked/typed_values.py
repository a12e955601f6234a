"""What somebody typed, read strictly: payer, day, code, modifiers, place, whole numbers. One line of error for anything
else.
"""

import re
from datetime import date

from sim.ground.errors import CleanClaimError
from sim.ground.own_files import renaming
from sim.payer.policies.front_end.procedure_invalid import is_code
from sim.payer.rulebook.payers import Payer, payers
from sim.reference import codes as library


def payer_named(name: str) -> Payer:
    """A payer by its code or its kind (the first of that kind).

    >>> payer_named("commercial").label, payer_named("medicaidcare").label
    ('Acme PPO', 'MedicaidCare')
    """
    text = str(name).strip().lower()[:40]
    found = payers().get(text) or next((one for one in payers().values() if one.kind == text), None)
    if not found:
        known = ", ".join([*payers(), *dict.fromkeys(one.kind for one in payers().values())])
        todo = renaming("data/payers", text) or "check the name"
        raise CleanClaimError(f"unknown payer {str(name)[:30]!r}", "payer", known, todo)
    return found


def day_of(on) -> date:
    """A date of service from a date or a text such as 2026-07-15.

    >>> day_of("2026-07-15")
    datetime.date(2026, 7, 15)
    """
    text = str(on)[:10]
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError:
        raise CleanClaimError(
            f"{str(on)[:30]!r} is not a date",
            "date of service",
            "year-month-day, such as 2026-07-15",
            "write the date again",
        ) from None


def modifiers_of(given) -> tuple[str, ...]:
    """Modifiers from a text ("25,RT" or "25 RT") or a list; at most four, each known to the library.

    >>> modifiers_of("25 rt"), modifiers_of(None)
    (('25', 'RT'), ())
    """
    if given is None or isinstance(given, float) and given != given:
        return ()
    if isinstance(given, str | int):
        given = re.split(r"[\s,;]+", str(given))
    if not isinstance(given, list | tuple):
        raise CleanClaimError(
            f"{str(given)[:30]!r} are not modifiers", "modifiers", 'a list such as ["25", "RT"]', "correct them"
        )
    texts = [str(text).strip().upper() for text in given]
    used = tuple(text for text in texts if text)
    if len(used) > 4 or len(set(used)) < len(used):
        raise CleanClaimError(
            f"{len(used)} modifiers, or one of them twice", "modifiers", "at most four different ones", "correct them"
        )
    for text in used:
        if library.modifier_rows([text])[0] < 0:
            raise CleanClaimError(
                f"unknown modifier {text[:10]!r}",
                "modifiers",
                "one of data/codes/modifiers.csv",
                "check the two characters",
            )
    return used


def code_named(code, where: str = "price") -> str:
    """A procedure that the library knows."""
    text = str(code).strip().upper()
    if not is_code(text) or library.procedure_rows([text])[0] < 0:
        raise CleanClaimError(
            f"unknown procedure {str(code)[:20]!r}",
            where,
            "a CPT or HCPCS code of the library",
            "find it with sim.search_codes",
        )
    return text


def whole(value, name: str, most: int, where: str) -> int:
    """A whole number from 1 up, however a notebook or a frame writes it.

    >>> whole("2", "units", 9, "line 1"), whole(2.0, "units", 9, "line 1")
    (2, 2)
    """
    text = str(value)[:20]
    if (
        isinstance(value, bool)
        or not re.fullmatch(r"\d{1,12}(\.0)?", text, re.ASCII)
        or not 1 <= int(text.partition(".")[0]) <= most
    ):
        raise CleanClaimError(f"{name} = {text!r}", where, f"a whole number from 1 to {most}", f"write {name} again")
    return int(text.partition(".")[0])


def place_named(pos, where: str) -> str:
    """A place of service that exists, in two digits."""
    text = str(pos).strip().zfill(2)
    if library.place_of_service_rows([text])[0] < 0:
        raise CleanClaimError(
            f"unknown place of service {str(pos)[:20]!r}",
            where,
            "two digits, as 11 (office) or 22 (hospital)",
            "check the place",
        )
    return text
