"""The queue: items wait, people with hours work them in the order of their rule, what does not fit waits, and what
passes its deadline is lost.

A case is one row of a `Program`: steps one after another, each with a role, seconds of work, days from the step before
until it can be worked, a first and a last day, an amount and how often it has to be worked. `Queues` walks through the
days; everything that is drawn is in the program, so nothing is drawn here. All days at once or day by day is the same:
`advance` is the only way forward.

Where a clinic changes its way of working, there is a program for each way, with the same cases: what follows a step is
taken from the way that holds on the day on which that step is done, what an item takes from the way that holds on the
day on which it can first be worked. So nothing that is done by a day depends on what is decided later.

What is handed on can be worked the day after at the earliest. An item that is not finished at the end of a day is gone
on with the next day.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

NEVER = np.int64(2**31)  # a day that does not come


class Program(NamedTuple):
    """Steps of cases. One value per case: start (day from which the first step's lag counts), service (day of the
    visit), payer (rank of the payer in the clinic's order). Shape cases x steps: exists, seconds, lag (days after the
    step before), not_before, deadline (last day, NEVER for none), deadline_after (days after the item can be worked,
    NEVER for none), amount (cents), tries (how often it has to be worked), between (days between two tries). roles: one
    role (place in the list of roles) per step. Days are whole numbers since 1970."""

    start: np.ndarray
    service: np.ndarray
    payer: np.ndarray
    roles: tuple[int, ...]
    exists: np.ndarray
    seconds: np.ndarray
    lag: np.ndarray
    not_before: np.ndarray
    deadline: np.ndarray
    deadline_after: np.ndarray
    amount: np.ndarray
    tries: np.ndarray
    between: np.ndarray

    @classmethod
    def of(cls, start: np.ndarray, service: np.ndarray, payer: np.ndarray, roles: tuple[int, ...]) -> "Program":
        """A program in which nothing has to be done yet.

        >>> Program.of(np.array([10]), np.array([10]), np.array([0]), (0, 1)).exists.tolist()
        [[False, False]]
        """
        shape = (len(start), len(roles))
        none, never, one = np.zeros(shape, np.int64), np.full(shape, NEVER), np.ones(shape, np.int64)
        return cls(
            start, service, payer, roles, np.zeros(shape, bool), none, none, none - NEVER, never, never, none, one, none
        )

    def with_step(self, step: int, rows: np.ndarray, **values: np.ndarray | int) -> "Program":
        """The same with one step of some cases (a mask) to be done; values by column."""
        columns = {"exists": True, **values}
        made = {}
        for name, value in columns.items():
            column = getattr(self, name).copy()
            column[rows, step] = value[rows] if isinstance(value, np.ndarray) else value
            made[name] = column
        return self._replace(**made)

    def widened(self, steps: int) -> "Program":
        """The same with room for so many steps; the further ones, of the last step's role, are not to be done."""
        roles = (*self.roles, *self.roles[-1:] * steps)[:steps]
        none = Program.of(self.start, self.service, self.payer, roles)
        nothing: dict[str, Any] = dict.fromkeys(Program._fields[4:], 0)
        wide = none.with_step(0, np.zeros(len(self.start), bool), **nothing)
        for column, own in zip(wide[4:], self[4:], strict=True):
            column[:, : len(self.roles)] = own
        return wide

    def shifted(self, days: int) -> "Program":
        """The same cases so many days later."""

        def later(column: np.ndarray) -> np.ndarray:
            return np.where(np.abs(column) < NEVER, column + days, column)

        return self._replace(
            start=self.start + days,
            service=self.service + days,
            not_before=later(self.not_before),
            deadline=later(self.deadline),
        )

    @staticmethod
    def beside(parts: "list[Program]") -> "Program":
        """Cases of several programs with the same steps, one below another."""
        columns = zip(*(part for part in parts), strict=True)
        return Program(
            *(
                column[0] if isinstance(column[0], tuple) else np.concatenate(column)  # type: ignore[arg-type]
                for column in columns
            )
        )


class Worked(NamedTuple):
    """What became of the items, shape cases x steps, days since 1970: ready (could be worked from this day on, NEVER:
    never came), done (NEVER: not done), lost (its last day passed), done_tries (how often it was worked), way (the
    place of the way of working that held when it came up)."""

    ready: np.ndarray
    done: np.ndarray
    lost: np.ndarray
    done_tries: np.ndarray
    way: np.ndarray


