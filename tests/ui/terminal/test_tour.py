"""The tour: one visit, whole, with every field that its JSON promises; with a mistake the same visit twice."""

import io
import json

import pytest

from sim.ground.errors import CleanClaimError
from sim.ui.terminal.tour import mistakes, show, visit

FIELDS = {
    "seed",
    "scenario",
    "note",
    "truth",
    "coded",
    "claim",
    "findings",
    "acknowledgement",
    "remittance",
    "cause",
    "repair",
    "ledger",
    "balance_ok",
}


@pytest.fixture(scope="module")
def wrong():
    return visit(7, "knee_injection", "missing-modifier-25")


def printed(tour, width=100) -> str:
    from rich.console import Console

    out = io.StringIO()
    show(tour, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def test_a_tour_has_every_field_and_can_be_written_as_json(wrong):
    for tour in (visit(3), wrong, wrong["right"]):
        assert FIELDS <= set(tour), FIELDS - set(tour)
        assert json.loads(json.dumps(tour, default=str))["balance_ok"] is True
        for line in tour["remittance"]["lines"]:
            assert line["charge_amount"] == line["paid_amount"] + sum(row["amount"] for row in line["adjustments"])
            assert {"allowed_amount", "supported_amount"} <= set(line) and all(
                {"group", "carc", "rarcs", "policy"} <= set(row) for row in line["adjustments"]
            )


def test_the_same_seed_is_the_same_visit_and_another_seed_another(wrong):
    assert visit(7, "knee_injection", "missing-modifier-25") == wrong
    assert len({visit(seed)["note"] for seed in range(4)}) == 4


def test_a_mistake_changes_the_codes_and_nothing_of_the_record(wrong):
    right = wrong["right"]
    assert right["note"] == wrong["note"] and right["truth"] == wrong["truth"] == right["coded"] != wrong["coded"]
    assert right["cause"] is None and wrong["cause"] and wrong["repair"]["what"]


def test_every_kind_of_mistake_can_be_shown():
    for kind in mistakes():
        tour = visit(5, mistake=kind)
        assert tour["mistake"] == kind and tour["right"]["mistake"] is None, kind


def test_it_prints_on_a_narrow_and_on_a_wide_terminal(wrong):
    for width in (60, 80, 160):
        text = printed(wrong, width)
        assert (
            "What the mistake did" in text and "as it should go" in text and max(map(len, text.splitlines())) <= width
        )


@pytest.mark.parametrize(
    "scenario, mistake, said",
    [
        ("kneee_injection", None, "did you mean knee_injection"),
        ("knee_injection", "missing-modifier-26", "did you mean missing-modifier-25"),
        (None, "nonsense", "expected .*missing-modifier-25"),
    ],
)
def test_what_is_not_known_is_said_with_what_is(scenario, mistake, said):
    with pytest.raises(CleanClaimError, match=said):
        visit(1, scenario, mistake)


def test_what_rests_on_an_estimate_is_marked_in_the_remittance_and_in_the_path():
    told = visit(1, "knee_injection", "")
    marked = {
        line["procedure_code"]: {one["mark"] for one in line["adjustments"] if one["mark"]}
        for line in told["remittance"]["lines"]
    }
    assert marked["J3301"] == {"teaching estimate"} and not marked["20610"]
    payer = next(stop for stop in told["path"] if stop["key"] == "payer")
    said = {text.split(":")[0].rpartition(" ")[2]: text for text in payer["detail"]}
    assert "teaching estimate" in said["J3301"] and "teaching estimate" not in said["20610"]
    assert printed(told, 140).count("(teaching estimate)") == 1
