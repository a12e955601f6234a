"""The words of a search: how a word is written, what people say for it, and which word a slip of the finger meant."""

import re
import string
from collections.abc import Callable, Iterable, Sequence

from sim.ground.files import remembered
from sim.reference.tables import rows

IGNORED = set("of the a an in on with and to for my is her his at from i it has have had when".split())
SHORTEST_MISTYPED = 4  # a shorter word has too many neighbors
Meaning = tuple[tuple[str, ...], ...]
"""What may stand for a typed word: each alternative is a few words that must all be there."""


def words_of(text: str) -> list[str]:
    """The words that count in a query or a title.

    >>> words_of("pain in the knee, right"), words_of("Crohn's disease: X-ray"), words_of("x ray")
    (['pain', 'knee', 'right'], ['crohns', 'disease', 'xray'], ['xray'])
    """
    plain = re.sub(r"\bx[- ]ray", "xray", text.lower().replace("'", "").replace("’", ""))
    found = re.findall(r"[a-z0-9]+", plain)
    return [word for word in found if word not in IGNORED] or found


def meanings(words: Iterable[str]) -> list[Meaning]:
    """Each word with what else people say for it (data/codes/lay_synonyms.csv), a plural as its beginning.

    >>> meanings(["broken", "toes"])
    [(('broken',), ('fracture',)), (('toe',),)]
    """
    return [((_beginning(word),), *_synonyms().get(word, _synonyms().get(_beginning(word), ()))) for word in words]


def is_met(meaning: Meaning, own: Iterable[str]) -> bool:
    """Does one alternative stand among the words, each as the beginning of one?

    >>> is_met((("broken",), ("fracture",)), ["fractures", "toe"]), is_met((("toe",),), ["fracture"])
    (True, False)
    """
    kept = tuple(own)
    return any(all(any(part.startswith(word) for part in kept) for word in words) for words in meaning)


def spare(phrase: Sequence[str], asked: Sequence[Meaning]) -> int | None:
    """How many typed words a phrase does without, where all of its own words were typed; None where one was not.

    >>> [spare(phrase, meanings(["cold", "sore", "lip"])) for phrase in (["cold", "sore"], ["cold"], ["cold", "hand"])]
    [1, 2, None]
    """
    own = {_beginning(word) for word in phrase}
    used = [any(own.issuperset(words) for words in meaning) for meaning in asked]
    covered = {word for meaning in asked for words in meaning if own.issuperset(words) for word in words}
    return used.count(False) if covered == own else None


def corrected(word: str, weight: Callable[[str], int], begins: Callable[[str], bool]) -> str:
    """The word, or the known word within one slip (a letter too many, too few, another, two exchanged) that is used
    most. `begins`: does a known word begin so? `weight`: how often a word is used, 0 for an unknown one.

    >>> known = {"asthma": 3, "diabetes": 5}
    >>> [corrected(word, lambda one: known.get(one, 0), lambda one: any(name.startswith(one) for name in known))
    ...  for word in ("athma", "diabtes", "asth", "knee")]
    ['asthma', 'diabetes', 'asth', 'knee']
    """
    if len(word) < SHORTEST_MISTYPED or not word.isalpha() or begins(_beginning(word)):
        return word
    weighed = {one: found for one in _neighbors(word) if (found := weight(one))}
    return max(weighed, key=lambda one: (_single(one) == _single(word), weighed[one], one)) if weighed else word


def _single(word: str) -> str:
    """The word with each double letter once: the likeliest slip is a letter once or twice."""
    return re.sub(r"(.)\1", r"\1", word)


def _neighbors(word: str) -> set[str]:
    """All words within one slip."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return (
        {left + right[1:] for left, right in cuts if right}
        | {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
        | {left + letter + right[1:] for left, right in cuts if right for letter in string.ascii_lowercase}
        | {left + letter + right for left, right in cuts for letter in string.ascii_lowercase}
    ) - {word}


def _beginning(word: str) -> str:
    """A plural without its ending; any other word as it is."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@remembered
def _synonyms() -> dict[str, Sequence[tuple[str, ...]]]:
    return {
        word: tuple(tuple(phrase.split()) for phrase in row["means"].lower().split(";"))
        for row in rows("data/codes/lay_synonyms.csv")
        for word in row["words"].lower().split(";")
    }
