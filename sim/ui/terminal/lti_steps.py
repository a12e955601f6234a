"""The steps of `cleanclaim class lti`."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sim.classroom.lti.gradebook.assignment_scores import pass_on
from sim.classroom.lti.course.class_roster import read_roster
from sim.classroom.lti.registering.configuration import REGISTER
from sim.classroom.lti.course.courses import course_code, courses_of
from sim.classroom.lti.registering.lms_kinds import lms_kind
from sim.classroom.lti.registering.platforms import (
    Platform,
    add_platform,
    deployments_of,
    platforms_of,
    remove_platform,
)
from sim.classroom.lti.registering.registration import invite
from sim.classroom.lti.gradebook.scores import try_again, unsent
from sim.classroom.records.classes import class_of
from sim.classroom.records.records import Records
from sim.classroom.records.trail import note
from sim.ground.errors import CleanClaimError
from sim.ui.terminal.answered import answer, person


def _list(records: Records, name: str, options: argparse.Namespace) -> int:
    platforms = [
        {
            "platform": one.platform,
            "title": one.title,
            "issuer": one.issuer,
            "client_id": one.client_id,
            "deployments": deployments_of(records, one.platform),
        }
        for one in platforms_of(records, name)
    ]
    courses = [
        {"title": one.title, "context": one.context, "platform": one.platform} for one in courses_of(records, name)
    ]
    waiting = [
        {"assignment": one.assignment, "learner": one.learner, "state": one.state, "trouble": one.trouble}
        for one in unsent(records, name)
    ]
    lines = [f"{one['platform']}: {one['title']} at {one['issuer']}, client ID {one['client_id']}" for one in platforms]
    lines += [f"course {one['title'] or one['context']} ({one['platform']})" for one in courses]
    lines += [f"not sent: {one['assignment']}, {one['learner']}: {one['trouble']}" for one in waiting]
    document = {"class": name, "platforms": platforms, "courses": courses, "not_sent": waiting}
    return answer(options, document, lines or [f"No LMS yet. To do: cleanclaim class lti {name} add --lms moodle ..."])


def _add(records: Records, name: str, options: argparse.Namespace) -> int:
    made = add_platform(records, _platform(options), name, options.deployment, person())
    note(records, name, person(), "LMS added", made.platform, {"issuer": made.issuer, "client_id": made.client_id})
    code = course_code(records, name, person(), datetime.now(UTC))
    document = {"class": name, "platform": made.platform, "issuer": made.issuer, "course_code": code}
    return answer(options, document, [f"{made.platform}: {made.issuer} may open {name}", *_code_lines(code)])


def _platform(options: argparse.Namespace) -> Platform:
    """The LMS as the options describe it."""
    kind = lms_kind(options.lms) if options.lms else None
    given: dict[str, Any] = {}
    for field in ("issuer", "log_in", "token", "keys", "audience"):
        told = getattr(options, field)
        given[field] = told or (kind.filled(field, options.site, options.client_id) if kind else "")
        if not given[field] and field != "audience":
            option = field.replace("_", "-")
            raise CleanClaimError(
                f"the LMS's {option} address is missing",
                f"class lti {options.name} add",
                "--lms with --site, or --issuer, --log-in, --token and --keys",
                f"add --{option} https://...",
            )
    title = kind.title if kind else "LMS"
    return Platform(title=title, client_id=options.client_id, frames=tuple(options.page), **given)


def _remove(records: Records, name: str, options: argparse.Namespace) -> int:
    gone = remove_platform(records, name, options.platform)
    note(records, name, person(), "LMS removed", gone.platform, {"issuer": gone.issuer})
    return answer(options, {"class": name, "removed": gone.platform}, [f"{gone.issuer} no longer opens {name}"])


def _code(records: Records, name: str, options: argparse.Namespace) -> int:
    code = course_code(records, name, person(), datetime.now(UTC))
    return answer(options, {"class": name, "course_code": code}, _code_lines(code))


def _code_lines(code: str) -> list[str]:
    return [
        f"Course code: {code}",
        "Open CleanClaim from the course as its instructor and enter it. Once, within a week.",
    ]


def _invite(records: Records, name: str, options: argparse.Namespace) -> int:
    word = invite(records, name, options.site, person(), datetime.now(UTC))
    path = f"{REGISTER}?invitation={word}"
    lines = [f"Registration address: your server's address and {path}", "For one LMS, once, within a day."]
    return answer(options, {"class": name, "path": path}, lines)


def _roster(records: Records, name: str, options: argparse.Namespace) -> int:
    found: list[dict[str, Any]] = []
    for course in courses_of(records, name):
        read = read_roster(records, course, person())
        found.append(
            {
                "course": course.title or course.context,
                "new": len(read.new),
                "known": len(read.known),
                "left_out": list(read.left_out),
                "not_in_course": [one.name for one in read.not_in_course],
            }
        )
    lines = [f"{one['course']}: {one['new']} new, {one['known']} known" for one in found]
    lines += [f"left out: {line}" for one in found for line in one["left_out"]]
    lines += [f"not in the course any more: {who}" for one in found for who in one["not_in_course"]]
    return answer(options, {"class": name, "courses": found}, lines or ["No course is linked to this class yet."])


def _send(records: Records, name: str, options: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    if options.again:
        try_again(records, name, now)
    done = pass_on(records, name, now)
    document = {"class": name, "sent": done.sent, "waiting": done.waiting, "failed": done.failed}
    return answer(options, document, [f"{done.sent} sent, {done.waiting} waiting, {done.failed} failed"])


def _done(
    step: Callable[[Records, str, argparse.Namespace], int],
) -> Callable[[argparse.Namespace], int]:
    """A step with the records and the class that it works on."""

    def run(options: argparse.Namespace) -> int:
        records = Records()
        return step(records, class_of(records, options.name).name, options)

    return run


DO = {
    "list": _done(_list),
    "add": _done(_add),
    "remove": _done(_remove),
    "code": _done(_code),
    "invite": _done(_invite),
    "roster": _done(_roster),
    "send": _done(_send),
}
