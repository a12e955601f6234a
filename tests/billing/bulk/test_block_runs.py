"""The same blocks on the workers of a Dask scheduler: same rows as one process, also after a kill in the middle. Who
has no Dask (a learner) skips what needs it, with the reason; continuous integration has it.
"""

import sys
from functools import partial

import pytest
from killed_simulation import SETTINGS, killed

from sim.billing.bulk import block_runs
from sim.billing.bulk.block_runs import run_blocks, worked_there
from sim.billing.bulk.edition import edition
from sim.billing.bulk.pipeline import plan, simulate
from sim.ground.errors import CleanClaimError


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install distributed")
    options = {"dashboard_address": None, "local_directory": None}
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **options) as made:
        yield made


def test_two_workers_make_the_same_rows_and_files_as_one_process(tmp_path, cluster):
    alone = simulate(SETTINGS, tmp_path / "alone")
    far = simulate(SETTINGS, tmp_path / "far", scheduler=cluster.scheduler_address)
    assert far["tables"] == alone["tables"] and len(plan(SETTINGS)) >= 4
    names = [
        sorted(path.relative_to(place) for path in place.rglob("*"))
        for place in map(tmp_path.joinpath, ("alone", "far"))
    ]
    assert names[0] == names[1]


def test_killed_in_the_middle_and_started_again_on_a_scheduler_is_the_same(tmp_path, cluster):
    killed(tmp_path, "parquet", cluster.scheduler_address)
    assert list(tmp_path.glob(".blocks/block-*.npz"))
    again = simulate(SETTINGS, tmp_path, scheduler=cluster.scheduler_address)
    assert again["tables"] == simulate(SETTINGS)["tables"]


def test_what_a_block_raises_there_is_raised_here(cluster):
    with pytest.raises(ValueError, match="invalid literal"):
        list(run_blocks(int, ["1", "two"], scheduler=cluster.scheduler_address))


def test_a_worker_with_several_threads_is_not_used():
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install distributed")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as made:
        with pytest.raises(CleanClaimError, match="several threads"):
            list(run_blocks(abs, [1], scheduler=made.scheduler_address))


def test_no_scheduler_is_told_in_one_line(monkeypatch):
    pytest.importorskip("distributed", reason="Dask is not installed: pip install distributed")
    monkeypatch.setattr(block_runs, "WAIT", "1s")
    with pytest.raises(CleanClaimError, match="no scheduler answers"):
        list(run_blocks(abs, [1], scheduler="tcp://127.0.0.1:9"))
    with pytest.raises(CleanClaimError, match="no scheduler answers"):
        list(run_blocks(abs, [1], scheduler="nonsense"))


def test_without_dask_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CleanClaimError, match="Dask is not installed.*pip install distributed"):
        list(run_blocks(abs, [1], scheduler="tcp://127.0.0.1:8786"))


def test_another_edition_is_refused_on_the_worker():
    assert worked_there(abs, edition(), "", "", -1) == 1
    with pytest.raises(CleanClaimError, match="another edition"):
        worked_there(abs, "older", "", "", -1)


def test_a_file_of_ones_own_is_another_edition(tmp_path, monkeypatch):
    shipped = edition()
    own = tmp_path / "data" / "params"
    own.mkdir(parents=True)
    (own / "small_balance.toml").write_text("unit = 'cents'", encoding="utf-8")
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    assert edition() != shipped


@pytest.mark.parametrize("workers", [1, 2])
def test_the_answers_come_in_the_order_of_the_blocks(workers):
    assert list(run_blocks(partial(pow, 2), list(range(9)), workers)) == [2**number for number in range(9)]
