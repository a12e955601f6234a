"""Every item of every exercise is solvable from what is on the page, through the page's own fields: the key is entered
as a learner would, with its rows in several orders, and earns everything; nothing entered earns nothing; every fact in
it stands somewhere on the page.
"""

import sys
from pathlib import Path

import pytest
from a_share import of_each_task

sys.path.insert(0, str(Path(__file__).parent))
from page_by_hand import PageByHand, stands, texts  # noqa: E402

from sim.learn.desk.attempt_store import Store  # noqa: E402
from sim.payer.rulebook.payers import payers  # noqa: E402

VARIANTS = (1, 2, 3)
ROUNDS = ((1, 1), (2, 0), (3, 2))  # variant, order of rows
JUDGED = ("yes", "no", "self", "spouse", "child")  # not copied from anywhere: judged
SUMS = ("28",)
BY_RULE = {"24G": "1"}
FACTS = (
    "member_id",
    "payer_code",
    "group_number",
    "prior_authorization_number",
    "referral_number",
    "clia_number",
    "referring_npi",
    "billing_npi",
    "rendering_npi",
    "onset_date",
    "patient_birth_date",
    "service_date",
    "npi",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """One store for all of them."""
    return Store(tmp_path_factory.mktemp("by-hand"))


@pytest.mark.parametrize("name", of_each_task(2))
def test_the_key_through_the_page_earns_everything_in_any_order_of_rows(name, store):
    for variant, order in ROUNDS:
        page = PageByHand(name, variant, store)
        page.enter(page.key, order)
        marks = page.submit()
        wrong = [(one["where"], one["message"]) for one in marks["marks"] if one["verdict"] not in ("right", "free")]
        assert marks["score"] == 1, (variant, order, wrong)


@pytest.mark.parametrize("name", of_each_task(2))
def test_nothing_entered_earns_nothing(name, store):
    page = PageByHand(name, 1, store)
    told = page.say("submit", answer={})
    result = page.session.here().result
    assert result["score"] == 0 if result else "costs nothing" in told["notice"]


@pytest.mark.parametrize("name", of_each_task(2))
def test_every_fact_of_the_key_stands_on_the_page(name, store):
    for variant in VARIANTS:
        page = PageByHand(name, variant, store)
        shown = list(texts(page.view))
        lacking = {place: text for place, text in facts(page).items() if not stands(text, shown)}
        assert not lacking, (variant, lacking)


def facts(page) -> dict[str, str]:
    """What a learner has to copy from somewhere: place -> text."""
    key = page.key
    if page.task == "work_denial":
        found = {
            place: str(text) for place, text in key["changes"].items() if text and place.rpartition(".")[2] in FACTS
        }
    elif page.task == "build_claim":
        start = {name: field.value for name, field in page.fields.items()}
        found = {
            place: text
            for place, text in key["boxes"].items()
            if text
            and place in start
            and text != start[place]
            and text not in JUDGED
            and place not in SUMS
            and BY_RULE.get(place.partition(".")[0]) != text
        }
    else:
        return {}
    return {place: payers()[text].label if text in payers() else text for place, text in found.items()}
