"""Where the blocks of a simulation are worked: in this process, in a pool of fresh ones on this machine, or on the
workers of a Dask scheduler. The answers come in the order of the blocks, so it makes no difference to the rows.

On a scheduler each worker is a process with one thread, has this edition of CleanClaim installed (told otherwise), and
sees the folder that is written to under the same path: a disk that all machines share.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sim.billing.bulk.edition import edition
from sim.ground.errors import CleanClaimError
from sim.ground.files import at_clinic, clinic_files, clinic_in_force, forget

Piece = TypeVar("Piece")
Made = TypeVar("Made")
WAIT = "10s"  # for a scheduler to answer


def run_blocks(
    function: Callable[[Piece], Made], pieces: Sequence[Piece], workers: int = 1, scheduler: str = ""
) -> Iterator[Made]:
    """What a function makes of each piece, in their order. workers: processes of this machine; scheduler: the address
    of a Dask scheduler, whose workers are used instead. Raises what the function raises, and CleanClaimError for a
    scheduler that cannot be used.

    >>> list(run_blocks(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    if scheduler:
        yield from _on_scheduler(function, pieces, scheduler)
    elif min(workers, len(pieces)) <= 1:
        yield from map(partial(worked, function), pieces)
    else:
        yield from _in_pool(function, pieces, min(workers, len(pieces)))


def _in_pool(function: Callable[[Piece], Made], pieces: Sequence[Piece], workers: int) -> Iterator[Made]:
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(partial(worked, function), pieces)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _on_scheduler(function: Callable[[Piece], Made], pieces: Sequence[Piece], address: str) -> Iterator[Made]:
    client = _client(address)
    from distributed import KilledWorker

    try:
        _usable(client, address)
        same = partial(worked_there, function, edition(), clinic_in_force(), str(clinic_files() or ""))
        futures = client.map(same, pieces, pure=False)
        for place, future in enumerate(futures):
            yield future.result()
            futures[place] = None  # what was taken is forgotten there as well
            del future
    except KilledWorker as reason:
        raise CleanClaimError(
            f"a block's workers died again and again: {reason}", address, "workers with enough memory", "start it again"
        ) from None
    finally:
        client.close()


def worked_there(function: Callable[[Piece], Made], wanted: str, clinic: str, content: str, piece: Piece) -> Made:
    """One piece on a worker: at the same clinic, by the same edition. Raises CleanClaimError for another one."""
    if (clinic, content) != (clinic_in_force(), str(clinic_files() or "")):
        at_clinic(clinic, Path(content) if content else None)
        forget()
    if edition() != wanted:
        raise CleanClaimError(
            "a worker has another edition of CleanClaim or other files of its own",
            "--scheduler",
            "the same version, the same data and the same CLEANCLAIM_HOME on every machine",
            "install this one there, and restart the workers",
        )
    return worked(function, piece)


def worked(function: Callable[[Piece], Made], piece: Piece) -> Made:
    """What a function makes of one piece, without Python looking for cycles among the thousands of remembered answers
    every few milliseconds: it looks once afterwards, at what is new.
    """
    was_looking = gc.isenabled()
    gc.disable()
    try:
        return function(piece)
    finally:
        gc.collect()
        gc.freeze()
        if was_looking:
            gc.enable()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise CleanClaimError(
            "Dask is not installed",
            "--scheduler",
            "the extra `cluster`",
            "run `pip install distributed`, or use --workers",
        ) from None
    made: Any = Client  # Dask has no types
    try:
        return made(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as reason:
        raise CleanClaimError(
            f"no scheduler answers ({type(reason).__name__})",
            address[:100],
            "the address that `dask scheduler` prints, such as tcp://10.0.0.5:8786",
            "start it, or check the address",
        ) from None


def _usable(client: Any, address: str) -> None:
    """There are workers, and each has one thread: the engine's own tables are made for one."""
    known = client.scheduler_info(n_workers=-1)["workers"]
    if not known:
        raise CleanClaimError(
            "the scheduler has no workers", address, "at least one", f"run `dask worker {address} --nthreads 1`"
        )
    if any(one["nthreads"] != 1 for one in known.values()):
        raise CleanClaimError(
            "a worker has several threads",
            address,
            "one thread in each process",
            f"start workers with `dask worker {address} --nworkers 4 --nthreads 1`",
        )
