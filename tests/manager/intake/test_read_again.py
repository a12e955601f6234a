"""Reading again: what was counted well is never replaced by half a file; lists and remittances are told apart; what a
list was understood as is said.
"""

import json

import pytest

from sim.cli import main
from sim.edi import sample
from sim.manager.intake.counted import TABLES, kept_of
from sim.manager.intake.findings import denial_mix, findings
from sim.manager.intake.needs import needs
from sim.manager.packs.starter import start_pack
from tests.manager.intake.test_own_track import kept

HEAD = "Ins Co,Dt Denied,CPT-4,Chg Amt,Denial Rsn Cd,Rmk,Notes"
ROW = "Acme PPO,1/8/2026,99213,$100.00,{},,called"


@pytest.fixture
def one(home):
    return start_pack("riverside", ["family medicine"])


def listed(tmp_path, reasons, head=HEAD, row=ROW, name="denials.csv"):
    """A list with a row for each reason."""
    path = tmp_path / name
    path.write_text("\n".join([head, *(row.format(reason) for reason in reasons)]) + "\n", encoding="utf-8")
    return path


def remittance(tmp_path, share=1.0, name="era.835"):
    text = sample("remittance")
    path = tmp_path / name
    path.write_text(text[: int(len(text) * share)], encoding="utf-8")
    return path


def read(capsys, *given, code=0, form=("--json",)):
    assert main(["clinic", "read", "riverside", *map(str, given), *form]) == code
    out = capsys.readouterr().out
    return json.loads(out) if form else out


def everything(one):
    return {path.name: path.read_bytes() for path in one.counts_folder.iterdir()}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_remittance_that_was_cut_off_replaces_nothing(one, capsys, tmp_path, share):
    read(capsys, listed(tmp_path, ["CO-97"] * 30))
    before = everything(one)
    cut = remittance(tmp_path, share, "cut.835")
    said = read(capsys, remittance(tmp_path), cut, code=1, form=())
    assert everything(one) == before
    assert f"{cut}" in said and "download it again" in said and "30 listed denials" in said
    assert "without them" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook", b"Name,Color\nx,y\n"])
def test_a_list_that_cannot_be_read_replaces_nothing(one, capsys, tmp_path, content):
    good = listed(tmp_path, ["CO-97"] * 30)
    read(capsys, good)
    before = everything(one)
    (tmp_path / "bad.csv").write_bytes(content)
    assert not read(capsys, good, tmp_path / "bad.csv", code=1)["written"]
    assert everything(one) == before


@pytest.mark.parametrize("column", ["pyer=Ins Co", "carc=No such header", "payer=Inz Co"])
def test_a_mistyped_column_replaces_nothing(one, capsys, tmp_path, column):
    folder = tmp_path / "months"
    folder.mkdir()
    read(capsys, listed(folder, ["CO-97"] * 30))
    before = everything(one)
    remittance(folder)
    if "carc" in column:
        listed(folder, ["CO-97"] * 30, head="A,B,C,D,Why,F,G")
    assert main(["clinic", "read", "riverside", str(folder), "--column", column]) > 0
    assert everything(one) == before


