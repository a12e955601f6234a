"""Behind every number that is kept stand enough patients: behind a cell, and behind each of its numbers."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.manager.intake.counted import Counted, Kept, keep, kept_of, table_csv, to_keep
from sim.manager.intake.findings import by_payer, findings, untold_payers
from sim.manager.intake.tally import OTHER, Cell, Tally
from sim.manager.packs.starter import start_pack

LEAST = 11
ROW = st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.integers(0, 60), st.integers(0, 3), st.booleans())


def whose(rows, key, of=lambda row: True):
    """The patients of a kept cell, by the rows themselves: a part "other" stands for any that has no cell."""
    return {
        row[2] for row in rows if of(row) and all(part in (word, OTHER) for part, word in zip(key, row, strict=False))
    }


@given(st.lists(ROW, max_size=400))
def test_behind_each_number_of_a_cell_stand_enough_patients(rows):
    seen = Tally(2)
    numbers = np.array([[amount, flag] for *_, amount, flag in rows], np.int64).reshape(-1, 2)
    seen.add([(a, b) for a, b, *_ in rows], np.array([row[2] for row in rows], np.int64), numbers)
    cells = seen.kept(LEAST)
    for cell in cells:
        assert len(whose(rows, cell.key)) >= LEAST
        for at, number in enumerate(cell.numbers[1:], 3):
            people = whose(rows, cell.key, lambda row, at=at: row[at])
            assert not number or len(people) >= LEAST
            if OTHER not in cell.key and not people:
                assert number == 0  # nobody is told as nobody
    for at in (1, 2):  # a single number that is not told could be worked out from the sum
        told = [cell.numbers[at] for cell in cells]
        assert told.count(None) != 1 or not any(told)


def counted(denied):
    """Lines of payers, one of each of 40 patients: so many of them were denied."""
    found, start = Counted(), 0
    for payer, number in denied.items():
        people = np.arange(start, start + 40)
        numbers = np.zeros((40, 7), np.int64)
        numbers[:number, 0], numbers[:, 1] = 1, 100
        found.tallies["clinic_payer_counts"].add([(payer,)] * 40, people, numbers)
        found.count("lines", people)
        found.count("denied_lines", people[:number])
        start += 40
    return found


def test_a_payer_with_few_denied_patients_is_named_and_not_counted():
    kept = to_keep(counted({"acme": 30, "oak": 12, "elm": 1, "fir": 4, "ash": 0}), date(2026, 12, 1))
    text = table_csv("clinic_payer_counts", kept.tables["clinic_payer_counts"])
    assert "\nelm,40,,4000,0,0,0,0,0\n" in text and "\nfir,40,,4000" in text
    assert "\nash,40,0,4000" in text and "\noak,40,12,4000" in text
    assert {share.name for share in by_payer(kept)} == {"acme", "oak", "ash"}
    assert untold_payers(kept) == ["elm", "fir"]
    lines = findings(kept)
    assert lines[0] == "Remittances: 47 of 200 lines were denied (24 %)."
    assert any(line.endswith("Not told, too few patients: elm, fir.") for line in lines)


def test_a_sum_of_few_patients_is_not_kept():
    found = counted({"acme": 1, "oak": 2})
    found.count("take_backs", np.array([7] * 30))  # thirty reversals of one patient
    kept = to_keep(found, date(2026, 12, 1))
    assert kept.summary["lines"] == 80 and not {"take_backs", "denied_lines"} & set(kept.summary)
    assert findings(kept)[0] == "Remittances: 80 lines. How many were denied is not told: too few patients."


def test_a_median_of_few_patients_is_not_kept():
    found = Counted()
    found.took("claim_to_payment", ["acme"] * 30, np.array([7] * 30), np.full(30, 14))
    found.took("visit_to_payment", ["acme"] * 30, np.arange(30), np.full(30, 20))
    summary = to_keep(found, date(2026, 12, 1)).summary
    assert "median_days_claim_to_payment" not in summary and summary["median_days_visit_to_payment"] == 20


def test_what_is_not_told_is_read_again_as_not_told(home):
    one = start_pack("riverside", ["family medicine"])
    kept = to_keep(counted({"acme": 30, "elm": 1, "fir": 4}), date(2026, 12, 1))
    keep(one, kept)
    assert kept_of(one).tables["clinic_payer_counts"] == kept.tables["clinic_payer_counts"]


def test_counts_of_an_earlier_version_say_the_same_sum():
    numbers = (1000, 30, 0, 0, 0, 0, 0, 0)
    tables = {name: [] for name in Counted().tallies} | {"clinic_payer_counts": [Cell(("acme",), numbers)]}
    assert findings(Kept(tables, {"lines": 1000}))[0] == "Remittances: 30 of 1,000 lines were denied (3 %)."


def test_a_single_number_cannot_be_worked_out_from_the_sum():
    kept = to_keep(counted({"acme": 30, "oak": 12, "elm": 1}), date(2026, 12, 1))
    assert sorted(untold_payers(kept)) == ["elm", "oak"] and kept.summary["denied_lines"] == 43
