"""Each error is counted once, wherever it shows; what is allowed is free; of alternatives one is enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Dx, Truth
from sim.learn.grading.coding_differences import compare
from sim.learn.grading.difference import CodingError, What
from sim.learn.tasks.code_visit.task import Answer, Row


def dx(code, needs="must", group="", first=False, after="", id=""):
    return Dx(code, id, needs, group, (), f"Why {code}.", "Guidelines", first, after)


def service(code, modifiers=(), units=1, must=(), may=(), needs="must", group=""):
    return Service(
        code,
        code,
        frozenset(modifiers),
        units,
        tuple(must),
        tuple(may),
        needs,
        group,
        (),
        f"Why {code}.",
        "Manual",
        (),
        tuple(modifiers),
        "",
        {},
    )


KNEE = Truth(
    (dx("M17.11"), dx("I10")),
    (
        service("99214", ["25"], must=["I10"]),
        service("20610", ["RT"], must=["M17.11"]),
        service("J3301", units=4, must=["M17.11"]),
    ),
    None,
    False,
)
RIGHT = Answer(
    ("M17.11", "I10"), (Row("99214", ("25",), 1, (2,)), Row("20610", ("RT",), 1, (1,)), Row("J3301", (), 4, (1,)))
)


def points(answer, truth=KNEE):
    found = compare(answer, truth)
    rows = {}
    for one in found.differences:
        if not one.is_extra and not one.is_missing:
            rows[".".join(one.where.split(".")[:2])] = rows.get(".".join(one.where.split(".")[:2]), 1) - one.cost
    return len(found.right) + sum(max(0, left) for left in rows.values()), found


def kinds_of(found):
    return sorted(one.kind for one in found.differences)


def test_the_right_answer_has_no_difference():
    earned, found = points(RIGHT)
    assert (earned, found.entered, found.key, found.differences) == (5, 5, 5, ())


def test_a_wrong_knee_is_one_error_and_not_also_a_wrong_pointer():
    earned, found = points(Answer(("M17.12", "I10"), RIGHT.services))
    assert kinds_of(found) == ["wrong-side"] and earned == 4


def test_a_missing_diagnosis_is_one_error_though_a_line_cannot_point_to_it():
    earned, found = points(Answer(("M17.11",), (Row("99214", ("25",), 1, (1,)), *RIGHT.services[1:])))
    assert kinds_of(found) == ["missed-diagnosis"] and (earned, found.entered, found.key) == (4, 4, 5)


def test_a_wrong_code_costs_its_item_and_nothing_more():
    earned, found = points(Answer(RIGHT.diagnoses, (Row("99215", (), 3, (1,)), *RIGHT.services[1:])))
    assert kinds_of(found) == ["level-too-high"] and earned == 4


@pytest.mark.parametrize(
    "row, kind, earned",
    [
        (Row("99214", (), 1, (2,)), "missing-modifier-25", 4.5),
        (Row("99214", ("25", "59"), 1, (2,)), "unsupported-modifier", 4.75),
        (Row("99214", ("25",), 2, (2,)), "wrong-units", 4.5),
        (Row("99214", ("25",), 1, (1,)), "wrong-pointer", 4.75),
    ],
)
def test_a_part_of_a_row_costs_a_part_of_its_point(row, kind, earned):
    got, found = points(Answer(RIGHT.diagnoses, (row, *RIGHT.services[1:])))
    assert kinds_of(found) == [kind] and got == earned


def test_adding_costs_in_the_count_of_items_entered():
    _, found = points(Answer((*RIGHT.diagnoses, "E78.5"), (*RIGHT.services, Row("36415", (), 1, (1,)))))
    assert (found.entered, found.key) == (7, 5) and kinds_of(found) == ["diagnosis-too-many", "service-too-many"]


def test_a_code_twice_is_told_as_such():
    _, found = points(Answer((*RIGHT.diagnoses, "I10"), RIGHT.services))
    assert [one.error for one in found.differences] == [
        CodingError(What.REPEATED_DIAGNOSIS, "I10")
    ] and found.entered == 6


def test_what_is_allowed_is_free_both_ways():
    truth = Truth(
        (dx("M17.11"), dx("I10", "may")), (service("20610", ["RT"], must=["M17.11"], may=["I10"]),), None, False
    )
    for diagnoses in (("M17.11",), ("M17.11", "I10")):
        earned, found = points(Answer(diagnoses, (Row("20610", ("RT",), 1, (1,)),)), truth)
        assert (earned, found.entered, found.key, found.differences) == (2, 2, 2, ())


@pytest.mark.parametrize(
    "pointers, cost", [((1,), 0), ((1, 2), 0), ((2, 1), 0), ((1, 3), 0.25), ((2,), 0.25), ((), 0.25)]
)
def test_a_line_points_to_what_must_justify_it_and_to_nothing_that_may_not(pointers, cost):
    truth = Truth(
        (dx("M17.11"), dx("I10"), dx("E78.5")), (service("20610", ["RT"], must=["M17.11"], may=["I10"]),), None, False
    )
    found = compare(Answer(("M17.11", "I10", "E78.5"), (Row("20610", ("RT",), 1, pointers),)), truth)
    assert sum(one.cost for one in found.differences) == cost


def test_one_of_several_alternatives_is_enough_and_a_second_is_too_many():
    truth = Truth((dx("Z12.11", "one of", "screen"), dx("R19.5", "one of", "screen")), (), None, False)
    for code in ("Z12.11", "R19.5"):
        earned, found = points(Answer((code,)), truth)
        assert (earned, found.entered, found.key) == (1, 1, 1)
    assert points(Answer(("Z12.11", "R19.5")), truth)[1].entered == 2
    assert points(Answer(), truth)[1].key == 1


def test_what_must_never_be_there_is_wrong_if_it_is():
    truth = Truth((dx("R05.9"),), (), None, False, (dx("J18.9", "never"), service("99215", needs="never")))
    _, found = points(Answer(("R05.9", "J18.9"), (Row("99215"),)), truth)
    assert (
        len(found.differences) == 2
        and found.entered == 3
        and found.key == 1
        and found.differences[0].item.why == "Why J18.9."
    )


def test_the_first_listed_diagnosis_and_codes_that_stand_behind_others():
    assert kinds_of(
        points(
            Answer(
                ("I10", "M17.11"),
                (Row("99214", ("25",), 1, (1,)), Row("20610", ("RT",), 1, (2,)), Row("J3301", (), 4, (2,))),
            )
        )[1]
    ) == ["wrong-sequence"]
    sugar = Truth((dx("E11.22", id="sugar"), dx("N18.31"), dx("Z79.4"), dx("I10")), (), None, False)
    assert kinds_of(points(Answer(("E11.22", "I10", "N18.31", "Z79.4")), sugar)[1]) == []
    assert kinds_of(points(Answer(("E11.22", "Z79.4", "N18.31", "I10")), sugar)[1]) == []
    assert kinds_of(points(Answer(("Z79.4", "E11.22", "N18.31", "I10")), sugar)[1]) == ["wrong-sequence"]
    assert kinds_of(points(Answer(("I10", "N18.31", "E11.22", "Z79.4")), sugar)[1]) == ["wrong-sequence"]
    rows = Truth((dx("I10"), dx("E11.22"), dx("N18.31")), (), None, False)
    assert kinds_of(points(Answer(("I10", "N18.31", "E11.22")), rows)[1]) == ["wrong-sequence"]
    behind = Truth((dx("E11.22", id="sugar"), dx("N18.31", after="sugar"), dx("I10")), (), None, False)
    assert kinds_of(points(Answer(("N18.31", "E11.22", "I10")), behind)[1]) == ["wrong-sequence"]


def test_equals_may_stand_in_either_order():
    both = Truth((dx("R05.1", first=True), dx("R50.9", first=True), dx("I10")), (), None, False)
    for order in (("R05.1", "R50.9", "I10"), ("R50.9", "R05.1", "I10"), ("R50.9", "I10", "R05.1")):
        assert points(Answer(order), both)[1].differences == ()
    assert kinds_of(points(Answer(("I10", "R05.1", "R50.9")), both)[1]) == ["wrong-sequence"]


def test_what_has_to_stand_ahead_is_named():
    behind = Truth((dx("E11.22", id="sugar"), dx("I10"), dx("N18.31", after="I10")), (), None, False)
    (one,) = points(Answer(("E11.22", "N18.31", "I10")), behind)[1].differences
    assert (one.error.code, one.leader, one.first_listed) == ("N18.31", "I10", "")


def test_a_pointer_to_an_optional_diagnosis_moves_no_point():
    truth = Truth((dx("H66.001"), dx("R11.10", "may")), (service("99213", must=["H66.001"]),), None, False)
    for pointers, cost in (((1,), 0), ((1, 2), 0), ((2,), 0.25)):
        found = compare(Answer(("H66.001", "R11.10"), (Row("99213", (), 1, pointers),)), truth)
        assert sum(one.cost for one in found.differences) == cost


def test_both_knees_are_told_apart_by_their_sides():
    truth = Truth((dx("M17.0"),), (service("20610", ["RT"]), service("20610", ["LT"])), None, False)
    assert points(Answer(("M17.0",), (Row("20610", ("LT",), 1, (1,)), Row("20610", ("RT",), 1, (1,)))), truth)[0] == 3
    earned, found = points(Answer(("M17.0",), (Row("20610", ("LT",), 1, (1,)), Row("20610", (), 1, (1,)))), truth)
    assert kinds_of(found) == ["missing-modifier-side"] and earned == 2.5


@given(st.permutations(list(RIGHT.services)))
def test_the_order_of_services_does_not_matter(rows):
    assert compare(Answer(RIGHT.diagnoses, tuple(rows)), KNEE).differences == ()


@given(
    st.lists(st.sampled_from(["M17.11", "M17.12", "I10", "R03.0", "E78.5"]), max_size=5),
    st.lists(st.sampled_from(RIGHT.services), max_size=5),
)
def test_counts_add_up_for_any_answer(diagnoses, services):
    found = compare(
        Answer(tuple(diagnoses), tuple(Row(row.code, row.modifiers, row.units, ()) for row in services)), KNEE
    )
    missing = sum(one.is_missing for one in found.differences)
    extra = sum(one.is_extra for one in found.differences)
    assert found.entered == len(diagnoses) + len(services) and found.key == 5
    assert found.entered - extra == found.key - missing
