"""Imported edit tables: read as published, in force by the date of service; whole, in parts, or as an extract."""

import numpy as np
import pytest
from layouts import mue_text, ptp_text

from sim.ground.errors import CleanClaimError
from sim.reference import codes, edits
from sim.reference.imports import remove
from sim.reference.imports.kinds import kind_of

BEFORE, AFTER = np.datetime64("2026-09-30"), np.datetime64("2026-10-01")


def indicator(first, second, on):
    row = codes.procedure_rows([first, second])
    return int(edits.pair_indicator(row[0], row[1], on))


def limit(code, on):
    return tuple(int(one) for one in edits.unit_limit(codes.procedure_rows([code])[0], on))


def test_published_pairs_behave_as_published(shelf, take, reference_rows, tmp_path):
    pairs = [
        (row["column1"], row["column2"], row["modifier_indicator"])
        for row in reference_rows("ncci/ptp_2026q3_active_pairs_sample.csv")
    ]
    path = tmp_path / "ccipra-v322r0-f1.txt"
    path.write_text(ptp_text((first, second, "20200101", "*", one) for first, second, one in pairs))
    take("ptp", path, "v322", "2026-07-01", extract=True)
    assert len(pairs) == 56
    for first, second, one in pairs:
        assert indicator(first, second, np.datetime64("2026-07-01")) == int(one)
        if (second, first) not in {pair[:2] for pair in pairs} and not (first[0] == second[0] == "9"):
            assert indicator(second, first, np.datetime64("2026-07-01")) == indicator(
                second, first, np.datetime64("2026-06-30")
            )


def test_published_limits_behave_as_published(shelf, take, reference_rows, tmp_path):
    rows = [row for row in reference_rows("pfs/pfs_2026_oct_rates_mue_2026q4_100_codes.csv") if row["mue"]]
    path = tmp_path / "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"
    path.write_text(mue_text((row["code"], row["mue"], row["mai"]) for row in rows))
    take("mue", path, "2026Q4", "2026-10-01", extract=True)
    assert len(rows) == 100
    published = [(int(row["mue"]), int(row["mai"])) for row in rows]
    assert (0, 3) in published  # a service that Medicare does not cover: not a limit for a payer that does
    stated = [(units, mai) if units else (edits.NO_LIMIT, 0) for units, mai in published]
    assert [limit(row["code"], AFTER) for row in rows] == stated


def test_a_pair_holds_from_its_day_to_its_last(shelf, take, tmp_path):
    path = tmp_path / "ccipra.txt"
    path.write_text(
        ptp_text(
            [
                ("27447", "20610", "20261001", "*", 0),
                ("27447", "29881", "20200101", "20261115", 1),
                ("27447", "29880", "20261001", "20261001", 9),
                ("29880", "27447", "19960101", "20261015", 1),
                ("29880", "27447", "20261016", "*", 0),
            ]
        )
    )
    take("ptp", path, "v323", "2026-10-01", extract=True)
    assert [indicator("27447", "20610", day) for day in (BEFORE, AFTER)] == [-1, 0]
    assert [
        indicator("27447", "29881", np.datetime64(day))
        for day in ("2026-09-30", "2026-10-01", "2026-11-15", "2026-11-16")
    ] == [-1, 1, 1, -1]
    assert indicator("27447", "29880", AFTER) == -1, "indicator 9 never applied"
    assert [indicator("29880", "27447", np.datetime64(day)) for day in ("2026-10-15", "2026-10-16")] == [
        1,
        0,
    ], "two spans of one pair"
    assert indicator("10060", "12001", AFTER) == 1, "an extract leaves the other pairs"
    first, second = edits.pair_columns()
    assert first[codes.procedure_rows(["27447"])].all() and not first[-1]
    assert second[codes.procedure_rows(["20610"])].all()


def test_a_whole_table_takes_over_for_the_codes_between_its_first_and_last(shelf, take, tmp_path, monkeypatch):
    monkeypatch.setattr(kind_of("ptp"), "FLOOR", 2)
    for part, pairs in (
        ("f1", [("10000", "10001", "20200101", "*", 1), ("19999", "10001", "20261001", "*", 1)]),
        ("f2", [("20000", "20610", "20200101", "*", 0), ("29999", "10001", "20261001", "*", 1)]),
    ):
        path = tmp_path / f"ccipra-v323r0-{part}.txt"
        path.write_text(ptp_text(pairs))
        take("ptp", path, "v323", "2026-10-01")
    assert [indicator("10060", "12001", day) for day in (BEFORE, AFTER)] == [1, -1], "within f1 and not in it: ended"
    assert indicator("10000", "10001", AFTER) == 1 and indicator("20000", "20610", AFTER) == 0
    assert indicator("96372", "99211", AFTER) == indicator("96372", "99211", BEFORE) == 0, (
        "outside both files: the shipped pair stays"
    )
    remove("ptp", "v323")
    assert indicator("10060", "12001", AFTER) == 1


