"""Files that have everything: each loop, each segment with each of its qualifiers, and each element of a guide at least
once, made from the grammar. Some variants of a file are needed, since one place takes one qualifier at a time.
"""

from typing import NamedTuple

from sim.edi.grammar.guides import VERSIONS, Element, Grammar, Loop, Segment, grammar

VARIANTS = {"837P": 14, "835": 14, "837I": 14}
HEAD = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260701*1200*^*00501*000000001*0*T*:~\n"
    "GS*{kind}*SENDER*RECEIVER*20260701*1200*1*X*{version}~\n"
)
LEFT_OUT = {"N4": {(7, 0)}, "MIA other": {(2, 0)}}  # a part of the country excludes the state; not of another payer
PAYER, NPI = "PAYER1", "1234567893"
BY_COLUMN = {  # what a value must look like to make sense
    "npi": NPI,
    "taxonomy_code": "207X00000X",
    "state_code": "IA",
    "accident_state_code": "IA",
    "postal_code": "500100001",
    "country_code": "US",
    "accident_country_code": "CA",
    "city_name": "AMES",
    "street_address": "90001 ELM STREET",
    "currency": "CAD",
    "clia_number": "16D1234567",
    "referred_clia_number": "16D7654321",
    "drug_code": "00009001112",
    "place_of_service_code": "11",
    "procedure_code": "99213",
    "equipment_code": "E0250",
    "anesthesia_procedure": "27130",
    "anesthesia_procedure_2": "27447",
    "payer_id": PAYER,
    "authorization_payer": PAYER,
    "referral_payer": PAYER,
    "other_payer": PAYER,
    "charge_amount": "100",
    "total_charge_amount": "100",
    "paid_amount": "100",
    "allowed_amount": "100",
    "patient_responsibility_amount": "0",
    "remark": "M15",
    "member_id": "SYN123456",
    "group": "PR",
    "service_unit_quantity": "1",
    "diagnosis_pointer_1": "1",
    "tax_id": "000000001",
    "ssn": "000000002",
    "revenue_code": "0510",
    "bundled_line": "1",
    "telephone_number": "5155550100",
    "relationship": "",
    "originator_id": "1999999999",
    "payer_part": "A1B2C3D4E",
    "service_date": "20260403",
}
FIXED = {  # by source: what pyx12 takes of our lists, what a value must look like
    "set.claim_kind": "CH",
    "claim_lines.certificate_way": "EL",
    "payments.payer_id": "1999999999",
    "claim_lines.unit_kind": "UN",
    "claims.statement_form": "RD8",
    "claims.statement_dates": "20260403-20260404",
}
BY_FORM = {"n": "1", "q": "1", "m": "1", "$": "1", "d": "20260403", "p": "20260403", "h": "1200", "ein": "000000001"}
CLAIM = ("2000", "2100", "2110")  # loops of a remittance that each set has
DEPENDENT = ("2000C", "2010CA")  # loops of odd variants only
MODIFIERS = ("25", "59", "RT", "GA")


