"""Answers to a received file, from what the reader found: TA1 (the envelope) and 999 (form and guide, set by set).

A set with any error in form is rejected and gets no further answer; a TA1 that rejects an interchange says so of
everything in it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sim.edi.grammar.element_forms import FORBIDDEN
from sim.edi.grammar.finding import Finding
from sim.edi.reader.frame import Group, Interchange, Set
from sim.edi.writer.envelope import END, Envelope, interchange, isa, transaction_set

MOST_REASONS = 5


class EnvelopeResult(NamedTuple):
    """What a TA1 says of an envelope: A accepted, E accepted with errors, R rejected; why, a code of three digits."""

    code: str
    note: str


def ta1_code(received: Interchange | None) -> EnvelopeResult:
    """The result for the envelope.

    >>> ta1_code(None)
    EnvelopeResult(code='R', note='022')
    """
    if received is None:
        return EnvelopeResult("R", "022")
    errors = [found.note for found in received.findings if found.note and found.severity == "error"]
    odd = [found.note for found in received.findings if found.note]
    if errors:
        return EnvelopeResult("R", errors[0])
    return EnvelopeResult("E", odd[0]) if odd else EnvelopeResult("A", "000")


def write_ta1(received: Interchange | None, envelope: Envelope) -> str:
    """One interchange with one TA1."""
    values = received.values if received else {}
    code, note = ta1_code(received)
    number, date, time = (values.get(f"interchange.{name}", "") for name in ("control_number", "date", "time"))
    number = number.zfill(9)[-9:] if number.isdigit() else "000000000"
    date = date[-6:] if date.isdigit() and len(date) in (6, 8) else envelope.date[2:]
    time = time[:4] if time.isdigit() and len(time) >= 4 else envelope.time
    return f"{isa(envelope)}TA1*{number}*{date}*{time}*{code}*{note}{END}IEA*0*{envelope.control_number:09d}{END}"


def write_999(received: Interchange, envelope: Envelope) -> str:
    """One interchange with one 999 for each group of a received interchange; empty when it has none."""
    sets = [transaction_set("999", number, _group(group)) for number, group in enumerate(received.groups, 1)]
    return interchange(sets, "999", envelope)


def _group(group: Group) -> str:
    kind, version = group.values.get("group.kind", "") or "HC", group.values.get("group.version", "")
    number = group.control_number.translate(FORBIDDEN) or "0"
    accepted = sum(not one.is_rejected for one in group.sets)
    stated = group.stated if group.stated.isdigit() and len(group.stated) < 7 else str(len(group.sets))
    reasons = "".join(f"*{code}" for code in dict.fromkeys(group.errors[:MOST_REASONS]))
    head = (
        f"AK1*{kind[:2].translate(FORBIDDEN)}*{number}{f'*{version[:12].translate(FORBIDDEN)}' if version else ''}{END}"
    )
    end = f"AK9*{group_verdict(group)}*{stated}*{len(group.sets)}*{accepted}{reasons}{END}"
    return f"{head}{''.join(map(_set, group.sets))}{end}"


def group_verdict(group: Group) -> str:
    """A all accepted, E with errors in the group's own counts, P some rejected, R all rejected."""
    rejected = sum(one.is_rejected for one in group.sets)
    if rejected or not group.sets:
        return "R" if rejected == len(group.sets) else "P"
    return "E" if group.errors else "A"


def _set(one: Set) -> str:
    number, kind = one.number[:9].translate(FORBIDDEN) or "0000", one.kind[:3].translate(FORBIDDEN) or "000"
    version = f"*{one.version[:35].translate(FORBIDDEN)}" if one.version else ""
    return f"AK2*{kind}*{number}{version}{END}{''.join(_errors(one.findings))}{_verdict(one)}"


def _verdict(one: Set) -> str:
    if not one.is_rejected:
        return f"IK5*A{END}"
    reasons = list(
        dict.fromkeys([*one.reasons, *(["5"] if any(found.segment_error for found in one.findings) else [])])
    ) or ["5"]
    return f"IK5*R*{'*'.join(reasons[:MOST_REASONS])}{END}"


def _errors(findings: list[Finding]) -> Iterator[str]:
    """IK3, CTX and IK4 of the findings that have a number of their own, one IK3 for each segment."""
    at_segment: dict[tuple[int, str, str, str], list[Finding]] = {}
    for found in findings:
        if found.segment_error and found.severity == "error" and found.segment != "SE":
            place = (found.position, found.segment, found.loop, found.segment_error)
            at_segment.setdefault(place, []).append(found)
    for (position, segment, loop, code), same in sorted(at_segment.items(), key=lambda item: item[0][0]):
        where = f"*{loop[:4]}" if loop not in ("", "ST", "SE") else "*"
        claim = same[0].claim[:35].translate(FORBIDDEN).strip()
        context = f"CTX*CLM01:{claim}{END}" if claim else ""
        yield f"IK3*{segment.translate(FORBIDDEN)[:3] or 'ZZZ'}*{position}{where}*{code}{END}{context}"
        for found in same:
            if found.element_error:
                number, _, part = found.element.partition("-")
                yield _joined(
                    "IK4",
                    f"{int(number)}{f':{part}' if part else ''}",
                    "",
                    found.element_error,
                    found.value.translate(FORBIDDEN).strip(),
                )


def _joined(*elements: str) -> str:
    return "*".join(elements).rstrip("*") + END
