"""Rows of a typed form in the order of the key. Which line stands for which is asked of
sim/billing/claims/line_pairs.py, the one rule of pairing; diagnoses are matched where the same ones stand on both
forms, first-listed first.
"""

from sim.billing.claims.line_pairs import pair_lines
from sim.ground.table import Table
from sim.reference.diagnosis_letters import LETTERS

Boxes = dict[str, str]  # box -> text


def in_order_of(key: Boxes, typed: Boxes, lines: Table, true_lines: Table) -> Boxes:
    """The typed boxes with the numbers and letters that the key gives to the same rows. lines, true_lines: the service
    lines of both forms.
    """
    return _lines(key, _letters(key, typed), _numbers(key, typed, lines, true_lines))


def _numbers(key: Boxes, typed: Boxes, lines: Table, true_lines: Table) -> dict[int, int]:
    """Typed line -> line of the key. A line that stands for none keeps its number if the key has a use for it, else
    takes the first that is left over.
    """
    pairs = [
        (one["claim_line_number"], two["claim_line_number"])
        for one, two in pair_lines(lines, true_lines)
        if one and two
    ]
    found = dict(pairs)
    left = [number for number in line_numbers(key) if number not in found.values()]
    others = [number for number in line_numbers(typed) if number not in found]
    for number in sorted(others, key=lambda each: each not in left):
        place = number if number in left else left[0] if left else 0
        left = [each for each in left if each != place]
        used = {*found.values(), *line_numbers(key)}
        found[number] = place or next(each for each in range(1, 200) if each not in used)
    return found


def line_numbers(form: Boxes) -> list[int]:
    """The service lines that a form has boxes for.

    >>> line_numbers({"24D.2": "99213", "24F.2": "", "1a": "X", "24D.1": ""})
    [1, 2]
    """
    return sorted({int(name.partition(".")[2]) for name in form if name.partition(".")[2].isdigit()})


def _lines(key: Boxes, typed: Boxes, places: dict[int, int]) -> Boxes:
    found = {}
    for name, text in typed.items():
        box, _, number = name.partition(".")
        found[f"{box}.{places[int(number)]}" if number else name] = text
    return found


def _letters(key: Boxes, typed: Boxes) -> Boxes:
    """Diagnoses in the order of the key, pointers with them; only where both forms list the same ones, with the same
    one first.
    """
    mine, theirs = _diagnoses(typed), _diagnoses(key)
    if mine == theirs or set(mine.values()) != set(theirs.values()) or mine.get("A") != theirs.get("A"):
        return typed
    place = {code: letter for letter, code in theirs.items()}
    moved = {letter: place[code] for letter, code in mine.items()}
    found = {
        name: "".join(moved.get(letter, letter) for letter in text.upper()) if name.startswith("24E.") else text
        for name, text in typed.items()
        if not name.startswith("21") or name == "21"
    }
    return {**found, **{f"21{letter}": key.get(f"21{letter}", "") for letter in LETTERS}}


def _diagnoses(form: Boxes) -> dict[str, str]:
    """Letter -> code, without points."""
    found = {letter: form.get(f"21{letter}", "").strip().upper().replace(".", "") for letter in LETTERS}
    return {letter: code for letter, code in found.items() if code}