class Covering:
    """One set. `variant`: which qualifier and which code of each list; odd ones have a dependent."""

    def __init__(self, transaction: str, variant: int, number: int = 0):
        self.known: Grammar = grammar(transaction)
        self.variant, self.number, self.segments = variant, number or variant + 1, []
        self.levels: list[int] = []
        self.count = 0
        self.loop(self.known.outer)

    @property
    def has_dependent(self) -> bool:
        return self.variant % 2 == 1

    def loop(self, loop: Loop) -> None:
        """A loop with all that is in it."""
        is_level = loop.segments[0].id == "HL"
        for segment in loop.segments:
            if self.has_segment(segment, loop):
                self.segment(segment, loop)
        for inner in loop.inner:
            if self.has_loop(inner, loop):
                self.loop(inner)
        if is_level:
            self.levels.pop()

    def has_segment(self, segment: Segment, loop: Loop) -> bool:
        """Is the segment in this set? Of a subscriber who is not the patient there are no patient details."""
        return not (loop.id == "2000B" and segment.name == "PAT" and self.has_dependent)

    def has_loop(self, inner: Loop, loop: Loop) -> bool:
        """Is the loop in this set? The claim stands below the patient, dependent or subscriber."""
        if inner.id == "2300" and loop.id == "2000B":
            return not self.has_dependent
        return inner.id != "2000C" or self.has_dependent

    def segment(self, segment: Segment, loop: Loop) -> None:
        """A segment with its qualifier of this variant."""
        if segment.id == "DTM" and len(self.known.loops) < 12 and (segment.name[4:] == "472") == bool(self.variant % 2):
            return  # one day of a service, or its first and last
        if segment.id == "SE":
            self.segments.append(f"SE*{len(self.segments) + 1}*{self.number:04d}")
            return
        if segment.id == "HL":
            self.level(segment, loop)
            return
        qualifier = self.qualifier(segment, loop)
        elements: dict[int, dict[int, str]] = {}
        name = "MIA other" if segment.id == "MIA" and loop.id == "2320" else segment.id
        for one in segment.elements:
            if one.usage != "-" and one.place not in LEFT_OUT.get(name, ()):
                elements.setdefault(one.place[0], {})[one.place[1]] = self.value(segment, one, qualifier)
        texts = [segment.id]
        for place in range(1, max(elements) + 1):
            parts = elements.get(place, {})
            text = ":".join(parts.get(part, "") for part in range(1, max(parts) + 1)) if parts and max(parts) else ""
            texts.append(parts.get(0, "") if parts and not max(parts) else text.rstrip(":"))
        self.segments.append("*".join(texts).rstrip("*"))

    def qualifier(self, segment: Segment, loop: Loop) -> str:
        """The qualifier of this variant."""
        kinds = segment.qualifiers
        turn = self.variant // 2 if loop.id in DEPENDENT else self.variant
        return kinds[turn % len(kinds)] if kinds else ""

    def level(self, segment: Segment, loop: Loop) -> None:
        self.count += 1
        above = str(self.levels[-1]) if self.levels else ""
        below = any(
            inner.segments[0].id == "HL" and (inner.id != "2000C" or self.has_dependent) for inner in loop.inner
        )
        self.segments.append(f"HL*{self.count}*{above}*{segment.qualifiers[0]}*{int(below)}")
        self.levels.append(self.count)

    def value(self, segment: Segment, one: Element, qualifier: str) -> str:
        """A value that may stand there."""
        column = one.source.partition(".")[2]
        is_qualifier = qualifier and one.place == ((1, 1) if segment.id == "HI" else (1, 0))
        if is_qualifier:
            return qualifier
        if segment.name == "SBR" and one.source == "subscriber.relationship":
            return "" if self.has_dependent else "18"
        if segment.id == "CAS" and column.startswith("amount"):
            return "1" if int(column[-1]) % 2 else "-1"  # they take nothing off together
        if segment.id == "PLB" and column.startswith("amount"):
            return "1" if int(column[-1]) % 2 else "-1"
        if one.source.startswith("="):
            return one.source[1:]
        if one.source == "set.version":
            return "" if self.known.transaction == "835" else VERSIONS[self.known.transaction].written
        if one.source == "set.control_number":
            return f"{self.number:04d}"
        if one.source in FIXED:
            return FIXED[one.source]
        if segment.id == "DTP" and one.place == (2, 0):  # pyx12 takes no period of a disability, though the guide does
            return "RD8" if "RD8" in one.values and self.variant % 2 and segment.name != "DTP*314" else "D8"
        if one.values:
            return list(one.values)[self.variant % len(one.values)]
        return self.plain(segment, one, column)

    def plain(self, segment: Segment, one: Element, column: str) -> str:
        """A value by its column or its form."""
        if (
            segment.id == "DTP"
            and segment.name != "DTP*314"
            and "RD8" in segment.elements[1].values
            and self.variant % 2
        ):
            return "20260403-20260404"
        if column in BY_COLUMN and one.source != "patient.relationship":
            return BY_COLUMN[column]
        if column.startswith("diagnosis_code"):
            return ("J020", "I10", "E119", "M1711", "Z0000", "R05", "J00", "K219", "N390", "M545", "J209", "R509")[
                int(column.rpartition("_")[2]) - 1
            ]
        if column.startswith("diagnosis_pointer"):
            return column[-1]
        if "modifier" in column:
            return MODIFIERS[int(column[-1]) - 1]
        if column.startswith("carc"):
            return "45"
        if column.startswith("remark"):
            return "M15"
        if column.startswith("adjustment_code"):
            return "WO"
        if one.form in BY_FORM:
            return BY_FORM[one.form]
        return "A1B2C3D4"[: one.longest or 8]


