"""Every payer has a page of its own, made from its file: limits, lists, wants; and the payers differ."""

import pytest

import sim
from sim.ground.errors import CleanClaimError
from sim.ground.params import param_value
from sim.payer.asked.payer_page import KINDS, ON, QUESTIONS, Page, contrast, page, text
from sim.payer.rulebook.policy import PAYER_KINDS as ALL_KINDS
from sim.payer.rulebook.payers import payers

LIMITS = {
    "How long may a first claim take?": "filing_limit",
    "How long may a dispute take?": "dispute_limit",
    "How long may a first appeal take?": "appeal_limit",
    "How long may documents take that it asks for?": "documents_limit",
    "When must money paid too much go back?": "refund_limit",
    "When does it pay a clean claim?": "days_to_pay",
    "How long as second payer?": "secondary_filing_limit",
}


def value(name: str, payer: str):
    try:
        return param_value(name, payer, ON)
    except CleanClaimError:
        return None


@pytest.mark.parametrize("code", payers())
def test_a_page_names_every_limit_of_the_payer_s_file_and_where_it_is_written(code):
    found = {row["question"]: row for row in page(code)["rows"]}
    assert set(found) == set(QUESTIONS) and all(row["answer"] and row["cite"] for row in found.values())
    for question, name in LIMITS.items():
        days = value(name, code)
        assert days is None or f"{days} day" in found[question]["answer"], question
    assert value("filing_limit", code) is not None or "year" in found["How long may a first claim take?"]["answer"]
    assert all(
        one in found["What needs prior authorization?"]["answer"]
        for row in payers()[code].sections["authorization"]
        for one in row.get("codes", ())
    )
    assert text(code).startswith(payers()[code].label) and len(text(code).splitlines()) == 1 + 2 * len(QUESTIONS)


def test_kinds_of_payer_have_words():
    assert set(ALL_KINDS) == set(KINDS)


@pytest.mark.parametrize(
    "question",
    [
        "How long may a first claim take?",
        "Does it take a replacement claim?",
        "How does it want both sides of a body?",
        "How does it count units of therapy?",
        "Does it pay G2211 with a visit?",
        "Does it pay the urgent-care case rate?",
        "How does it want a visit by video?",
        "Does it take consultation codes?",
        "Which modifier marks a preventive service?",
        "What does the patient pay, and in which order?",
        "Which levels of appeal are there?",
        "How does it pay after another payer?",
        "What needs prior authorization?",
    ],
)
def test_payers_differ_where_the_lesson_is(question):
    row = next(row for row in contrast() if row["question"] == question)
    assert len({answer for name, answer in row.items() if name != "question"}) > 1


def test_explain_and_payers_are_among_the_verbs():
    assert (
        sim.explain("Acme PPO")["code"] == "acme_ppo" == sim.explain("acme_ppo")["code"]
        and sim.explain("CO-45")["label"]
    )
    frame = sim.payers()
    assert "Lantern Medigap" in frame.columns and len(frame) == len(QUESTIONS)


def test_a_payer_that_nobody_knows_is_refused_in_one_line():
    with pytest.raises(CleanClaimError):
        page("nobody")


def test_a_page_is_a_table_in_a_notebook_and_escapes_what_a_file_says():
    shown = Page(
        code="x", label="<b>A & B", kind="plan", rows=[{"question": "Why?", "answer": "<script>", "cite": "p. 1"}]
    )._repr_html_()
    assert "<script>" not in shown and "&lt;b&gt;A &amp; B" in shown and shown.count("<tr>") == 2
    assert text("acme_ppo") == repr(page("acme_ppo"))


def test_a_notebook_does_not_read_its_amounts_as_formulas():
    shown = page("acme_ppo")._repr_html_()
    assert "$" in shown and shown.startswith("<table class='mathjax_ignore'>")
