"""What stands and is cut again: the amounts that are left always add up to what stands."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.manager.calendar.standing_amounts import standing

CHANGES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(-500, 500)), min_size=1, max_size=40)


@given(CHANGES, st.integers(0, 31))
def test_what_is_left_of_all_rises_is_what_stands(changes, on):
    group, day, change = (np.array(column, np.int64) for column in zip(*changes, strict=True))
    rises, cuts = standing(group, day, change)
    on_day = np.full(len(rises.day), on)
    left = np.where(rises.day <= on, rises.amount - cuts.by(on_day), 0)
    assert (left >= 0).all() and (rises.amount > 0).all() and (cuts.amount > 0).all()
    for one in np.unique(group):
        known = (group == one) & (day <= on)
        assert left[rises.group == one].sum() == max(int(change[known].sum()), 0)


@given(CHANGES, st.integers(0, 31))
def test_what_comes_later_changes_nothing_known(changes, until):
    whole = standing(*(np.array(column, np.int64) for column in zip(*changes, strict=True)))
    known = [one for one in changes if one[1] <= until]
    part = standing(*(np.array([one[place] for one in known], np.int64) for place in range(3)))
    early = [whole[0].day <= until, whole[1].day <= until]
    for table, other, rows in zip(whole, part, early, strict=True):
        columns = [[column[rows].tolist() for column in table], [column.tolist() for column in other]]
        if len(table) == 3:  # cuts name the row of their rise, which is another in a part
            columns = [one[1:] for one in columns]
        assert columns[0] == columns[1]


@given(CHANGES)
def test_a_rise_is_cut_at_most_to_nothing_and_each_cut_adds_what_it_says(changes):
    rises, cuts = standing(*(np.array(column, np.int64) for column in zip(*changes, strict=True)))
    assert (cuts.so_far() <= rises.amount[cuts.row]).all()
    assert cuts.each(cuts.so_far()).tolist() == cuts.amount.tolist()
    gone = cuts.all_gone(rises.amount, np.int64(99))
    assert [day < 99 for day in gone] == (rises.amount == cuts.by(np.full(len(rises.day), 98))).tolist()
