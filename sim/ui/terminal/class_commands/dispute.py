"""Disputed marks: list them, or rule once for everybody who answered so: accept it, drop the item, keep the key.

Without --why, `rule` says whom the ruling would reach and changes nothing.
"""

import argparse
from dataclasses import asdict
from typing import Any

from sim.classroom.disputes.disputes import DisputedAnswer, disputed_answers, reach, rule
from sim.classroom.disputes.rulings import WHAT
from sim.classroom.privacy.views import note_disputed
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import members
from sim.ui.terminal.answered import answer, person
from sim.ui.terminal.arguments import OneLine


def arguments(command: argparse.ArgumentParser) -> None:
    parts = command.add_subparsers(dest="part", metavar="list|rule", required=True, parser_class=OneLine)
    one = parts.add_parser("list", help="what is disputed, with key, evidence and how many answered so")
    one.add_argument("name", metavar="NAME", help="the class")
    one.add_argument("--all", action="store_true", help="those that were ruled on, too")
    one.add_argument("--json", action="store_true", help="print one JSON document")
    one = parts.add_parser("rule", help="rule on an answer; without --why only say whom it would reach")
    one.add_argument("name", metavar="NAME", help="the class")
    one.add_argument("number", type=int, metavar="NUMBER", help="the number of the dispute, as listed")
    one.add_argument("what", choices=tuple(WHAT), help="accept this answer, drop the item, or keep the key")
    one.add_argument("--why", default="", metavar="TEXT", help="the reason, which learners see")
    one.add_argument("--json", action="store_true", help="print one JSON document")


def run(options: argparse.Namespace) -> int:
    records = Records()
    name = class_of(records, options.name).name
    return _list(options, records, name) if options.part == "list" else _rule(options, records, name)


def _list(options: argparse.Namespace, records: Records, name: str) -> int:
    names = {one.learner: one.name for one in members(records, name, everybody=True)}
    found = disputed_answers(records, name, is_open=not options.all)
    note_disputed(records, name, person(), found)
    rows = [_document(one, names) for one in found]
    lines = [line for row in rows for line in _lines(row)]
    return answer(options, {"class": name, "disputes": rows}, lines or ["Nothing is disputed."])


def _rule(options: argparse.Namespace, records: Records, name: str) -> int:
    one, whom = reach(records, name, options.number)
    says = whom.words(options.what, one.entry)
    document: dict[str, Any] = {"dispute": one.number, "what": options.what, "applies_to": says, "reach": asdict(whom)}
    if not options.why:
        return answer(options, {**document, "is_ruled": False}, [says, "Nothing was changed. Add --why to rule."])
    done = rule(records, name, options.number, options.what, person(), options.why)
    regraded = [{"attempt": attempt, "old": old, "new": new} for attempt, old, new in done.regraded]
    document = {**document, "is_ruled": True, "regraded": regraded}
    return answer(options, document, [says, f"Ruled. {len(regraded)} attempts have new marks; the old ones are kept."])


def _document(one: DisputedAnswer, names: dict[str, str]) -> dict[str, Any]:
    first, mark = one.first, one.mark
    return {
        "number": first.number,
        "assignment": first.assignment,
        "item": first.item,
        "case": first.case,
        "place": first.entry.place,
        "answer": first.entry.value,
        "key": first.entry.key,
        "message": mark.get("message") or "",
        "evidence": [each.get("text", "") for each in mark.get("evidence") or ()],
        "cite": mark.get("cite") or "",
        "learners": one.reach.learners,
        "of": one.reach.of,
        "others": one.reach.others,
        "disputes": [
            {"learner": each.learner, "name": names.get(each.learner, ""), "at": each.at, "reason": each.reason}
            for each in one.disputes
        ],
        "ruling": None if one.ruling is None else {**asdict(one.ruling), "words": WHAT[one.ruling.what]},
    }


def _lines(row: dict[str, Any]) -> list[str]:
    return [
        f"{row['number']}. {row['item']}, {row['place']} ({row['case']})",
        f"   answer {row['answer']}; key {row['key'] or 'nothing'}; {row['learners']} of {row['of']} answered so",
        f"   {row['message']} {row['cite']}".rstrip(),
        *(f"   record: {text}" for text in row["evidence"]),
        *(f"   {one['name'] or one['learner']}: {one['reason']}" for one in row["disputes"]),
        *([f"   ruled: {row['ruling']['words']}: {row['ruling']['why']}"] if row["ruling"] else []),
    ]
