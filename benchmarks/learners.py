"""Proof that the course teaches what it says, by simulated learners: how hard each item is, whether it tells who knows
more, whether wrong answers are explained by name, whether a gate can be guessed, and how soon a misconception meets its
drill.

    python benchmarks/learners.py [LEARNERS] [--seed 1] [--items] [--json]

300 learners unless told. Every answer is graded by the tasks themselves (benchmarks/synthetic_learners.py says what the
learners are). The formulas are those of the classroom (data/codes/class_figures.csv), printed beside the figures. What
misses its target says so; --items lists every item.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from synthetic_learners import Asked, Bank, Learner, is_wrong, learners, marks_of, named  # noqa: E402

from sim.classroom.statistics.figures import figure_words, item_figures, test_figures  # noqa: E402
from sim.learn.course.choice import checks, drills  # noqa: E402
from sim.learn.course.choice.fresh_items import Item  # noqa: E402
from sim.learn.course.choice.way import Step, Way  # noqa: E402
from sim.learn.course.plan.shelf import Shelf, shelf  # noqa: E402
from sim.learn.course.plan.track import Stage  # noqa: E402
from sim.learn.course.plan.unit import Unit  # noqa: E402
from sim.learn.course.record.answers import History, onward  # noqa: E402
from sim.learn.grading import error_kinds  # noqa: E402
from sim.learn.tasks.form import Choice, Choices, Rows, Tick  # noqa: E402

CHECK_ITEMS = 40
LOWEST, HIGHEST = 20.0, 95.0  # percent: facility
TELLS = 30.0  # percent: correlation of an item with the rest
GUESSES = 12  # answers of a guesser to each item
SITTINGS = 20_000  # checks of a guesser, put together from these
WITHIN = 20  # items within which a misconception meets its drill


@dataclass(frozen=True)
class Target:
    """One target of the proof: what is measured, by which formula, what is wanted, what was found."""

    what: str
    formula: str
    wanted: str
    found: str
    is_met: bool


# -- items


def answered(bank: Bank, everybody: Sequence[Learner], seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Learner by item: the share earned, whether the bar was missed, whether a mistake was named."""
    rng, names = np.random.default_rng(seed + 1), list(bank.asked)
    shape = (len(everybody), len(names))
    share, missed, told = np.zeros(shape), np.zeros(shape, bool), np.zeros(shape, bool)
    for row, one in enumerate(everybody):
        for column, name in enumerate(names):
            result = bank.graded(name, one.errs(bank.asked[name], rng))
            share[row, column], missed[row, column] = result["score"], is_wrong(result)
            told[row, column] = bool(named(result))
        tell(row + 1, len(everybody), "learners")
    return share, missed, told


def check_of(bank: Bank, share: np.ndarray) -> list[int]:
    """Forty items for a mixed check: the tasks take turns, those of middle level first."""
    by_task: dict[str, list[int]] = {}
    for column, one in enumerate(bank.asked.values()):
        by_task.setdefault(one.exercise.task, []).append(column)
    asked = list(bank.asked.values())
    for columns in by_task.values():
        columns.sort(key=lambda column: (abs(asked[column].exercise.level - 3), column))
    turns = [columns[place] for place in range(len(asked)) for columns in by_task.values() if place < len(columns)]
    return sorted(turns[:CHECK_ITEMS])


def item_targets(bank: Bank, share: np.ndarray, missed: np.ndarray, told: np.ndarray) -> list[Target]:
    """Facility of every item, discrimination and consistency of the check, and how many wrong answers are named."""
    words = figure_words()
    facility = item_figures(share, np.ones(share.shape[1])).facility
    within = (facility >= LOWEST) & (facility <= HIGHEST)
    of_check = check_of(bank, share)
    marks = share[:, of_check]
    tells = item_figures(marks, np.ones(len(of_check))).discrimination_index >= TELLS
    alpha = float(test_figures(marks).internal_consistency) / 100
    explained = told[missed].mean()
    return [
        Target(
            "items of a facility of 20 to 95 %",
            words["facility"].formula,
            "all",
            f"{within.sum()} of {len(within)}, from {facility.min():.0f} to {facility.max():.0f} %",
            bool(within.all()),
        ),
        Target(
            f"items of the {CHECK_ITEMS}-item check that tell who knows more",
            words["discrimination_index"].formula,
            ">= 0.3 for 90 %",
            f"{tells.mean():.0%}",
            bool(tells.mean() >= 0.9),
        ),
        Target(
            "consistency of the check", words["internal_consistency"].formula, ">= 0.9", f"{alpha:.2f}", alpha >= 0.9
        ),
        Target(
            "wrong answers explained by name",
            "wrong answers with a named mistake / wrong answers",
            ">= 80 %",
            f"{explained:.0%} of {missed.sum():,}",
            bool(explained >= 0.8),
        ),
    ]