def test_a_limit_begins_on_its_day(shelf, take, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(mue_text([("10060", 7, 3), ("27447", 2, 2)]))
    take("mue", path, "2026Q4", "2026-10-01", extract=True)
    assert [limit("10060", day) for day in (BEFORE, AFTER)] == [(1, 2), (7, 3)]
    assert [limit("27447", day) for day in (BEFORE, AFTER)] == [(edits.NO_LIMIT, 0), (2, 2)]
    assert limit("20610", AFTER) == limit("20610", BEFORE) == (2, 3)
    assert limit("99999", AFTER) == (edits.NO_LIMIT, 0)
    undated = edits.unit_limits()
    assert undated.units[codes.procedure_rows(["10060", "27447"])].tolist() == [
        1,
        2,
    ], "without a date: the shipped limit, else the newest"


def test_an_older_release_counts_only_until_the_shipped_one(shelf, take, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(mue_text([("10060", 9, 1)]))
    take("mue", path, "2024Q1", "2024-01-01", extract=True)
    assert [limit("10060", np.datetime64(day)) for day in ("2023-12-31", "2024-01-01", "2025-12-31", "2026-01-01")] == [
        (1, 2),
        (9, 1),
        (9, 1),
        (1, 2),
    ]


def test_add_on_codes_find_their_bases_by_date(shelf, take, tmp_path):
    path = tmp_path / "AOC_V2026Q4-MCR.csv"
    path.write_text(
        "Notice,,,,,,,\nAOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,AOC_Edit_DelDT,Special_Instruction_Notes\n1,22614,,22612,,2026274,,\n1,22614,,22630,,2020001,2026304,\n2,20985,,CCCCC,,2013001,,Contractor"
        " Defined Primary Codes\n"
    )
    take("add-on", path, "2026Q4", "2026-10-01", extract=True)
    more, first, second, open_list = codes.procedure_rows(["22614", "22612", "22630", "20985"])
    days = np.array(["2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01"], "datetime64[D]")
    assert edits.is_base(more, first, days).tolist() == [False, True, True, True]
    assert edits.is_base(more, second, days).tolist() == [False, True, True, False]
    assert edits.needs_base([more, open_list, first], AFTER).tolist() == [True, False, False]
    assert not edits.needs_base(more, BEFORE)
    lesion = codes.procedure_rows(["17003", "17000"])
    assert edits.is_base(*lesion, AFTER) and edits.add_on_bases()[lesion[0], lesion[1]]
    assert codes.procedures().is_add_on[more] and codes.procedures().is_add_on[open_list]


def test_many_imported_codes_need_no_matrix(shelf, take, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(mue_text((f"{number:05d}", 1, 2) for number in range(30000, 32000)))
    take("mue", path, "2026Q4", "2026-10-01", extract=True)
    assert len(codes.procedures()) > edits.DENSE
    assert indicator("10060", "12001", AFTER) == 1 and indicator("31999", "30000", AFTER) == -1
    bases, lesion = edits.add_on_bases(), codes.procedure_rows(["17003", "17000"])
    assert bases[lesion[0], lesion[1]] and not bases[lesion[1], lesion[0]]
    assert (
        bases[int(lesion[0])][lesion[1]]
        and bases.any(axis=1)[lesion].tolist() == [True, False]
        and bases.any(axis=0)[lesion].tolist() == [False, True]
    )
    assert edits.needs_base(lesion, AFTER).tolist() == [True, False]


@pytest.mark.parametrize("text", ["20261301", "2026/10/01", "x", "99991340"])
def test_a_wrong_date_is_told_with_its_line(text, shelf, take, tmp_path):
    path = tmp_path / "ccipra.txt"
    path.write_text(ptp_text([("10060", "12001", "20200101", "*", 1), ("10060", "12002", text, "*", 1)]))
    with pytest.raises(CleanClaimError, match=r"is not a date \(ccipra.txt, line 8\)"):
        take("ptp", path, "v323", "2026-10-01", extract=True)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("1006", "12001", "20200101", "*", 1), "'1006' is not a code"),
        (("10060", "12001", "20200101", "*", 5), "indicator '5'"),
        (("10060", "12001", "20200101", "*", "x"), "'x' is not a number"),
    ],
)
def test_wrong_cells_are_told(row, said, shelf, take, tmp_path):
    path = tmp_path / "ccipra.txt"
    path.write_text(ptp_text([("10060", "12002", "20200101", "*", 1), row]))
    with pytest.raises(CleanClaimError, match=said):
        take("ptp", path, "v323", "2026-10-01", extract=True)
