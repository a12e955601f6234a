"""Make a track of the course from what was counted: what is denied most is trained first, in 30, 60 and 90 days.

After the baseline come the units that train the greatest need, then the next, each after the units it builds on.

Whoever opens the desks with --clinic NAME gets this track unless another was chosen.
"""

import argparse
from collections.abc import Iterator

from sim.manager.intake.counted import kept_of
from sim.manager.intake.own_track import BASES, STAGES, OwnTrack, own_track
from sim.manager.packs.folder import pack
from sim.manager.packs.starter import write_texts
from sim.ui.terminal.answered import answer


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="the clinic")
    command.add_argument("--role", choices=tuple(BASES), default="both", help="for whom (both unless told)")
    command.add_argument(
        "--hours", type=int, default=0, metavar="H", help="of study in all (as the usual track of the role unless told)"
    )


def run(options: argparse.Namespace) -> int:
    one = pack(options.name)
    name = one.name if options.role == "both" else f"{one.name}_{options.role}"
    made = own_track(name, kept_of(one), options.role, max(options.hours, 0))
    write_texts(one.folder, {f"{one.tracks_folder.name}/{name}.toml": made.text})
    document = {
        "clinic": one.name,
        "track": name,
        "hours": made.hours,
        "stages": [{"title": STAGES[at], "units": list(stage)} for at, stage in enumerate(made.stages)],
        "needs": [{"name": need.name, "percent": need.percent, "words": need.words} for need in made.needs],
        "words": made.lines,
        "exercises": [fit._asdict() for fit in made.fits[:60]],
        "file": str(one.tracks_folder / f"{name}.toml"),
    }
    return answer(options, document, _lines(made, document["file"]))


def _lines(made: OwnTrack, file: object) -> Iterator[str]:
    yield from made.lines
    yield "After the baseline: what is denied most first, each unit after those it builds on."
    number = 0
    for at, stage in enumerate(made.stages):
        yield f"{STAGES[at]}:"
        for name in stage:
            number += 1
            unit = made.books.units[name]
            yield f"  {number}. {unit.title} ({unit.minutes // 60} h)"
    yield f"{made.hours} hours: {file}"
    yield f"Next: cleanclaim lab --clinic {made.name.removesuffix(f'_{made.role}')}"
