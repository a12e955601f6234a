"""A toy task, for the test that adds one: count the units of a drug from the record, and post what was paid. It is
copied into a folder of its own; nothing of the house knows it.
"""

from sim.learn.exercises.open_record import open_record
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.contract import Step
from sim.learn.tasks.form import (
    Box,
    Boxes,
    Choice,
    Choices,
    Code,
    Date,
    Form,
    Ledger,
    Line,
    Money,
    Number,
    Option,
    Phrases,
    Rows,
    Text,
    Tick,
)
from sim.learn.tasks.form_answers import read

role, desk, title = "biller", "poster", "Count the units"
ACCOUNTS = (Money("payment", "Insurance payment"), Money("write-off", "Contractual write-off"))
POSTED = (Line("1", "Line 1: 99213", ("$80.00",), 8_000),)
FORM = Form(
    (
        Number("units", "Billing units", "One unit is 10 mg. Divide the dose by it.", 1, 99, "units"),
        Choice("side", "Which knee?", "", (Option("right", "Right"), Option("left", "Left"))),
        Choices("kept", "What is kept with the claim?", "", (Option("note", "Office note"), Option("eob", "EOB"))),
        Code("drug", "Drug code"),
        Date("day", "Date of service"),
        Money("paid", "Amount paid", "As the remittance shows it."),
        Phrases("proof", "Which phrase proves the dose?", "", 3),
        Rows("lines", "Lines", "", (Code("code", "Code"), Number("units", "Units", "", 1, 99)), 5, "line"),
        Ledger("entries", "Ledger entries", "", ("Charge",), POSTED, ACCOUNTS, received=("payment",)),
        Boxes(
            "boxes", "Boxes of the form", "", (Box("23", "23 Authorization"), Box("26", "26 Account", "", "A-1", True))
        ),
        Tick("ready", "Ready to post"),
        Text("note", "Note", "Kept, not graded.", 200, 2),
    ),
    deposit=2_000,
)


def right_units(case) -> int:
    """The units that the record supports."""
    return next(item.units for item in case.truth.services if item.calculator == "drug")


def opens(case):
    """The record."""
    return {**open_record(case), "panels": [{"heading": "Price list", "blocks": [{"p": "One unit, $5.00."}]}]}


def form(case):
    """The same for every visit."""
    return FORM


class Answer:
    """The values of the Form."""

    def __init__(self, given, values):
        self.given, self.values = given, values

    @property
    def is_blank(self):
        """Nothing was entered."""
        return self.values.get("units") is None

    def as_dict(self):
        """As it was sent."""
        return self.given


def parse(given):
    """By the Form alone."""
    values, problems = read(FORM, given if isinstance(given, dict) else {})
    return problems or Answer(given, values)


def grade(answer, case):
    """One mark for the units, one for the phrase."""
    units, wanted = answer.values["units"], right_units(case)
    proof = ["mg" in said(case, one) for one in answer.values["proof"]]
    marks = (
        Mark(
            "units",
            "right" if units == wanted else "wrong" if units else "missing",
            f"The record supports {wanted} units.",
            1.0,
            float(units == wanted),
            cite="HCPCS Level II: the unit in the descriptor",
        ),
        Mark("proof", "right" if any(proof) else "missing", "The plan names the dose.", 1.0, float(any(proof))),
    )
    return Marks(marks, 2 * (units is not None), 2, case.exercise.points)


def said(case, spot) -> str:
    """The words of a marked phrase."""
    sections = list(case.documents_when(False)[spot["document"]].sections.values())
    return sections[spot["section"]][spot["line"]][spot["start"] : spot["end"]]


def spot_of(case):
    """Where the dose stands in the record."""
    for number, document in enumerate(case.documents_when(False)):
        for place, lines in enumerate(document.sections.values()):
            for line, text in enumerate(lines):
                if " mg" in text:
                    return {"document": number, "section": place, "line": line, "start": 0, "end": len(text)}
    raise AssertionError("no dose in the record")


def key(case):
    """Units and phrase."""
    return {"units": str(right_units(case)), "proof": [spot_of(case)]}


def worked(case):
    """From the dose to the units."""
    return [Step("Plan", said(case, spot_of(case)), f"{right_units(case)} billing units of 10 mg")]
