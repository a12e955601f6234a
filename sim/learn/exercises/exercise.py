"""An exercise: one TOML file in exercises/<unit>/, which an instructor who cannot program can write.

title = "Knee and blood pressure"            # what the learner sees
task = "code_visit"                          # code_visit | build_claim | work_denial
scenario = "knee_injection"                  # or scenarios = ["...", "..."]: one is drawn
payer = "acme_ppo"                           # a file of data/payers; left out: drawn
skills = ["modifier-25", "laterality"]
points = 5
ask = "Code the visit for the claim."
hints = ["Which problems were managed today?", "..."]
search = "type-ahead"                        # type-ahead | index | off
mode = "practice"                            # practice | homework | exam
start = "filled"                             # filled | blank: how the form of build_claim begins

second_payer = "medicaidcare"                # the patient has this payer too, after the first (left out: one payer
                                             only)
registered = "second payer"                  # the front desk wrote down the patient's second payer as the first (left
                                             out: as the card says)

[choices]                                    # fixed choices of the scenario; the others are drawn
pressure = "managed"

[trap]                                       # the mistake made before the learner's desk (build_claim, work_denial)
error = "missing-modifier-25"                # a kind of data/codes/errors.csv that the scenario has a trap for

[[payer_error]]                              # where the payer itself is wrong (build_claim, work_denial); may be given
                                             several times
kind = "underpaid"                           # underpaid with percent | wrong denial with policy
percent = 80                                 # of what the payer should allow
code = "20610"                               # the line it meets; left out: every line
why = "The contract says more."              # how one sees that the payer is wrong

[[sample]]                                   # answers with the points they earn; the linter proves them
what = "the record's own codes"
answer = "truth"                             # truth | blank | mistake ERROR | [sample.answer] as a desk sends it
earns = "full"                               # full | none | less | points
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sim.ground.errors import CleanClaimError
from sim.ground.files import read_toml, scan

TASKS = ("code_visit", "build_claim", "work_denial")
SEARCHES = ("type-ahead", "index", "off")
DESKS = {"code_visit": "coder", "build_claim": "biller", "work_denial": "denial"}
REVEALS = {"practice": "key", "homework": "hint", "exam": "none"}
STARTS = ("filled", "blank")
REGISTERED = ("second payer",)
EARNS = ("full", "none", "less")


@dataclass(frozen=True, eq=False)
class Sample:
    """An answer with what it must earn: "full", "none", "less" (than full), or points. `answer` is a word or the answer
    itself.
    """

    what: str
    answer: object
    earns: object
    choices: Mapping = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise as its file says."""

    name: str
    unit: str
    path: str
    title: str
    task: str
    scenarios: tuple[str, ...]
    skills: tuple[str, ...]
    points: float
    ask: str
    hints: tuple[str, ...]
    payer: str = ""
    search: str = "type-ahead"
    mode: str = "practice"
    start: str = "filled"
    level: int = 1
    choices: Mapping = field(default_factory=dict)
    trap: Mapping = field(default_factory=dict)
    payer_errors: tuple = ()
    second_payer: str = ""
    registered: str = ""
    samples: tuple[Sample, ...] = ()

    @property
    def desk(self) -> str:
        """coder, biller or denial."""
        return DESKS[self.task]

    @property
    def reveals(self) -> str:
        """What a mark may show in this mode: key, hint or none."""
        return REVEALS[self.mode]


def exercises() -> dict[str, Exercise]:
    """Every exercise by name (the file's own), in the order of units and names.

    >>> all(exercise.hints for exercise in exercises().values())
    True
    """
    found = [parse(path) for path in scan("exercises").values()]
    return {exercise.name: exercise for exercise in sorted(found, key=lambda one: (one.unit, one.name))}


def exercise(name: str) -> Exercise:
    """One exercise by name. Raises CleanClaimError with the names there are."""
    path = scan("exercises").get(str(name))
    if path is None:
        raise CleanClaimError(
            f"no exercise {str(name)[:60]!r}",
            "exercises",
            ", ".join(scan("exercises")) or "a file in exercises/<unit>",
            "choose one of these",
        )
    return parse(path)


def parse(path: Path) -> Exercise:
    """Read one file. Raises CleanClaimError naming file and field for anything that is not as described above."""
    return _parsed(Path(path), Path(path).stat().st_mtime_ns if Path(path).is_file() else 0)


@cache
def _parsed(path: Path, _) -> Exercise:
    return from_content(read_toml(path), path.stem, path.parent.name, str(path))


