"""A notebook's pictures: they say what the verbs say, show themselves, and refuse what there is not."""

import re
from dataclasses import replace

import pytest

import sim
from sim.ground.errors import CleanClaimError
from sim.ui.desks.pictures.clinic_pictures import PICTURES


@pytest.fixture(scope="module")
def day():
    """Some visits with their books."""
    return sim.simulate(40, seed=7, coder="novice")


def amounts(text: str) -> list[int]:
    """Every amount of a text, in cents."""
    return [int(re.sub(r"\D", "", found)) for found in re.findall(r"−?\$[\d,]+\.\d\d", text)]


@pytest.mark.parametrize("of", PICTURES)
def test_a_picture_shows_itself_with_its_numbers(day, of):
    shown = sim.picture(day, of)
    page = shown._repr_html_()
    assert page.count("<svg ") == 1 and "<details>" in page and 'role="img"' in page
    assert "<script" not in page and not re.search(r"\son\w+=", page) and "NaN" not in page
    assert shown.drawn.title in repr(shown)


def test_the_aging_is_that_of_the_verb(day):
    told = amounts(" ".join(cell for row in sim.picture(day, "aging").drawn.rows for cell in row[1:]))
    frame = sim.aging(day)
    assert told == frame[["payer", "denied", "patient", "total", "credit"]].to_numpy().ravel().tolist()


def test_the_charges_leave_what_is_open_with_payers(day):
    drawn = sim.picture(day, "charges").drawn
    accounts = sim.ledger(day).set_index("account").amount
    assert amounts(drawn.rows[0][1]) == [-accounts.revenue]
    assert amounts(drawn.rows[-1][2]) == [accounts.payer]


def test_an_earlier_day_shows_less(day):
    first, last = (sum(amounts(repr(sim.picture(day, "payments", on)))) for on in ("2026-06-30", None))
    assert first < last


def test_a_picture_that_there_is_not_and_books_that_are_not_posted(day):
    with pytest.raises(CleanClaimError, match="no picture 'pie'"):
        sim.picture(day, "pie")
    with pytest.raises(CleanClaimError, match="sim.post"):
        sim.picture(replace(day, entries=None))
