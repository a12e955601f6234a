"""The numbered form: the CMS-1500 as data. Every box has a name in plain words, who supplies it, where it lands in the
837P and whether the biller may change it (gray boxes come from the practice system). Boxes of service lines are written
"24D.2": box, then the line.

Source: Medicare Claims Processing Manual ch. 26 (item numbers and content); our own words throughout
(data/codes/cms1500.csv).
"""

from typing import Any, NamedTuple

import numpy as np

from sim.billing.claims.claim import drug_packages
from sim.billing.claims.claim_tables import POINTER_COLUMNS, Claims
from sim.billing.claims.form_cells import Cell, read, tidy, write
from sim.billing.claims.submission import account_number
from sim.clinic.people.people import People
from sim.clinic.practice.clinics import clinic
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv, remembered
from sim.ground.table import Table
from sim.payer.rulebook.payers import payers
from sim.reference.diagnosis_letters import letters_of, place_of

LINES = 6  # of the paper form; the electronic claim holds 50
KINDS = {"medicare": "Medicare", "medicaid": "Medicaid", "workers": "Other"}


class Parsed(NamedTuple):
    """What a typed form says: the claim as far as it can be read, and the findings of boxes that cannot."""

    claims: Claims
    findings: Table


@remembered
def boxes() -> tuple[dict[str, Any], ...]:
    """Every box in the form's order: box, label, who, format, table, column, editable (bool), x12, help, is_line.

    >>> [box["label"] for box in boxes() if box["box"] == "24G"]
    ['Units']
    """
    return tuple(
        {**row, "editable": row["editable"] == "yes", "is_line": row["box"].startswith("24")}
        for row in read_csv(find("data/codes/cms1500.csv"))
    )


def form(claims: Table, lines: Table, people: People) -> dict[str, str]:
    """The values of all boxes of one claim (tables of one claim), as they stand on the form."""
    claim = claims.rows()[0]
    values = {box["box"]: write(box["format"], claim[box["column"]]) for box in boxes() if box["table"] == "claims"}
    values |= _from_system(claim, people)
    values["23"] = claim["prior_authorization_number"] or claim["referral_number"] or claim["clia_number"]
    values["22"] = "" if claim["claim_frequency_code"] == "1" else claim["claim_frequency_code"]
    for row in lines.rows():
        values |= _line_values(row)
    return {**{box["box"]: "" for box in boxes() if not box["is_line"]}, **values}


def _line_values(row: dict[str, Any]) -> dict[str, str]:
    number = row["claim_line_number"]
    values = {
        f"{box['box']}.{number}": write(box["format"], row[box["column"]])
        for box in boxes()
        if box["table"] == "claim_lines"
    }
    values |= {f"{box['box']}.{number}": "" for box in boxes() if box["is_line"] and not box["column"]}
    return values | {
        f"24A-to.{number}": write("date", row["service_date"]),
        f"24E.{number}": letters_of([row[name] for name in POINTER_COLUMNS]),
    }


def _from_system(claim: dict[str, Any], people: People) -> dict[str, str]:
    """What the practice system fills in: names, addresses, the clinic; and the insured, from the coverage on the
    claim.
    """
    patient = _row(people.patients, "patient_key", claim["patient_key"])
    coverage = _row(people.coverages, "coverage_key", claim["coverage_key"])
    insured = _row(people.patients, "patient_key", coverage["subscriber_patient_key"]) if coverage else None
    values = {
        "1": _kind_of(claim["payer_code"]),
        "2": _name(patient),
        "5": _address(patient),
        "11d": "no",
        "12": "SOF",
        "13": "SOF",
        "20": "no",
        "21": "0",
        "26": account_number(claim["claim_key"]),
        "31": f"ON FILE {write('date', claim['submitted_date'])}".strip(),
        "33": _clinic_name(claim["clinic_code"]),
        "11c": plan_label(coverage),
    }
    if insured:
        values |= {"4": _name(insured), "7": _address(insured), "11a": write("date", insured["birth_date"])}
    return values | _other_plan(claim, people)


def _other_plan(claim: dict[str, Any], people: People) -> dict[str, str]:
    """Boxes 9, 9a, 9d and 11d where a second plan covers the patient."""
    spans = people.coverages
    beside = spans.take(
        (spans.patient_key == claim["patient_key"])
        & (spans.coverage_order > 0)
        & (spans.coverage_key != claim["coverage_key"])
    ).rows()
    if not beside:
        return {}
    holder = _row(people.patients, "patient_key", beside[0]["subscriber_patient_key"])
    return {"9": _name(holder), "9a": beside[0]["member_id"], "9d": plan_label(beside[0]), "11d": "yes"}


def _row(table: Table, column: str, key: int) -> dict[str, Any] | None:
    place = np.flatnonzero(table[column] == key)
    return table.take(place[:1]).rows()[0] if len(place) else None


def _name(person: dict[str, Any] | None) -> str:
    return f"{person['family_name']}, {person['first_name']}".upper() if person else ""


