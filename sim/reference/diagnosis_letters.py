"""The letters of box 21 of the CMS-1500: a claim's diagnoses are A to L, and box 24E points to them by letter."""

from collections.abc import Iterable

LETTERS = "ABCDEFGHIJKL"


def letters_of(places: Iterable[int]) -> str:
    """Places 1 to 12 as letters; 0 points to nothing and is left out.

    >>> letters_of([1, 3, 0, 0])
    'AC'
    """
    return "".join(LETTERS[place - 1] for place in places if 0 < place <= len(LETTERS))


def place_of(letter: str) -> int:
    """The place of a letter, from 1; 0 for anything else.

    >>> place_of("A"), place_of("l"), place_of("M"), place_of("AB"), place_of("")
    (1, 12, 0, 0, 0)
    """
    return LETTERS.find(letter.upper()) + 1 if len(letter) == 1 else 0
