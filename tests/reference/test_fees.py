"""Fees to the cent: published national amounts, and locality amounts recomputed with decimals by another way."""

import csv
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.reference import fees
from sim.reference.charge_master import charges


def published(root):
    """What CMS printed for the codes we ship (tests/reference/published_2026.csv)."""
    lines = (root / "tests/reference/published_2026.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_national_amounts_as_published(root):
    rows = [row for row in published(root) if row["office"]]
    assert len(rows) >= 45
    for row in rows:
        place = fees.fee_rows([row["code"]])
        found = int(fees.mpfs_amount(place, False)[0]), int(fees.mpfs_amount(place, True)[0])
        assert found == (int(Decimal(row["office"]) * 100), int(Decimal(row["facility"]) * 100)), row["code"]


def read(root, name):
    lines = [
        line
        for line in (root / "data/fees" / name).read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    return list(csv.DictReader(lines))


def by_decimals(fee, index, is_facility, factor="33.4009"):
    expense = Decimal(fee["facility_pe_rvu" if is_facility else "nonfacility_pe_rvu"])
    units = (
        Decimal(fee["work_rvu"]) * Decimal(index["work"])
        + expense * Decimal(index["practice_expense"])
        + Decimal(fee["malpractice_rvu"]) * Decimal(index["malpractice"])
    )
    return int((units * Decimal(factor) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def test_every_code_in_every_locality_recomputed_with_decimals(root):
    """Some 5,000 pairs of code and locality, office and facility, from the tables' own texts and by another
    arithmetic.
    """
    rows, places = read(root, "mpfs_2026.csv"), read(root, "gpci_2026.csv")
    assert len(places) == 110
    pairs = 0
    for is_facility in (False, True):
        mine = fees.mpfs_amount(np.arange(len(rows))[:, None], is_facility, np.arange(len(places))[None, :])
        for row in range(0, len(rows), 7):
            pairs += len(places)
            assert mine[row].tolist() == [by_decimals(rows[row], place, is_facility) for place in places], rows[row][
                "code"
            ]
    assert pairs >= 5_000


def test_parts_add_up_to_the_whole():
    """26 and TC together are the whole, within a cent of rounding."""
    codes = ["71045", "71046", "73560", "73610", "73721", "88305", "93306", "94010", "94060"]
    whole, reading, technical = (fees.mpfs_amount(fees.fee_rows(codes, part), False) for part in ("", "26", "TC"))
    assert (np.abs(whole - reading - technical) <= 1).all() and (reading > 0).all()


def test_an_unknown_code_has_no_amount_and_an_unknown_place_is_an_error():
    assert fees.mpfs_amount(fees.fee_rows(["nonsense", "80053"]), False).tolist() == [-1, -1]
    with pytest.raises(CleanClaimError, match="unknown locality '99999-99'"):
        fees.locality_rows(["99999-99"])


def test_the_other_conversion_factor():
    factor = fees.national_factor("2026-06-01", in_payment_model=True)
    row = fees.fee_rows(["99213"])
    assert int(fees.mpfs_amount(row, False, 0, factor)[0]) == int(
        (Decimal("2.85") * Decimal("33.5675") * 100).quantize(Decimal(1), ROUND_HALF_UP)
    )


@given(st.integers(0, 100), st.integers(0, 109), st.booleans())
def test_the_work_floor_and_positive_amounts(row, place, is_facility):
    index = fees.gpci()
    assert index.work[place] >= 1000
    assert fees.mpfs_amount(row, is_facility, place) > 0


def test_the_charge_is_above_every_medicare_amount():
    """A charge below the fee schedule would give money away (lesser of charge and schedule)."""
    table = fees.mpfs()
    whole = table.take((table.modifier == "") & (table.status_code != "I"))
    charged = charges(whole.code.texts())
    dearest = fees.mpfs_amount(fees.fee_rows(whole.code.texts())[:, None], False, np.arange(len(fees.gpci()))[None, :])
    iowa = dearest[:, int(fees.locality_rows(["05102-00"])[0])]
    assert (charged > iowa * 1.9).all() and (charged >= dearest.max(axis=1)).all()


@pytest.mark.parametrize("code", ["45378", "G0105", "G0121"])
def test_a_colonoscopy_stopped_short_has_about_half_the_values_of_its_own(code):
    whole, stopped = (int(fees.mpfs_amount(fees.fee_rows([code], part), False)[0]) for part in ("", "53"))
    assert 0.49 < stopped / whole < 0.51


def test_further_endoscopies_name_their_base():
    table = fees.mpfs()
    row = fees.fee_rows(["45380", "45385"])
    assert table.endoscopic_base[row].texts().tolist() == ["45378", "45378"]
