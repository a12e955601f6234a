"""Imported code lists: a code known only from an import works, dates of service choose the release, licensed
words stay out.
"""

import gzip
from decimal import Decimal

import numpy as np
import pytest
from layouts import hcpcs_line

from sim.ground.errors import CleanClaimError
from sim.reference import codes
from sim.reference.imports import remove, status
from sim.reference.imports.kinds import kind_of, kinds
from sim.reference.imports.lists import is_listed
from sim.reference.plain_words import explain
from sim.reference.search import search_codes
from sim.reference.tables import by_code


def row_of(code):
    row = int(codes.procedure_rows([code])[0])
    return {name: column[row] for name, column in codes.procedures().items()} if row >= 0 else None


def test_every_kind_says_what_it_is_and_has_the_common_verbs():
    assert len(kinds()) == 14
    for kind, module in kinds().items():
        assert (
            module.KIND == kind
            and module.TITLE
            and module.PUBLISHER
            and module.FLOOR > 0
            and module.PATTERNS
            and module.KEY
        )
        for verb in ("recognize", "read", "check", "shipped"):
            assert getattr(module, verb).__doc__, f"{kind}.{verb}"


# ---- HCPCS


@pytest.fixture
def level_two(shelf, take, tmp_path):
    path = tmp_path / "HCPC2026_OCT_ANWEB.txt"
    path.write_text(
        "***Disclaimers\t\t\r\n*no coverage is implied\r\n\r\n"
        + hcpcs_line("ZZ", "7", "A modifier", "Modifier")
        + hcpcs_line("A0428", long="Ambulance service, basic life support,", short="Bls")
        + hcpcs_line("A0428", "4", "non-emergency")
        + hcpcs_line("J9999", ended="20261231")
        + hcpcs_line("D0120", short="A tooth")
        + hcpcs_line("J1885", ended="20260930")
    )
    return take("hcpcs", path, "2026-10", "2026-10-01", extract=True)


def test_level_two_codes_come_with_their_dates(level_two):
    assert (
        row_of("A0428")["label"] == "Bls"
        and row_of("A0428")["kind"] == "supply"
        and row_of("A0428")["start_date"] == np.datetime64("2020-01-01")
    )
    assert row_of("J9999")["end_date"] == np.datetime64("2026-12-31") and row_of("J9999")["kind"] == "drug"
    assert row_of("J1885")["end_date"] == np.datetime64("2026-09-30"), "a code we teach ends when its list says so"
    assert row_of("J3301")["end_date"] == np.datetime64("2999-12-31")
    assert "dental" in " ".join(level_two.notes)
    assert search_codes("bls", "procedure")[0]["code"] == "A0428" and search_codes("j9999", on="2027-02-01") == []


def test_a_long_text_is_joined_and_a_dental_one_left_out(level_two):
    from sim.reference.imports import store

    content = store.columns(store.releases("hcpcs")[0])
    assert (
        content["long"][content["code"].tolist().index(b"A0428")]
        == "Ambulance service, basic life support, non-emergency"
    )
    dental = content["code"].tolist().index(b"D0120")
    assert content["long"][dental] == content["short"][dental] == ""
    assert [one.release for one in store.releases("hcpcs_modifiers")] == ["2026-10"]


def test_a_code_that_a_later_list_omits_has_ended(shelf, take, tmp_path, monkeypatch):
    monkeypatch.setattr(kind_of("hcpcs"), "FLOOR", 1)
    monkeypatch.setattr("sim.reference.imports.run.SHRINK", 0)
    for release, day, names in (
        ("2026-07", "2026-07-01", ["A0428", "J3301", "K0001"]),
        ("2026-10", "2026-10-01", ["A0428", "K0002"]),
    ):
        path = tmp_path / "anweb.txt"
        path.write_text("".join(hcpcs_line(name, added="20260101", action="20260701") for name in names))
        report = take("hcpcs", path, release, day)
    assert (report.difference.added_codes, report.difference.ended_codes) == (["K0002"], ["J3301", "K0001"])
    assert report.difference.against == "release 2026-07"
    last = {name: str(row_of(name)["end_date"]) for name in ("A0428", "J3301", "K0001", "J1885")}
    assert last == {"A0428": "2999-12-31", "J3301": "2026-09-30", "K0001": "2026-09-30", "J1885": "2026-06-30"}
    assert str(row_of("K0002")["start_date"]) == "2026-10-01"