def from_content(content: dict, name: str, unit: str, path: str) -> Exercise:
    """An exercise from a parsed TOML document."""
    take = Reader(content, path)
    scenarios = take.texts("scenarios") if "scenarios" in content else (take.text("scenario"),)
    made = Exercise(
        name=name,
        unit=unit,
        path=path,
        title=take.text("title"),
        task=take.one_of("task", TASKS),
        scenarios=scenarios,
        skills=take.texts("skills"),
        points=take.number("points", 0.5, 100),
        ask=take.text("ask"),
        hints=take.texts("hints"),
        payer=take.text("payer", ""),
        search=take.one_of("search", SEARCHES, "type-ahead"),
        mode=take.one_of("mode", tuple(REVEALS), "practice"),
        start=take.one_of("start", STARTS, "filled"),
        second_payer=take.text("second_payer", ""),
        registered=take.one_of("registered", ("", *REGISTERED), ""),
        level=int(take.number("level", 1, 5, 1)),
        choices=take.table("choices"),
        trap=_trap(take.table("trap"), path),
        payer_errors=tuple(
            _payer_error(one, f"{path}, payer_error {number}")
            for number, one in enumerate(take.tables("payer_error"), 1)
        ),
        samples=tuple(_sample(one, f"{path}, sample {number}") for number, one in enumerate(take.tables("sample"), 1)),
    )
    take.nothing_else("scenario", "scenarios")
    if "scenario" in content and "scenarios" in content:
        raise CleanClaimError("both scenario and scenarios are given", path, "one of them", "remove one")
    if made.registered and not made.second_payer:
        raise CleanClaimError(
            "registered without second_payer",
            f"{path}, field second_payer",
            "a file of data/payers",
            "name the patient's second payer",
        )
    if made.task == "work_denial" and not (made.trap or made.payer_errors or made.registered):
        raise CleanClaimError(
            "a denial exercise without [trap]",
            f"{path}, field trap",
            "the mistake that was made before",
            'add [trap] with error = "..." (error = "none" for a denial that is nobody\'s mistake)',
        )
    return made


def _trap(given: dict, path: str) -> dict:
    if not given:
        return {}
    take = Reader(given, f"{path}, [trap]")
    trap = {"error": take.text("error")}
    take.nothing_else()
    return trap


def _payer_error(given: dict, where: str):
    from sim.payer.engine.payer_errors import KINDS, PayerError, checked

    take = Reader(given, where)
    made = PayerError(
        take.one_of("kind", KINDS),
        take.text("policy", ""),
        int(take.number("percent", 0, 99, 0)),
        take.text("code", ""),
        take.text("why"),
    )
    take.nothing_else()
    return checked(made, where)


def _sample(given: dict, where: str) -> Sample:
    take = Reader(given, where)
    answer = given.get("answer")
    take.seen.add("answer")
    if not isinstance(answer, dict) and not (
        isinstance(answer, str) and (answer in ("truth", "blank") or answer.startswith("mistake "))
    ):
        raise CleanClaimError(
            f"answer is {answer!r}",
            f"{where}, field answer",
            "truth, blank, mistake ERROR, or a table [sample.answer]",
            "write one of these",
        )
    earns = given.get("earns")
    take.seen.add("earns")
    if earns not in EARNS and (isinstance(earns, bool) or not isinstance(earns, (int, float))):
        raise CleanClaimError(
            f"earns is {earns!r}", f"{where}, field earns", "full, none, less or points", "write one of these"
        )
    sample = Sample(take.text("what"), answer, earns, take.table("choices"))
    take.nothing_else()
    return sample


class Reader:
    """Takes fields out of a TOML table by name and kind, and says which field was wrong; counts what nobody asked for.

    >>> Reader({"points": 5}, "a.toml").number("points", 1, 10)
    5.0
    """

    def __init__(self, content: dict, where: str):
        self.content, self.where, self.seen = content, where, set()

    def _get(self, name, default):
        self.seen.add(name)
        if name not in self.content and default is None:
            raise CleanClaimError(f"{name} is missing", f"{self.where}, field {name}", f"{name} = ...", "add it")
        return self.content.get(name, default)

    def _wrong(self, name, found, expected):
        return CleanClaimError(f"{name} is {str(found)[:60]!r}", f"{self.where}, field {name}", expected, "write it so")

    def text(self, name: str, default: str | None = None) -> str:
        """A text, not empty unless that is the default."""
        value = self._get(name, default)
        if not isinstance(value, str) or (not value.strip() and value != default) or len(value) > 4000:
            raise self._wrong(name, value, "a text that is not empty")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        value = self._get(name, None)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
            raise self._wrong(name, value, "a list of at least one text")
        return tuple(value)

    def one_of(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of a closed list."""
        value = self._get(name, default)
        if value not in choices:
            raise self._wrong(name, value, " | ".join(choices))
        return value

    def number(self, name: str, least: float, most: float, default: float | None = None) -> float:
        """A number within limits."""
        value = self._get(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise self._wrong(name, value, f"a number from {least:g} to {most:g}")
        return float(value)

    def table(self, name: str) -> dict:
        """A table, empty if absent."""
        value = self._get(name, {})
        if not isinstance(value, dict):
            raise self._wrong(name, value, f"a table [{name}]")
        return value

    def tables(self, name: str) -> list[dict]:
        """A list of tables, empty if absent."""
        value = self._get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self._wrong(name, value, f"tables [[{name}]]")
        return value

    def nothing_else(self, *also: str) -> None:
        """Raises for a field nobody knows: a misspelt one would be silently without effect."""
        unknown = sorted(set(self.content) - self.seen - set(also))
        if unknown:
            raise CleanClaimError(
                f"unknown field {unknown[0]!r}",
                f"{self.where}, field {unknown[0]}",
                ", ".join(sorted(self.seen)),
                "check the spelling",
            )
