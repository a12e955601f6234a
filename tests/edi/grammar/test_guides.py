"""Our table of segments beside pyx12's maps: every loop, segment, qualifier and element of the guides is known to ours,
may come as often, takes every code, and is not asked for where the guide does not ask.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyx12
import pytest

from sim.edi.grammar.guides import WHERE_QUALIFIED, Segment, grammar
from sim.edi.reader.places import ranks

MAPS = {
    "837P": "837.5010.X222.A1.xml",
    "837I": "837Q3.I.5010.X223.A1.xml",
    "835": "835.5010.X221.A1.xml",
    "277CA": "277.5010.X214.xml",
    "277": "277.5010.X212.xml",
    "999": "999.5010X231.A1.xml",
}
WHOLE = ("837P", "837I", "835")  # what these ask for, ours asks for as well
FRAME = {"HEADER": "ST", "ST_LOOP": "ST", "DETAIL": "ST", "FOOTER": "PLB"}
SAME = {"2200E": "2200D", "2220E": "2220D"}  # one loop of ours, below the subscriber or the dependent
LEFT = {  # (transaction, loop, segment, element): why ours is another here
    ("837P", "2300", "CLM", (5, 3)): "frequency codes are an outside list there",
    ("835", "PLB", "PLB", (0, 0)): "a loop of its own here, asked for inside",
    ("999", "2110", "IK4", (0, 0)): "a loop of its own here, asked for inside",
    ("837P", "2000B", "HL", (2, 0)): "the walk counts the levels",
    ("837P", "2000C", "HL", (2, 0)): "the walk counts the levels",
    ("837I", "2000B", "HL", (2, 0)): "the walk counts the levels",
    ("837I", "2000C", "HL", (2, 0)): "the walk counts the levels",
    ("837I", "ST", "ST", (3, 0)): "GS08 names the guide where ST03 does not",
    ("837I", "2430", "SVD", (4, 0)): "read without",
}


class Wanted(NamedTuple):
    """One element of a guide: (0, 0) is the segment itself."""

    loop: str
    segment: str
    qualifiers: tuple[str, ...]
    place: tuple[int, int]
    usage: str
    repeat: int
    codes: tuple[str, ...]


def _codes(node: ET.Element) -> tuple[str, ...]:
    return tuple((code.text or "").strip() for code in node.findall("valid_codes/code"))


def _elements(segment: ET.Element) -> Iterator[tuple[tuple[int, int], ET.Element]]:
    place = 0
    for node in segment:
        if node.tag in ("element", "composite"):
            place += 1
            if node.tag == "element":
                yield (place, 0), node
            elif node.findtext("usage") != "N":
                yield from (((place, part), inner) for part, inner in enumerate(node.findall("element"), 1))


def _segments(node: ET.Element, loop: str) -> Iterator[tuple[str, ET.Element]]:
    for inner in node:
        if inner.tag == "loop":
            yield from _segments(inner, inner.get("xid", ""))
        elif inner.tag == "segment" and inner.get("xid") not in ("ISA", "GS", "GE", "IEA", "TA1"):
            yield loop, inner


@cache
def wanted(transaction: str) -> tuple[Wanted, ...]:
    """What pyx12's map asks for or allows."""
    out = []
    for loop, segment in _segments(ET.parse(Path(pyx12.__file__).parent / "map" / MAPS[transaction]).getroot(), ""):
        name = segment.get("xid", "")
        loop = name if name in ("SE", "IK5", "AK9") else FRAME.get(loop, SAME.get(loop, loop))
        elements = list(_elements(segment))
        place = WHERE_QUALIFIED.get(name, (1, 0))
        qualifiers = next((_codes(node) for at, node in elements if at == place), ())
        most = segment.findtext("max_use") or ""
        repeat = int(most) if most.isdigit() else 999_999
        base = (loop, name, qualifiers)
        out.append(Wanted(*base, (0, 0), segment.findtext("usage") or "", repeat, ()))
        out += [Wanted(*base, at, node.findtext("usage") or "", 1, _codes(node)) for at, node in elements]
    return tuple(one for one in out if one.usage != "N")


def ours(transaction: str, one: Wanted) -> list[Segment]:
    """Our segments for it: one for each of its qualifiers."""
    known = [each for each in grammar(transaction).loops[one.loop].segments if each.id == one.segment]
    if not any(each.qualifiers for each in known):
        return known[:1]
    found = [
        next((each for each in known if code in each.qualifiers), None)
        or next((each for each in known if not each.qualifiers), None)
        for code in one.qualifiers
    ]
    assert None not in found, (transaction, one)
    return [each for each in found if each]


