"""What a claim says otherwise than the record: each difference on its own, with its desk, in plain words, and with the
change that corrects it alone.

Items that a key allows but does not ask for (needs = may, one of) are no differences. A service is compared with the
true line that stands for it: the same code, else the same family of codes.
"""

from typing import Any, NamedTuple

from sim.billing.claims.claim_tables import DIAGNOSIS_COLUMNS, MODIFIERS, POINTER_COLUMNS, Claims
from sim.billing.claims.line_pairs import LinePair, pair_lines
from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Truth


class Difference(NamedTuple):
    """One difference. `line` is 0 for the claim; `changes` are paths as sim.billing.claims.corrections.with_changes
    takes them, empty where a change of the claim cannot correct it; `is_unsupported`: the claim says more than the
    record, or something else.
    """

    kind: str
    line: int
    words: str
    desk: str
    changes: dict[str, Any]
    is_unsupported: bool
    code: str = ""  # of the service that was not billed


COVERAGE = ("payer_code", "coverage_key", "member_id", "relationship_code", "group_number")
HEAD = (
    (
        "coverage",
        "front desk",
        "the claim was billed to a coverage that was not active on the date of service",
        COVERAGE,
    ),
    (
        "patient",
        "front desk",
        "the birth date or sex does not match the member's card",
        ("patient_birth_date", "patient_sex_code"),
    ),
    (
        "authorization",
        "front desk",
        "the authorization number is not the one on file",
        ("prior_authorization_number",),
    ),
    ("referral", "front desk", "the referral number is not the one on file", ("referral_number",)),
    ("certificate", "biller", "the CLIA number is missing or wrong", ("clia_number",)),
    (
        "accident",
        "biller",
        "the accident or onset boxes (10a-c, 14) do not match the record",
        ("is_employment_related", "is_auto_accident_related", "is_other_accident_related", "onset_date"),
    ),
    (
        "resubmission",
        "biller",
        "a resubmission code or original reference number does not belong on a first claim",
        ("claim_frequency_code", "original_reference_number"),
    ),
    ("assignment", "biller", "assignment is not accepted", ("is_assignment_accepted",)),
    ("amount paid", "biller", "the amount paid by the patient (box 29) is wrong", ("patient_paid_amount",)),
    ("billing provider", "biller", "the billing provider is wrong", ("billing_npi", "billing_tax_id")),
    ("total", "biller", "the total charge is not the sum of the lines", ("total_charge_amount",)),
)
LINE = (
    ("place", "biller", "the place of service is {0}; the patient was seen at {1}", "place_of_service_code"),
    ("rendering provider", "biller", "the rendering provider is {0}; the patient was seen by {1}", "rendering_npi"),
    ("date", "biller", "the date of service is {0}; the visit was on {1}", "service_date"),
    ("charge", "biller", "the charge is not the fee schedule amount times the units", "charge_amount"),
)


def differences(sent: Claims, true: Claims, allowed: Truth | None = None) -> list[Difference]:
    """Every difference of one claim from the true claim of its visit (tables of one claim). allowed: the
    sim.clinic.visits.truth.Truth of the visit.
    """
    if not len(true.claims) or not len(sent.claims):
        return []
    mine, theirs = sent.claims.rows()[0], true.claims.rows()[0]
    pairs = pair_lines(sent.lines, true.lines)
    found = [*_lines(mine, theirs, pairs, allowed), *_diagnoses(mine, theirs, pairs, allowed)]
    skip = (
        {"total"}
        if any(one.kind in LINES_AND_SUMS for one in found)
        and mine["total_charge_amount"] == sent.lines.charge_amount.sum()
        else set()
    )
    first_claim = mine["adjudication_round"] == 0
    return [
        *found,
        *(one for one in _head(mine, theirs, first_claim) if one.kind not in skip),
        *_filing(mine, theirs, first_claim),
    ]


CODING = ("diagnoses", "extra service", "missing service", "code", "modifiers", "units", "pointers")
LINES_AND_SUMS = ("extra service", "missing service", "code", "units", "charge")


def _codes(head: dict[str, Any]) -> list[str]:
    return [head[name] for name in DIAGNOSIS_COLUMNS if head[name]]