def test_other_files_of_a_folder_are_passed_over(one, capsys, tmp_path):
    listed(tmp_path, ["CO-97"] * 30)
    (tmp_path / "readme.json").write_text("{}", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("Name,Color\nx,y\n", encoding="utf-8")
    assert read(capsys, tmp_path)["written"]


def test_what_is_replaced_is_said(one, capsys, tmp_path):
    assert "Replaces" not in read(capsys, listed(tmp_path, ["CO-97"] * 30), form=())
    said = read(capsys, listed(tmp_path, ["CO-97"] * 40), form=())
    assert "Replaces what was counted before: 30 listed denials." in said


def test_cost_share_and_contract_are_no_denials_in_a_list_either(one, capsys, tmp_path):
    given = ["PR-1"] * 20 + ["CO-45"] * 15 + ["CO-97"] * 30 + ["CO-50, PR-1"] * 12
    said = read(capsys, listed(tmp_path, given))
    assert [(share.name, share.lines) for share in denial_mix(kept_of(one))] == [("CO-97", 30), ("CO-50", 12)]
    assert kept_of(one).summary["listed_denials"] == 42 == said["files"][0]["counted"]
    assert any(line.startswith("35 left out") for line in said["files"][0]["told"])


def test_a_reason_with_and_without_its_group_is_one(one, capsys, tmp_path):
    read(capsys, listed(tmp_path, ["16"] * 20 + ["CO-16"] * 15 + ["PR-16"] * 12 + ["204"] * 13))
    rows = [(row["group"], row["carc"], row["lines"]) for row in kept_of(one).rows("clinic_reason_counts")]
    assert rows == [("CO", "16", 35), ("", "204", 13), ("PR", "16", 12)]
    groups = {row["group"] for row in kept_of(one).rows("clinic_denial_counts") if row["carc"] == "16"}
    assert groups == {"CO", "PR"}


def test_it_is_said_which_columns_were_used(one, capsys, tmp_path):
    told = read(capsys, listed(tmp_path, ["CO-97"] * 30), form=())
    for words in ("'Ins Co' is payer", "'Chg Amt' is amount", "'Denial Rsn Cd' is carc", "not used: Notes"):
        assert words in told
    assert kept_of(one).total("clinic_reason_counts", "amount") == 30 * 100_00
    told = read(capsys, listed(tmp_path, ["CO-97"] * 30, "Why,Reason Code", "x,{}"), form=())
    assert "no column for the payer, the procedure code, the amount" in told
    assert "Payers without a file" not in told


def test_a_header_that_one_of_the_lists_has_is_enough(one, capsys, tmp_path):
    first = listed(tmp_path, ["CO-97"] * 30, "Who Pays,Reason Code", "Acme PPO,{}", "first.csv")
    second = listed(tmp_path, ["CO-97"] * 30)
    told = read(capsys, first, second, "--column", "payer=Who Pays", form=())
    assert "'Who Pays' is payer" in told and "'Ins Co' is payer" in told and "no header 'Who Pays'" in told
    assert kept_of(one).rows("clinic_denial_counts")[0]["lines"] == 60


def test_a_mistyped_payer_is_asked_about(one, capsys, tmp_path):
    row = ROW.replace("Acme PPO", "Acmee PPO")
    told = read(capsys, listed(tmp_path, ["CO-97"] * 30, row=row), form=())
    assert "Acmee PPO (is it Acme PPO?" in told


@pytest.mark.parametrize(("month", "is_told"), [("1/8/2026", True), ("", True), ("3/8/2019", False)])
def test_denials_that_may_be_counted_twice_are_told(one, capsys, tmp_path, month, is_told):
    row = ROW.replace("1/8/2026", month or "soon")
    era = remittance(tmp_path)
    paid = sample("remittance").partition("BPR")[2].partition("~")[0][-8:]
    row = row.replace("1/8/2026", f"{paid[4:6]}/{paid[6:]}/{paid[:4]}")
    said = read(capsys, era, listed(tmp_path, ["CO-97"] * 30, row=row))
    assert any("counted twice: give" in line for line in said["findings"]) == is_told
    assert not any("counted twice" in line for line in read(capsys, era)["findings"])


def test_lists_and_remittances_are_told_apart():
    told = findings(kept({"97": 30}))
    assert told[0] == "Remittances: 30 of 1,000 lines were denied (3 %)."
    both = kept({"97": 30})
    both.summary["listed_denials"] = 20
    assert findings(both)[1].startswith("Lists: 20 denials, added to the reasons below.")
    assert any(line.startswith("Denied by payer, of its lines in remittances:") for line in findings(both))


def test_what_is_short_is_a_share_of_the_lines_compared():
    words = next(need.words for need in needs(kept({"97": 30}, short=(54, 294))) if need.name == "under_paid")
    assert words == "18 % of the lines compared with fees.csv were allowed less than it says (54 of 294)"


def test_an_error_says_the_column_in_words(one, capsys, tmp_path):
    bad = listed(tmp_path, ["CO-97"], head="A,B,C,D,E,F,G")
    assert main(["clinic", "import", "riverside", "fees", str(bad)]) == 2
    assert "a column for the procedure code, such as CPT" in capsys.readouterr().err
    trouble = read(capsys, bad, code=1)["files"][0]["trouble"]
    assert "a column for the reason code, such as" in trouble and "columns carc" not in trouble


def test_an_import_names_the_header_that_is_not_there(one, capsys, tmp_path):
    path = listed(tmp_path, ["CO-97"])
    assert main(["clinic", "import", "riverside", "fees", str(path), "--column", "amount=Chg Amnt"]) == 2
    assert "no header 'Chg Amnt'" in (said := capsys.readouterr().err) and "write 'Chg Amt'" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "the file is empty"), (b"PK\x03\x04 x", "Excel workbook"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel")],
)
@pytest.mark.parametrize("action", ["read", "import"])
def test_an_empty_file_and_a_workbook_are_named(one, capsys, tmp_path, content, words, action):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    main(["clinic", action, "riverside", *(["fees"] if action == "import" else []), str(path)])
    caught = capsys.readouterr()
    assert words in caught.out + caught.err


def test_every_table_is_there(one, capsys, tmp_path):
    read(capsys, listed(tmp_path, ["CO-97"] * 30))
    assert set(everything(one)) == {f"{name}.csv" for name in TABLES} | {"read.toml", "report.html"}