def _address(person: dict[str, Any] | None) -> str:
    return (
        f"{person['street_address']}, {person['city_name']} {person['state_code']} {person['postal_code']}".upper()
        if person
        else ""
    )


def _clinic_name(code: str) -> str:
    return clinic(code).name.upper()


def _kind_of(payer_code: str) -> str:
    known = payers().get(payer_code)
    return KINDS.get(str(known.kind).split()[0].lower(), "Group health plan") if known else ""


def plan_label(coverage: dict[str, Any] | None) -> str:
    """The name of a coverage's plan, as its payer's file gives it."""
    known = payers().get(coverage["payer_code"]) if coverage else None
    if coverage is None or known is None:
        return ""
    code = coverage["plan_code"]
    return next((plan["label"] for plan in known.plans if plan["code"] == code), code)


def following(values: dict[str, Any], people: People) -> dict[str, str]:
    """The gray boxes that follow from what is written beside them: 1 from the payer, 11c from the payer and the member
    id.
    """
    mine = (people.coverages.payer_code == values.get("carrier", "")) & (
        people.coverages.member_id == values.get("1a", "")
    )
    found = people.coverages.take(mine).rows()
    return {"1": _kind_of(values.get("carrier", "")), "11c": plan_label(found[0] if found else None)}


def claim_from_form(values: dict[str, Any], base: Claims, people: People) -> Parsed:
    """A claim from typed boxes. Gray boxes and keys come from `base`, the practice system's claim of the visit; what a
    box holds that cannot be read becomes a finding at that box and is kept as typed where the column holds text."""
    reader = _Reader(values)
    head = base.claims.rows()[0]
    for box in boxes():
        if box["table"] == "claims" and box["editable"] and box["box"] != "23":
            head[box["column"]] = reader.value(box, box["box"])
    head["claim_frequency_code"] = head["claim_frequency_code"] or "1"
    head["payer_code"] = reader.payer(head["payer_code"], base.claims.payer_code[0])
    head["relationship_code"] = head["relationship_code"] or _own_policy(head["payer_code"])
    lines = [_read_line(reader, number, head) for number in _typed_lines(values)]
    _read_box_23(reader, head, base, people)
    head["coverage_key"] = _coverage_of(people.coverages, head)
    reader.check_insured(head, people)
    findings = Table.from_rows("findings", [{"claim_key": head["claim_key"], **row} for row in reader.findings])
    claims = Table.from_rows("claims", [head])
    return Parsed(Claims(claims, _with_packages(claims, Table.from_rows("claim_lines", lines), base)), findings)


PACKAGE = ("drug_code", "drug_unit_code", "drug_unit_quantity")


def _with_packages(claims: Table, lines: Table, base: Claims) -> Table:
    """The practice system adds the drug's package number (the shaded part of box 24) to every drug line, as on any
    claim; a line that stands as it stood in `base` keeps what it had there, also nothing.
    """
    lines = lines.with_columns(**drug_packages(claims.payer_code, np.zeros(len(lines), np.int64), lines))
    before = {row["claim_line_number"]: row for row in base.lines.rows()}
    same = ("procedure_code", "service_unit_quantity")
    kept = [
        {**row, **{name: was[name] for name in PACKAGE}}
        if (was := before.get(row["claim_line_number"])) and all(row[name] == was[name] for name in same)
        else row
        for row in lines.rows()
    ]
    return Table.from_rows("claim_lines", kept)


def _own_policy(payer_code: str) -> str:
    """Medicare's policyholder is always the patient: box 6 may stay blank there (manual ch. 26, 10.2, item 6)."""
    return "self" if _kind(payer_code) == "medicare" else ""


def _kind(payer_code: str) -> str:
    known = payers().get(payer_code)
    return str(known.kind) if known else ""


def _typed_lines(values: dict[str, Any]) -> list[int]:
    """Line numbers with anything typed in code, charge or pointer, at most 50."""
    numbers = {
        box.partition(".")[2] for box, text in values.items() if box.startswith(("24D.", "24F.", "24E.")) and tidy(text)
    }
    return sorted(int(number) for number in numbers if number.isascii() and number.isdigit() and 0 < int(number) <= 50)


def _read_line(reader: "_Reader", number: int, head: dict[str, Any]) -> dict[str, Any]:
    line = {"claim_key": head["claim_key"], "claim_line_number": number}
    for box in boxes():
        if box["table"] == "claim_lines":
            line[box["column"]] = reader.value(box, f"{box['box']}.{number}")
    pointed = line.pop("diagnosis_pointer_1") or ""
    places = [place_of(letter) for letter in pointed if place_of(letter)][:4]
    return {**line, **dict(zip(POINTER_COLUMNS, places + [0] * 4))}