@pytest.fixture
def drugs(shelf, take, tmp_path):
    """A list of October 2026 with drugs of every form of unit, a drug that we teach with another unit, and
    modifiers.
    """
    path = tmp_path / "HCPC2026_OCT_ANWEB.txt"
    long = {
        "J9999": "Injection, a medicine, per 12.5 mg",
        "J9998": "Injection, a medicine, up to 1 gm",
        "J9997": "Injection, one thing 3 mg and another 5 mg",
        "J9996": "Injection, a factor, 1,000 i.u.",
        "J9995": "Gel for a joint, per dose",
        "J1885": "Injection, ketorolac tromethamine, 10 mg",
    }
    path.write_text(
        hcpcs_line("JZ", "7", "None discarded", "Zero drug wasted", added="20230101", ended="20261231")
        + hcpcs_line("ZQ", "7", "A modifier", "Of somebody", added="20261001")
        + "".join(hcpcs_line(code, long=text, short="Medicine") for code, text in long.items())
    )
    return take("hcpcs", path, "2026-10", "2026-10-01", extract=True)


@pytest.mark.parametrize(
    ("code", "dose", "units"),
    [
        ("J9999", "25 mg", 2),
        ("J9999", "26 mg", 3),
        ("J9998", "1000 mg", 1),
        ("J9998", "1001 mg", 2),
        ("J9996", "2500 units", 3),
        ("J9995", "1 dose", 1),
    ],
)
def test_units_of_drugs_known_only_from_a_file(drugs, code, dose, units):
    from sim.reference.public import drug_units

    for on in (None, "2026-10-15"):
        assert drug_units(code, dose, on=on).units == units
    assert codes.procedures().unit_quantity[int(codes.procedure_rows([code])[0])] > 0


def test_an_imported_unit_speaks_from_its_day_and_is_never_guessed(drugs):
    from sim.reference.public import drug_units

    assert [drug_units("J1885", "30 mg", on=day).units for day in ("2026-09-30", "2026-10-01")] == [
        2,
        3,
    ] and drug_units("J1885", "30 mg").units == 2
    with pytest.raises(CleanClaimError, match="no billing unit known for 'J9997'"):
        drug_units("J9997", "3 mg")
    remove("hcpcs", "2026-10")
    with pytest.raises(CleanClaimError, match="no billing unit known for 'J9999'"):
        drug_units("J9999", "25 mg")


def test_a_drug_code_that_an_imported_list_ended_is_refused(level_two):
    from sim.reference.public import drug_units

    assert drug_units("J1885", "30 mg", on="2026-09-30").units == 2
    with pytest.raises(CleanClaimError, match="J1885 ended on 2026-09-30"):
        drug_units("J1885", "30 mg", on="2026-10-01")


def test_imported_modifiers_are_known_with_their_days(drugs):
    table = codes.modifiers()
    theirs, ours, other = codes.modifier_rows(["ZQ", "JZ", "25"]).tolist()
    assert (table.label[theirs], table.kind[theirs], str(table.start_date[theirs])) == (
        "Of somebody",
        "imported",
        "2026-10-01",
    )
    assert str(table.end_date[ours]) == "2026-12-31" and table.when[ours] and str(table.end_date[other]) == "2999-12-31"
    assert explain("ZQ")["label"] == "Of somebody" and explain("J9999")["unit"] == "12.5 mg"
    remove("hcpcs", "2026-10")
    assert (
        codes.modifier_rows(["ZQ"])[0] == -1
        and str(codes.modifiers().end_date[int(codes.modifier_rows(["JZ"])[0])]) == "2999-12-31"
    )


