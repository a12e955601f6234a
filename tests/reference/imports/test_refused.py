"""What is refused: wrong files, wrong years, cut files, hostile ZIPs, rubbish, interruptions. Each in one line, and nothing is changed."""
import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from layouts import GPCI_HEAD, RVU_HEAD, hcpcs_line, mue_text, ptp_text, rvu_row

from sim.ground.errors import CleanClaimError
from sim.reference import codes, edits
from sim.reference.imports import import_file, kinds_offered, status
from sim.reference.imports.kinds import kind_of

MUE = mue_text([("10060", 1, 2), ("27447", 2, 2)])


@pytest.fixture
def refused(shelf, take):
    """Import something that must be refused with these words; the shelf stays as it was."""
    def refused(words, kind, path, release="R1", effective="2026-10-01", **more):
        before = sorted(path.name for path in shelf.rglob("*"))
        with pytest.raises(CleanClaimError, match=words) as told:
            take(kind, path, release, effective, **{"extract": True, **more})
        assert all((told.value.what, told.value.where, told.value.expected, told.value.todo)), told.value.line()
        assert sorted(path.name for path in shelf.rglob("*")) in (before, sorted([*before, "imports"]))
    return refused


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


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
    refused("no name for a release", "mue", path, release="../up")
    refused("no name for a release", "mue", path, release="")
    refused("not a date", "mue", path, effective="October")
    refused("no day for a release", "mue", path, effective="1492-10-12")


def test_a_file_that_is_not_there_empty_or_a_folder(refused, tmp_path):
    refused("cannot read nowhere.csv: No such file", "mue", tmp_path / "nowhere.csv")
    refused("not a file|cannot read", "mue", tmp_path)
    (tmp_path / "empty.csv").write_bytes(b"")
    refused("is empty", "mue", tmp_path / "empty.csv")


@pytest.mark.parametrize(("kind", "name", "text", "effective", "words"), [
    ("mue", "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", MUE, "2027-01-01", "that of 2026-10-01"),
    ("ptp", "ccipra.txt", ptp_text([("10060", "12001", "20270101", "*", 1)]), "2026-10-01", "newest edit of the file begins on 2027-01-01"),
    ("pprrvu", "PPRRVU2026_Oct_nonQPP.csv", RVU_HEAD + rvu_row("27447"), "2027-01-01", "that of 2026"),
    ("gpci", "GPCI2026.csv", GPCI_HEAD + "05102,IA,00,IOWA,1.000,0.900,0.500\n", "2025-01-01", "that of 2026"),
    ("hcpcs", "HCPC2026_OCT_ANWEB.txt", hcpcs_line("A0428"), "2025-10-01", "that of 2026"),
    ("hcpcs", "anweb.txt", hcpcs_line("A0428", action="20270101"), "2026-01-01", "newest change in the file is of 2027-01-01"),
    ("add-on", "AOC_V2026Q3-MCR.csv", "AOC_Edit_Type,Add-On_Code,Primary_Code,AOC_Edit_EffDT,AOC_Edit_DelDT\n1,22614,22612,2020001,\n", "2026-10-01",
     "2026, quarter 3"),
    ("taxonomy", "nucc_taxonomy_251.csv", "Code,Grouping,Classification,Specialization\n207Q00000X,a,b,\n", "2026-01-01", "that of 2025"),
    ("icd10cm", "icd10cm-order-2026.txt", f"00001 A00     0 {'Cholera':<60} Cholera\n", "2026-10-01", "fiscal year 2026"),
])
def test_the_wrong_year_is_told(kind, name, text, effective, words, refused, tmp_path):
    (tmp_path / name).write_text(text)
    refused(words, kind, tmp_path / name, effective=effective)


@pytest.mark.parametrize("kind", sorted(set(kinds_offered()) - {"cpt", "icd10cm"}))
def test_too_few_rows_are_a_file_cut_short(kind, refused, tmp_path):
    path = tmp_path / SMALL[kind][0]
    path.write_text(SMALL[kind][1])
    refused("only [12] rows.*--extract", kind, path, extract=False)


