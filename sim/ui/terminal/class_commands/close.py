"""Close a class: nobody comes in any more; some days later its names are erased (--keep-days, --due), or now (--now).

Names are erased with --yes only; without it the command says what would go (docs/privacy.md).
"""

import argparse

from sim.classroom.privacy.retention import Due, due, erase_class, erased_on, keep_days
from sim.classroom.records.classes import class_of, close_class
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.ground.errors import CleanClaimError
from sim.ui.terminal.answered import answer, person
from sim.ui.terminal.erased import ending, yes_argument


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", nargs="?", default="", metavar="NAME", help="the class")
    command.add_argument(
        "--keep-days", type=int, metavar="N", help="names are erased N days after closing (365 unless told)"
    )
    when = command.add_mutually_exclusive_group()
    when.add_argument("--now", action="store_true", help="close it and erase every name of it now")
    when.add_argument("--due", action="store_true", help="erase the names of every class whose days are over")
    yes_argument(command)


def run(options: argparse.Namespace) -> int:
    records = Records()
    if options.due and (options.name or options.keep_days is not None):
        raise CleanClaimError("--due with a class or --keep-days", "class close", "--due alone", "run them one by one")
    if options.due:
        return _erased(options, records, due(records))
    if not options.name:
        raise CleanClaimError("no class is named", "class close", "NAME, or --due for all", "name the class")
    made = class_of(records, options.name)
    if options.keep_days is not None:
        made = keep_days(records, made.name, options.keep_days, person())
    if options.now:
        people = len(members(records, made.name, everybody=True))
        return _erased(options, records, (Due(made.name, people),))
    made = close_class(records, made.name, person()) if made.is_open else made
    when = erased_on(made)
    words = f"its names are erased from {when:%b} {when.day}, {when.year} on" if when else "its names were erased"
    line = f"{made.title} is closed; {words}, when `cleanclaim class close --due --yes` runs"
    return answer(options, {"name": made.name, "closed_at": made.closed_at, "names_erased_on": when}, [line])


def _erased(options: argparse.Namespace, records: Records, found: tuple[Due, ...]) -> int:
    swept = [erase_class(records, one.name)[1] for one in found] if options.yes else []
    lines = [f"{one.name}: the names of {one.people} people go; their work stays without names" for one in found]
    lines += ending(options.yes, False not in swept) if found else ["No class is due"]
    document = {"classes": {one.name: one.people for one in found}, "is_erased": bool(options.yes and found)}
    return answer(options, document, lines)
