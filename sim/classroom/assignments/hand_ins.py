"""How much of its assignments a class has handed in: counts only, no answer is read."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sim.classroom.records.records import Records


@dataclass
class HandedIn:
    """One assignment: the items that each learner handed in, and how many answers wait for their marks."""

    assignment: str
    items: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    pending: int = 0

    @property
    def begun(self) -> int:
        """Learners who handed in at least one item.

        >>> HandedIn("week_3", {"L-1": {"week_3.1"}, "L-2": {"week_3.1", "week_3.2"}}).begun
        2
        """
        return len(self.items)

    def whole(self, items: int) -> int:
        """Learners who handed in every item.

        >>> HandedIn("week_3", {"L-1": {"week_3.1"}, "L-2": {"week_3.1", "week_3.2"}}).whole(2)
        1
        """
        return sum(len(mine) >= items for mine in self.items.values())


def handed_in(records: Records, class_name: str, learners: Collection[str]) -> Mapping[str, HandedIn]:
    """Each assignment of a class that has answers of these learners."""
    known, marked = frozenset(learners), {row["attempt_id"] for row in records.store.brief("marks")}
    found: dict[str, HandedIn] = {}
    for row in records.store.brief("attempts", class_name=class_name):
        name = row["assignment"]
        if name and row["learner"] in known:
            one = found.setdefault(name, HandedIn(name))
            one.items[row["learner"]].add(row["exercise"])
            one.pending += row["id"] not in marked
    return found