class Ways(NamedTuple):
    """The ways of working: a program and the roles' orders for each, and which one holds on each day from the first day
    on (the last day's holds on)."""

    programs: tuple[Program, ...]
    orders: tuple[tuple[str, ...], ...]
    holds: np.ndarray

    @classmethod
    def one(cls, program: Program, orders: tuple[str, ...]) -> "Ways":
        """A single one."""
        return cls((program,), (orders,), np.zeros(1, np.int64))


def as_worked(programs: tuple[Program, ...], way: np.ndarray) -> Program:
    """The programs as one: each item by the way that held when it came up."""
    if len(programs) == 1:
        return programs[0]
    first, at = programs[0], np.arange(len(programs))[:, None, None] == way

    def chosen(name: str) -> np.ndarray:
        return np.select(list(at), [getattr(one, name) for one in programs])

    shared = ("start", "service", "payer", "roles")
    columns: dict[str, Any] = {name: chosen(name) for name in Program._fields if name not in shared}
    return first._replace(**columns)


class Queues:
    """Programs at work. capacity: seconds per day of each role (roles x days since `first`; the last day's holds
    on)."""

    def __init__(self, ways: Ways, capacity: np.ndarray, first: int, works: np.ndarray) -> None:
        self.programs, self.holds = ways.programs, ways.holds
        self.ways, self.capacity, self.first, self.works = ways, capacity, first, works
        program = ways.programs[0]
        self.roles_count = len(ways.orders[0])
        cases, steps = program.exists.shape
        self.steps, self.day, self.roles = steps, first - 1, np.array(program.roles, np.int64)
        self.ready = np.full(cases * steps, NEVER)
        self.done = np.full(cases * steps, NEVER)
        self.lost = np.zeros(cases * steps, bool)
        self.worked_tries = np.zeros(cases * steps, np.int64)
        self.last = np.full(cases * steps, NEVER)
        self.way = np.zeros(cases * steps, np.int64)
        self.waiting: list[np.ndarray] = [np.zeros(0, np.int64) for _ in range(self.roles_count)]
        self.carried = np.zeros(self.roles_count, np.int64)
        self.coming: dict[int, list[np.ndarray]] = {}
        self.next = [_next_steps(one.exists) for one in self.programs]
        self._schedule(np.arange(cases), np.full(cases, -1), program.start)

    def advance(self, until: int) -> "Queues":
        """Work every day up to and including this one."""
        while self.day < until:
            self.day += 1
            self._arrive()
            self._lose()
            if self.works[self.day - self.first]:
                for role in range(self.roles_count):
                    self._work(role)
        return self

    def result(self) -> Worked:
        """What became of every item so far."""
        shape = self.programs[0].exists.shape
        # what waits for its next try is lost on the day after its last, not on the day of that try
        lost = self.lost | ((self.done == NEVER) & (self.ready <= self.day) & (self.last < self.day))
        columns = (self.ready, self.done, lost, self.worked_tries, self.way)
        return Worked(*(column.reshape(shape) for column in columns))

    def _at(self, days: np.ndarray | int) -> np.ndarray:
        """The way that holds on each day."""
        return self.holds[np.clip(np.asarray(days) - self.first, 0, len(self.holds) - 1)]

    def _value(self, name: str, items: np.ndarray) -> np.ndarray:
        """A column of the programs for these items, each by its way."""
        out: np.ndarray = getattr(self.programs[0], name).reshape(-1)[items]
        for number, one in enumerate(self.programs[1:], 1):
            mine = self.way[items] == number
            if mine.any():
                out = np.where(mine, getattr(one, name).reshape(-1)[items], out)
        return out

    def _schedule(self, cases: np.ndarray, step: np.ndarray, after: np.ndarray) -> None:
        """The step after this one of each of these cases comes up; after: the day on which this one was done."""
        ways = self._at(after)
        for number in np.unique(ways).tolist():
            rows = ways == number
            self._follow(self.programs[number], self.next[number], cases[rows], step[rows], after[rows])

    def _follow(
        self, program: Program, next_steps: np.ndarray, cases: np.ndarray, step: np.ndarray, after: np.ndarray
    ) -> None:
        following = next_steps[cases, step + 1]
        there = following < self.steps
        cases, following, after = cases[there], following[there], after[there]
        if not len(cases):
            return
        day = np.maximum(after + program.lag[cases, following], program.not_before[cases, following])
        self._put(cases * self.steps + following, np.maximum(day, self.day + 1))

    def _put(self, items: np.ndarray, day: np.ndarray) -> None:
        fresh = self.ready[items] == NEVER
        self.ready[items[fresh]] = day[fresh]
        flat = items[fresh]
        self.way[flat] = self._at(day[fresh])
        after = self._value("deadline_after", flat)
        self.last[flat] = np.minimum(self._value("deadline", flat), np.where(after < NEVER, day[fresh] + after, NEVER))
        order = np.argsort(day, kind="stable")
        days, starts = np.unique(day[order], return_index=True)
        for one, part in zip(days.tolist(), np.split(items[order], starts[1:]), strict=True):
            self.coming.setdefault(one, []).append(part)

    def _arrive(self) -> None:
        parts = self.coming.pop(self.day, None)
        if not parts:
            return
        items = np.concatenate(parts)
        role = self.roles[items % self.steps]
        for number in np.unique(role).tolist():
            self.waiting[number] = np.concatenate([self.waiting[number], items[role == number]])

    def _lose(self) -> None:
        for role, items in enumerate(self.waiting):
            if len(items):
                late = self.last[items] < self.day
                if late.any():
                    self.lost[items[late]] = True
                    self.waiting[role] = items[~late]

    def _work(self, role: int) -> None:
        hours = int(self.capacity[role, min(self.day - self.first, self.capacity.shape[1] - 1)])
        items = self.waiting[role]
        if not len(items):
            self.carried[role] = 0
            return
        seconds = self._value("seconds", items)
        left = hours + int(self.carried[role])
        if int(seconds.sum()) > left:
            order = self._in_order(items, self.ways.orders[int(self._at(self.day))][role])
            spent = np.cumsum(seconds[order])
            count = int(np.searchsorted(spent, left, side="right"))
            self.carried[role] = left - (int(spent[count - 1]) if count else 0)
            taken = np.sort(order[:count])
            rest = np.ones(len(items), bool)
            rest[taken] = False
            items, self.waiting[role] = items[taken], items[rest]
        else:
            self.carried[role], self.waiting[role] = 0, items[:0]
        if len(items):
            self._finish(items)

    def _finish(self, items: np.ndarray) -> None:
        self.worked_tries[items] += 1
        again = self.worked_tries[items] < self._value("tries", items)
        if again.any():
            back = items[again]
            self._put(back, self.day + np.maximum(self._value("between", back), 1))
        closed = items[~again]
        self.done[closed] = self.day
        self._schedule(closed // self.steps, closed % self.steps, np.full(len(closed), self.day, np.int64))

    def _in_order(self, items: np.ndarray, order: str) -> np.ndarray:
        case = items // self.steps
        keys: dict[str, Callable[[], np.ndarray]] = {
            "first in first out": lambda: self.ready[items],
            "money": lambda: -self._value("amount", items),
            "deadline": lambda: self.last[items],
            "age": lambda: self.programs[0].service[case],
            "payer": lambda: self.programs[0].payer[case],
        }
        key = keys[order]()
        return np.lexsort((items, self.ready[items], key))


def _next_steps(exists: np.ndarray) -> np.ndarray:
    """Column k: the first step from k on that exists, the number of steps where none does."""
    cases, steps = exists.shape
    out = np.full((cases, steps + 1), steps, np.int64)
    for step in range(steps - 1, -1, -1):
        out[:, step] = np.where(exists[:, step], step, out[:, step + 1])
    return out


def worked(program: Program, orders: tuple[str, ...], capacity: np.ndarray, first: int, works: np.ndarray) -> Worked:
    """What becomes of a program's items over all the days given (works: which days from `first` on are worked).

    >>> program = Program.of(np.array([0, 0]), np.array([0, 0]), np.array([0, 0]), (0,))
    >>> program = program.with_step(0, np.array([True, True]), seconds=60, amount=np.array([500, 900]))
    >>> worked(program, ("money",), np.array([[60]]), 0, np.ones(4, bool)).done.tolist()
    [[1], [0]]
    """
    return Queues(Ways.one(program, orders), capacity, first, works).advance(first + len(works) - 1).result()