def test_a_whole_list_that_omits_a_modifier_ends_it_but_never_those_of_cpt(shelf, take, tmp_path, monkeypatch):
    monkeypatch.setattr(kind_of("hcpcs"), "FLOOR", 1)
    monkeypatch.setattr("sim.reference.imports.run.SHRINK", 0)
    path = tmp_path / "anweb.txt"
    path.write_text(hcpcs_line("RT", "7", "Right", "Right") + hcpcs_line("A0428", action="20260701"))
    take("hcpcs", path, "2026-10", "2026-10-01")
    last = {
        one: str(codes.modifiers().end_date[int(codes.modifier_rows([one])[0])]) for one in ("RT", "LT", "25", "50")
    }
    assert last == {"RT": "2999-12-31", "LT": "2026-09-30", "25": "2999-12-31", "50": "2999-12-31"}


# ---- licensed and listed


def test_cpt_needs_a_license_and_keeps_our_labels(shelf, take, tmp_path):
    path = tmp_path / "MEDU.txt"
    path.write_text(
        "A notice of somebody\n\n"
        + "".join(f"{code}\tSOME WORDS {code}\n" for code in ("27130", "99213", "0042T", "0001F", "20610"))
    )
    with pytest.raises(CleanClaimError, match="are licensed by American Medical Association.*--i-hold-a-license"):
        take("cpt", path, "2026", "2026-01-01", extract=True)
    take("cpt", path, "2026", "2026-01-01", extract=True, license=True)
    assert row_of("27130")["label"] == "SOME WORDS 27130" and row_of("99213")["label"].startswith("Office visit")
    assert row_of("0001F")["kind"] == "quality measure"


def test_places_of_service(shelf, take, tmp_path):
    path = tmp_path / "pos.csv"
    path.write_text(
        "Place of Service Code(s),Place of Service Name,Place of Service Description,PFS"
        " setting\n11,Office,x,Non-Facility\n21,Inpatient Hospital,x,Facility\n67-70,Unassigned,x,\n67,Flying"
        " clinic,x,Facility\n68,Unassigned,N/A,\n"
    )
    assert take("pos", path, "2026-10", "2026-10-01", extract=True).rows == 3
    row = int(codes.place_of_service_rows(["67"])[0])
    assert codes.place_of_service().is_facility[row] and codes.place_of_service().label[row] == "Flying clinic"
    assert codes.place_of_service().label[int(codes.place_of_service_rows(["11"])[0])] == "Office"


def test_lists_of_x12_are_numbers_and_dates(shelf, take, tmp_path):
    path = tmp_path / "carc.csv"
    path.write_text(
        "Code,Description,Start Date,Stop Date\n1,Their words,01/01/1995,\n25,Their"
        " words,01/01/1995,12/31/2026\n399,Their words,10/01/2026,\n"
    )
    take("carc", path, "2026-10", "2026-10-01", extract=True)
    assert [is_listed("carc", "25", day) for day in ("2026-09-30", "2026-12-31", "2027-01-01")] == [None, True, False]
    assert is_listed("carc", "398") is False and is_listed("rarc", "N1") is None
    assert explain("CO-399")["label"] == "on the list of X12, which says more" and "Their words" not in str(
        explain("CO-399")
    )
    remove("carc", "2026-10")
    take("carc", path, "2026-10", "2026-10-01", extract=True, license=True)
    assert explain("CO-399")["label"] == "Their words"
    path.write_text("Code,Description,Start Date,Stop Date\n1,Their words,01/01/1995,01/01/1990\n")
    with pytest.raises(CleanClaimError, match="1 ends before it begins"):
        take("carc", path, "2027-01", "2027-01-01", extract=True)


def test_taxonomy(shelf, take, tmp_path):
    path = tmp_path / "nucc_taxonomy_261.csv"
    path.write_text(
        "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\n"
        '207Q00000X,Physicians,Family Medicine,,"Long, text",,Family,Individual\n'
    )
    take("taxonomy", path, "26.1", "2026-07-01", extract=True)
    assert is_listed("taxonomy", "207Q00000X", "2026-08-01") and not is_listed("taxonomy", "208D00000X")
    assert not any(b"Family" in one.read_bytes() for one in shelf.rglob("*") if one.is_file())