def _modifiers(line: dict[str, Any]) -> list[str]:
    return [line[name] for name in MODIFIERS if line[name]]


def pointed(head: dict[str, Any], line: dict[str, Any]) -> list[str]:
    """The diagnosis codes that a line points to, in order; a pointer to an empty place is "?"."""
    return [
        head[DIAGNOSIS_COLUMNS[number - 1]] or "?" if number <= 12 else "?"
        for number in (line[name] for name in POINTER_COLUMNS)
        if number > 0
    ]


def _diagnoses(
    mine: dict[str, Any], theirs: dict[str, Any], pairs: list[LinePair], allowed: Truth | None
) -> list[Difference]:
    sent, true = _codes(mine), _codes(theirs)
    known = {dx.code: dx for dx in allowed.diagnoses} if allowed else {}
    groups = {dx.group for dx in known.values() if dx.needs == "one of" and dx.code in sent}
    extra = [code for code in sent if code not in true and code not in known]
    missing = [
        code
        for code in true
        if code not in sent and not (code in known and known[code].needs == "one of" and known[code].group in groups)
    ]
    words = [f"{code} is not supported by the record" for code in extra] + [f"{code} is missing" for code in missing]
    if not words and sent and true and sent[0] != true[0] and not _is_alternative(known, sent[0], true[0]):
        words = [f"{true[0]} should be first-listed, not {sent[0]}"]
    if not words:
        return []
    changes = {f"claim.{name}": theirs[name] for name in DIAGNOSIS_COLUMNS}
    for line, true_line in pairs:
        if line and true_line:
            changes |= {f"line.{line['claim_line_number']}.{name}": true_line[name] for name in POINTER_COLUMNS}
    return [Difference("diagnoses", 0, "; ".join(words), "coder", changes, bool(extra))]


def _is_alternative(known: dict[str, Any], mine: str, theirs: str) -> bool:
    return (
        mine in known
        and theirs in known
        and known[mine].needs == known[theirs].needs == "one of"
        and known[mine].group == known[theirs].group
    )


def _lines(
    mine: dict[str, Any], theirs: dict[str, Any], pairs: list[LinePair], allowed: Truth | None
) -> list[Difference]:
    services = {service.code: service for service in allowed.services} if allowed else {}
    found = []
    for line, true_line in pairs:
        if line is None:
            found += [_missing(true_line)] if true_line else []
        elif true_line is None:
            if line["procedure_code"] not in services:
                found.append(
                    Difference(
                        "extra service",
                        line["claim_line_number"],
                        f"{line['procedure_code']} is not supported by the record",
                        "coder",
                        {f"line.{line['claim_line_number']}": None},
                        True,
                    )
                )
        else:
            found += _line(mine, theirs, line, true_line, services.get(line["procedure_code"]))
    return found


def _missing(true_line: dict[str, Any]) -> Difference:
    return Difference(
        "missing service",
        0,
        f"{true_line['procedure_code']} is documented and was not billed",
        "coder",
        {},
        False,
        true_line["procedure_code"],
    )


def _line(
    mine: dict[str, Any],
    theirs: dict[str, Any],
    line: dict[str, Any],
    true_line: dict[str, Any],
    service: Service | None,
) -> list[Difference]:
    number, code, true_code = line["claim_line_number"], line["procedure_code"], true_line["procedure_code"]
    path, found = f"line.{number}.", []
    same = code == true_code
    if not same:
        found.append(
            Difference(
                "code",
                number,
                f"{code} was billed; the record supports {true_code}",
                "coder",
                {path + "procedure_code": true_code},
                True,
            )
        )
    supported = service.with_optional_modifier(_modifiers(line)).modifiers if service else frozenset()
    extra = set(_modifiers(line)) - set(_modifiers(true_line)) - supported
    missing = set(_modifiers(true_line)) - set(_modifiers(line))
    words = [f"modifier {one} is missing" for one in sorted(missing)] + [
        f"modifier {one} is not supported" for one in sorted(extra)
    ]
    if words:
        found.append(
            Difference(
                "modifiers",
                number,
                f"{', '.join(words)} on {code}",
                "coder",
                {path + name: true_line[name] for name in MODIFIERS},
                bool(extra),
            )
        )
    if line["service_unit_quantity"] != true_line["service_unit_quantity"]:
        more = line["service_unit_quantity"] > true_line["service_unit_quantity"]
        found.append(
            Difference(
                "units",
                number,
                f"{code} has {line['service_unit_quantity']} units; the record supports"
                f" {true_line['service_unit_quantity']}",
                "coder",
                {path + "service_unit_quantity": true_line["service_unit_quantity"]},
                more,
            )
        )
    if same and line["service_unit_quantity"] == true_line["service_unit_quantity"]:
        found += _plain(line, true_line, path, ("charge",))
    return [
        *found,
        *_pointers(mine, theirs, line, true_line, service, path),
        *_plain(line, true_line, path, ("place", "rendering provider", "date")),
    ]


