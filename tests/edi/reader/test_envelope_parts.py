"""The parts of an envelope agree: the group's type and guide with those of its sets, numbers used once, counts. What is
of another guide is named and set aside. A segment has no more elements than there are.
"""

import pytest
from test_explanation import FILES
from test_interchanges import TEXT
from wire_made import ENVELOPE

import sim.edi
from sim.edi.grammar.guides import VERSIONS
from sim.edi.reader.any_file import read
from sim.edi.reader.interchanges import Reader
from sim.edi.writer.acknowledgements import write_999


def answered(text: str) -> str:
    reader = Reader(text)
    list(reader)
    return write_999(reader.interchanges[0], ENVELOPE)


def twice(text: str) -> str:
    """The same set two times in one group."""
    low, high = text.index("ST*"), text.index("GE*")
    return text[:high] + text[low:high] + text[high:].replace("GE*1*", "GE*2*", 1)


def two_groups(text: str) -> str:
    low, high = text.index("GS*"), text.index("IEA*")
    return text[:high] + text[low:high] + text[high:].replace("IEA*1*", "IEA*2*", 1)


ENVELOPES = [  # what was changed, the finding, its segment and element, what the 999 says
    (lambda text: text.replace("GS*HC*", "GS*HP*"), "group-kind-differs", "GS01", "IK5*R*18"),
    (lambda text: text.replace("*0001*005010X222A1~", "*0001*005010X223A2~"), "guide-differs", "ST03", "IK5*R*19"),
    (twice, "duplicate-set", "ST02", "IK5*R*23"),
    (two_groups, "duplicate-group", "GS06", "AK9*E*1*1*1*19"),
    (lambda text: text.replace("GE*1*", "GE*3*"), "set-count-differs", "GE01", "AK9*E*3*1*1*5"),
    (lambda text: text.replace("GE*1*7~", "GE*1*8~"), "group-number-differs", "GE02", "AK9*E*1*1*1*4"),
    (lambda text: text.replace("IEA*1*", "IEA*2*"), "group-count-differs", "IEA01", "IK5*A"),
    (lambda text: text.replace("IEA*1*000000007", "IEA*1*000000009"), "interchange-number-differs", "IEA02", "IK5*A"),
    (lambda text: text.replace("*0001~\nGE", "*0002~\nGE"), "set-number-differs", "SE02", "IK5*R*3"),
]


@pytest.mark.parametrize(("change", "finding", "place", "answer"), ENVELOPES, ids=[one[1] for one in ENVELOPES])
def test_parts_of_the_envelope_that_differ_are_said_and_answered(change, finding, place, answer):
    text = change(TEXT)
    assert text != TEXT
    found = [one for one in read(text).findings if one.finding == finding]
    assert [one.segment + one.element for one in found] == [place]
    assert found[0].expected and answer in answered(text)


def test_another_addendum_in_the_set_is_a_warning():
    found = read(TEXT.replace("*0001*005010X222A1~", "*0001*005010X222~"))
    assert [(one.finding, one.severity) for one in found.findings] == [("guide-differs", "warning")]
    assert len(found.claims) == len(read(TEXT).claims)


@pytest.mark.parametrize("name", ["999.x12", "277ca.x12", "835.x12"])
def test_the_group_of_every_transaction_is_checked(name):
    kind = {"999.x12": "FA", "277ca.x12": "HN", "835.x12": "HP"}[name]
    found = read(FILES[name].replace(f"GS*{kind}*", "GS*HI*"))
    assert [(one.finding, one.expected) for one in found.findings] == [("group-kind-differs", kind)]


OTHERS = [
    ("837", "005010X224A2", "HC", "dental claim"),
    ("837", "005010X291", "HC", "predetermination of a professional claim"),
    ("837", "005010X292", "HC", "predetermination of an institutional claim"),
    ("837", "004010X098A1", "HC", "professional claim in version 4010"),
    ("835", "004010X091A1", "HP", "remittance in version 4010"),
    ("837", "005010X999", "HC", "a claim by another guide"),
    ("834", "005010X220A1", "BE", "enrollment file"),
    ("820", "005010X218", "RA", "premium payment"),
    ("275", "006020X314", "PI", "attachment (275) in version 6020"),
    ("277", "005010X213", "HN", "request for documents"),
    ("278", "005010X216", "HI", "notice about an authorization"),
    ("997", "005010", "FA", "functional acknowledgment"),
    ("111", "005010", "XX", "CleanClaim does not know"),
]


def of_another_guide(kind: str, version: str, group: str) -> str:
    """A file of some other transaction: its envelope is right."""
    text = TEXT.replace("005010X222A1", version).replace("ST*837*", f"ST*{kind}*").replace("GS*HC*", f"GS*{group}*")
    return text.replace("*00501*", f"*{version[:5]}*")


@pytest.mark.parametrize(("kind", "version", "group", "words"), OTHERS, ids=[f"{one[0]} {one[1]}" for one in OTHERS])
def test_another_guide_is_named_and_set_aside_in_one_message(kind, version, group, words):
    text = of_another_guide(kind, version, group)
    found = read(text)
    assert [one.finding for one in found.findings] == ["other-guide"]
    message = found.findings[0]
    assert words in message.message and message.value == version and message.expected
    assert not found.claims and "IK5*R*" in answered(text) and sim.edi.explain(text).text()


def test_many_sets_of_another_guide_are_told_once_and_each_rejected():
    text = of_another_guide("834", "005010X220A1", "BE")
    both = twice(text).replace("ST*834*0001", "ST*834*0002", 1)
    found = read(both)
    assert [one.finding for one in found.findings if one.finding == "other-guide"] == ["other-guide"]
    assert answered(both).count("IK5*R*1~") == 2


@pytest.mark.parametrize("kind", VERSIONS)
def test_every_version_that_is_read_is_taken_as_its_own(kind):
    from sim.edi.grammar.guides import transaction_of

    assert {transaction_of(kind[:3], version) for version in VERSIONS[kind].known} == {kind}


SIZES = [  # (old, new, element, segment): one too many
    ("HI*ABK:J020~", "HI*ABK:J020" + "".join(f"*ABF:J30{n}" for n in range(12)) + "~", "13", "HI"),
    ("N3*90001 Elm Street~", "N3*90001 Elm Street*A*B~", "03", "N3"),
    ("***1~\nDTP*472*D8*20260403~", "***1:2:3:4:5~\nDTP*472*D8*20260403~", "07-5", "SV1"),
    ("DTP*472*D8*20260403~", "DTP*472*D8*20260403*1~", "04", "DTP"),
    ("*11:B:1*", "*11:B:1:1*", "05-4", "CLM"),
]


@pytest.mark.parametrize(("old", "new", "element", "segment"), SIZES, ids=[f"{one[3]}{one[2]}" for one in SIZES])
def test_too_many_elements_and_components_are_code_3(old, new, element, segment):
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    found = [one for one in read(text).findings if one.finding == "too-many-elements"]
    assert [(one.segment, one.element, one.segment_error, one.element_error) for one in found] == [
        (segment, element, "8", "3")
    ]
    place, _, part = element.partition("-")
    assert f"IK4*{int(place)}{f':{part}' if part else ''}**3" in answered(text)
    assert len(read(text).claims) == len(read(TEXT).claims)


def test_empty_elements_at_the_end_are_not_too_many():
    assert not read(TEXT.replace("DTP*472*D8*20260403~", "DTP*472*D8*20260403**~", 1)).findings
