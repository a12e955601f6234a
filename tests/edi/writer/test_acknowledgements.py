"""The result for a functional group (AK9), by what became of its sets."""

import pytest

from sim.edi.reader.frame import Group, Interchange, Set
from sim.edi.reader.segments import PLAIN
from sim.edi.writer.acknowledgements import group_verdict


@pytest.mark.parametrize(
    ("rejected", "errors", "result"),
    [
        ([], [], "R"),
        ([False], [], "A"),
        ([False, False], ["5"], "E"),
        ([True, False], [], "P"),
        ([True, False], ["5"], "P"),
        ([True, True], [], "R"),
    ],
)
def test_the_result_of_a_group(rejected, errors, result):
    group = Group({}, Interchange({}, PLAIN))
    group.errors = errors
    for number, is_rejected in enumerate(rejected, 1):
        group.sets.append(Set(f"{number:04d}", "837", "837P", "005010X222A1", group))
        group.sets[-1].reasons = ["5"] * is_rejected
    assert group_verdict(group) == result
