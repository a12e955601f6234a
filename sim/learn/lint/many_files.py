"""Many files proved at once, in several processes where there are several cores: what one file costs is a second or
two, and a bank has hundreds.

    for proved in proved_in_pieces(files, workers=2, tell=print): ...

Each piece is proved as if nothing else was asked; what a file's findings are does not depend on its neighbors.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple, TypeVar

from sim.clinic.scenarios.parts import Scenario
from sim.ground.errors import CleanClaimError
from sim.learn.lint.charge_files import lint_charges
from sim.learn.lint.clinic_files import lint_clinic
from sim.learn.lint.course_files import lint_track, lint_unit
from sim.learn.lint.exercise_files import lint_exercise
from sim.learn.lint.findings import Finding, from_error
from sim.learn.lint.linted_files import kind_of, lint_misnamed
from sim.learn.lint.mess_files import lint_mess_file
from sim.learn.lint.payer_files import lint_params, lint_payer
from sim.learn.lint.policy_files import lint_policy
from sim.learn.lint.scenario_claims import lint_claims
from sim.learn.lint.scenario_proofs import lint_scenario, read
from sim.learn.lint.scenario_settings import keys

Subject = TypeVar("Subject")
Tell = Callable[[int, int], None]  # files proved so far, and how many there are
SLOW = ("scenario", "exercise")
FEW = 6  # slow files that one process proves sooner than a second one has started
PIECE = 4  # slow files of one piece: small enough that no process waits long for the last one


class Proved(NamedTuple):
    """Findings of some files, and the number of different keys of each scenario among them that could be read."""

    files: int
    findings: list[Finding]
    counts: dict[str, int]


def proved_in_pieces(files: Sequence[Path], workers: int, tell: Tell) -> Iterator[Proved]:
    """Every file, in the order in which its piece is done. With one worker, or few files, all scenarios are one piece:
    their claims are decided as one table.
    """
    slow = sum(kind_of(file) in SLOW for file in files)
    done = 0
    if workers < 2 or slow <= FEW:
        yield prove_files(files, lambda count, _: tell(count, len(files)))
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        try:
            for piece in as_completed([pool.submit(prove_files, piece) for piece in _pieces(files)]):
                done += piece.result().files
                tell(done, len(files))
                yield piece.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _pieces(files: Sequence[Path]) -> list[list[Path]]:
    """Slow files by a few, those that are read in a moment all together and last."""
    quick = [file for file in files if kind_of(file) not in SLOW]
    found = []
    for kind in SLOW:
        mine = [file for file in files if kind_of(file) == kind]
        found += [mine[at : at + PIECE] for at in range(0, len(mine), PIECE)]
    return [*found, *([quick] if quick else [])]


def prove_files(files: Sequence[Path], tell: Tell = lambda done, total: None) -> Proved:
    """Files proved in this process."""
    stories = [file for file in files if kind_of(file) == "scenario"]
    others = [file for file in files if kind_of(file) != "scenario"]
    findings, counts = scenarios(stories, tell)
    for done, file in enumerate(others, len(stories) + 1):
        findings += _safely(LINTERS[kind_of(file)], file, file)
        tell(done, len(files))
    return Proved(len(files), findings, counts)


def scenarios(files: list[Path], tell: Tell = lambda done, total: None) -> tuple[list[Finding], dict[str, int]]:
    """Findings of scenario files, and their numbers of keys. The claims of all of them are decided together, as one
    table.
    """
    found: list[Finding] = []
    sound: list[Scenario] = []
    counts: dict[str, int] = {}
    for done, file in enumerate(files, 1):
        scenario, findings = read(file)
        findings += _safely(lint_scenario, scenario, file) if scenario else []
        found += findings
        if scenario and not any(one.severity == "error" for one in findings):
            sound.append(scenario)
            counts[scenario.name] = len(set(keys(scenario).values()))
        tell(done, len(files))
    return found + (lint_claims(sound) if sound else []), counts


def _safely(check: Callable[[Subject], Iterable[Finding]], subject: Subject, file: Path) -> list[Finding]:
    """What a check refuses to read is a finding too."""
    try:
        return list(check(subject))
    except CleanClaimError as error:
        return [from_error(error, file)]


LINTERS = {
    "exercise": lint_exercise,
    "unit": lint_unit,
    "track": lint_track,
    "payer": lint_payer,
    "params": lint_params,
    "policy": lint_policy,
    "clinic": lint_clinic,
    "mess": lint_mess_file,
    "charges": lint_charges,
    "misnamed": lint_misnamed,
}
