"""What goes wrong on a claim form although everything needed lies on the desk: each slip is the right form with one
entry off. The linter and the tests send them; a learner who makes one is told its name.
"""

from collections.abc import Callable, Mapping

Boxes = Mapping[str, str]  # box -> text
RELATIONSHIPS = ("self", "spouse", "child", "other")


def slipped(error: str, right: Boxes) -> dict[str, str] | None:
    """The right form with this one slip; None where it cannot be made on this form.

    >>> form = {"1a": "1S34A56BC78", "24F.1": "300.00", "24F.2": "21.00", "28": "321.00"}
    >>> slipped("wrong-member-id", form)["1a"], slipped("wrong-total", form)["28"]
    ('1S34A56BC87', '300.00')
    >>> slipped("wrong-total", {"24F.1": "300.00", "28": "300.00"}) is None
    True
    """
    make = SLIPS.get(error)
    changed = make(right) if make is not None else {}
    changed = {box: text for box, text in changed.items() if text and text != right.get(box, "")}
    return {**right, **changed} if changed else None


def _swapped(text: str) -> str:
    """The last two different neighbors of a number changed places, as in typing."""
    for place in range(len(text) - 1, 0, -1):
        if text[place] != text[place - 1]:
            return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]
    return text


def _member(right: Boxes) -> dict[str, str]:
    return {"1a": _swapped(right.get("1a", ""))}


def _related(right: Boxes) -> dict[str, str]:
    return {"6": next(one for one in RELATIONSHIPS if one != right.get("6", ""))}


def _replacement(right: Boxes) -> dict[str, str]:
    return {"22": "7"}


def _total(right: Boxes) -> dict[str, str]:
    """The first line's charge as the total of several lines."""
    return {"28": right["24F.1"]} if "24F.2" in right else {}


def _place(right: Boxes) -> dict[str, str]:
    return {"24B.1": "22" if right.get("24B.1") != "22" else "11"}


def _renderer(right: Boxes) -> dict[str, str]:
    """The clinic's number where the provider's belongs."""
    return {"24J.1": right.get("33a", "")}


SLIPS: dict[str, Callable[[Boxes], dict[str, str]]] = {
    "wrong-member-id": _member,
    "wrong-relationship": _related,
    "wrong-frequency-code": _replacement,
    "wrong-total": _total,
    "wrong-place-of-service": _place,
    "missing-rendering-npi": _renderer,
}