# -- gates


def guess(asked: Asked, rng: np.random.Generator) -> dict[str, Any]:
    """What somebody enters who clicks at random and types nothing."""
    made: dict[str, Any] = {}
    for control in asked.task.form(asked.case).controls:
        value: Any = None
        if isinstance(control, Choice) and control.options:
            value = control.options[rng.integers(len(control.options))].id
        elif isinstance(control, Choices) and control.options:
            value = [one.id for one in control.options if rng.random() < 0.5]
        elif isinstance(control, Tick):
            value = bool(rng.random() < 0.5)
        elif isinstance(control, Rows):
            value = []
        if value is not None:
            head, _, rest = control.name.partition(".")
            made = {**made, head: {**made.get(head, {}), rest: value} if rest else value}
    return made


def guessed(bank: Bank, book: Shelf, seed: int) -> dict[str, float]:
    """The chance that somebody who guesses passes the check of each unit."""
    rng, scores, found = np.random.default_rng(seed + 2), dict[str, np.ndarray](), dict[str, float]()
    units = list(book.units.values())
    for place, unit in enumerate(units):
        items = [item.exercise for item in checks.items_for(unit, History(), book) if item.exercise in bank.asked]
        for name in items:
            if name not in scores:
                one = bank.asked[name]
                scores[name] = np.array([marks_of(one, guess(one, rng))["score"] for _ in range(GUESSES)])
        if items:
            drawn = np.mean([scores[name][rng.integers(GUESSES, size=SITTINGS)] for name in items], axis=0)
            found[unit.name] = float((drawn >= unit.gate.passes).mean())
        tell(place + 1, len(units), "gates")
    return found


# -- drills


class Walk:
    """Somebody who works through a unit as the first page says, always makes one mistake where a case allows it, and
    corrects it when it is shown."""

    def __init__(self, bank: Bank, book: Shelf, unit: Unit, error: str) -> None:
        self.bank, self.book, self.error = bank, book, error
        self.track = replace(next(iter(book.tracks.values())), stages=(Stage(unit.title, (unit.name,)),))
        self.past, self.number, self.now = History(), 0, datetime(2026, 10, 5, 14, tzinfo=UTC)

    def met_after(self) -> int | None:
        """After how many items the drill of the mistake is called for; None where that takes more than WITHIN."""
        for count in range(WITHIN + 1):
            while (step := self.way.next) is not None and step.kind in ("lesson", "example"):
                self._read(step)
            if self.way.mistake is not None and self.way.mistake.error == self.error:
                return count
            if step is None:
                return None
            self._work(step.item if step.item is not None else self._begun(step))
        return None

    @property
    def way(self) -> Way:
        """The course as it stands."""
        return Way(self.book, self.past, self.track, self.now)

    def _read(self, step: Step) -> None:
        if step.item is None:
            return self._saved("read_lesson", {"unit": step.unit}, "start")
        self._saved("open_item", {"exercise": step.item.exercise, "variant": step.item.variant})
        return self._saved("example", {})

    def _begun(self, step: Step) -> Item:
        """A check that begins, or another mistake's drill; its first item."""
        if step.kind == "check":
            unit = self.book.units[step.unit]
            self._saved("begin_check", {"unit": unit.name, **checks.begin(unit, self.past, self.book)}, "start")
        else:
            self._saved("begin_drill", drills.begin(step.error, self.past, self.book), "start")
        begun = self.way.next
        assert begun is not None and begun.item is not None, step
        return begun.item

    def _work(self, item: Item) -> None:
        """One item: a first try, and a second one where the first was wrong."""
        self._saved("open_item", {"exercise": item.exercise, "variant": item.variant})
        one = self.bank.asked[item.exercise]
        self._saved("submit", {"result": self.bank.graded(item.exercise, {self.error} & set(one.wrong))})
        self._saved("submit", {"result": self.bank.graded(item.exercise)})

    def _saved(self, kind: str, data: dict[str, Any], desk: str = "coder") -> None:
        self.number, self.now = self.number + 1, self.now + timedelta(minutes=2)
        row = {"number": self.number, "at": self.now.isoformat(), "desk": desk, "assignment": "", "kind": kind}
        self.past = onward(self.past, [{**row, "data": {**data, "attempt_id": f"A{self.number}"}}], [])


