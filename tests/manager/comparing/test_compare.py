"""Two strategies side by side: what is printed, and that the difference is the strategies' alone."""

import json
from functools import cache

import pytest

from sim.cli import main
from sim.ground.errors import CleanClaimError
from sim.manager.comparing.lost_by_cause import lost_by_cause
from sim.manager.comparing.outcome_words import shown
from sim.manager.comparing.why_apart import Facts, why
from sim.manager.verbs import compare, quarter
from sim.ui.desks.strategies.found import result
from sim.ui.terminal.compared import lines

FIELDS = {
    "strategy",
    "net_collection_percent",
    "days_in_ar",
    "over_90_percent",
    "denial_percent",
    "cash_amount",
    "work_cost_amount",
    "paid_not_supported_amount",
}


@cache
def found():
    return compare("in_house_untrained", "in_house_trained", visits=400, days=60, seed=4)


def test_the_document_is_plain_and_whole():
    document = json.loads(json.dumps(found().document()))
    assert [one["strategy"] for one in document["strategies"]] == ["in_house_untrained", "in_house_trained"]
    assert all(set(one) >= FIELDS for one in document["strategies"])
    assert 0 < len(document["items"]) <= 10
    sizes = [abs(item["difference_amount"]) for item in document["items"]]
    assert sizes == sorted(sizes, reverse=True)
    for item in document["items"]:
        cash = [side["cash_amount"] for side in item["sides"]]
        assert item["difference_amount"] == cash[1] - cash[0]


def test_the_difference_is_second_less_first():
    first, second = found().outcomes
    assert found().difference["cash_amount"] == second.cash_amount - first.cash_amount


def test_weeks_add_up_to_the_cash():
    for one in found().document()["strategies"]:
        assert sum(week["cash"] for week in one["weeks"]) == pytest.approx(one["cash_amount"], abs=100_000)


def test_trained_people_lose_less():
    first, second = found().outcomes
    assert second.lost_amount < first.lost_amount
    assert second.net_collection_percent > first.net_collection_percent
    assert second.paid_not_supported_amount < first.paid_not_supported_amount


def test_the_command_prints_one_document(capsys):
    arguments = ["clinic", "compare", "outsourced", "in_house_trained", "--visits", "120", "--days", "30", "--json"]
    assert main(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["strategy"] for one in document["strategies"]] == ["outsourced", "in_house_trained"]
    assert main(arguments[:-1]) == 0
    assert "Net collection" in capsys.readouterr().out


@pytest.mark.parametrize("more", [{"visits": 0}, {"days": 0}, {"days": 4000}, {"strategy": "no_such"}])
def test_what_cannot_be_is_told(more):
    with pytest.raises(CleanClaimError):
        quarter(**{"strategy": "in_house_trained", "visits": 20, **more})


def test_a_denial_counts_under_its_cause_whether_it_was_worked_or_not():
    """Else a clinic that works little seems to lose little to each cause."""
    sides = [{one.reason: one for one in lost_by_cause(made)} for made in (found().first, found().second)]
    for side, outcome in zip(sides, found().outcomes, strict=True):
        assert sum(one.amount for one in side.values()) == outcome.lost_amount
        assert "not worked" not in side
    unworked = [sum(one.not_in_time for one in side.values()) for side in sides]
    written = found().first.day.ledger.query("reason_code == 'not worked'").amount.sum()
    assert unworked[0] == written > unworked[1]


def test_terminal_and_page_use_the_same_words():
    told = "\n".join(lines(found()))
    page = json.dumps(result(found()), ensure_ascii=False)
    rows = result(found())["parts"][0]["blocks"][0]["table"]["rows"]
    assert [row[0] for row in rows] == [name for _, name, _ in shown()]
    for row in rows:
        line = next(line for line in told.splitlines() if line.startswith(row[0]))
        assert line.split() == " ".join(row).split()
    assert "400 visits at the practice clinic" in told and told.splitlines()[0] in page  # which visits they are
    for item in result(found())["items"]:
        assert item["title"] in told and "under B" in item["title"]
    assert "_" not in told and "Not worked in time" in page


def test_no_word_is_cut_in_the_terminal():
    told = "\n".join(lines(found()))
    labels = [one.label for made in (found().first, found().second) for one in lost_by_cause(made)]
    assert max(map(len, labels)) > 38 and all(label in told for label in labels)


RIGHT = {"registered_coverage_key": 8, "coverage_key": 8, "mistake": ""}
WRONG = {**RIGHT, "mistake": "service-not-done"}
MORE, LESS = Facts(RIGHT, 900, 0, 0, frozenset(), ""), Facts(RIGHT, 100, 0, 0, frozenset(), "")
REASONS = [  # what was otherwise on the side that has more and on the other; what is said of it, and what is not
    ({"visit": WRONG, "unsupported": 800}, {}, "Paid and not supported under {more}: $8.00.", "mistake"),
    ({"visit": WRONG}, {}, "No single step explains it", "mistake"),
    ({}, {"visit": WRONG}, "A mistake under {less}: a service was billed", "{more}"),
    ({}, {"lost": "bad debt"}, "Written off under {less}: bad debt.", "{more}"),
    ({"lost": "bad debt"}, {}, "No single step explains it", "bad debt"),
    (
        {"ends": {("verification", "done")}},
        {"ends": {("denial", "done")}},
        "denied under {less} only. Coverage was verified",
        "",
    ),
    ({"ends": {("verification", "done")}}, {}, "No single step explains it", "verified"),
    ({"ends": {("appeal", "done")}}, {"ends": {("appeal", "lost")}}, "disputed under {more}. Nobody", "denied under"),
    ({"ends": {("denial", "done")}}, {}, "No single step explains it", "denied"),
    ({}, {"visit": {**RIGHT, "registered_coverage_key": 7}}, "outdated coverage under {less}. Coverage", "mistake"),
]


@pytest.mark.parametrize("second_has_more", [False, True])
@pytest.mark.parametrize(("more", "less", "said", "unsaid"), REASONS)
def test_a_reason_explains_which_side_has_more(more, less, said, unsaid, second_has_more):
    high, low = MORE._replace(**more), LESS._replace(**less)
    names = dict(zip(("more", "less"), "BA" if second_has_more else "AB", strict=True))
    told = why(low, high) if second_has_more else why(high, low)
    assert f"{said.format_map(names)}" in told
    assert not unsaid or (unsaid if "{" not in unsaid else f"under {unsaid.format_map(names)}") not in told
