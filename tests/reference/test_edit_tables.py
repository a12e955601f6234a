"""The edit tables: pairs, unit limits and add-on codes as published, of codes we have."""

import numpy as np
import pytest

from sim.reference import codes, edits, tables


def test_pairs_name_codes_we_have_and_none_is_turned_round():
    pairs = {(row["column_1"], row["column_2"]) for row in tables.rows("data/edits/ptp.csv")}
    known = set(codes.procedures().code.texts())
    assert all(a in known and b in known and a != b for a, b in pairs)
    assert not any((b, a) in pairs for a, b in pairs)


@pytest.mark.parametrize(
    ("first", "second", "indicator"),
    [
        ("10060", "99213", 1),
        ("12002", "12001", 0),
        ("10061", "10060", 1),
        ("99213", "10060", -1),
        ("12001", "96372", 1),
        ("20610", "96372", 1),
        ("80053", "80048", 0),
        ("96372", "99211", 0),
    ],
)
def test_pairs_bundle_with_their_indicator(first, second, indicator):
    rows = codes.procedure_rows([first, second])
    assert int(edits.pair_indicator(rows[0], rows[1], np.datetime64("2026-06-01"))) == indicator


PAIRS = """10061-10060-1 10060-12001-1 10060-12002-1 10060-12011-1 10060-93000-1 10060-96372-1 10060-96374-1
10060-96375-1 10060-99211-1 10060-99212-1 10060-99213-1 10060-99214-1 10060-99215-1 10060-99221-1
10060-99231-1 12001-96372-1 12001-99212-1 12001-99213-1 12001-99214-1 12002-12001-0 12002-99213-1
12004-12001-0 12004-12002-0""".split()


def test_published_pairs_and_unit_limits_behave_as_published(root):
    """NCCI v32.2 for the pairs, practitioner MUE 2026 Q4 for the units, wherever we ship the codes."""
    for pair in PAIRS:
        first, second, indicator = pair.split("-")
        rows = codes.procedure_rows([first, second])
        assert int(edits.pair_indicator(rows[0], rows[1], np.datetime64("2026-06-01"))) == int(indicator), pair
    lines = (root / "tests/reference/published_2026.csv").read_text(encoding="utf-8").splitlines()[2:]
    limits = edits.unit_limits()
    for code, _, units, mai, *_ in (line.split(",") for line in lines):
        row = codes.procedure_rows([code])
        assert (int(limits.units[row][0]), int(limits.mai[row][0])) == (int(units), int(mai)), code
    assert len(lines) >= 50


@pytest.mark.parametrize(
    ("code", "units", "mai"),
    [("10060", 1, 2), ("17003", 13, 2), ("20610", 2, 3), ("90472", 8, 3), ("96372", 4, 3), ("99213", 2, 3)],
)
def test_most_units_as_published(code, units, mai):
    limits, row = edits.unit_limits(), codes.procedure_rows([code])
    assert (int(limits.units[row][0]), int(limits.mai[row][0])) == (units, mai)


def test_every_add_on_with_a_fixed_list_has_a_base():
    table, bases = codes.procedures(), edits.add_on_bases()
    assert bases[table.addon_type == 1].any(axis=1).all()
    assert not bases[~table.is_add_on].any()
