"""A question of a drill: one fact, the right choice, and wrong ones, each with a reason that was looked up; and how the
choices are laid out. What a choice is called in an answer (a, b, c, d) says nothing about it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from sim.learn.exercises.case import number

T = TypeVar("T")
LETTERS = "abcd"
WRONG = len(LETTERS) - 1
Groups = tuple[tuple[str, ...], ...]  # facts that can be asked about: of each group one in turn


class Offer(NamedTuple):
    """A wrong choice: what it says, why it is wrong, the misconception behind it (a kind of data/codes/errors.csv)."""

    words: str
    reason: str
    error: str


@dataclass(frozen=True)
class Question:
    """One question. place, says: where the answer stands and what it says there; why: the fact in words; is_own: it is
    about what came back for the case's own claim, which then lies beside the questions.
    """

    ask: str
    right: str
    wrong: tuple[Offer, ...]
    why: str
    place: str
    says: str
    cite: str
    is_own: bool = False


class Laid(NamedTuple):
    """A question as it is asked: the kind it is of, and the offers by letter; None stands for the right one."""

    kind: str
    question: Question
    offers: dict[str, Offer | None]

    @property
    def right_letter(self) -> str:
        """The letter of the right choice."""
        return next(letter for letter, offer in self.offers.items() if offer is None)

    def words(self, letter: str) -> str:
        """What stands at a letter."""
        offer = self.offers[letter]
        return self.question.right if offer is None else offer.words


def shuffled(seed: str, items: Iterable[T]) -> list[T]:
    """The same items in an order that belongs to the seed.

    >>> shuffled("b", "xyz") == shuffled("b", "xyz"), sorted(shuffled("b", "xyz"))
    (True, ['x', 'y', 'z'])
    """
    return sorted(items, key=lambda one: number(f"{seed} {one}"))


def some(seed: str, near: Iterable[Offer], far: Iterable[Offer] = ()) -> tuple[Offer, ...]:
    """As many wrong choices as a question has, those that are easily confused first.

    >>> [offer.words for offer in some("s", [Offer("16", "", "")], [Offer("18", "", "")])]
    ['16', '18']
    """
    return tuple([*shuffled(seed, near), *shuffled(seed, far)][:WRONG])


def lay_out(kind: str, question: Question, seed: str) -> Laid:
    """The choices in an order of the seed.

    >>> asked = Question("Who owes it?", "the clinic", (Offer("the patient", "", ""),), "", "", "", "")
    >>> laid = lay_out("who_owes", asked, "s")
    >>> sorted(laid.offers), laid.words(laid.right_letter)
    (['a', 'b'], 'the clinic')
    """
    offers: Sequence[Offer | None] = shuffled(seed, (None, *question.wrong))
    return Laid(kind, question, dict(zip(LETTERS, offers, strict=False)))