SMALL = {
    "mue": ("mue.csv", MUE), "ptp": ("ccipra.txt", ptp_text([("10060", "12001", "20200101", "*", 1)])),
    "pprrvu": ("PPRRVU2026_Oct_nonQPP.csv", RVU_HEAD + rvu_row("27447")), "gpci": ("GPCI2026.csv", GPCI_HEAD + "05102,IA,00,IOWA,1.000,0.900,0.500\n"),
    "hcpcs": ("anweb.txt", hcpcs_line("A0428")), "pos": ("pos.csv", "POS Code,Name\n11,Office\n21,Inpatient hospital\n"),
    "add-on": ("aoc.csv", "AOC_Edit_Type,Add-On_Code,Primary_Code,AOC_Edit_EffDT,AOC_Edit_DelDT\n1,22614,22612,2020001,\n"),
    "taxonomy": ("nucc.csv", "Code,Grouping,Classification,Specialization\n207Q00000X,a,b,\n"), "carc": ("carc.txt", "1\n2\n"), "rarc": ("rarc.txt", "M1\nN2\n"),
    "claim-status": ("claim_status.txt", "1\n20\n"), "claim-status-category": ("category.txt", "A1\nF2\n"),
}


@pytest.mark.parametrize("kind", sorted(SMALL))
def test_a_row_cut_in_the_middle_is_told(kind, refused, tmp_path):
    name, text = SMALL[kind]
    path = tmp_path / name
    path.write_bytes(text.encode()[:-4] if kind == "hcpcs" else text.encode())
    if kind in ("mue", "ptp", "pprrvu", "gpci", "add-on", "taxonomy", "pos"):
        lines = text.rstrip().splitlines()
        path.write_text("\n".join([*lines, lines[-1][:5]]))
        refused("cells|is not a code|cut short|no locality|stands twice", kind, path)
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


# ---- ZIP files

def test_a_zip_that_climbs_out_is_refused_whole(refused, tmp_path):
    for name in ("../mue.csv", "a/../../mue.csv", "/etc/mue.csv", "..\\mue.csv", "C:\\mue.csv"):
        path = tmp_path / "evil.zip"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("mue.csv", MUE)
            info = zipfile.ZipInfo("x")
            info.filename = name
            packed.writestr(info, MUE)
        refused("climbs out", "mue", path)
    assert not (tmp_path / "mue.csv").exists() and not (tmp_path.parent / "mue.csv").exists()


