"""What the linter proves of an exercise: its scenarios and payer exist and suit, its samples earn what they say."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.clinic.scenarios.library import scenario
from sim.clinic.scenarios.parts import Scenario
from sim.ground.errors import CleanClaimError
from sim.ground.files import scan
from sim.ground.strict_toml import suggestion
from sim.learn.exercises.competences import unlisted
from sim.learn.exercises.exercise import Exercise, parse
from sim.learn.lint.exercise_proofs import prove
from sim.learn.lint.findings import Finding, from_error, shown
from sim.learn.lint.scenario_settings import payers
from sim.learn.tasks.contract import own_mistakes, task_of
from sim.payer.rulebook.payers import payers as payer_files


def lint_exercise(path: Path) -> Iterator[Finding]:
    """An exercise: reads, its scenarios and payer exist and suit, its samples earn what they say. Samples are graded
    only where the rest holds: else they fail for the same cause.
    """
    exercise, file = parse(path), shown(path)
    wrong = list(_parts(exercise, path, file))
    yield from wrong
    if not any(finding.severity == "error" for finding in wrong):
        yield from _samples(exercise, path, file)


def _parts(exercise: Exercise, path: Path, file: str) -> Iterator[Finding]:
    """The scenarios, their choices and the payer."""
    for name in exercise.scenarios:
        try:
            found = scenario(name)
        except CleanClaimError as error:
            if Path(error.where).is_file():
                yield from_error(error, path)
            else:
                write = f"the name of a file in data/scenarios; {error.todo}"
                yield Finding(file, "scenario", f"{name!r}, which there is not", write)
            continue
        yield from _choices(exercise, found, file)
        if exercise.payer and exercise.payer not in payers(found):
            yield _payer(exercise, name, payers(found), file)
    for skill in unlisted(exercise.skills):
        write = "a skill of data/codes/skills.csv, or add it there with its competence"
        yield Finding(file, "skills", f"{skill!r}, which belongs to no competence", write, "advice")
    if not exercise.hints:
        yield Finding(file, "hints", "none", "at least one hint that does not give the answer away", "advice")


def _payer(exercise: Exercise, name: str, suiting: Sequence[str], file: str) -> Finding:
    if exercise.payer not in payer_files():
        return Finding(
            file,
            "payer",
            f"{exercise.payer!r}, which there is not",
            f"the name of a file in data/payers; {suggestion(exercise.payer, suiting)}",
        )
    return Finding(file, "payer", f"{exercise.payer!r}, which {name} does not suit", "one of " + ", ".join(suiting))


def _choices(exercise: Exercise, scenario: Scenario, file: str) -> Iterator[Finding]:
    """Fixed choices, the mistake before the desk, and those of the samples are the scenario's."""
    wanted = [
        ("choices", exercise.choices),
        *((f"sample {place}, choices", sample.choices) for place, sample in enumerate(exercise.samples, 1)),
    ]
    for field, choices in wanted:
        for name, value in choices.items():
            known = scenario.dimensions.get(name)
            if known is None:
                there = ", ".join(scenario.dimensions)
                yield Finding(
                    file,
                    field,
                    f"the choice {name!r}, which {scenario.name} does not have",
                    f"one of its choices: {there}" if there else "no choice: the scenario has none",
                )
            elif str(value) not in known:
                yield Finding(
                    file,
                    f"{field}, {name}",
                    f"{value!r}, which {scenario.name} does not have",
                    f"one of {', '.join(known[:12])}; {suggestion(value, known)}",
                )
    errors = {trap.error for trap in scenario.traps}
    own = own_mistakes(task_of(exercise.task))
    named = [("trap, error", exercise.trap.get("error", ""), errors)] + [
        (f"sample {place}, answer", sample.answer.removeprefix("mistake "), errors | own)
        for place, sample in enumerate(exercise.samples, 1)
        if isinstance(sample.answer, str) and sample.answer.startswith("mistake ")
    ]
    yield from (
        Finding(file, field, f"{error!r}, for which {scenario.name} has no trap", "one of " + ", ".join(sorted(known)))
        for field, error, known in named
        if error and error not in known
    )


def _samples(exercise: Exercise, path: Path, file: str) -> Iterator[Finding]:
    """The truth earns everything, a blank answer nothing, each sample what it says. Cases are drawn by an exercise's
    name, so it has to lie on the shelf.
    """
    if scan("exercises").get(path.stem) != path:
        yield Finding(
            file,
            "sample",
            "an exercise outside the exercises folder, whose samples cannot be drawn",
            "move it to exercises/<unit>/ and lint again",
            "advice",
        )
        return
    try:
        wrong = {place: (found, write) for place, found, write in reversed(list(prove(exercise)))}  # a variant of each
        for place, (found, write) in sorted(wrong.items(), key=lambda one: str(one[0])):
            yield Finding(file, f"sample {place}" if isinstance(place, int) else place, found, write)
    except CleanClaimError as error:
        yield from_error(error, path)
