"""Same seed, same rows: whatever the workers, whatever the blocks; exactly as many encounters as asked for; and files
complete or not there.
"""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as options
from hypothesis import strategies as st

from sim.billing.bulk import output
from sim.billing.bulk.pipeline import ACROSS, TABLES, Block, Settings, plan, simulate, simulate_block, unbalanced
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table


def rows_of(settings):
    """Every table of a simulation as sorted rows of text, whatever its blocks."""
    made = [simulate_block(settings, block) for block in plan(settings)]
    return {
        name: sorted(json.dumps(row, default=str) for tables in made for row in tables[name].rows()) for name in TABLES
    }


@pytest.mark.parametrize("coder", ["perfect", "novice"])
def test_rows_do_not_depend_on_the_blocks(coder):
    whole = rows_of(Settings(150, seed=5, coder=coder, block=4096))
    parts = rows_of(Settings(150, seed=5, coder=coder, block=7))
    for name in set(TABLES) - {
        "patients",
        "coverages",
        "prior_services",
        "member_facts",
        "authorizations",
    }:  # people of the last block stand whole
        assert whole[name] == parts[name], name
    for name in ("patients", "coverages", "prior_services"):
        assert set(parts[name]) <= set(whole[name])


def test_digests_do_not_depend_on_the_workers(tmp_path):
    settings = Settings(300, seed=9, coder="expert", block=16)
    one, two = simulate(settings, tmp_path / "one", workers=1), simulate(settings, tmp_path / "two", workers=2)
    assert one["tables"] == two["tables"] and len(plan(settings)) > 4
    assert one["tables"] != simulate(Settings(300, seed=10, coder="expert", block=16))["tables"]


def test_payments_cross_households_and_do_not_depend_on_the_blocks():
    made = [simulate(Settings(150, seed=5, coder="novice", block=block))["tables"] for block in (4096, 7)]
    assert all(made[0][name] == made[1][name] and made[0][name]["rows"] for name in ("payments",))
    assert made[0]["provider_adjustments"] == made[1]["provider_adjustments"]


@given(st.integers(1, 5000), st.integers(0, 2**40), st.integers(1, 500))
@options(max_examples=40)
def test_exactly_as_many_encounters_as_asked_for(count, seed, block):
    blocks = plan(Settings(count, seed, block=block))
    assert sum(one.encounters for one in blocks) == count and all(one.encounters > 0 for one in blocks[:1])
    assert [one.first_household for one in blocks] == [1 + number * block for number in range(len(blocks))]


def test_every_line_balances_and_an_unbalanced_one_is_counted():
    tables = simulate_block(Settings(400, seed=3, coder="novice"), Block(0, 1, 512, 400))
    decided, adjustments = tables["remittance_lines"], tables["adjustments"]
    assert len(decided) and unbalanced(decided, adjustments) == 0
    amount = adjustments.amount.copy()
    amount[0] += 1
    assert unbalanced(decided, adjustments.with_columns(amount=amount)) == 1


@pytest.mark.parametrize("fmt", ["parquet", "csv"])
def test_what_is_written_can_be_read_with_the_columns_of_the_dictionary(tmp_path, fmt):
    import pandas

    from sim.ground.dictionary import columns_of

    result = simulate(Settings(40, seed=2, block=16), tmp_path / "out", fmt)
    for name in (*TABLES, *ACROSS):
        place = tmp_path / "out" / (name if fmt == "parquet" else f"{name}.csv")
        frame = pandas.read_parquet(place) if fmt == "parquet" else pandas.read_csv(place, dtype=str)
        assert len(frame) == result["tables"][name]["rows"]
        assert set(frame.columns) <= set(columns_of(name)), name
    assert json.loads((tmp_path / "out" / output.MARK).read_text())["encounters"] == 40


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.doc").write_text("dear")
    with pytest.raises(CleanClaimError, match="holds other files .thesis.doc."):
        simulate(Settings(5), tmp_path)
    assert (tmp_path / "thesis.doc").read_text() == "dear"


def test_a_second_simulation_leaves_nothing_of_the_first(tmp_path):
    simulate(Settings(300, seed=1, block=16), tmp_path)
    assert len(list((tmp_path / "claims").iterdir())) > 2
    simulate(Settings(5, seed=1), tmp_path)
    assert len(list((tmp_path / "claims").iterdir())) == 1


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CleanClaimError, match="cannot write"):
        simulate(Settings(5), tmp_path / "file" / "below")


@pytest.mark.parametrize("count", [0, -1, 10**10])
def test_an_impossible_number_of_encounters_is_said(count):
    with pytest.raises(CleanClaimError, match="1 to 1000000000"):
        simulate(Settings(count))


def test_simulating_ten_times_more_moves_nobody():
    few, many = rows_of(Settings(30, seed=4)), rows_of(Settings(300, seed=4))
    assert set(few["claims"]) <= set(many["claims"]) and len(few["claims"]) < len(many["claims"])


def test_a_digest_sees_a_changed_cell():
    table = Table(a=np.arange(3))
    assert output.digest(table) == output.digest(Table(a=np.arange(3))) != output.digest(Table(a=np.array([0, 1, 3])))
