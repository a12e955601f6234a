"""A private sibling: a copy of a scenario in the user's own folder that says its story in other words, with other
numbers and with something more in its key, and that lints clean.

What an outsider who holds CleanClaim can do with the public files is in docs/instructors.md, "Work that counts". The
program changes what cannot make a key wrong. The disease, the side and the drug are the author's to change: comments in
the file say where.
"""

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sim.clinic.scenarios.library import parse, scenario, scenarios
from sim.clinic.scenarios.parts import Scenario
from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv
from sim.learn.exercises.private_bank import is_own
from sim.learn.exercises.exercise import exercise
from sim.learn.lint.findings import Finding
from sim.learn.lint.scenario_claims import lint_claims
from sim.learn.lint.scenario_proofs import lint_scenario
from sim.learn.lint.scenario_settings import keys
from sim.learn.lint.sibling_additions import additions
from sim.learn.lint.sibling_wording import (
    Change,
    other_order,
    other_vitals,
    parts,
    reworded,
    with_remarks,
    wordings,
)

HEAD = """# A private copy of {like}, made by: cleanclaim new scenario {name} --like {like}
# It stays in your own folder. Whoever gets this file gets its key: give students charts, never this file.
# The program has changed words, numbers, remarks and a second story. What it cannot judge is yours: each place marked
# CHANGE below. Then run: cleanclaim lint {name}.toml
"""
MARKS = {  # what stands above a part of the file, once
    "vary": "# CHANGE the options: another side, site, drug or finding, each with its own codes.",
    "document": "# CHANGE the story: occasion, complaint, exam and plan. The phrases of `evidence` below stand in it.",
    "dx": "# CHANGE the codes with the story.",
    "service": "# CHANGE the services with the story: another procedure, another drug, another level.",
    "trap": "# Mistakes of the public scenario. Keep those that your story still invites.",
}
REMARKS = 3  # lines of history that are added


def sibling(name: str, like: str, source: Random | None = None) -> str:
    """The text of a private copy that lints clean. source: where the changes are drawn from; the machine's own random
    numbers unless told, so that two copies differ. Raises CleanClaimError for a scenario that there is none of, and for
    one that does not lint clean itself.
    """
    source = source or SystemRandom()
    original = scenario(like)
    path = Path(original.path)
    text = _plain(path.read_text(encoding="utf-8"), original, source)
    changes = _changes(original, text, source)
    first = next(additions(original, _all(text, changes), source), "") or _all(text, changes)
    if is_sound(first, path, claims=True):  # nearly always: nothing needs to be tried one by one
        return HEAD.format(name=name, like=like) + _marked(first)
    if not is_sound(text, path):
        raise CleanClaimError(
            f"the scenario {like} does not lint clean", str(path), "a scenario without findings", "lint it first"
        )
    text = _half_by_half(text, changes, path)
    ways = additions(original, text, source)
    text = next((made for made in ways if is_sound(made, path, claims=True)), text)
    return HEAD.format(name=name, like=like) + _marked(text)


def changed_at_once(like: str, source: Random) -> str:
    """A copy with every change at once, not linted: what a private sibling is before anything is withdrawn."""
    original = scenario(like)
    text = _plain(Path(original.path).read_text(encoding="utf-8"), original, source)
    text = _all(text, _changes(original, text, source))
    return next(additions(original, text, source), text)


class Shared(NamedTuple):
    """How many of a copy's keys are keys of the public scenario too, and how many it has."""

    public: int
    of: int

    @property
    def words(self) -> str:
        """What its author has to do; empty where nothing is shared."""
        if not self.public:
            return ""
        return (
            f"{self.public} of {self.of} keys are those of the public scenario: change the disease, the site, the drug"
            " or the procedure before you use it in work that counts."
        )


def shared_keys(copy: Scenario, like: str) -> Shared:
    """Which keys an outsider who knows the public scenario would hand in for the copy."""
    mine, public = set(keys(copy).values()), set(keys(scenario(like)).values())
    return Shared(len(mine & public), len(mine))


def _changes(original: Scenario, text: str, source: Random) -> list[Change]:
    """Every change that the file may get, in an order of chance where the order matters."""
    pairs, used = wordings(), set[str]()
    source.shuffle(pairs)
    changes: list[Change] = [
        partial(_renumbered, source=source),
        partial(other_vitals, source=source),
        partial(other_order, source=source),
        partial(with_remarks, lines=_remarks(original, source)),
    ]
    for one, other in pairs:  # no phrase is changed and changed back
        if one not in used and other not in used and reworded(text, (one, other)) != text:
            used |= {one, other}
            changes.append(partial(reworded, pair=(one, other)))
    return changes


def _all(text: str, changes: list[Change]) -> str:
    for change in changes:
        text = change(text)
    return text


