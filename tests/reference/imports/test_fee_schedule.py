"""Imported fee schedules: values, indices and conversion factor from their day on; licensed words stay out."""

import zipfile

import pytest
from layouts import GPCI_HEAD, RVU_HEAD, rvu_row

from sim.reference import codes, fees
from sim.reference.imports import remove


def row_of(code):
    row = int(codes.procedure_rows([code])[0])
    return {name: column[row] for name, column in codes.procedures().items()} if row >= 0 else None


@pytest.fixture
def schedule(shelf, take, tmp_path):
    path = tmp_path / "rvu26d.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "RVU26D/PPRRVU2026_Oct_nonQPP.csv",
            RVU_HEAD + rvu_row("27130", "19.60", "16.00", "15.00", "3.90", days="090") + rvu_row("99213", "2.00"),
        )
        packed.writestr("RVU26D/PPRRVU2026_Oct_QPP.csv", RVU_HEAD + rvu_row("27130", factor="33.5675"))
        packed.writestr(
            "RVU26D/GPCI2026.csv",
            GPCI_HEAD
            + "05102,IA,00,IOWA*,1.000,0.500,0.500\n10112,AL,00,ALABAMA,1.000,0.875,0.566\n,,,,,,\n*** a note,,,,,,\n",
        )
        packed.writestr("RVU26D/ANES2026.csv", "Contractor,Locality\n")
    return take("pprrvu", path, "RVU26D", "2026-10-01", extract=True)


def test_the_fee_schedule_takes_over_on_its_day_with_its_indices(schedule):
    row = {day: fees.fee_rows(["27130", "99213"], on=day) for day in ("2026-09-30", "2026-10-01")}
    place = {day: fees.locality_rows(["05102-00"], on=day) for day in row}
    assert (
        row["2026-09-30"][0] == -1 and (row["2026-10-01"] >= 0).all() and row["2026-10-01"][1] != row["2026-09-30"][1]
    )
    assert fees.mpfs_amount(row["2026-10-01"], False).tolist() == [131934, 13694], "39.50 and 4.10 units at $33.4009"
    assert (
        fees.gpci().practice_expense[place["2026-10-01"]].tolist()
        == [500]
        != fees.gpci().practice_expense[place["2026-09-30"]].tolist()
    )
    assert (
        fees.fee_rows(["27130"])[0] == row["2026-10-01"][0] and fees.fee_rows(["99213"])[0] == row["2026-09-30"][1]
    ), "without a day: ours first"
    assert fees.schedule_days().astype(str).tolist() == ["2026-10-01"]
    assert (
        row_of("27130")["global_days"] == "090"
        and row_of("27130")["global_day_count"] == 90
        and row_of("27130")["label"] == ""
    )
    assert "Somebody" not in str(
        codes.procedures().label.texts().tolist()
    ) and "American Medical Association" in " ".join(schedule.notes)
    assert schedule.rows == 2 and fees.locality_rows([fees.NATIONAL], on="2026-10-01").tolist() == [0]


def test_the_file_s_conversion_factor_counts_from_its_day(shelf, take, tmp_path):
    path = tmp_path / "PPRRVU2027_Jan_nonQPP.csv"
    path.write_text(RVU_HEAD.replace("2026", "2027") + rvu_row("27130", factor="32.1234"))
    take("pprrvu", path, "RVU27A", "2027-01-01", extract=True)
    assert [fees.national_factor(day) for day in ("2026-12-31", "2027-01-01")] == [33400900, 32123400]


def test_words_come_only_with_a_license(shelf, take, tmp_path):
    path = tmp_path / "PPRRVU2026_Oct_nonQPP.csv"
    path.write_text(RVU_HEAD + rvu_row("27130"))
    take("pprrvu", path, "RVU26D", "2026-10-01", extract=True)
    assert not any(b"Somebody" in one.read_bytes() for one in shelf.rglob("*") if one.is_file())
    remove("pprrvu", "RVU26D")
    take("pprrvu", path, "RVU26D", "2026-10-01", extract=True, license=True)
    assert row_of("27130")["label"] == "Somebody's wording"


def test_the_official_fee_schedule_prices_as_published(shelf, take, official, reference_rows):
    take("pprrvu", official("pfs/PPRRVU2026_Jul_nonQPP_layout_sample.csv"), "RVU26C", "2026-07-01", extract=True)
    take("gpci", official("pfs/GPCI2026.csv"), "CY2026", "2026-01-01")
    from sim.reference.imports import store

    content = store.columns(store.releases("pprrvu")[0])
    have = {
        code.decode()
        for code, part in zip(content["code"].tolist(), content["modifier"].tolist(), strict=True)
        if not part
    }
    rows = [
        row
        for row in reference_rows("pfs/pfs_2026_oct_rates_mue_2026q4_100_codes.csv")
        if row["code"] in have and row["national_nonfacility_rate_nonQP"]
    ]
    assert len(rows) > 10
    for row in rows:
        place = fees.fee_rows([row["code"]], on="2026-08-01")
        cents = [int(fees.mpfs_amount(place, facility)[0]) for facility in (False, True)]
        told = [
            round(float(row[name] or 0) * 100)
            for name in ("national_nonfacility_rate_nonQP", "national_facility_rate_nonQP")
        ]
        assert cents == told, row["code"]
