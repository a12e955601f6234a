"""The queue against a plain one, item by item and day by day; together is the same as day by day."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.manager.calendar.queues import NEVER, Program, Queues, Ways, worked
from sim.manager.strategies.strategy import ORDERS

DAYS = 25


@st.composite
def programs(draw):
    """A small program of two roles and three steps."""
    cases = draw(st.integers(1, 8))

    def whole(low, high):
        return np.array(draw(st.lists(st.integers(low, high), min_size=3 * cases, max_size=3 * cases))).reshape(-1, 3)

    start = np.array(draw(st.lists(st.integers(0, 8), min_size=cases, max_size=cases)))
    program = Program.of(start, start, start % 3, (0, 1, 0))
    return program._replace(
        exists=whole(0, 3) > 0,
        seconds=whole(1, 50),
        lag=whole(0, 4),
        deadline=np.where(whole(0, 2) > 0, NEVER, whole(3, 20)),
        deadline_after=np.where(whole(0, 2) > 0, NEVER, whole(0, 6)),
        amount=whole(0, 5),
        tries=whole(1, 3),
        between=whole(0, 3),
    )


WORK = st.lists(st.booleans(), min_size=DAYS, max_size=DAYS)
HOURS = st.tuples(st.integers(0, 120), st.integers(0, 120))


@dataclass
class Item:
    """One item as a person would hold it."""

    case: int
    step: int
    ready: int
    first_ready: int
    last: int
    tries: int = 0


def plainly(program, orders, hours, works):
    """The same by lists: no arrays, no tricks."""
    cases, steps = program.exists.shape
    ready = np.full((cases, steps), NEVER)
    done, lost = ready.copy(), np.zeros((cases, steps), bool)
    coming, carried = [], [0, 0]

    def comes(case, step, after, today):
        for following in range(step + 1, steps):
            if program.exists[case, following]:
                day = max(after + program.lag[case, following], program.not_before[case, following], today + 1)
                after_ready = program.deadline_after[case, following]
                last = min(program.deadline[case, following], day + after_ready if after_ready < NEVER else NEVER)
                ready[case, following] = day
                coming.append(Item(case, following, int(day), int(day), int(last)))
                return

    for case in range(cases):
        comes(case, -1, program.start[case], -1)
    for day in range(DAYS):
        for item in [one for one in coming if one.first_ready <= day and one.last < day]:
            lost[item.case, item.step] = True
            coming.remove(item)
        if not works[day]:
            continue
        for role in (0, 1):
            mine = [one for one in coming if one.ready <= day and program.roles[one.step] == role]
            keys = {
                "first in first out": lambda one: one.first_ready,
                "money": lambda one: -program.amount[one.case, one.step],
                "deadline": lambda one: one.last,
                "age": lambda one: program.service[one.case],
                "payer": lambda one: program.payer[one.case],
            }
            mine.sort(key=lambda one: (keys[orders[role]](one), one.first_ready, one.case * steps + one.step))
            left = hours[role] + carried[role]
            carried[role] = 0
            finished = []
            for item in mine:
                if program.seconds[item.case, item.step] > left:
                    carried[role] = left
                    break
                left -= program.seconds[item.case, item.step]
                finished.append(item)
            for item in finished:
                coming.remove(item)
                item.tries += 1
                if item.tries < program.tries[item.case, item.step]:
                    item.ready = day + max(program.between[item.case, item.step], 1)
                    coming.append(item)
                    continue
                done[item.case, item.step] = day
                comes(item.case, item.step, day, day)
    return ready, done, lost


@settings(max_examples=150, deadline=None)
@given(programs(), st.tuples(st.sampled_from(ORDERS), st.sampled_from(ORDERS)), HOURS, WORK)
def test_the_queue_is_a_plain_queue(program, orders, hours, works):
    made = worked(program, orders, np.array([[hours[0]], [hours[1]]]), 0, np.array(works))
    ready, done, lost = plainly(program, orders, hours, works)
    soon = made.ready < DAYS
    assert (made.ready[soon] == ready[soon]).all()
    assert (made.done == done).all()
    assert (made.lost == lost).all()


@settings(max_examples=60, deadline=None)
@given(programs(), st.tuples(st.sampled_from(ORDERS), st.sampled_from(ORDERS)), HOURS, WORK, st.integers(0, DAYS - 1))
def test_together_is_day_by_day(program, orders, hours, works, stop):
    capacity = np.array([[hours[0]], [hours[1]]])
    together = worked(program, orders, capacity, 0, np.array(works))
    queues = Queues(Ways.one(program, orders), capacity, 0, np.array(works))
    for day in range(stop + 1):
        queues.advance(day)
    part = queues.result()
    assert (part.done == np.where(together.done <= stop, together.done, NEVER)).all()
    apart = queues.advance(DAYS - 1).result()
    assert all((one == other).all() for one, other in zip(together, apart, strict=True))


def test_what_does_not_fit_waits_and_what_passes_its_day_is_lost():
    start = np.zeros(3, np.int64)
    program = Program.of(start, start, start, (0,))
    every = np.ones(3, bool)
    program = program.with_step(0, every, seconds=60, amount=np.array([1, 2, 3]), deadline=np.array([9, 9, 0]))
    made = worked(program, ("first in first out",), np.array([[60]]), 0, np.ones(5, bool))
    assert made.done[:, 0].tolist() == [0, 1, NEVER]
    assert made.lost[:, 0].tolist() == [False, False, True]
    rich_first = worked(program, ("money",), np.array([[60]]), 0, np.ones(5, bool))
    assert rich_first.done[:, 0].tolist() == [2, 1, 0]


@settings(max_examples=60, deadline=None)
@given(programs(), programs(), HOURS, WORK, st.integers(1, DAYS - 1))
def test_what_is_done_by_a_day_is_not_changed_by_a_later_way(program, other, hours, works, change):
    """A further way of working from a day on: another order, other deadlines, other times for the same cases."""
    cases = min(len(program.start), len(other.start))
    shape = program.exists[:cases].shape
    named = {name: getattr(program, name)[:cases] for name in Program._fields if name != "roles"}
    first = program._replace(**named)
    if other.exists[:cases].shape != shape:
        return
    later = {name: getattr(other, name)[:cases] for name in Program._fields[4:]}
    second, capacity = first._replace(**later), np.array([[hours[0]], [hours[1]]])
    orders = (("money", "money"), ("age", "deadline"))
    alone = Queues(Ways.one(first, orders[0]), capacity, 0, np.array(works)).advance(DAYS - 1).result()
    ways = Ways((first, second), orders, (np.arange(DAYS) >= change).astype(np.int64))
    both = Queues(ways, capacity, 0, np.array(works)).advance(DAYS - 1).result()
    done = [np.where(made.done < change, made.done, NEVER) for made in (alone, both)]
    assert (done[0] == done[1]).all()


def test_each_item_takes_the_way_that_holds_when_it_comes_up():
    start = np.array([0, 5])
    program = Program.of(start, start, start, (0,)).with_step(0, np.ones(2, bool), seconds=60)
    slower = program.with_step(0, np.ones(2, bool), seconds=600)
    ways = Ways((program, slower), (("money",), ("money",)), (np.arange(9) >= 4).astype(np.int64))
    made = Queues(ways, np.array([[300]]), 0, np.ones(9, bool)).advance(8).result()
    assert made.done[:, 0].tolist() == [0, 6] and made.way[:, 0].tolist() == [0, 1]


def test_a_long_item_is_gone_on_with_the_next_day():
    start = np.zeros(1, np.int64)
    program = Program.of(start, start, start, (0,)).with_step(0, np.ones(1, bool), seconds=150)
    assert worked(program, ("money",), np.array([[60]]), 0, np.ones(5, bool)).done[0, 0] == 2
