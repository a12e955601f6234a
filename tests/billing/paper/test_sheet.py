"""Sheets of paper: every word of every block stands on them, over as many pages as it takes."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_text import lines_of, squeezed, text_of

from sim.billing.paper.advance_notice import OPTIONS, Expected, notice_sheet
from sim.billing.paper.appeal_letter import Claim, Letter, letter_sheet
from sim.billing.paper.authorization_request import Asked, Criterion, authorization_sheet
from sim.billing.paper.benefits_explained import Answered, Line, Reason, benefits_sheet, plan_letterhead
from sim.billing.paper.blocks import (
    Amount,
    Envelope,
    Grid,
    Heading,
    Pairs,
    Person,
    Sheet,
    Signature,
    TearOff,
    Tick,
    Ticks,
    Words,
    practice_of,
)
from sim.billing.paper.fonts import printed
from sim.billing.paper.sheet import as_pdf
from sim.payer.asked.appeals import evidences, grounds

HOME = practice_of("prairie")
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)
CLAIM = Claim(
    "Acme PPO",
    "Ann Lee-Synth",
    date(1962, 11, 17),
    "SYN1",
    "V1-0",
    "P1-6",
    date(2026, 9, 4),
    date(2026, 9, 24),
    ("99214 25", "20610 LT"),
    46200,
    "CO-97",
)


def plain(*sheets):
    return text_of(as_pdf(list(sheets), is_packed=False))


@settings(deadline=None, max_examples=40)
@given(st.lists(NAMES, min_size=7, max_size=7))
def test_whatever_is_written_stands_there_in_letters_of_the_font(texts):
    a, b, c, d, e, f, g = (f"({text})" for text in texts)
    blocks = (
        Heading(a),
        Words(b),
        Envelope((c,)),
        Pairs(((d, e),)),
        Grid((a, b), ((f, g),), (1,), (1, 4), True),
        Ticks((Tick(c, True),)),
        Amount(d, e, f),
        TearOff(g),
        Signature((a, b)),
    )
    sheet = Sheet("Title", "Subject", HOME._replace(name=c), blocks)
    text = squeezed(plain(sheet))
    assert all(squeezed(printed(one).text) in text for one in (a, b, c, d, e, f, g))
    assert any(printed(one).is_replaced for one in (a, b, c, d, e, f, g)) == ("thisprintcannotshow" in text)


def test_a_row_higher_than_a_page_goes_on_on_the_next():
    long = " ".join(f"word{number}" for number in range(3000))
    made = as_pdf([Sheet("Title", "", HOME, (Grid(("a", "b"), ((long, "end"),), (), (1, 1)),))], is_packed=False)
    text = text_of(made)
    assert all(f"word{number} " in text for number in range(2999)) and "Page 2 of" in text
    assert "Prairie Clinic: Title, continued" in text


def test_several_sheets_are_one_file_each_with_its_own_pages():
    one, two = (Sheet(name, "", HOME, (Words(name),)) for name in ("First", "Second"))
    assert plain(one, two).count("Page 1 of 1") == 2


def test_the_letter_says_what_was_decided_and_leaves_lines_for_what_was_not():
    ground, evidence = next(iter(grounds())), tuple(list(evidences())[:2])
    written = plain(letter_sheet(HOME, CLAIM, Letter(2, ground, evidence, "As we told you."), date(2026, 10, 1)))
    for words in (
        grounds()[ground]["label"],
        *(evidences()[one]["label"] for one in evidence),
        "As we told you.",
        "Level of review 2",
        "Oct 1, 2026",
        "P1-6",
        "Sep 24, 2026",
        "99214 25, 20610 LT",
        "$462.00",
        "CO-97",
    ):
        assert words in written
    blank = plain(letter_sheet(HOME, CLAIM, Letter()))
    assert grounds()[ground]["label"] not in blank and "tick what you attach" in blank


def test_the_explanation_of_benefits_adds_up():
    reasons = (Reason("CO", "45", (), 3000), Reason("PR", "1", (), 2000), Reason("PR", "3", (), 1000))
    lines = (Line("99213", 10000, 4000, 2000, 1000, 0, reasons), Line("20610", 5000, 5000, 0, 0, 0, ()))
    assert [line.charge for line in lines] == [line.not_allowed + line.paid + line.share for line in lines]
    one = Answered("Acme PPO", "SYN1", "P1-6", date(2026, 9, 4), date(2026, 9, 24), lines)
    text = plain(benefits_sheet(plan_letterhead("Acme PPO"), Person("Ann Lee-Synth", "1 Elm", "Ames"), one))
    assert "This is not a bill" in text and "Total $150.00 $30.00 $90.00 $20.00 $10.00 $0.00 $30.00" in text
    assert "CO-45" in text and "PR-1" in text


def test_the_notice_has_ten_sections_three_options_and_no_tick():
    sheet = notice_sheet(HOME, "Ann Lee-Synth", "V1", Expected("J3420 Vitamin B-12", "No diagnosis of the list.", 525))
    text = plain(sheet)
    assert all(f"{letter}: " in text for letter in "ABCDEFGHIJ")
    assert all(squeezed(option) in squeezed(text) for option in OPTIONS) and len(OPTIONS) == 3
    assert "$5.25" in text and "only the current form CMS-R-131 is valid" in text and "Page 1 of 1" in text
    assert "X" not in lines_of(as_pdf([sheet], is_packed=False))
    assert "No diagnosis" not in plain(notice_sheet(HOME, "A", "V1", Expected("J3420", "", 525)))


def test_the_request_shows_criteria_and_ticks_what_is_attached():
    criteria = (Criterion("imaging shows it", True, "X-ray report: narrowing"), Criterion("pain", None))
    asks = Asked(
        "Acme PPO",
        "Ann Lee-Synth",
        date(1962, 11, 17),
        "SYN1",
        "Dana Whitfield-Synth, MD",
        date(2026, 4, 10),
        "J7325",
        "48",
        "M17.11",
        "standard",
        criteria,
        (Tick("X-ray report", True), Tick("Lipid panel")),
        date(2026, 3, 25),
    )
    made = as_pdf([authorization_sheet(HOME, asks)], is_packed=False)
    text = text_of(made)
    assert "Imaging shows it yes X-ray report: narrowing" in text and "Pain yes / no" in text
    assert lines_of(made).count("X") == 2 and "NPI 2066719842" in text
