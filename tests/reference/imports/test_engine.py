"""The payer's engine after imports: codes, pairs, limits and prices known only from an import decide claims from their
day on, and not before.
"""

import pytest
from layouts import RVU_HEAD, mue_text, ptp_text, rvu_row

from sim.payer.rulebook.catalogue import policies
from sim.payer.examples.worked_examples import check


def told(policy: str, table: str) -> list[str]:
    """What the engine says against a table of examples for one policy; empty when it agrees."""
    return check(policies()[policy]._replace(doc=table))


@pytest.fixture
def imported(diagnosis_shelf, take, tmp_path):
    pairs = tmp_path / "ccipra-v323r0-f1.txt"
    pairs.write_text(ptp_text([("27447", "20610", "20200101", "*", 0), ("27447", "29870", "20200101", "*", 1)]))
    take("ptp", pairs, "v323", "2026-07-01", extract=True)
    limits = tmp_path / "mue.csv"
    limits.write_text(mue_text([("27447", 1, 2), ("20610", 4, 3)]))
    take("mue", limits, "2026Q3", "2026-07-01", extract=True)
    fees = tmp_path / "PPRRVU2026_Jul_nonQPP.csv"
    fees.write_text(RVU_HEAD + rvu_row("27447", "10.00", "10.00", "10.00", "10.00", days="090", split="0.10,0.69,0.21"))
    take("pprrvu", fees, "RVU26C", "2026-07-01", extract=True)


def test_imported_pairs_decide_from_their_day(imported):
    assert (
        told(
            "bundled_pair",
            """
    payer             claim  service_date  code   modifiers | denies
    medicare          1      2026-06-30    27447  -         | no
    medicare          1      2026-06-30    20610  -         | no
    medicare          2      2026-07-01    27447  -         | no
    medicare          2      2026-07-01    20610  59        | yes
    medicare          3      2026-07-01    27447  -         | no
    medicare          3      2026-07-01    29870  59        | no
    medicare          4      2026-07-01    10060  -         | no
    medicare          4      2026-07-01    12001  -         | yes
    """,
        )
        == []
    )


def test_imported_limits_decide_from_their_day(imported):
    assert (
        told(
            "units_above_limit",
            """
    payer             claim  service_date  code   units | denies
    medicare          1      2026-06-30    27447  2     | no
    medicare          2      2026-07-01    27447  2     | yes
    medicare          3      2026-06-30    20610  3     | yes
    medicare          4      2026-07-01    20610  3     | no
    """,
        )
        == []
    )


def test_an_imported_schedule_prices_from_its_day(imported):
    assert (
        told(
            "contractual",
            """
    payer             service_date  code   charge  | reduces
    medicare          2026-07-01    27447  2000.00 | 1227.77
    """,
        )
        == []
    ), "10 x (1.000 + 0.915 + 0.397) units at $33.4009 are $772.23"


def test_an_imported_schedule_splits_the_care_of_an_operation(imported):
    assert (
        told(
            "part_of_surgery",
            """
    payer             service_date  code   modifiers  charge  | reduces
    medicare          2026-07-01    27447  55         2000.00 | 610.06
    medicare          2026-07-01    27447  54         2000.00 | 162.17
    """,
        )
        == []
    ), "21 percent of $772.23 for the care after, 79 for what comes before"


def test_what_an_import_does_not_tell_is_not_held_against_a_line(imported):
    assert (
        told(
            "modifier_does_not_fit",
            """
    payer             service_date  code   modifiers | denies
    medicare          2026-07-01    29870  50        | no       known from the pairs only: its indicators are not
    medicare          2026-07-01    29870  26        | no
    medicare          2026-07-01    27447  50        | no       the fee schedule says 1: both sides may be billed so
    medicare          2026-07-01    27447  26        | yes      and that it has no professional part
    """,
        )
        == []
    )
