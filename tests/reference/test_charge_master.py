"""The clinic's own charges, as practice systems export them; a code without a charge is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.billing.claims.claim import charge, charges_not_listed, not_listed_words
from sim.cli import main
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.files import forget
from sim.reference.charge_master import FILE, charges, own_codes, rows_of

CODES = ["99213", "20610", "J3301"]
SHIPPED = charges(CODES).tolist()


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Writes the user's own charge master."""
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))

    def write(content: str | bytes):
        path = tmp_path / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        forget()
        return path

    return write


@pytest.mark.parametrize(
    "content",
    [
        "code,charge\n99213,185.00\n",
        "code,charge\n99213,185\n",
        'CPT,Fee\n99213,"$185.00"\n',
        "CPT/HCPCS,Description,Standard Charge\n99213,Office visit, $185.00 \n",
        "Description;Proc Code;Unit Price\nOffice visit;99213;185.0\n",
        "Procedure code\tCharge amount\n99213\t185.00\n",
        'Fee,CPT\r\n"$185.00",99213\r\n'.encode("utf-16"),
        "\ufeffCPT,Fee\r\n99213,185\r\n",
        "CPT,Fee schedule desc,Fee\n99213,caf\xe9,185\n".encode("cp1252"),
    ],
)
def test_an_export_of_any_system_is_read_and_adds(own, content):
    own(content)
    assert charges(CODES).tolist() == [18500, *SHIPPED[1:]] and own_codes() == {"99213"}


def test_zeros_that_excel_dropped_come_back(own):
    own("CPT,Fee\n100,50\n")
    assert charges(["00100"]).tolist() == [5000]


@pytest.mark.parametrize(
    "content, said",
    [
        ("99213,185.00\n20610,150\n", "found the columns 99213, 185.00"),
        ("CPT,Units\n99213,1\n", "a column for the code"),
        ("CPT,Fee\n99213,call us\n", "line 2: found the charge 'call us'"),
        ("CPT,Fee\n99213,185\n20610,\n", "line 3: found no charge"),
        ("CPT,Fee\n99213,-5\n", "line 2: found the charge '-5'"),
        ("CPT,Fee\n9921,185\n99213A,1\n", "line 3: found the code '99213A'"),
        ("CPT,Fee\n99213,185\n99213,190\n", "line 3: found 99213 a second time (line 2)"),
        ("CPT,Mod,Fee\n71046,26,30\n", "a charge for 71046 with modifier 26"),
        ("code,charge_amount\n99213,21000\n20610,18000\n", "charges that look like cents: 99213 for $21,000.00"),
        ("", "found no rows"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(own, content, said):
    path = own(content)
    with pytest.raises(CleanClaimError) as error:
        charges(CODES)
    assert said in error.value.line() and str(path) in error.value.line()


def test_a_code_without_a_charge_is_told():
    lines = Coded.of(["99213", "S0999", "S0999"])
    assert charge(lines, 1).tolist()[1:] == [15000, 15000] and charges_not_listed(lines) == {"S0999": 2}
    assert "S0999 (2 lines)" in not_listed_words({"S0999": 2}) and "$150.00" in not_listed_words({"S0999": 2})


def test_lint_lists_every_row(own, capsys):
    path = own("CPT,Fee\n99213,185\n20610,soon\nJ33O1,2\n")
    assert main(["lint", str(path)]) == 1
    told = capsys.readouterr().out
    assert "line 3" in told and "line 4" in told and "'J33O1'" in told


@given(st.text(alphabet="CPTFe,;\t\n\"'$.0123456789ABJ- #", max_size=80))
def test_no_text_gives_a_traceback(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("fees") / "fees.csv"
    path.write_text(text, encoding="utf-8")
    try:
        assert all(row.wrong or row.charge > 0 for row in rows_of(path))
    except CleanClaimError as error:
        assert str(path) in error.line()
