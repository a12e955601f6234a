"""What is no X12 is called what it is, once, by reading, explaining and answering alike; and an X12 file is never taken
for a table.
"""

import pytest

from sim.billing.wire.clearinghouse import answer_file
from sim.edi import explain, sample
from sim.edi.reader.any_file import read
from sim.edi.reader.foreign_files import kind_of
from sim.ground.errors import CleanClaimError
from sim.ui.terminal.wire_files import show, tell_file

FILES = {
    "FHIR": ('{"resourceType":"Claim","id":"1","status":"active"}', "JSON (FHIR Claim)"),
    "a bundle, spread out": ('\n{\n  "type": "x",\n  "resourceType" : "Bundle"\n}', "JSON (FHIR Bundle)"),
    "JSON": ('[{"claim": 1}]', "JSON"),
    "a table": ("Id,PATIENTID,PROVIDERID\n1,2,3\n", "CSV (a table)"),
    "a table with a comma in a cell": ('box_1a,box_2,box_3\nA1,"Stone-Synth, Ada",1970\n', "CSV (a table)"),
    "a table with a test named ELISA": ("test,code,price\nELISA,86003,10.00\n", "CSV (a table)"),
    "a table of a German office": ("id;name;sum\n1;a;2\n", "CSV (a table)"),
    "a PDF": ("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>", "a PDF"),
    "a spreadsheet": ("PK\x03\x04\x14\x00", "a ZIP file or a spreadsheet"),
    "XML": ('<?xml version="1.0"?><Claim xmlns="http://hl7.org/fhir"/>', "XML"),
    "a web page": ("<!DOCTYPE html><html><body>ISA</body></html>", "a web page"),
    "HL7": ("MSH|^~\\&|LAB|CLINIC|||20260401||ORU^R01|1|P|2.3\r", "an HL7 version 2 message"),
}


@pytest.mark.parametrize(("text", "name"), FILES.values(), ids=FILES)
def test_it_is_called_what_it_is_by_every_door(text, name, tmp_path, capsys):
    path = tmp_path / "claims.txt"
    path.write_bytes(text.encode())
    found = read(path)
    assert [one.message for one in found.findings] == [f"This is {name}, not X12"] and found.has_errors
    assert f"This is {name}, not X12" in explain(path).text(200)
    with pytest.raises(CleanClaimError, match=r"^This is .*, not X12") as told:
        answer_file(path, "acme_ppo", enroll=True)
    assert name in str(told.value) and "837P" in str(told.value)
    assert (show(str(path)), tell_file(str(path))) == (1, 1)
    said = " ".join(capsys.readouterr().out.split())
    assert said.count(name) == 2 and "Text outside" not in said


@pytest.mark.parametrize("name", ["claim", "remittance"])
def test_x12_is_not_taken_for_anything_else(name):
    text = sample(name)
    for changed in (text, "\ufeff" + text, "\r\n\r\n" + text, text.replace("*", ","), text.replace("*", "\t")):
        assert kind_of(changed) == "" and not read(changed).has_errors
    assert {one.finding for one in read("a, b, c\n" + text).findings} == {"outside-interchange"}


def test_an_empty_file_says_so_everywhere(tmp_path):
    path = tmp_path / "empty.x12"
    path.write_text("")
    assert [one.finding for one in read(path).findings] == ["no-interchange"]
    assert "No interchange in this file" in explain(path).text(120)


@pytest.mark.parametrize(
    ("kind", "guide", "name"), [("834", "005010X220A1", "enrollment"), ("820", "005010X218", "premium")]
)
def test_x12_that_carries_no_claims_is_named_where_claims_are_asked_for(kind, guide, name):
    text = sample("claim").replace("ST*837*", f"ST*{kind}*").replace("005010X222A1", guide)
    with pytest.raises(CleanClaimError, match=name):
        answer_file(text, "acme_ppo", enroll=True)
