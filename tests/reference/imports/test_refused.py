"""What is refused: wrong files, wrong years, cut files, hostile ZIPs, rubbish, interruptions. Each in one line, and
nothing is changed.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from layouts import GPCI_HEAD, MUE, RVU_HEAD, hcpcs_line, mue_text, ptp_text, rvu_row

from sim.ground.errors import CleanClaimError
from sim.reference.imports import kinds_offered, status
from sim.reference.imports.kinds import kind_of


def test_a_file_of_another_kind_is_named(refused, tmp_path):
    path = tmp_path / "file.txt"
    path.write_text(ptp_text([("10060", "12001", "20200101", "*", 1)]))
    refused("looks like a file of kind ptp", "mue", path)
    path.write_text("Dear colleague,\nplease find attached\n")
    refused("not a file of that kind", "mue", path)
    path.write_text("".join(hcpcs_line(f"A{number:04d}") for number in range(20)))
    refused("looks like a file of kind hcpcs", "pprrvu", path)


def test_an_unknown_kind_release_or_day_is_told(refused, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(MUE)
    refused("no kind 'nonsense'.*expected add-on, carc", "nonsense", path)
    refused("not a name for a release", "mue", path, release="../up")
    refused("not a name for a release", "mue", path, release="")
    refused("not a date", "mue", path, effective="October")
    refused("not a date for a release", "mue", path, effective="1492-10-12")


def test_a_file_that_is_not_there_empty_or_a_folder(refused, tmp_path):
    refused("cannot read nowhere.csv: No such file", "mue", tmp_path / "nowhere.csv")
    refused("not a file|cannot read", "mue", tmp_path)
    (tmp_path / "empty.csv").write_bytes(b"")
    refused("is empty", "mue", tmp_path / "empty.csv")


@pytest.mark.parametrize(
    ("kind", "name", "text", "effective", "words"),
    [
        ("mue", "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", MUE, "2027-01-01", "that of 2026-10-01"),
        (
            "ptp",
            "ccipra.txt",
            ptp_text([("10060", "12001", "20270101", "*", 1)]),
            "2026-10-01",
            "newest edit of the file begins on 2027-01-01",
        ),
        ("pprrvu", "PPRRVU2026_Oct_nonQPP.csv", RVU_HEAD + rvu_row("27447"), "2027-01-01", "that of 2026"),
        ("gpci", "GPCI2026.csv", GPCI_HEAD + "05102,IA,00,IOWA,1.000,0.900,0.500\n", "2025-01-01", "that of 2026"),
        ("hcpcs", "HCPC2026_OCT_ANWEB.txt", hcpcs_line("A0428"), "2025-10-01", "that of 2026"),
        (
            "hcpcs",
            "anweb.txt",
            hcpcs_line("A0428", action="20270101"),
            "2026-01-01",
            "newest change in the file is of 2027-01-01",
        ),
        (
            "add-on",
            "AOC_V2026Q3-MCR.csv",
            "AOC_Edit_Type,Add-On_Code,Primary_Code,AOC_Edit_EffDT,AOC_Edit_DelDT\n1,22614,22612,2020001,\n",
            "2026-10-01",
            "2026, quarter 3",
        ),
        (
            "taxonomy",
            "nucc_taxonomy_251.csv",
            "Code,Grouping,Classification,Specialization\n207Q00000X,a,b,\n",
            "2026-01-01",
            "that of 2025",
        ),
        (
            "icd10cm",
            "icd10cm-order-2026.txt",
            f"00001 A00     0 {'Cholera':<60} Cholera\n",
            "2026-10-01",
            "fiscal year 2026",
        ),
    ],
)
def test_the_wrong_year_is_told(kind, name, text, effective, words, refused, tmp_path):
    (tmp_path / name).write_text(text)
    refused(words, kind, tmp_path / name, effective=effective)


@pytest.mark.parametrize("kind", sorted(set(kinds_offered()) - {"cpt", "icd10cm"}))
def test_too_few_rows_are_a_file_cut_short(kind, refused, tmp_path):
    path = tmp_path / SMALL[kind][0]
    path.write_text(SMALL[kind][1])
    refused("only [12] rows.*--extract", kind, path, extract=False)


SMALL = {
    "mue": ("mue.csv", MUE),
    "ptp": ("ccipra.txt", ptp_text([("10060", "12001", "20200101", "*", 1)])),
    "pprrvu": ("PPRRVU2026_Oct_nonQPP.csv", RVU_HEAD + rvu_row("27447")),
    "gpci": ("GPCI2026.csv", GPCI_HEAD + "05102,IA,00,IOWA,1.000,0.900,0.500\n"),
    "hcpcs": ("anweb.txt", hcpcs_line("A0428")),
    "pos": ("pos.csv", "POS Code,Name\n11,Office\n21,Inpatient hospital\n"),
    "add-on": (
        "aoc.csv",
        "AOC_Edit_Type,Add-On_Code,Primary_Code,AOC_Edit_EffDT,AOC_Edit_DelDT\n1,22614,22612,2020001,\n",
    ),
    "taxonomy": ("nucc.csv", "Code,Grouping,Classification,Specialization\n207Q00000X,a,b,\n"),
    "carc": ("carc.txt", "1\n2\n"),
    "rarc": ("rarc.txt", "M1\nN2\n"),
    "claim-status": ("claim_status.txt", "1\n20\n"),
    "claim-status-category": ("category.txt", "A1\nF2\n"),
}


@pytest.mark.parametrize("kind", sorted(SMALL))
def test_a_row_cut_in_the_middle_is_told(kind, refused, tmp_path):
    name, text = SMALL[kind]
    path = tmp_path / name
    path.write_bytes(text.encode()[:-4] if kind == "hcpcs" else text.encode())
    if kind in ("mue", "ptp", "pprrvu", "gpci", "add-on", "taxonomy", "pos"):
        lines = text.rstrip().splitlines()
        path.write_text("\n".join([*lines, lines[-1][:5]]))
        refused("cells|is not a code|cut short|not a locality|stands twice", kind, path)
    if kind == "hcpcs":
        path.write_text(text + text[:150])
        refused("a record of 150 characters.*line 2", kind, path)


def test_a_release_that_shrank_is_told(shelf, take, tmp_path, monkeypatch):
    monkeypatch.setattr(kind_of("mue"), "FLOOR", 10)
    path = tmp_path / "mue.csv"
    path.write_text(mue_text((f"{number:05d}", 1, 2) for number in range(10000, 10100)))
    take("mue", path, "2026Q3", "2026-07-01")
    path.write_text(mue_text((f"{number:05d}", 1, 2) for number in range(10000, 10079)))
    with pytest.raises(CleanClaimError, match="79 rows, where the release before had 100"):
        take("mue", path, "2026Q4", "2026-10-01")


def test_the_same_row_twice_is_told(refused, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(mue_text([("10060", 1, 2), ("10060", 2, 2)]))
    refused("10060 stands twice", "mue", path)


# ---- rubbish

PIECES = ['"', "\t", ",", "\n", "\r", "é", "٣", "-1", "1e9"]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.binary(min_size=1, max_size=400), kind=some.sampled_from(sorted(kinds_offered())))
def test_any_bytes_are_read_or_refused_in_one_line(shelf, take, tmp_path_factory, data, kind):
    path = tmp_path_factory.mktemp("x") / "file.txt"
    path.write_bytes(data)
    with pytest.raises(CleanClaimError) as told:
        take(kind, path, "R", "2026-10-01", license=True, extract=True)
    assert "\n" not in told.value.line()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=some.sampled_from(sorted(SMALL)),
    at=some.integers(0, 3000),
    piece=some.one_of(some.text(max_size=6), some.sampled_from(PIECES)),
    cut=some.integers(0, 8),
)
def test_a_damaged_file_is_read_or_refused_in_one_line(shelf, take, tmp_path_factory, kind, at, piece, cut):
    name, text = SMALL[kind]
    at %= len(text)
    path = tmp_path_factory.mktemp("x") / name
    path.write_bytes((text[:at] + piece + text[at + cut :]).encode("utf-8", "surrogatepass"))
    try:
        take(kind, path, f"R{at}", "2026-10-01", extract=True)
    except CleanClaimError as told:
        assert "\n" not in told.line()
    from sim.reference.imports import remove

    for row in status():
        if row["release"] != "shipped":
            remove(row["kind"], row["release"])


def test_a_list_with_entities_or_endless_nesting_is_refused(refused, tmp_path):
    path = tmp_path / "tabular.xml"
    path.write_text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><ICD10CM.tabular>&a;</ICD10CM.tabular>')
    refused("declares entities", "icd10cm", path)
    path.write_text("<ICD10CM.tabular>" + "<diag>" * 50_000 + "</diag>" * 50_000 + "</ICD10CM.tabular>")
    refused("nested without end", "icd10cm", path)
    path.write_text("<ICD10CM.tabular><chapter><name>1</name>")
    refused("not the tabular list", "icd10cm", path)