def exercise_over(name: str, like: str) -> str:
    """The text of an exercise as another one, given over your private copy of its scenario. Sample answers that name
    codes are left out: they are the public scenario's. Raises CleanClaimError where there is no such copy yet.
    """
    one = exercise(like)
    copies = {public: copy for public in one.scenarios if (copy := private_copy(public))}
    if len(copies) < len(one.scenarios):
        missing = next(public for public in one.scenarios if public not in copies)
        raise CleanClaimError(
            f"no private copy of the scenario {missing}",
            f"exercise {like}",
            "a scenario of your own, made with --like",
            f"run cleanclaim new scenario my_{missing}"[:70] + f" --like {missing}",
        )
    text = re.sub(r"\A(#.*\n)+", "", Path(one.path).read_text(encoding="utf-8"))
    for public, copy in copies.items():
        text = re.sub(rf'(?m)^(scenarios? = .*)"{public}"', rf'\1"{copy}"', text)
    text = re.sub(r"(?m)^title = .*$", 'title = "Read the record"  # CHANGE: it gives nothing away', text, count=1)
    head = f"# An exercise over your private copy of {', '.join(one.scenarios)}. Run: cleanclaim lint {name}.toml\n"
    return head + "".join(part for part in _samples_by_word(parts(text)))


def _samples_by_word(pieces: list[str]) -> list[str]:
    """Without the samples whose answer is written out in codes, and those for a number of the public scenario."""
    kept = []
    for place, part in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else ""
        in_codes = part.startswith("[sample.") or following.startswith("[sample.")
        if not in_codes:
            kept.append(part)
    return kept


def private_copy(public: str) -> str:
    """The newest of the user's own scenarios that was made --like this one; empty where there is none."""
    line = f"# A private copy of {public}, made by"
    own = [Path(one.path) for one in scenarios().values() if is_own(Path(one.path))]
    found = [path for path in own if path.read_text(encoding="utf-8").startswith(line)]
    return max(found, key=lambda path: path.stat().st_mtime).stem if found else ""


def _plain(text: str, original: Scenario, source: Random) -> str:
    """Without the head's remark and its review: nobody has read this copy."""
    text = re.sub(r"\A(#.*\n)+", "", text)
    text = re.sub(r"^reviewed = .*\n", "", text, flags=re.MULTILINE)
    label = f'label = "Visit {source.randrange(100, 1000)}"  # CHANGE: what the patient would say'
    return re.sub(r"^label = .*$", lambda _: label, text, count=1, flags=re.MULTILINE)


def _half_by_half(text: str, changes: list[Change], path: Path) -> str:
    """All changes at once; where the file does not stand them, each half for itself, down to the one that it was."""
    changed = _all(text, changes)
    if not changes or is_sound(changed, path):
        return changed
    if len(changes) == 1:
        return text
    middle = len(changes) // 2
    return _half_by_half(_half_by_half(text, changes[:middle], path), changes[middle:], path)


def _remarks(original: Scenario, source: Random) -> list[str]:
    low, high = original.suits.age
    rows = read_csv(find("data/siblings/remarks.csv"))
    fits = [row["line"] for row in rows if int(row["min_age"]) <= low and high <= int(row["max_age"])]
    return source.sample(fits, min(REMARKS, len(fits)))


def _renumbered(text: str, source: Random) -> str:
    """Other numbers in [draw], from inside the range that the author gave: every second one, or those between."""

    def span(found: re.Match[str]) -> str:
        low, high = int(found[1]), int(found[2])
        step = int(found[3] or 1)
        if step > 1:
            shift = source.randrange(1, step)
            return f"{{ from = {low + shift}, to = {high - step + shift}, step = {step} }}"
        cut = source.randrange(2) if high - low > 2 else 0
        return f"{{ from = {low + cut}, to = {high - (1 - cut) if high - low > 2 else high} }}"

    def listed(found: re.Match[str]) -> str:
        numbers = [int(one) for one in found[1].split(",")]
        gaps = {two - one for one, two in zip(numbers, numbers[1:], strict=False)}
        between = [one + min(gaps) // 2 for one in numbers[:-1]] if len(gaps) == 1 and min(gaps) % 2 == 0 else []
        return f"{{ any = [{', '.join(map(str, between if len(between) > 1 else numbers))}] }}"

    def changed(part: str) -> str:
        part = re.sub(r"\{ from = (\d+), to = (\d+)(?:, step = (\d+))? \}", span, part)
        return re.sub(r"\{ any = \[([\d, ]+)\] \}", listed, part)

    return "".join(changed(part) if part.startswith("[draw]") else part for part in parts(text))


def _marked(text: str) -> str:
    """The file with a comment above each kind of part that is the author's to change."""
    open_marks = dict(MARKS)

    def above(part: str) -> str:
        kind = re.match(r"\[+([a-z_]+)", part)
        mark = open_marks.pop(kind[1], "") if kind else ""
        return f"{mark}\n{part}" if mark else part

    return "".join(above(part) for part in parts(text))


def parse_text(text: str, path: Path) -> Scenario:
    """A scenario from a text that is in no file yet, read as if it stood beside `path`."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / path.parent.name / path.name
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
        return parse(file, path.parent.name.replace("_", " "))


def is_sound(text: str, path: Path, claims: bool = False) -> bool:
    """Would the linter find nothing to correct? claims: the payers are asked too, which takes longer."""
    try:
        made = parse_text(text, path)
    except CleanClaimError:
        return False
    if _has_error(lint_scenario(made)):  # it stops at the first one, and most wrong ones need no payer to be found
        return False
    return not (claims and _has_error(lint_claims([made])))


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(one.severity == "error" for one in findings)