class Situation(NamedTuple):
    """One situational segment in its place, with one qualifier."""

    loop: str
    segment: str
    qualifier: str


class Alone(Covering):
    """A set of what is always there and of one situational segment."""

    def __init__(self, transaction: str, situation: Situation, number: int):
        self.situation = situation
        self.around = {situation.loop}
        known = grammar(transaction).loops
        variant = int(situation.loop in DEPENDENT)
        while parents := known[min(self.around, key=list(known).index)].parents:
            self.around.add(parents[-1] if variant else parents[0])
        if "2430" in self.around:
            self.around.add("2320")  # the payer whose decision it is
        super().__init__(transaction, variant, number)

    def has_segment(self, segment: Segment, loop: Loop) -> bool:
        """What is required, what a subscriber who is the patient needs, and the one of the situation."""
        is_one = (loop.id, segment.name) == self.situation[:2]
        is_patient = loop.id == "2010BA" and segment.name in ("N3", "N4", "DMG") and not self.has_dependent
        return super().has_segment(segment, loop) and (segment.usage == "R" or is_one or is_patient)

    def has_loop(self, inner: Loop, loop: Loop) -> bool:
        """What is required, what is around the situation, and a claim with a line."""
        is_wanted = inner.usage == "R" or inner.id in self.around or inner.id in CLAIM
        return is_wanted and super().has_loop(inner, loop)

    def qualifier(self, segment: Segment, loop: Loop) -> str:
        """That of the situation; elsewhere the first."""
        is_one = (loop.id, segment.name) == self.situation[:2]
        return self.situation.qualifier if is_one else next(iter(segment.qualifiers), "")

    def value(self, segment: Segment, one: Element, qualifier: str) -> str:
        """Without an accident, which would ask for its date."""
        return "" if segment.id == "CLM" and one.usage != "R" else super().value(segment, one, qualifier)


def situations(transaction: str) -> list[Situation]:
    """Each situational segment of a guide in each of its loops, with each of its qualifiers; loops that are situational
    by the segment that begins them.
    """
    return [
        Situation(loop.id, segment.name, kind)
        for loop in grammar(transaction).loops.values()
        for segment in loop.segments
        if segment.usage != "R" or loop.usage != "R" and segment is loop.segments[0] and segment.id != "HL"
        for kind in segment.qualifiers or ("",)
    ]


def each_alone(transaction: str) -> str:
    """One file with a set for each situation."""
    sets = [Alone(transaction, one, number).segments for number, one in enumerate(situations(transaction), 1)]
    return _file(transaction, sets)


def covering(transaction: str, variants: int = 0) -> str:
    """One file with a set for each variant, or for the first ones.

    >>> covering("837P").count("CLM*") == VARIANTS["837P"]
    True
    """
    return _file(transaction, [Covering(transaction, one).segments for one in range(variants or VARIANTS[transaction])])


def _file(transaction: str, sets: list[list[str]]) -> str:
    version = VERSIONS[transaction]
    body = "".join(f"{segment}~\n" for segments in sets for segment in segments)
    head = HEAD.format(kind=version.group_kind, version=version.written)
    return f"{head}{body}GE*{len(sets)}*1~\nIEA*1*000000001~\n"
