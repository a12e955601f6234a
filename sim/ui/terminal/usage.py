"""Every command of `cleanclaim` and its options."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from sim.ui.terminal.arguments import (
    OneLine,
    clinic_argument,
    me_arguments,
    print_arguments,
    review_arguments,
    seed,
    serve_arguments,
    workers,
)

Verb = Callable[[argparse.Namespace], int]


def parser(verbs: Mapping[str, Verb], asked: str = "", action: str = "") -> argparse.ArgumentParser:
    """The parser of the command line. verbs: the functions behind the commands, by name; the docstring of each is its
    description. asked: the command that was typed; the actions of a class or a clinic are looked up for it alone.
    action: what was typed after it.
    """
    door = OneLine(prog="cleanclaim", description="A flight simulator for the US revenue cycle.")
    commands = door.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=OneLine)

    command = _add(commands, verbs["lab"], "open JupyterLab, and beside it Voila; prints both addresses")
    command.add_argument("--bundle", metavar="FILE", help="open sealed work: the ZIP that your instructor gave you")
    clinic_argument(command)
    command.add_argument("--no-browser", dest="browser", action="store_false", help="print the addresses, open nothing")
    command.add_argument(
        "--json", action="store_true", help="print the addresses as one JSON document once both servers are ready"
    )

    serve_arguments(_add(commands, verbs["serve"], "the desks for a class or a clinic, as one web server"))

    command = _add(commands, verbs["class"], "a class: roster, assignments, marks, gradebook (class --help lists all)")
    if asked == "class":
        from sim.ui.terminal.class_commands import add_actions

        add_actions(command, action)

    command = _add(commands, verbs["clinic"], "a clinic of your own: payers, fees, remittances (clinic --help)")
    if asked == "clinic":
        from sim.ui.terminal.clinic_commands import add_actions as add_clinic_actions

        add_clinic_actions(command, action)

    command = _add(commands, verbs["tour"], "print one visit from chart to paid claim")
    command.add_argument(
        "--seed", type=seed, default=1, metavar="N", help="another number, another visit (1 unless told)"
    )
    command.add_argument("--scenario", metavar="S", help="a file name in data/scenarios")
    command.add_argument(
        "--mistake",
        metavar="KIND",
        help="show the visit twice, right and with this mistake, such as missing-modifier-25",
    )
    clinic_argument(command)
    command.add_argument("--json", action="store_true", help="print one JSON document, amounts in cents")

    command = _add(commands, verbs["simulate"], "simulate a clinic's work and write its tables")
    command.add_argument("--encounters", type=int, required=True, metavar="N", help="how many visits")
    command.add_argument(
        "--seed", type=seed, default=1, metavar="S", help="the same seed makes the same rows (1 unless told)"
    )
    command.add_argument(
        "--out", required=True, metavar="DIR", help="a new or empty folder, or one of an earlier simulation"
    )
    command.add_argument(
        "--format",
        choices=("parquet", "csv", "x12"),
        default="parquet",
        help="x12: claim files, acknowledgements and remittances",
    )
    command.add_argument(
        "--coder", choices=("perfect", "expert", "novice"), default="perfect", help="who codes and bills"
    )
    command.add_argument(
        "--staff",
        default="",
        metavar="STRATEGY",
        help="people work through a year by this strategy (a file of data/strategies); --coder is then the strategy's",
    )
    clinic_argument(command)
    where = command.add_mutually_exclusive_group()
    where.add_argument("--workers", type=workers, metavar="K", help="processes; one for each core unless told")
    where.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="a Dask scheduler, such as tcp://10.0.0.5:8786: its workers make the blocks, on a disk that all share",
    )
    command.add_argument("--json", action="store_true", help="print one JSON document, amounts in cents")

    command = _add(commands, verbs["adjudicate"], "answer a file of claims (837P) as a payer would: 999, 277CA, 835")
    command.add_argument("file", metavar="FILE.837", help="a file of professional claims, anybody's")
    command.add_argument("--payer", required=True, metavar="P", help="a file name in data/payers, such as acme_ppo")
    command.add_argument("--out", required=True, metavar="DIR", help="where the answers go")
    who = command.add_mutually_exclusive_group()
    who.add_argument(
        "--members",
        metavar="FILE",
        help="the payer's members: CSV with a column member_id, in the form of our table coverages",
    )
    who.add_argument(
        "--enroll",
        action="store_true",
        help="accept every member in the file; otherwise unknown members are rejected",
    )
    command.add_argument(
        "--history",
        metavar="FILE.835",
        help="this payer's earlier remittance: corrected claims and voids (frequency 7, 8) find their originals in it",
    )
    command.add_argument("--json", action="store_true", help="print summary.json, amounts in cents")

    actions = _add(commands, verbs["edi"], "read X12 files, ours or somebody else's").add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=OneLine
    )
    command = actions.add_parser(
        "read", help="the claims of a file and what is wrong with it; exit 1 when something is"
    )
    command.add_argument("file", metavar="FILE", help="837P, 837I, 835, 277CA, 999, TA1, 270, 271, 276, 277 or 278")
    command.add_argument("--json", action="store_true", help="print one JSON document, amounts in cents")
    command = actions.add_parser(
        "explain", help="a file in plain words beside its segments; exit 1 when something is wrong with it"
    )
    command.add_argument("file", metavar="FILE", help="as for read")
    command.add_argument("--html", action="store_true", help="print it as a table for a web page")

    command = _add(commands, verbs["lint"], "prove scenarios, exercises, payers, parameters and policies")
    command.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; everything unless told")
    command.add_argument(
        "--summary", action="store_true", help="prove nothing: count scenarios and exercises by specialty, level, task"
    )
    command.add_argument("--json", action="store_true", help="print the findings, or the summary, as one JSON document")

    command = _add(commands, verbs["new"], "a commented file to start from, in your own folder")
    command.add_argument("kind", metavar="KIND", help="scenario, exercise, payer or clinic")
    command.add_argument("name", metavar="NAME", help="its name: small letters, digits and _, such as sore_elbow")
    command.add_argument(
        "--like",
        default="",
        metavar="OTHER",
        help="a private copy of this scenario, in other words; or an exercise over your private copy",
    )

    print_arguments(_add(commands, verbs["print"], "a form or letter of an exercise as a PDF, blank or filled in"))

    review_arguments(
        _add(commands, verbs["review"], "a second reading of a scenario by somebody who has not seen its key")
    )

    command = _add(commands, verbs["price"], "what a payer allows for one service, step by step")
    command.add_argument("code", metavar="CODE", help="a CPT or HCPCS code of the library")
    clinic_argument(command)
    command.add_argument("--modifiers", default="", metavar="M", help="such as 26 or 50,59")
    command.add_argument("--units", default="1", metavar="N", help="how many (1 unless told)")
    command.add_argument(
        "--pos", default="11", metavar="P", help="place of service, such as 11 (office) or 22 (hospital)"
    )
    command.add_argument("--date", default="2026-07-15", metavar="D", help="date of service, such as 2026-07-15")
    command.add_argument(
        "--locality",
        default="05102-00",
        metavar="L",
        help="Medicare carrier and locality (Iowa unless told; 00000-00: national)",
    )
    command.add_argument(
        "--payer",
        default="medicare",
        metavar="NAME",
        help="a file name in data/payers, or medicare, commercial, medicaid",
    )
    command.add_argument("--charge", metavar="DOLLARS", help="for all units; the lesser of charge and price is allowed")
    command.add_argument(
        "--clinician",
        default="",
        metavar="NP|PA",
        help="a clinician who is not a physician and bills under their own NPI",
    )
    command.add_argument(
        "--beside", default="", metavar="CODES", help="other services of the day, such as 45385,20610-RT"
    )
    command.add_argument("--non-participating", action="store_true", help="the provider has no participation agreement")
    command.add_argument("--unassigned", action="store_true", help="the claim is not assigned")
    command.add_argument(
        "--deductible",
        metavar="DOLLARS",
        help="deductible remaining: shows the patient's share and what the payer pays",
    )
    command.add_argument("--json", action="store_true", help="print one JSON document, amounts in cents")

    actions = _add(
        commands,
        verbs["data"],
        "code sets, fees and edits: what is loaded, and where your files are kept; import a publisher's file",
    ).add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=OneLine)
    actions.add_parser("status", help="what is loaded, since when, from where; the folder of your files").add_argument(
        "--json", action="store_true", help="print one JSON document"
    )
    command = actions.add_parser("import", help="import an official file or ZIP")
    command.add_argument("kind", metavar="KIND", help="what it is; an unknown word prints the list")
    command.add_argument("file", metavar="FILE", help="the publisher's file, or the ZIP it came in")
    command.add_argument(
        "--release", required=True, metavar="R", help="the publisher's name of the release, such as 2026Q4"
    )
    command.add_argument(
        "--effective", required=True, metavar="DATE", help="effective from this date of service on, such as 2026-10-01"
    )
    command.add_argument(
        "--i-hold-a-license", action="store_true", help="keep copyrighted texts, in your own folder only"
    )
    command.add_argument("--extract", action="store_true", help="the file holds some rows only and replaces only those")

    command = actions.add_parser(
        "changes", help="what changed between two editions, and which scenarios, exercises and policies it touches"
    )
    day = "a date, a fiscal year such as FY2027, or a release as `data status` shows it"
    command.add_argument("first", metavar="FROM", help=day)
    command.add_argument("last", metavar="TO", help=day)
    command.add_argument("--json", action="store_true", help="print one JSON document")
    command = actions.add_parser("remove", help="remove an imported release")
    command.add_argument("kind", metavar="KIND", help="as at import")
    command.add_argument("release", metavar="RELEASE", help="as `data status` shows it")

    me_arguments(_add(commands, verbs["me"], "your own machine: hand over, back up or erase what is kept there"))

    _add(
        commands,
        verbs["test"],
        "run every test (in a checkout); what follows goes to pytest, e.g. tests/payer -k timely",
    )
    return door


def _add(commands: Any, verb: Verb, words: str) -> argparse.ArgumentParser:
    """One command, named after the function that runs it."""
    command = commands.add_parser(verb.__name__.strip("_"), help=words, description=verb.__doc__)
    command.set_defaults(run=verb)
    return command