def _pointers(
    mine: dict[str, Any],
    theirs: dict[str, Any],
    line: dict[str, Any],
    true_line: dict[str, Any],
    service: Service | None,
    path: str,
) -> list[Difference]:
    here, there = pointed(mine, line), pointed(theirs, true_line)
    allowed = {*there, *(service.must_pointers if service else ()), *(service.may_pointers if service else ())}
    known = set(_codes(theirs))
    wrong = [code for code in here if code in known and code not in allowed]
    lost = [code for code in there if code not in here and code in _codes(mine)]
    if "?" not in here and not wrong and not lost:
        return []
    words = (
        f"line {line['claim_line_number']} ({line['procedure_code']}) points to {', '.join(here) or 'nothing'}; the"
        f" record supports {', '.join(there)}"
    )
    places = [_codes(mine).index(code) + 1 for code in there if code in _codes(mine)][:4]
    changes = {path + name: place for name, place in zip(POINTER_COLUMNS, places + [0] * 4)} if places else {}
    return [Difference("pointers", line["claim_line_number"], words, "coder", changes, bool(wrong or "?" in here))]


def _plain(line: dict[str, Any], true_line: dict[str, Any], path: str, kinds: tuple[str, ...]) -> list[Difference]:
    return [
        Difference(
            kind,
            line["claim_line_number"],
            words.format(line[column] or "missing", true_line[column]),
            desk,
            {path + column: true_line[column]},
            True,
        )
        for kind, desk, words, column in LINE
        if kind in kinds and line[column] != true_line[column]
    ]


def _head(mine: dict[str, Any], theirs: dict[str, Any], first_claim: bool) -> list[Difference]:
    found = []
    for kind, desk, words, columns in HEAD:
        if kind == "resubmission" and not first_claim:
            continue
        wrong = [name for name in columns if mine[name] != theirs[name]]
        if wrong:
            exact = _told(kind, mine, theirs, wrong) or words
            found.append(Difference(kind, 0, exact, desk, {f"claim.{name}": theirs[name] for name in columns}, True))
    return found


def _told(kind: str, mine: dict[str, Any], theirs: dict[str, Any], wrong: list[str]) -> str:
    """More exact words, where the columns give them."""
    if (
        kind == "coverage"
        and mine["payer_code"] == theirs["payer_code"]
        and mine["coverage_key"] in (-1, theirs["coverage_key"])
    ):
        if "member_id" in wrong:
            return "the member ID does not match the card" if mine["member_id"] else "the member ID is missing"
        if "relationship_code" in wrong:
            named = f"the patient is the subscriber's {theirs['relationship_code']}, not {mine['relationship_code']}"
            return named.replace("subscriber's self", "subscriber")
        return "the group number does not match the card"
    names = {"authorization": "the authorization number", "certificate": "the CLIA number"}
    if kind in names:
        column = "prior_authorization_number" if kind == "authorization" else "clia_number"
        fault = "is wrong" if theirs[column] else "does not belong on this claim"
        return f"{names[kind]} {fault if mine[column] else 'is missing'}"
    return ""


def _filing(mine: dict[str, Any], theirs: dict[str, Any], first_claim: bool) -> list[Difference]:
    """A first claim that left much later than claims do is the biller's doing; no change of the claim mends it."""
    if not first_claim or not mine["received_date"] or not theirs["received_date"]:
        return []
    days = (mine["received_date"] - theirs["received_date"]).days
    return (
        [Difference("filing", 0, f"the payer received the claim {days} days late", "biller", {}, False)]
        if days > 30
        else []
    )
