"""The manager's board shows the figures of the engine, which plain pandas over the written tables gives as well."""

import pandas
import pytest

import sim
from sim.billing.bulk.pipeline import simulate
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import Seat, seated
from sim.manager.calendar.staffed import staffed, staffed_block
from sim.manager.figures.map_keys import board
from sim.payer.rulebook.payers import payers
from sim.ui.desks.board.view import board_of, keep, view
from sim.ui.desks.words import money


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder with the tables of 300 visits."""
    place = tmp_path_factory.mktemp("board")
    simulate(staffed(300, 6, "in_house_untrained"), place, make=staffed_block)
    return place


def tiles(shown):
    return {row["figure"]: row for group in shown["groups"] for row in group["rows"]}


def pictures(shown):
    blocks = [block for part in shown["parts"] for block in part["blocks"] if "picture" in block]
    return {block["picture"]["title"]: block["picture"]["table"]["rows"] for block in blocks}


def test_the_page_of_a_folder_is_plain_pandas_over_its_tables(written):
    shown = view(None, "", {"source": "folder", "folder": str(written)})["board"]
    ledger, claims, lines = (pandas.read_parquet(written / name) for name in ("ledger", "claims", "remittance_lines"))
    kind, cash = ledger.entry_kind.astype(str), ledger.account.astype(str) == "cash"
    back = ledger.contra_account.astype(str) == "cash"

    def moved(kinds):
        rows = kind.isin(kinds)
        return ledger.amount[rows & cash].sum() - ledger.amount[rows & back].sum()

    money_in = ["payer payment", "patient payment", "refund to the patient", "refund to the payer"]
    found = tiles(shown)
    charges = ledger.amount[kind.isin(["charge", "charge reversal"])]
    assert found["charges"]["value"] == money(charges.sum())
    assert found["payments"]["value"] == money(moved(money_in))
    owner = (claims.follows_claim_key < 0) & (claims.adjudication_round == 0) & claims.submitted_date.notna()
    owner &= (claims.claim_key % 16 == 0) | (claims.replaces_claim_key >= 0) | (claims.continues_claim_key >= 0)
    first = claims[owner]
    mine = lines[lines.claim_key.isin(first.claim_key) & ~lines.is_reversal]
    denied = mine[mine.denial_policy.notna()].claim_key.nunique()
    assert found["initial denials"]["sides"] == f"{denied} ÷ {mine.claim_key.nunique()}"
    by_payer = mine.merge(first[["claim_key", "payer_code"]], on="claim_key")
    rates = by_payer.groupby(by_payer.payer_code.astype(str)).claim_key.nunique()
    shown_rates = {row[0]: row for row in pictures(shown)["Denial rate by payer"]}
    for code, count in rates.items():
        assert shown_rates[payers()[code].label][3] == f"{count:,}"
    when = pandas.to_datetime(ledger.entry_date[charges.index]).dt.strftime("%Y-%m")
    months = charges.groupby(when).sum()
    drawn = pictures(shown)["Charges posted by month"]
    assert [row[1] for row in drawn][: len(months)] == [money(amount) for amount in months]


def test_every_figure_of_the_board_is_shown_with_formula_and_source(written):
    rows = board(sim.load(written))
    found = tiles(board_of(sim.load(written), "Tables"))
    left = {row.figure for row in rows} - set(found)
    assert all(name.startswith(("initial denials: ", "cause: ")) for name in left)
    assert all(row["formula"] and row["source"] for row in found.values())
    assert not [row["source"] for row in found.values() if "verify" in row["source"]]  # a note of ours, not for readers


def test_the_list_of_the_board_names_figures_that_there_are():
    made = sim.quarter("expert", visits=60, days=30)
    there = {row.figure for row in board(made)}
    assert {row["figure"] for row in read_csv(find("data/codes/board_figures.csv"))} <= there
    shown = board_of(made, "A quarter")
    assert "cost to collect" in tiles(shown) and "goes on like this" in tiles(shown)["open balance"]["formula"]


@pytest.mark.parametrize(
    "given",
    [
        {"source": "folder"},
        {"source": "folder", "folder": "/nowhere"},
        {"strategy": "nobody"},
        {"visits": "9"},
        {"visits": "many"},
    ],
)
def test_what_cannot_be_shown_is_told(given):
    with pytest.raises(CleanClaimError) as told:
        view(None, "", given)
    assert told.value.todo


def test_a_class_server_opens_no_folder(written):
    with seated(Seat("L-1", "billing_101")):
        assert not view(None, "")["may_read"]
        with pytest.raises(CleanClaimError, match="class server"):
            view(None, "", {"source": "folder", "folder": str(written)})


def test_a_reload_brings_the_choice_back(tmp_path):
    store = Store(tmp_path)
    assert keep(store, "", "board", {"strategy": "expert", "visits": "500"})
    assert view(store, "")["draft"] == {"source": "quarter", "strategy": "expert", "visits": "500", "folder": ""}


def test_a_folder_is_named_only_where_one_can_be_chosen():
    assert "folder" in view(None, "")["task"]
    with seated(Seat("L-1", "billing_101")):
        shown = view(None, "")
        assert "folder" not in shown["task"] and not shown["may_read"]
