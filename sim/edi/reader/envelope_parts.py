"""What the parts of an envelope say about a transaction set must agree: the group's type with the set's, the guide of
the group with that of the set, and its number with those of the other sets.
"""

from sim.edi.grammar.finding import Finding
from sim.edi.grammar.guides import VERSIONS
from sim.edi.reader.frame import Group, Set

GUIDE = 10  # characters of a version that name the guide; an addendum follows


def agree(read: Set, group: Group, stated: str) -> None:
    """Findings of a set that does not fit its group, and why a 999 rejects it. stated: its ST03."""
    kind, version = group.values.get("group.kind", ""), group.values.get("group.version", "")
    if kind and read.transaction and kind != VERSIONS[read.transaction].group_kind:
        wanted = VERSIONS[read.transaction].group_kind
        words = f"The group's type does not fit its transaction set ({read.transaction})"
        _find(read, "18", "group-kind-differs", "GS", "01", words, kind, wanted)
    is_stated = read.transaction and stated and version  # a set of another guide has its one message
    if is_stated and stated[:GUIDE] != version[:GUIDE]:
        words = "The guides of the group (GS08) and of the transaction set (ST03) differ"
        _find(read, "19", "guide-differs", "ST", "03", words, stated, version)
    elif is_stated and stated != version:
        words = "The addenda of the group (GS08) and of the transaction set (ST03) differ"
        _find(read, "", "guide-differs", "ST", "03", words, stated, version)
    if read.number and read.number in {one.number for one in group.sets}:
        words = "This control number was used before in this functional group"
        _find(read, "23", "duplicate-set", "ST", "02", words, read.number, "a new control number")


def _find(
    read: Set, reason: str, finding: str, segment: str, element: str, words: str, value: str, expected: str
) -> None:
    severity = "error" if reason else "warning"
    if reason:
        read.reasons.append(reason)
    read.findings.append(
        Finding(finding, severity, segment, 1, words, element, value[:60], expected, set_number=read.number)
    )