# ---- the shelf


def test_the_status_names_source_fingerprint_and_days(level_two, take, tmp_path):
    import hashlib

    rows = {(row["kind"], row["release"]): row for row in status()}
    own = rows["hcpcs", "2026-10"]
    assert own["sha256"] == hashlib.sha256((tmp_path / "HCPC2026_OCT_ANWEB.txt").read_bytes()).hexdigest()
    assert (own["source"], own["effective"], own["rows"], own["is_extract"]) == (
        "HCPC2026_OCT_ANWEB.txt",
        "2026-10-01",
        4,
        True,
    )
    assert rows["hcpcs", "shipped"]["rows"] > 30 and rows["icd10cm", "shipped"]["rows"] > 97_000


def test_the_report_says_what_came_and_went(level_two):
    said = "\n".join(level_two.lines())
    assert (
        "in force from 2026-10-01 (an extract)" in said and "3 added, 0 ended" in said and "A0428, D0120, J9999" in said
    )


def test_the_same_file_again_changes_nothing_and_another_is_refused(level_two, take, tmp_path):
    path = tmp_path / "HCPC2026_OCT_ANWEB.txt"
    assert "nothing was changed" in take("hcpcs", path, "2026-10", "2026-10-01", extract=True).notes[0]
    path.write_text(hcpcs_line("A0429"))
    for release, day in (("2026-10", "2026-10-01"), ("2026-10", "2026-11-01"), ("2026-10b", "2026-10-01")):
        with pytest.raises(CleanClaimError, match="is there already"):
            take("hcpcs", path, release, day, extract=True)
    with pytest.raises(CleanClaimError, match="no imported release 'x' of hcpcs.*hcpcs 2026-10"):
        remove("hcpcs", "x")
    assert remove("hcpcs", "2026-10") == 1 and row_of("A0428") is None


def test_nothing_is_made_by_looking(shelf):
    status()
    codes.procedures()
    assert not (shelf / "imports").exists()


# ---- files in official layout, where they are


def test_the_official_hcpcs_file_of_2019(shelf, take, official, tmp_path):
    path = tmp_path / "HCPC2019_CONTR_ANWEB.txt"
    path.write_bytes(gzip.decompress(official("hcpcs/HCPC2019_CONTR_ANWEB.txt.gz").read_bytes()))
    report = take("hcpcs", path, "2019", "2019-01-01")
    assert report.rows == 6440
    from sim.reference.imports import store

    assert store.releases("hcpcs_modifiers")[0].rows == 360
    from sim.reference.imports.level_two import imported_units

    read = {code: unit for code, unit in imported_units().items() if code[0] == "J"}
    assert len(read) == 774 and sum(unit is not None for unit in read.values()) > 690
    ours = {code: row for code, row in by_code(codes.HCPCS).items() if row["unit_quantity"]}
    # a device is billed by the piece, and the milligrams of its name are what it holds: J7298
    same = [code for code, row in ours.items() if read.get(code) and row["unit_measure"] != "dose"]
    assert len(same) > 30
    for code in same:
        held, row = read[code], ours[code]
        assert (held.quantity, held.measure, held.is_up_to) == (
            Decimal(row["unit_quantity"]),
            row["unit_measure"],
            row["is_up_to"] == "yes",
        ), code
    with pytest.raises(CleanClaimError, match="is that of 2019"):
        take("hcpcs", path, "2026-10", "2026-10-01")


def test_the_official_lists(shelf, take, official):
    for kind, name, rows in (
        ("carc", "carc_code_numbers.txt", 407),
        ("rarc", "rarc_code_numbers.txt", 998),
        ("claim-status", "claim_status_code_numbers.txt", 759),
        ("claim-status-category", "claim_status_category_code_numbers.txt", 48),
        ("pos", "place_of_service.csv", 52),
    ):
        assert take(kind, official(f"codesets/{name}"), "2020", "2020-01-01").rows == rows