def test_a_zip_bomb_is_refused_unopened(refused, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("mue.csv", "w") as stream:
        for _ in range(40):
            stream.write(b"0" * 1_000_000)
    start = time.perf_counter()
    refused("ZIP bomb", "mue", path)
    assert time.perf_counter() - start < 2


def test_a_zip_that_lies_about_its_size_is_refused(refused, tmp_path):
    path = zipped(tmp_path / "lie.zip", {"mue.csv": MUE + "0" * 100_000})
    data = bytearray(path.read_bytes())
    size = len(MUE + "0" * 100_000).to_bytes(4, "little")
    at = data.rfind(size)
    data[at:at + 4] = (500).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    refused("damaged|not a file|bomb", "mue", path)


def test_too_many_files_and_passwords_are_refused(refused, tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(301):
            packed.writestr(f"{number}.txt", "x")
    refused("holds 301 files", "mue", path)
    path = zipped(tmp_path / "secret.zip", {"mue.csv": MUE})
    data = bytearray(path.read_bytes())
    central = data.rfind(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(bytes(data))
    refused("encrypted", "mue", path)


def test_a_zip_cut_short_or_damaged_is_refused(refused, tmp_path):
    path = zipped(tmp_path / "whole.zip", {"mue.csv": mue_text((f"{number:05d}", number % 7, 2) for number in range(10000, 12000))})
    whole = path.read_bytes()
    path.write_bytes(whole[:len(whole) // 2])
    refused("cannot be opened", "mue", path)
    path.write_bytes(whole[:500] + bytes(byte ^ 255 for byte in whole[500:520]) + whole[520:])
    refused("damaged|not a file of that kind|no text", "mue", path)


def workbook(rows, **more):
    """Files of a small Excel workbook: the first cell of each row a shared text, the others inline or numbers."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = [[f'<c r="A{at}" t="s"><v>{at - 1}</v></c>', *(f'<c r="{chr(65 + place)}{at}"><v>{cell}</v></c>' if isinstance(cell, int)
              else f'<c r="{chr(65 + place)}{at}" t="inlineStr"><is><t>{cell}</t></is></c>' for place, cell in enumerate(row) if place and cell != "")]
             for at, row in enumerate(rows, 1)]
    return {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>"
            + "".join(f"<row>{''.join(row)}</row>" for row in cells) + "</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {space}>" + "".join(f"<si><t>{row[0]}</t></si>" for row in rows) + "</sst>", **more}


ADD_ON = [("Notice",), ("AOC_Edit_Type", "Add-On_Code", "AOC_DelDT", "Primary_Code", "Primary_Code_DelDT", "AOC_Edit_EffDT", "AOC_Edit_DelDT"),
          ("1", "22614", "", "22612", "", 2020001, ""), ("1", "22614", "", "22630", "", 2020001, 2026304)]


def test_a_workbook_is_read_alone_or_beside_a_text_that_is_not_it(shelf, take, tmp_path):
    path = zipped(tmp_path / "AOC_V2026Q4-MCR.xlsx", workbook(ADD_ON))
    assert take("add-on", path, "2026Q4", "2026-10-01", extract=True).rows == 2
    both = zipped(tmp_path / "aoc.zip", {"AOC_V2027Q1-MCR.txt": "122614     22612\n"})
    with zipfile.ZipFile(both, "a") as packed:
        packed.writestr("AOC_V2027Q1-MCR.xlsx", path.read_bytes())
    assert take("add-on", both, "2027Q1", "2027-01-01", extract=True).rows == 2
    assert edits.is_base(*codes.procedure_rows(["22614", "22612"]), "2026-10-01")


def test_a_workbook_of_something_else_or_with_tricks_and_two_candidates_are_told(refused, tmp_path):
    refused("workbook without that table", "mue", zipped(tmp_path / "mue.xlsx", workbook([("a", "b")])))
    refused("looks like a file of kind add-on", "mue", zipped(tmp_path / "mue.xlsx", workbook(ADD_ON)))
    evil = {**workbook(ADD_ON), "xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "a">]><sst>&a;</sst>'}
    refused("declares entities", "add-on", zipped(tmp_path / "evil.xlsx", evil))
    refused("workbook cannot be read", "add-on", zipped(tmp_path / "cut.xlsx", {**workbook(ADD_ON), "xl/worksheets/sheet1.xml": "<worksheet><row"}))
    refused("workbook cannot be read", "add-on", zipped(tmp_path / "none.xlsx", {"xl/workbook.xml": "<workbook/>"}))
    refused("several files could be meant", "mue", zipped(tmp_path / "two.zip", {"a.csv": MUE, "b.csv": MUE}))


def test_the_member_is_found_by_pattern_or_by_content(shelf, take, tmp_path):
    path = zipped(tmp_path / "a.zip", {"readme.txt": "Hello", "folder/MCR_MUE_PractitionerServices_Eff_10-01-2026.csv": MUE, "other.csv": MUE})
    assert take("mue", path, "2026Q4", "2026-10-01", extract=True).rows == 2
    path = zipped(tmp_path / "b.zip", {"readme.txt": "Hello", "renamed_by_the_publisher.csv": MUE + "20610,2,3 x,\r\n"})
    assert take("mue", path, "2027Q1", "2027-01-01", extract=True).rows == 3


# ---- rubbish

PIECES = ['"', "\t", ",", "\n", "\r", "é", "٣", "-1", "1e9"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.binary(min_size=1, max_size=400), kind=some.sampled_from(sorted(kinds_offered())))
def test_any_bytes_are_read_or_refused_in_one_line(shelf, take, tmp_path_factory, data, kind):
    path = tmp_path_factory.mktemp("x") / "file.txt"
    path.write_bytes(data)
    with pytest.raises(CleanClaimError) as told:
        take(kind, path, "R", "2026-10-01", licence=True, extract=True)
    assert "\n" not in told.value.line()


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=some.sampled_from(sorted(SMALL)), at=some.integers(0, 3000), piece=some.one_of(some.text(max_size=6), some.sampled_from(PIECES)),
       cut=some.integers(0, 8))
def test_a_damaged_file_is_read_or_refused_in_one_line(shelf, take, tmp_path_factory, kind, at, piece, cut):
    name, text = SMALL[kind]
    at %= len(text)
    path = tmp_path_factory.mktemp("x") / name
    path.write_bytes((text[:at] + piece + text[at + cut:]).encode("utf-8", "surrogatepass"))
    try:
        take(kind, path, f"R{at}", "2026-10-01", extract=True)
    except CleanClaimError as told:
        assert "\n" not in told.line()
    from sim.reference.imports import remove
    for row in status():
        if row["release"] != "shipped":
            remove(row["kind"], row["release"])


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.binary(max_size=300), at=some.integers(0, 5000), cut=some.integers(0, 60))
def test_a_damaged_zip_is_read_or_refused_in_one_line(shelf, take, tmp_path_factory, data, at, cut):
    path = zipped(tmp_path_factory.mktemp("x") / "mue.zip", {"mue.csv": MUE})
    whole = path.read_bytes()
    at %= len(whole)
    path.write_bytes(whole[:at] + data + whole[at + cut:])
    try:
        take("mue", path, f"R{at}", "2026-10-01", extract=True)
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


# ---- interruptions

def test_stopped_at_any_word_of_progress_nothing_is_changed(shelf, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(MUE)
    spoken: list = []
    import_file("mue", path, "2026Q3", "2026-07-01", extract=True, progress=spoken.append)
    before = {one.name: one.read_bytes() for one in shelf.rglob("*") if one.is_file()}
    for stop in range(len(spoken) - 1):
        said: list = []

        def halt(words, said=said, stop=stop):
            said.append(words)
            if len(said) > stop:
                raise KeyboardInterrupt
        with pytest.raises(KeyboardInterrupt):
            import_file("mue", path, "2026Q4", "2026-10-01", extract=True, progress=halt)
        assert {one.name: one.read_bytes() for one in shelf.rglob("*") if one.is_file()} == before


def test_stopped_while_writing_nothing_is_changed(shelf, take, tmp_path, monkeypatch):
    from sim.reference.imports import store
    path = tmp_path / "mue.csv"
    path.write_text(MUE)
    for name in ("pack", "_set"):
        def broken_off(*_):
            raise KeyboardInterrupt
        with monkeypatch.context() as patch:
            patch.setattr(store, name, broken_off)
            with pytest.raises(KeyboardInterrupt):
                take("mue", path, "2026Q4", "2026-10-01", extract=True)
        assert not [one for one in shelf.rglob("*") if one.is_file()]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill without warning")
def test_killed_in_the_middle_of_a_large_import_nothing_is_changed(shelf, tmp_path):
    path = tmp_path / "ccipra-v323r0-f1.txt"
    path.write_text(ptp_text((f"{first:05d}", f"{second:05d}", "20261001", "*", 1) for first in range(20000, 20500) for second in range(30000, 30400)))
    program = "import sys\nfrom sim.reference.imports import import_file\nimport_file('ptp', sys.argv[1], 'v323', '2026-10-01', progress=lambda w: print(w, flush=True))"
    for stop in ("100,000 rows read", "checking codes", "comparing", "writing"):
        process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True, env={**os.environ})
        for line in process.stdout:
            if stop in line:
                process.kill()
                break
        process.wait(60)
        assert not list(shelf.rglob("*.json"))
    codes.procedures.cache_clear()
    assert not [row for row in status() if row["release"] != "shipped"]
    assert len(codes.procedures()) < 300


def test_a_full_or_forbidden_folder_is_told(shelf, take, tmp_path, monkeypatch):
    from sim.reference.imports import store
    path = tmp_path / "mue.csv"
    path.write_text(MUE)

    def full(*_):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(store, "pack", full)
    with pytest.raises(CleanClaimError, match="cannot write the import: No space left.*make room"):
        take("mue", path, "2026Q4", "2026-10-01", extract=True)
    assert not [one for one in shelf.rglob("*") if one.is_file()]


def test_a_damaged_shelf_is_told_not_passed_over(shelf, take, tmp_path):
    path = tmp_path / "mue.csv"
    path.write_text(MUE)
    take("mue", path, "2026Q4", "2026-10-01", extract=True)
    from sim.reference.imports.shelf_list import refresh
    card = next((shelf / "imports").glob("*.json"))
    data = next((shelf / "imports").glob("*.npz"))
    whole = data.read_bytes()
    data.write_bytes(whole[:100])
    refresh()
    with pytest.raises(CleanClaimError, match="cannot be read"):
        edits.unit_limits()
    data.unlink()
    refresh()
    with pytest.raises(CleanClaimError, match="card is damaged.*import that file again"):
        status()
    card.write_text("{")
    refresh()
    with pytest.raises(CleanClaimError, match="card is damaged"):
        status()
