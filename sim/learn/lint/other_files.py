"""What the linter proves of exercises, payers, params and policies: by asking the rooms that own them, in the author's
words.
"""

import importlib.util
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from sim.ground.errors import CleanClaimError
from sim.ground.files import read_toml
from sim.learn.lint.findings import Finding, from_error, shown

NO = {"no", "0", "0.00"}  # how the examples of a policy say that nothing happens


def lint_params(path: Path) -> Iterator[Finding]:
    """A dated number of the law: unit, meaning, values with date and citation, no two from the same day for the same
    payer.
    """
    from sim.ground.params import UNITS

    known = _payers()
    content, file = read_toml(path), shown(path)
    if content.get("unit") not in UNITS:
        yield Finding(file, "unit", repr(content.get("unit")), "one of " + ", ".join(UNITS))
    if not content.get("meaning"):
        yield Finding(file, "meaning", "nothing", "one sentence that says what is counted")
    seen = set()
    for place, row in enumerate(content.get("value", []), 1):
        at = (row.get("payer", "*"), str(row.get("from")))
        for field, kind, write in (("value", int, "a whole number"), ("cite", str, "where it is written")):
            if isinstance(row.get(field), bool) or not isinstance(row.get(field), kind) or row.get(field) == "":
                yield Finding(file, f"value {place}, {field}", repr(row.get(field)), write)
        if not hasattr(row.get("from"), "year"):
            yield Finding(
                file, f"value {place}, from", repr(row.get("from")), "a date, as 2026-01-01, without quotation marks"
            )
        if at in seen:
            yield Finding(
                file,
                f"value {place}, from",
                f"a second value of {at[0]} from {at[1]}",
                "one value for each payer and day",
            )
        if at[0] not in (*known, "*"):
            yield Finding(file, f"value {place}, payer", repr(at[0]), "one of " + ", ".join((*known, "*")))
        seen.add(at)
    if not content.get("value"):
        yield Finding(file, "value", "none", "[[value]] with from, value and cite")


def _payers() -> tuple[str, ...]:
    """Payers with a file, and those that a clinic deals with."""
    from sim.clinic.practice.clinics import clinics
    from sim.payer.rulebook.payers import payers

    return tuple(dict.fromkeys((*payers(), *(payer.code for clinic in clinics().values() for payer in clinic.payers))))


def lint_payer(path: Path) -> Iterator[Finding]:
    """A payer: reads, and every policy and code it names exists."""
    from sim.payer.rulebook.payers import payer_of
    from sim.reference.codes import procedure_rows

    payer, file = payer_of(path.stem, path), shown(path)
    for section, rows in payer.sections.items():
        for place, row in enumerate(rows, 1):
            codes = list(row.get("codes", ()))
            unknown = [code for code, at in zip(codes, procedure_rows(codes), strict=True) if at < 0]
            if unknown:
                yield Finding(
                    file,
                    f"{section} {place}, codes",
                    ", ".join(unknown),
                    "codes of data/codes/procedures.csv or hcpcs.csv",
                    "advice",
                )
    if not payer.plans:
        yield Finding(file, "plan", "no plan", "at least one [[plan]]")
    yield from _limits(payer, file)
    if "coordination" not in payer.policies:
        yield Finding(
            file,
            "policies",
            "coordination is off: after another payer this one pays as if it were the first",
            'add "coordination"',
            "advice",
        )
    from sim.payer.rulebook.payers import WANTS

    open_ = [name for name in WANTS if name not in payer.wants] if payer.coordination["method"] != "supplement" else []
    if open_:
        yield Finding(
            file,
            "wants",
            "nothing about " + ", ".join(open_),
            "[wants] with " + "; ".join(f"{name} = {' or '.join(WANTS[name])}" for name in open_),
            "advice",
        )


def _limits(payer, file) -> Iterator[Finding]:
    """Limits that somebody will count from: each is a dated parameter of this payer or of all."""
    from sim.payer.asked.payer_page import ON, in_force

    for names in (("filing_limit", "filing_limit_years"), ("appeal_limit",), ("days_to_pay",), ("refund_limit",)):
        if all(in_force(payer, name, ON) is None for name in names):
            yield Finding(
                file,
                names[0],
                "no limit in force",
                f'a value in data/params/{names[0]}.toml with payer = "{payer.code}"',
                "advice",
            )


