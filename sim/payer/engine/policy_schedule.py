"""The payers' schedule: which policies are asked at which stage for which payer, and the codes each would give. Made
once per set of payers.
"""

from typing import NamedTuple

import numpy as np

from sim.ground.files import remembered
from sim.payer.rulebook.catalogue import Policy, policies, stages
from sim.payer.rulebook.payers import Payer, payers
from sim.payer.rulebook.policy import Adjustment, Status


class Asked(NamedTuple):
    """One policy in the schedule."""

    policy: Policy
    number: int  # its place in Schedule.policies
    on: np.ndarray  # per payer: is it on
    place: np.ndarray  # per payer: its place in the payer's own list
    code: np.ndarray  # per payer: the number in Schedule.codes of its first code
    slot: int  # for `reduces` and `pays`: its first column among the amounts, else -1

    @property
    def everywhere(self) -> bool:
        """On for every payer of the schedule."""
        return bool(self.on.all())


Code = tuple[str, str, Adjustment | Status]  # policy, payer, code
Slot = tuple[str, str, Asked]  # what it counts as, its kind, whose it is


class Step(NamedTuple):
    """A stage in the schedule. `asked` is in the order of the payers' files, if they agree; else `orders` has for each
    way of ordering its payers (a flag per payer) and the order."""

    asked: tuple[Asked, ...]
    orders: tuple[tuple[np.ndarray, tuple[int, ...]], ...]


class Schedule(NamedTuple):
    """Policies by stage, and every code they may give."""

    payers: tuple[str, ...]
    front_end: tuple[Asked, ...]
    steps: tuple[Step, ...]
    policies: tuple[str, ...]
    codes: tuple[Code, ...]
    slot_counts: tuple[
        str, ...
    ]  # per amount column: the policy's own code, as "PR-1"; empty: not counted toward a yearly limit
    slot_kinds: tuple[str, ...]  # per amount column: price, share, coordination, federal
    slot_owner: tuple[Asked, ...]


def schedule(codes: tuple[str, ...]) -> Schedule:
    """The schedule of these payers."""
    known = payers()
    return schedule_of(tuple(known[code] for code in codes))


@remembered
def schedule_of(chosen: tuple[Payer, ...]) -> Schedule:
    """The schedule of payers as their files wrote them."""
    names = list(dict.fromkeys(name for payer in chosen for name in payer.policies))
    names.sort(key=lambda name: policies()[name].stage.place)
    texts: list[Code] = []
    slots: list[Slot] = []
    asked: list[Asked] = []
    for number, name in enumerate(names):
        policy = policies()[name]
        first = [_add(texts, policy, payer) for payer in chosen]
        slot = len(slots) if policy.verb in ("reduces", "pays") else -1
        asked.append(
            Asked(
                policy,
                number,
                np.array([name in payer.policies for payer in chosen]),
                np.array([payer.policies.index(name) if name in payer.policies else 10**6 for payer in chosen]),
                np.array(first, np.int64),
                slot,
            )
        )
        slots += (
            [(str(code) if policy.verb == "reduces" else "", policy.stage.kind, asked[-1]) for code in policy.codes]
            if slot >= 0
            else []
        )
    decided = [entry for entry in asked if entry.policy.stage.kind != "front end"]
    by_stage = [[entry for entry in decided if entry.policy.stage is stage] for stage in stages().values()]
    return Schedule(
        tuple(payer.code for payer in chosen),
        tuple(entry for entry in asked if entry.policy.stage.kind == "front end"),
        tuple(_step(stage) for stage in by_stage if stage),
        tuple(names),
        tuple(texts),
        *_columns(slots),
    )


def _step(found: list[Asked]) -> Step:
    """The stage's policies in an order that every payer's own list agrees with; where there is none, the orders one by
    one.
    """
    stage = tuple(sorted(found, key=lambda entry: entry.place[entry.on].mean()))
    orders: dict[tuple[int, ...], list[int]] = {}
    for payer in range(len(stage[0].on)):
        on = [number for number, entry in enumerate(stage) if entry.on[payer]]
        order = tuple(sorted(on, key=lambda number: stage[number].place[payer]))
        if order != tuple(on):
            orders.setdefault(order, []).append(payer)
    if not orders:
        return Step(stage, ())
    others = [payer for payer in range(len(stage[0].on)) if not any(payer in group for group in orders.values())]
    orders[tuple(range(len(stage)))] = others + orders.get(tuple(range(len(stage))), [])
    return Step(stage, tuple((np.isin(np.arange(len(stage[0].on)), group), order) for order, group in orders.items()))


def _columns(slots: list[Slot]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Asked, ...]]:
    counts, kinds, owners = zip(*slots, strict=True) if slots else ((), (), ())
    return counts, kinds, owners


def _add(texts: list[Code], policy: Policy, payer: Payer) -> int:
    texts += [(policy.name, payer.code, code) for code in payer.replace.get(policy.name, policy.codes)]
    return len(texts) - len(policy.codes)
