"""The practice claim form: every box's value stands on it, whatever its length; nothing is cut."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_text import lines_of, squeezed, text_of

from sim.billing.claims.form import boxes
from sim.billing.paper.blocks import practice_of
from sim.billing.paper.claim_form import ABOVE, BELOW, LINE, Placed, claim_pdf, fitted, sheets_of

HOME = practice_of("prairie")


def filled(lines=2):
    """A mark of its own in every box."""
    return {
        f"{box['box']}.{line}" if line else box["box"]: f"m{place}x{line}"
        for place, box in enumerate(boxes())
        for line in (range(1, lines + 1) if box["is_line"] else (0,))
    }


def test_every_box_of_the_form_has_a_place_and_no_other():
    drawn = re.findall(r"(\S+):[\d.]+", " ".join((*ABOVE, LINE, *BELOW)))
    assert sorted(drawn) == sorted(box["box"] for box in boxes())
    numbers = {int(match.group()) for name in drawn if (match := re.match(r"\d+", name))}
    assert numbers == set(range(1, 34))


@pytest.mark.parametrize("lines", [1, 6, 7, 13])
def test_every_value_stands_on_the_form(lines):
    values = filled(lines)
    text = squeezed(text_of(claim_pdf(values, HOME, is_packed=False)))
    hidden = [name for name, value in values.items() if squeezed(value) not in text]
    assert not hidden and text.count("sheet") >= sheets_of(values)


def test_a_value_left_out_would_be_noticed():
    values = filled()
    text = squeezed(text_of(claim_pdf({**values, "19": ""}, HOME, is_packed=False)))
    assert squeezed(values["19"]) not in text


def test_a_box_of_six_lines_goes_on_on_another_sheet_with_the_total_on_the_last():
    text = lines_of(claim_pdf(filled(7), HOME, is_packed=False))
    assert "Practice claim form, sheet 2 of 2" in text and text.count("see last sheet") == 1
    assert text.count(filled(7)["28"]) == 1 and text.count(filled(7)["2"]) == 2


@settings(deadline=None, max_examples=25)
@given(st.text(min_size=1, max_size=40), st.integers(1, 60))
def test_a_long_value_is_wrapped_or_printed_in_full_below(word, times):
    words = " ".join([f"A{squeezed(word)}Z".replace("\x00", "")] * times)
    made = claim_pdf({"2": words, "19": words}, HOME, is_packed=False)
    text = squeezed(text_of(made))
    assert text.count("Z") >= 2 * times and text.count("A") >= 2 * times


@settings(deadline=None)
@given(st.text(max_size=400), st.floats(20, 300), st.floats(12, 40))
def test_what_fits_is_whole_and_inside(text, width, height):
    from sim.billing.paper.fonts import PLAIN, printed
    from sim.billing.paper.fonts import width as wide

    plain = printed(text).text
    found = fitted(Placed("19", plain, 0, 0, width, height, "19"))
    if found.lines:
        assert squeezed("".join(found.lines)) == squeezed(plain)
        assert all(wide(line, PLAIN, found.size) <= width for line in found.lines if len(line) > 1)
        assert len(found.lines) * found.size <= height


def test_a_name_in_other_letters_prints_or_says_that_it_is_replaced():
    european = text_of(claim_pdf({"2": "MÜLLER-SYNTH, ŁUCJA ŞENGÜL"}, HOME, is_packed=False))
    assert "MÜLLER-SYNTH, ŁUCJA ŞENGÜL" in european and "stands for a letter" not in european
    other = text_of(claim_pdf({"2": "李-SYNTH, Иван"}, HOME, is_packed=False))
    assert "?-SYNTH, ????" in other and "? stands for a letter that this print cannot show" in other


def test_the_same_claim_is_the_same_bytes_with_title_and_language_and_no_time():
    one, two = (claim_pdf(filled(), HOME) for _ in range(2))
    assert one == two and b"/Lang (en-US)" in one and b"/DisplayDocTitle true" in one
    dates = re.findall(rb"/(?:Creation|Mod)Date \(D:(\d{4})", one)
    assert set(dates) <= {b"2000"} and b"Practice claim form" in one


def test_no_word_of_the_printed_forms_owner():
    words = text_of(claim_pdf(filled(), HOME, is_packed=False)).upper()
    assert not [one for one in ("NUCC", "OMB", "PICA", "PLEASE PRINT OR TYPE", "CHAMPVA", "FECA") if one in words]
