"""The levels of a set (HL): numbered from 1; each names the level above it and says whether there are levels below."""

from collections.abc import Iterator
from typing import NamedTuple


class Level:
    """One level that is open: its number and its flag as sent, where it stands, how many levels came below it."""

    __slots__ = ("number", "flag", "position", "below")

    def __init__(self, elements: list[str], position: int):
        self.number, self.flag = _element(elements, 1), _element(elements, 4)
        self.position, self.below = position, 0


class Wrong(NamedTuple):
    """What is wrong with a level: the element, what a 999 calls it, in words, what stood there, what was expected."""

    element: str
    code: str
    words: str
    value: str
    expected: str


def wrong_numbers(elements: list[str], before: str, above: Level | None) -> Iterator[Wrong]:
    """What is wrong with the numbers of a level that begins. before: the number of the last one, "0" for the first.

    >>> above = Level(["HL", "1", "", "20", "1"], 7)
    >>> [one.words for one in wrong_numbers(["HL", "4", "2", "22", "0"], "1", above)]
    ['Level number: out of sequence', 'Parent level: not the level above']
    >>> list(wrong_numbers(["HL", "2", "1", "22", "0"], "1", above))
    []
    """
    number, parent = _element(elements, 1), _element(elements, 2)
    if number.isdigit() and before.isdigit() and int(number[:12]) != int(before[:12]) + 1:
        yield Wrong("01", "7", "Level number: out of sequence", number, str(int(before[:12]) + 1))
    if above is None:
        if parent:
            yield Wrong("02", "7", "Parent level: nothing is above this level", parent, "nothing")
    elif not parent:
        yield Wrong("02", "1", "Parent level: missing", "", above.number)
    elif parent.lstrip("0") != above.number.lstrip("0"):
        yield Wrong("02", "7", "Parent level: not the level above", parent, above.number)


def wrong_flag(level: Level) -> Wrong | None:
    """A level whose flag says other than what came below it.

    >>> wrong_flag(Level(["HL", "3", "1", "22", "1"], 30)).words
    'Has levels below: none follow'
    """
    if level.flag == "1" and not level.below:
        return Wrong("04", "7", "Has levels below: none follow", "1", "0")
    if level.flag == "0" and level.below:
        return Wrong("04", "7", "Has levels below: some follow", "0", "1")
    return None


def _element(elements: list[str], place: int) -> str:
    return elements[place].strip() if place < len(elements) else ""