def lint_policy(path: Path) -> Iterator[Finding]:
    """A policy: what every policy must say, and examples that say yes and no."""
    module, file = _loaded(path), shown(path)
    for field, write in (
        ("stage", "the stage of data/stages.csv at which it is asked"),
        ("cite", "where the rule is written"),
        ("owner", "whose desk"),
        ("remedy", "a code of data/codes/remedies.csv"),
        ("never", "what must not be done"),
        ("title", "what the payer holds, in plain words"),
    ):
        if not getattr(module, field, None):
            yield Finding(file, field, "nothing", write)
    rows = [line.partition("|")[2].split() for line in (module.__doc__ or "").splitlines() if "|" in line][1:]
    happens = {any(word not in NO for word in _answers(row)) for row in rows if row}
    if happens != {True, False}:
        yield Finding(
            file,
            "examples",
            "none" if not happens else "only yes" if True in happens else "only no",
            "a table with at least one yes and one no",
        )


def _answers(words: list[str]) -> list[str]:
    """The answer of an example: its first word, or the amounts it begins with."""
    amounts = list(takewhile(lambda word: word.replace(".", "", 1).lstrip("-").isdigit(), words))
    return amounts or words[:1]


def _loaded(path: Path):
    spec = importlib.util.spec_from_file_location(f"linted_policy_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as reason:  # a policy is a program: whatever stops it is what its author has to know
        raise CleanClaimError(
            f"policy: {type(reason).__name__}: {reason}", str(path), "a module that can be imported", "mend it"
        ) from None
    return module


def lint_exercise(path: Path) -> Iterator[Finding]:
    """An exercise: reads, its scenarios and payer exist and suit, its samples earn what they say."""
    from sim.clinic.scenarios.library import scenario
    from sim.learn.exercises.exercise import parse
    from sim.learn.lint.scenario_settings import payers

    exercise, file = parse(path), shown(path)
    for name in exercise.scenarios:
        try:
            found = scenario(name)
        except CleanClaimError as error:
            yield Finding(file, "scenario", repr(name), error.todo or "the name of a file in data/scenarios")
            continue
        yield from _choices(exercise, found, file)
        if exercise.payer and exercise.payer not in payers(found):
            yield Finding(
                file, "payer", f"{exercise.payer!r}, whom {name} does not suit", "one of " + ", ".join(payers(found))
            )
    if not exercise.hints:
        yield Finding(file, "hints", "none", "at least one hint that does not give the answer away", "advice")
    yield from _samples(exercise, path, file)


def _choices(exercise, scenario, file) -> Iterator[Finding]:
    """Fixed choices, the mistake before the desk, and those of the samples are the scenario's."""
    wanted = [
        ("choices", exercise.choices),
        *((f"sample {place}, choices", sample.choices) for place, sample in enumerate(exercise.samples, 1)),
    ]
    for field, choices in wanted:
        for name, value in choices.items():
            known = scenario.dimensions.get(name, ())
            if str(value) not in known:
                yield Finding(
                    file,
                    f"{field}, {name}",
                    f"{value!r}, which {scenario.name} does not have",
                    "one of " + ", ".join(known[:12] if known else scenario.dimensions),
                )
    errors = {trap.error for trap in scenario.traps}
    said = [("trap, error", exercise.trap.get("error", ""))] + [
        (f"sample {place}, answer", sample.answer.removeprefix("mistake "))
        for place, sample in enumerate(exercise.samples, 1)
        if isinstance(sample.answer, str) and sample.answer.startswith("mistake ")
    ]
    yield from (
        Finding(file, field, f"{error!r}, for which {scenario.name} has no trap", "one of " + ", ".join(sorted(errors)))
        for field, error in said
        if error and error not in errors
    )


def _samples(exercise, path, file) -> Iterator[Finding]:
    """The truth earns everything, a blank answer nothing, each sample what it says. Cases are drawn by an exercise's
    name, so it has to lie on the shelf.
    """
    from sim.ground.files import scan
    from sim.learn.exercises.proofs import prove

    if scan("exercises").get(path.stem) != path:
        yield Finding(
            file,
            "sample",
            "an exercise outside the exercises folder, whose samples cannot be drawn",
            "put it into exercises/<unit>/ and lint again",
            "advice",
        )
        return
    try:
        yield from (Finding(file, f"sample {place}", found, write) for place, found, write in prove(exercise))
    except CleanClaimError as error:
        yield from_error(error, path)