def drilled(bank: Bank, book: Shelf) -> dict[str, int | None]:
    """For each mistake that is told by name: after how many items of the unit that shows it most often the drill is
    called for."""
    where: dict[str, list[tuple[int, Unit]]] = {}
    for unit in book.units.values():
        names = [one.name for one in book.of_unit(unit) if one.name in bank.asked]
        told = [error for name in names for error in _told(bank, name)]
        for error in dict.fromkeys(told):
            where.setdefault(error, []).append((told.count(error), unit))
    found = dict[str, int | None]()
    for error, units in where.items():
        _, unit = max(units, key=lambda one: one[0])
        found[error] = Walk(bank, book, unit, error).met_after()
        tell(len(found), len(where), "mistakes")
    return found


def _told(bank: Bank, name: str) -> list[str]:
    """The mistakes of an exercise's case that its marks name, of those that stand in the list of kinds."""
    listed = set(bank.asked[name].wrong) & set(error_kinds.kinds())
    return [error for error in sorted(listed) if error in named(bank.graded(name, {error}))]


# -- the report


def gate_target(chances: Mapping[str, float]) -> Target:
    """No gate can be guessed."""
    worst = max(chances, key=lambda name: chances[name])
    return Target(
        "gates that a guesser passes",
        f"checks passed / {SITTINGS:,} checks of answers clicked at random, nothing typed",
        "none (under 1 in 100)",
        f"{sum(chance >= 0.01 for chance in chances.values())} of {len(chances)} (most: {worst}, {chances[worst]:.2%})",
        chances[worst] < 0.01,
    )


def drill_target(found: Mapping[str, int | None]) -> Target:
    """A planted misconception meets its drill."""
    late = [error for error, count in found.items() if count is None]
    counts = [count for count in found.values() if count is not None]
    return Target(
        f"misconceptions that meet their drill within {WITHIN} items",
        "items worked before the first page sends the learner to the drill, one planted mistake, all else right",
        "all",
        f"{len(counts)} of {len(found)}, after {np.median(counts):.0f} items on the median"
        + (f"; not: {', '.join(late[:8])}" if late else ""),
        not late,
    )


def report(targets: Sequence[Target]) -> str:
    """The figures for a terminal."""
    return "\n".join(
        f"{'met   ' if one.is_met else 'MISSED'}  {one.what}: {one.found}; wanted: {one.wanted}\n        {one.formula}"
        for one in targets
    )


def main() -> int:
    """Run it all; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("learners", nargs="?", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--items", action="store_true", help="list every item")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    bank, book = Bank(), shelf()
    everybody = learners(bank, asked.learners, asked.seed)
    share, missed, told = answered(bank, everybody, asked.seed)
    targets = [*item_targets(bank, share, missed, told), gate_target(guessed(bank, book, asked.seed))]
    targets.append(drill_target(drilled(bank, book)))
    items = {
        name: {
            "level": one.exercise.level,
            "facility_percent": round(float(100 * share[:, column].mean()), 1),
            "explained_percent": round(float(100 * told[missed[:, column], column].mean()), 1)
            if missed[:, column].any()
            else None,
        }
        for column, (name, one) in enumerate(bank.asked.items())
    }
    if asked.json:
        print(json.dumps({"learners": asked.learners, "targets": [asdict(one) for one in targets], "items": items}))
    else:
        print(report(targets))
        for name, one in items.items() if asked.items else ():
            told = f"facility {one['facility_percent']:5}  explained {one['explained_percent']}"
            print(f"{name:34} level {one['level']}  {told}")
    return int(not all(one.is_met for one in targets))


def tell(done: int, of: int, what: str) -> None:
    """How far it is."""
    if sys.stderr.isatty() or done == of:
        print(f"\r{done} of {of} {what} ", end="" if done < of else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
