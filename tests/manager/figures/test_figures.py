"""The figures against plain pandas over the tables that a simulation with staff wrote, and the tables read back."""

from dataclasses import replace

import pandas
import pytest

import sim
from sim.billing.bulk.pipeline import simulate
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.manager.calendar.staffed import staffed, staffed_block
from sim.manager.figures.board_rows import BY_PAYER
from sim.manager.figures.map_keys import board
from sim.manager.figures.running import ends, running_aging
from sim.manager.verbs import quarter


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder with the tables of 500 visits."""
    place = tmp_path_factory.mktemp("staffed")
    result = simulate(staffed(500, 6, "in_house_untrained", block=128), place, make=staffed_block)
    return place, result


def read(place, name):
    return pandas.read_parquet(place / name)


def test_the_figures_are_those_of_plain_pandas(written):
    place, result = written
    assert result["unbalanced"] == 0
    found = sim.figures(sim.load(place)).set_index("figure")
    ledger, claims = read(place, "ledger"), read(place, "claims")
    lines, visits = read(place, "remittance_lines"), read(place, "encounters")
    ledger[["account", "contra_account", "entry_kind"]] = ledger[["account", "contra_account", "entry_kind"]].astype(
        str
    )

    def raised(account, kinds=None):
        rows = ledger if kinds is None else ledger[ledger.entry_kind.isin(kinds)]
        return rows.amount[rows.account == account].sum() - rows.amount[rows.contra_account == account].sum()

    paid = raised("cash", ["payer payment", "patient payment"])
    refunds = -raised("cash", ["refund to the patient", "refund to the payer"])
    charges = ledger.amount[ledger.entry_kind.isin(["charge", "charge reversal"])].sum()
    contractual = raised("write-off", ["contractual write-off"])
    assert found.value["charges"] == charges / 100
    assert found.value["payments"] == (paid - refunds) / 100
    assert found.value["net collection"] == pytest.approx(100 * (paid - refunds) / (charges - contractual), abs=0.006)
    is_owner = (claims.follows_claim_key < 0) & (
        (claims.claim_key % 16 == 0) | (claims.replaces_claim_key >= 0) | (claims.continues_claim_key >= 0)
    )
    first = claims[is_owner & (claims.adjudication_round == 0) & claims.submitted_date.notna()]
    mine = lines[lines.claim_key.isin(first.claim_key) & ~lines.is_reversal]
    denied = mine[mine.denial_policy.notna()].claim_key.nunique()
    assert found.top["initial denials"] == denied
    assert found.bottom["initial denials"] == mine.claim_key.nunique()
    day = pandas.to_datetime(first.submitted_date).reset_index(drop=True)
    served = pandas.to_datetime(
        visits.set_index("encounter_key").service_date[first.encounter_key].reset_index(drop=True)
    )
    assert found.value["days from visit to claim"] == pytest.approx((day - served).dt.days.mean(), abs=0.051)
    causes = read(place, "causes")
    denials = mine[mine.denial_policy.notna()][["claim_key", "claim_line_number"]]
    counted = causes.merge(denials, on=["claim_key", "claim_line_number"]).cause_code.astype(str).value_counts()
    for name, count in counted.items():
        assert found.top[f"cause: {name.replace('_', ' ')}"] == count


def test_tables_read_back_are_a_days_work(written):
    place, result = written
    day = sim.load(place)
    tables = day.tables()
    for name in ("claims", "claim_lines", "ledger", "remittance_lines", "work", "findings", "causes", "encounters"):
        assert len(tables[name]) == result["tables"][name]["rows"]
    assert len(sim.worklist(day)) >= 0
    assert sim.statement(day, 0).startswith("Statement for")


def test_blocks_do_not_know_of_each_other(written, tmp_path):
    """The same rows whatever the number of processes: a block is a function of the settings alone."""
    _, result = written
    other = simulate(staffed(500, 6, "in_house_untrained", block=128), tmp_path, "csv", 2, make=staffed_block)
    assert other["tables"] == result["tables"]
    assert len(sim.load(tmp_path).tables()["ledger"]) == result["tables"]["ledger"]["rows"]


def test_a_folder_without_a_simulation_is_told(tmp_path):
    with pytest.raises(CleanClaimError, match="no whole simulation"):
        sim.load(tmp_path)
    (tmp_path / "simulation.json").write_text("[", encoding="utf-8")
    with pytest.raises(CleanClaimError, match="no whole simulation"):
        sim.load(tmp_path)


def test_a_quarter_is_read_as_a_clinic_that_goes_on():
    made = quarter("in_house_untrained", visits=200, days=60, seed=2)
    found = sim.figures(made).set_index("figure")
    open_ = 0
    frame = made.day.ledger
    for day in ends(made.window):
        mine = frame[frame.entry_date <= str(day)]
        for account in ("payer", "denied", "patient"):
            moved = mine[mine.account == account].groupby("encounter_key").amount.sum()
            less = mine[mine.contra_account == account].groupby("encounter_key").amount.sum()
            open_ += moved.sub(less, fill_value=0).clip(lower=0).sum()
    assert found.top["days in A/R"] == open_
    assert 0 < found.value["cost to collect"] < 100


@pytest.mark.parametrize("seed", [1, 4])
@pytest.mark.parametrize("strategy", ["in_house_trained", "outsourced"])
def test_nobody_collects_more_of_patients_than_they_owe_and_credits_are_told_once(strategy, seed):
    """Copays above what is owed are paid back, so they were not collected; the board and its aging tell one amount."""
    made = quarter(strategy, visits=400, seed=seed)
    found = {row.figure: row.counted for row in board(made)}
    refunds = made.day.books()
    refunds = int(refunds.amount[refunds.entry_kind == "refund to the patient"].sum())
    assert refunds and 0 < found["patient collection"].value <= 10_000
    ages = running_aging(made.window, made.day.visits, made.day.books())
    assert found["credit balances"].top == sum(row.credit for row in ages) > 0


def test_a_payer_whose_file_is_not_here_is_told_too(written):
    """Tables of a clinic with payers of its own, read where that clinic is not in force."""
    day = sim.load(written[0])
    heads = day.sent.claims
    strange = [f"my_{code}" if code == "acme_ppo" else code for code in heads.payer_code.texts()]
    day = replace(day, sent=day.sent._replace(claims=heads.with_columns(payer_code=Coded.of(strange))))
    told = {row.figure: row.counted.bottom for row in board(day) if row.figure.startswith(BY_PAYER)}
    whole = {row.figure: row.counted.bottom for row in board(sim.load(written[0])) if row.figure.startswith(BY_PAYER)}
    assert told[f"{BY_PAYER}my acme ppo"] == whole[f"{BY_PAYER}Acme PPO"] and sum(told.values()) == sum(whole.values())