def differences(transaction: str) -> list[str]:
    """What the guide has and we have not, or otherwise."""
    out = []
    for one in wanted(transaction):
        if (transaction, one.loop, one.segment, one.place) in LEFT:
            continue
        segments = list({each.name: each for each in ours(transaction, one)}.values())
        told = f"{one.loop} {one.segment} {' '.join(one.qualifiers)} {one.place}"
        if not segments:
            out.append(f"{told}: unknown")
        elif one.place == (0, 0):
            if sum(each.repeat for each in segments) < one.repeat:
                out.append(f"{told}: less often than {one.repeat}")
            if len(segments) == 1 and segments[0].usage == "R" != one.usage:
                out.append(f"{told}: asked for")
            if transaction in WHOLE and one.usage == "R" and all(each.usage != "R" for each in segments):
                out.append(f"{told}: not asked for")
        else:
            out += _element_differences(transaction, one, segments, told)
    return out


def _element_differences(transaction: str, one: Wanted, segments: list[Segment], told: str) -> list[str]:
    elements = [next((each for each in segment.elements if each.place == one.place), None) for segment in segments]
    if None in elements:
        return [f"{told}: unknown"] if any(segment.elements for segment in segments) else []
    mine = [each for each in elements if each]
    taken = {code for each in mine for code in each.values}
    out = [
        f"{told}: does not take {code}" for code in one.codes if all(each.values for each in mine) and code not in taken
    ]
    if any(each.values for each in mine) and not one.codes:
        out.append(f"{told}: takes only {taken}")
    if one.usage != "R" and any(each.usage == "R" for each in mine):
        out.append(f"{told}: asked for")
    if transaction in WHOLE and one.usage == "R" and one.place[1] == 0 and any(each.usage != "R" for each in mine):
        out.append(f"{told}: not asked for")
    return out


@pytest.mark.parametrize("transaction", MAPS)
def test_the_whole_guide_is_in_our_table(transaction):
    assert len(wanted(transaction)) > 50
    assert differences(transaction) == []


def test_each_difference_left_is_one():
    for transaction, loop, segment, place in LEFT:
        assert any((one.loop, one.segment, one.place) == (loop, segment, place) for one in wanted(transaction))


def test_an_element_of_its_own_replaces_that_of_the_shape_and_stands_in_its_order():
    segment = grammar("837P").segment("2010BA", "NM1*IL")
    assert [one.label for one in segment.elements] == ["01", "02", "03", "04", "05", "07", "08", "09"]
    assert [one.box for one in segment.elements if one.box] == ["1a"]
    assert grammar("837P").segment("2300", "DTP*431").elements[0].source == "=431"


@pytest.mark.parametrize("transaction", ["837P", "837I", "835", "277CA", "999", "270", "271", "276", "277", "278"])
def test_every_segment_has_a_name_and_its_elements_are_named(transaction):
    for loop in grammar(transaction).loops.values():
        assert loop.segments and loop.name, loop.id
        for segment in loop.segments:
            assert segment.label and all(one.name for one in segment.elements), (loop.id, segment.name)
            places = [one.place for one in segment.elements]
            assert places == sorted(set(places)), (loop.id, segment.name)


@pytest.mark.parametrize("transaction", MAPS)
def test_sizes_are_those_of_the_standard(transaction):
    """As many elements as pyx12's maps list for a segment, used or not."""
    for loop, segment in _segments(ET.parse(Path(pyx12.__file__).parent / "map" / MAPS[transaction]).getroot(), ""):
        name = segment.get("xid", "")
        listed = [node for node in segment if node.tag in ("element", "composite")]
        size = next(each.size for each in _ours_of(transaction, name))
        assert size.elements - len(listed) in ((0, 1) if name == "NM1" else (0,)), (
            loop,
            name,
        )  # NM112 is left out there
        for place, node in enumerate(listed, 1):
            parts = len(node.findall("element")) if node.tag == "composite" else 0
            assert place not in size.parts or parts == 0 or size.parts[place] >= parts, (loop, name, place)
            assert parts == 0 or place in size.parts, (loop, name, place)


def _ours_of(transaction: str, name: str) -> list[Segment]:
    return [one for loop in grammar(transaction).loops.values() for one in loop.segments if one.id == name]


@pytest.mark.parametrize("transaction", MAPS)
def test_segments_stand_in_the_order_of_the_guide(transaction):
    """What stands later there has no earlier place here; what may stand in any order there may do so here."""
    root = ET.parse(Path(pyx12.__file__).parent / "map" / MAPS[transaction]).getroot()
    known, before = ranks(transaction), {}
    for loop, segment in _segments(root, ""):
        name, place = segment.get("xid", ""), int(segment.findtext("pos") or 0)
        loop = name if name in ("SE", "IK5", "AK9") else FRAME.get(loop, SAME.get(loop, loop))
        own = {known[loop, each.name] for each in grammar(transaction).loops[loop].segments if each.id == name}
        last_place, last_rank = before.get(loop, (0, 0))
        if place == last_place:
            assert last_rank in own, (loop, name)
        elif place > last_place:
            assert min(own) >= last_rank, (loop, name)
        before[loop] = (place, max(own))
