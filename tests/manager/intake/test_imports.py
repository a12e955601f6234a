"""Lists of practice systems: any order and names of columns, dollars with signs, commas and parentheses, the
encodings of Excel; each row that cannot be read is named; nothing is kept before it is asked for.
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.manager.intake.charges_in import charges_in, procedures_in
from sim.manager.intake.fees_in import fees_in
from sim.manager.intake.payers_in import payers_in
from sim.manager.packs.checks import lint_pack
from sim.manager.packs.fee_table import Fee, read_fees
from sim.manager.packs.starter import start_pack
from sim.reference.charge_master import rows_of


@pytest.fixture(scope="module")
def riverside(long_home):
    return start_pack("riverside", ["family medicine"])


@pytest.fixture
def written(tmp_path):
    def write(text: str, coding: str = "utf-8"):
        (tmp_path / "list.csv").write_bytes(text.encode(coding))
        return tmp_path / "list.csv"

    return write


ROWS = 'Plan{0}Proc Code{0}Mod{0}"2026 Allowed ($)"{0}Eff Date\nAcme PPO{0}99213{0}{0}"$1,098.50"{0}1/2/2026\n'


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_way_of_saving_a_table_is_read(sign, coding, ends, riverside, written):
    found = fees_in(riverside, written(ROWS.format(sign).replace("\n", ends), coding))
    assert found.not_read == () and [change.line() for change in found.changes] == [
        "99213 at acme_ppo from 2026-01-02: new, $1,098.50"
    ]


def test_lines_above_the_header_and_a_column_of_its_own_name(riverside, written):
    text = "Riverside Family Clinic\nprinted 1/1/2026\n\nOur rate;Thing\n98.50;99213\n"
    columns = {"amount": "our RATE", "code": "Thing"}
    found = fees_in(riverside, written(text), "Acme PPO", columns)
    assert [change.after for change in found.changes] == ["$98.50"]


def test_a_column_for_each_payer(riverside, written):
    found = fees_in(riverside, written("CPT,Acme PPO,medicare part b,Notes\n99213,98.50,$88.10,x\n99214,,120,\n"))
    assert [change.what for change in found.changes] == [
        "99213 at acme_ppo", "99213 at medicare_part_b", "99214 at medicare_part_b",
    ]  # fmt: skip
    assert found.unused == ("Notes",)


WRONG = [
    ("99213,255,acme ppo,12", "the modifier '255'"),
    ("99213,25 59,acme ppo,12", "the modifiers 25 59"),
    ("99213,,nobody,12", "the payer 'nobody'"),
    ("99213,,,12", "no payer"),
    ("99213,,acme ppo,", "no amount"),
    ("99213,,acme ppo,free", "the amount 'free'"),
    ("99213,,acme ppo,(12.00)", "the amount '(12.00)'"),
    ("99213,,acme ppo,0", "the amount '0'"),
    (",,acme ppo,12", "no code"),
]


@pytest.mark.parametrize(("row", "named"), WRONG)
def test_each_row_that_cannot_be_read_is_named_with_its_line(row, named, riverside, written):
    found = fees_in(riverside, written(f"code,modifier,payer,amount\n99214,,acme ppo,120\n{row}\n"))
    assert len(found.changes) == 1 and [(one.row.line, one.found) for one in found.not_read] == [(3, named)]
    assert all(one.write for one in found.not_read)


def test_a_service_twice_in_a_list_is_named(riverside, written):
    found = fees_in(riverside, written("code,payer,amount\n99213,acme ppo,12\n99213,acme ppo,13\n"))
    assert [one.found for one in found.not_read] == ["99213 at acme_ppo a second time (line 2)"]


def test_a_column_of_modifiers_is_known_or_asked_for(riverside, written):
    """A test and its parts have one code; without the modifiers they would be one service three times."""
    rows = "93000,,acme ppo,30\n93000,26,acme ppo,10\n93000,TC,acme ppo,20\n"
    for header in ("Md1", "Mod 1", "MD-1"):
        assert len(fees_in(riverside, written(f"code,{header},payer,amount\n{rows}")).changes) == 3
    found = fees_in(riverside, written(f"code,Suffix,payer,amount\n{rows}"))
    assert [one.row.line for one in found.not_read] == [3, 4]
    assert all('--column modifier="Suffix"' in one.write for one in found.not_read)


def test_nothing_is_kept_before_it_is_asked_for(home, written):
    one = start_pack("brook")
    before = one.fees_file.read_bytes()
    found = fees_in(one, written("code,payer,amount,from\n99213,acme ppo,$98.50,2026-01-01\n1,x,2,\n"))
    assert one.fees_file.read_bytes() == before and not (one.folder / "not_read").exists()
    assert found.keep(one) == ["fees.csv", "not_read/fees.csv"]
    assert read_fees(one.fees_file).fees == (Fee("99213", "", "acme_ppo", 9850, date(2026, 1, 1)),)
    assert (one.folder / "not_read" / "fees.csv").read_text(encoding="utf-8").splitlines()[1].startswith("3,")
    again = fees_in(one, one.folder / "not_read" / "fees.csv")  # what is corrected there is read again
    assert len(again.not_read) == 1
    same = fees_in(one, written("code,payer,amount,from\n99213,acme ppo,98.5,1/1/2026\n"))
    assert (same.changes, same.same) == ((), 1) and lint_pack(one) == []
    same.keep(one)
    assert not (one.folder / "not_read" / "fees.csv").exists()


def test_charges_and_procedures(home, written):
    one = start_pack("brook")
    found = charges_in(one, written('Procedure;Std Fee\n99213;$ 185,00\n99214;"$1,240.00"\n99213;9\n20610-RT;9\n'))
    assert [change.line() for change in found.changes] == ["99214: new, $1,240.00", "99213: new, $9.00"]
    assert [row.found for row in found.not_read] == [
        "the charge '$ 185,00'",  # 185 dollars, or 18,500
        "a charge for 20610 with modifier RT",
    ]
    found.keep(one)
    assert {row.code for row in rows_of(one.charges_file)} == {"99213", "99214"}
    found = procedures_in(one, written('CPT,Qty\n99213,"1,204"\n99213,6\n36415,x\n'))
    assert [(change.what, change.after) for change in found.changes] == [("99213", "1210")] and len(found.not_read) == 1
    assert procedures_in(one, written("CPT\n99213\n99213\n")).changes[0].after == "2"


PAYERS = (
    "Payor Name,Type,% of Patients,Timely Filing,Appeals,Consults,Prior Auth\n"
    'Blue River PPO,Commercial,55%,120 days,60,no,"73721, J1100"\n'
    "Golden Years,Medicare Advantage,15,1 year,,yes,\n"
    "Broken,,200,,,,\nBlue River PPO,,,,,,\n"
)


def test_payers_become_files_over_ours_and_patients_of_the_clinic(home, written):
    one = start_pack("brook")
    found = payers_in(one, written(PAYERS))
    assert [row.row.line for row in found.not_read] == [4, 5] and len(found.changes) == 2
    assert any("acme_ppo is no longer a payer" in line for line in found.told)
    found.keep(one)
    text = (one.payers_folder / "blue_river_ppo.toml").read_text(encoding="utf-8")
    assert 'like = "acme_ppo"' in text and 'consultations = "not taken"' in text and '["73721", "J1100"]' in text
    assert "filing_limit = { value = 120, cite = " in text and "verify: copied from Acme PPO" in text
    assert "filing_limit_years" in (one.payers_folder / "golden_years.toml").read_text(encoding="utf-8")
    assert not (one.payers_folder / "acme_ppo.toml").exists() and "medicare_part_b" in one.clinic_file.read_text()
    assert [finding.line() for finding in lint_pack(one) if finding.severity == "error"] == []


def test_what_was_written_by_hand_into_a_payer_stays(home, written):
    one = start_pack("brook")
    payers_in(one, written(PAYERS)).keep(one)
    file = one.payers_folder / "blue_river_ppo.toml"
    own = '\n[[covered]]\ncodes = ["83036"]\ndiagnoses = ["E11"]\ncite = "our manual"\n'
    file.write_text(file.read_text(encoding="utf-8") + own, encoding="utf-8")
    found = payers_in(one, written(PAYERS))
    assert found.changes == () and found.same == 2
    payers_in(one, written(PAYERS.replace("120 days", "95 days"))).keep(one)
    text = file.read_text(encoding="utf-8")
    assert own in text and "value = 95" in text and text.count("[[authorization]]") == 1


@pytest.mark.parametrize("text", ["", "\n\n", "a,b,c\n1,2,3\n", "PK\x03\x04", "code\n", '"code,amount\n1,2'])
def test_what_is_no_list_is_said(text, riverside, written):
    with pytest.raises(CleanClaimError) as told:
        fees_in(riverside, written(text))
    assert told.value.todo


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["99213", "20610-RT", "$1,185.00", "(5.00)", "5-", "acme ppo", "25", "1/2/2026", "46204", '"', "", "0"]
    ),
    st.floats().map(str),
    st.integers().map(str),
)
HEADS = ["CPT", "Mod", "Payer", "Allowed", "Charge", "Eff Date", "Qty", "Type", "Timely Filing", "x"]


@settings(max_examples=80)
@given(
    st.permutations(HEADS),
    st.lists(st.lists(CELL, max_size=10), max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
    st.sampled_from([fees_in, charges_in, procedures_in, payers_in]),
)
def test_whatever_stands_in_a_list_is_read_or_named(riverside, tmp_path_factory, heads, rows, sign, coding, reads):
    path = tmp_path_factory.mktemp("fuzz") / "list.csv"
    text = "\n".join(sign.join(row) for row in [heads, *rows])
    path.write_bytes(text.encode(coding, "replace"))
    try:
        found = reads(riverside, path)
    except CleanClaimError as told:
        assert told.what
        return
    assert all(one.found and one.write and one.row.line >= 1 for one in found.not_read)
    kept = found.texts.get("fees.csv")
    if kept is not None:  # what would be kept can be read again, every row of it
        path.write_text(kept, encoding="utf-8")
        assert read_fees(path).wrong == ()


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_whatever_bytes_a_file_has_are_read_or_named(riverside, tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "list.csv"
    path.write_bytes(content)
    for reads in (fees_in, charges_in, procedures_in, payers_in):
        try:
            reads(riverside, path)
        except CleanClaimError as told:
            assert told.what