def _read_box_23(reader: "_Reader", head: dict[str, Any], base: Claims, people: People) -> None:
    """One number only: a laboratory certificate has the form of one (two digits, D, seven digits); a number that a
    payer has on file as a referral is one; anything else is an authorization.
    """
    typed = tidy(reader.values.get("23", "")).upper()
    is_certificate = len(typed) == 10 and typed[2] == "D" and typed.replace("D", "", 1).isdigit()
    is_referral = bool(typed) and typed in (base.claims.referral_number[0], *_referrals(people))
    head["clia_number"] = typed if is_certificate else ""
    head["referral_number"] = typed if is_referral else ""
    head["prior_authorization_number"] = "" if is_certificate or is_referral else typed
    # The electronic claim has a place for each; the practice system adds those that it holds beside the one in the box.
    if typed and not is_certificate and base.claims.clia_number[0]:
        head["clia_number"] = base.claims.clia_number[0]
    if head["prior_authorization_number"] and base.claims.referral_number[0]:
        head["referral_number"] = base.claims.referral_number[0]


def _referrals(people: People) -> list[str]:
    """The referral numbers that payers have on file."""
    known = people.authorizations
    return known.authorization_number[known.kind_code == "referral"].texts()


def _coverage_of(coverages: Table, head: dict[str, Any]) -> int:
    """The coverage whose member id and payer stand on the claim, the one in force before others; -1 for an id nobody
    has.
    """
    mine = (
        (coverages.member_id == head["member_id"])
        & (coverages.payer_code == head["payer_code"])
        & (coverages.patient_key == head["patient_key"])
    )
    if not head["member_id"] or not mine.any():
        return -1
    return int(coverages.coverage_key[mine][-1])


class _Reader:
    """Reads typed boxes and collects what is wrong with them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.findings: list[dict[str, Any]] = []

    def value(self, box: dict[str, Any], name: str) -> Cell:
        try:
            return read(box["format"], self.values.get(name, ""), in_sentence(name))
        except CleanClaimError as reason:
            self.report(name, "format", reason.line(), box["column"])
            return {"date": None, "amount": 0, "units": 0, "flag": False}.get(
                box["format"], tidy(self.values.get(name, ""))
            )

    def payer(self, typed: str, registered: str) -> str:
        """The payer by code or by name; one that nobody deals with is told, and the registered one kept."""
        found = next((code for code, payer in payers().items() if typed.lower() in (code, payer.label.lower())), "")
        if not found:
            self.report(
                "carrier",
                "format",
                CleanClaimError(
                    f"{typed[:30]!r} is not a payer of this clinic" if typed else "no payer named",
                    "payer",
                    ", ".join(payer.label for payer in payers().values()),
                    "choose one",
                ).line(),
                "payer_code",
            )
        return found or registered

    def report(self, name: str, finding: str, message: str, column: str = "") -> None:
        box, _, line = name.partition(".")
        self.findings.append(
            {
                "claim_line_number": int(line or 0),
                "box": box,
                "column": column,
                "finding": finding,
                "severity": "error",
                "message": message,
            }
        )

    def check_insured(self, head: dict[str, Any], people: People) -> None:
        """Boxes 4, 6 and 11a tell of one person: the one who holds the policy."""
        patient = _row(people.patients, "patient_key", head["patient_key"])
        named = tidy(self.values.get("4", "")).upper()
        if named == "SAME" or _kind(head["payer_code"]) == "workers compensation":  # the employer stands there
            return
        if named and head["relationship_code"] == "self" and named != _name(patient):
            self.report(
                "4",
                "insured-not-the-patient",
                "box 6 says self, but someone else is named here (box 4); expected the same person;"
                " to do: compare with the eligibility response and correct one of the two",
            )
        if named and head["relationship_code"] in ("spouse", "child") and named == _name(patient):
            self.report(
                "4",
                "insured-is-the-patient",
                f"box 6 says {head['relationship_code']}, but the patient is named here (box 4); expected the "
                "person who holds the policy; to do: compare with the eligibility response and correct one of the two",
            )


def box_of(table: str, column: str) -> str:
    """The box in which a column stands; empty if it has none.

    >>> box_of("claim_lines", "hcpcs_modifier_1"), box_of("claims", "clia_number"), box_of("claims", "coverage_key")
    ('24D-1', '23', '')
    """
    if column in ("clia_number", "referral_number"):
        return "23"
    if column in POINTER_COLUMNS:
        return "24E"
    return next((box["box"] for box in boxes() if box["table"] == table and box["column"] == column), "")


def box_words(box: str) -> str:
    """A box as people name it, with its line where it has one.

    >>> box_words("24D-1.2"), box_words("1a"), box_words("22-ref"), box_words("carrier")
    ('Box 24D, modifier 1, line 2', 'Box 1a', 'Box 22, Original Ref. No.', 'Payer')
    """
    head, _, line = box.partition(".")
    number, _, part = head.partition("-")
    inner = f"modifier {part}" if number == "24D" and part else PARTS.get(head, "")
    words = "Payer" if head == "carrier" else f"Box {number}"
    return ", ".join(filter(None, (words, inner, f"line {line}" if line else "")))


def in_sentence(box: str) -> str:
    """A box in the middle of a sentence.

    >>> in_sentence("24F.1")
    'box 24F, line 1'
    """
    words = box_words(box)
    return words[:1].lower() + words[1:]


PARTS = {"22-ref": "Original Ref. No.", "3-sex": "Sex", "24A-to": "to"}  # second fields of a box
