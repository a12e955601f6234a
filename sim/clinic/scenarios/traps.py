"""Traps: the mistakes that somebody may make on a visit, each a change made at a desk. Simulated coders and front desks
err only by them.

target                                              verbs               at
dx.CODE or dx.ID                                    set "code", remove  coder
dx.CODE.sequence                                    set 2               coder
service.ID                                          remove              coder      ID: id, em, drug ..., or the code
service.ID.modifiers                                set, remove, add    coder
service.ID.units | .code | .for                     set (for: a list)   coder
(none)                                              add { service = {...} } or { dx = {...} }   coder
query                                               set "not asked"     coder      the work is that before the answer
coverage                                            set "previous"      front desk the coverage that has ended
coverage                                            set "health plan"   front desk the patient's own, where a work
                                                    injury is the employer's insurer's
authorization                                       remove              front desk
referral                                            remove              front desk
encounter.COLUMN                                    set, remove         front desk
claim.COLUMN, line.ID.COLUMN                        set, remove         front desk, biller     applied by the biller's
                                                    room
claim.submitted_date                                set "late"          biller
posting.KIND                                        set true            poster     KIND: contractual to patient, payment
                                                    to wrong visit,
                                                                                   denial written off
posting.sent twice                                  set true            biller
"""

from sim.clinic.scenarios.parts import AddedDiagnosis, AddedService, Change, Trap
from sim.clinic.scenarios.shared_fields import error_kinds, when_of
from sim.ground.dictionary import columns_of
from sim.ground.strict_toml import (
    Field,
    Place,
    dollars,
    flag,
    items,
    number,
    record,
    shown,
    suggestion,
    text,
    whole,
    word,
)

DESKS = ("front desk", "coder", "biller", "poster")
HEADS = {
    "dx": "coder",
    "service": "coder",
    "query": "coder",
    "coverage": "front desk",
    "authorization": "front desk",
    "referral": "front desk",
    "encounter": "front desk",
    "claim": "biller",
    "line": "biller",
    "posting": "poster",
}
POSTINGS = ("contractual to patient", "payment to wrong visit", "denial written off", "sent twice")
SERVICE_PARTS = ("modifiers", "units", "code", "for")
VERBS = ("set", "remove", "add")
ADDED = (AddedService, AddedDiagnosis)
EARLIER = ("previous", "health plan")


def read_trap(value, where: Place):
    """One [[trap]]: a change in the trap itself, or several as [[trap.change]]."""
    own = {key: Field(lambda got, at: got, None) for key in ("target", *VERBS)}
    found = record(
        value,
        where,
        {
            "at": Field(word(*DESKS)),
            "when": Field(when_of, ()),
            "error": Field(word(*error_kinds())),
            "why": Field(text),
            "cite": Field(text, ""),
            "weight": Field(whole(1, 1000), 10),
            **own,
            "change": Field(items(lambda one, at: _change(one, at, found_at(value))), ()),
        },
    )
    changes = found.pop("change")
    single = {key: found.pop(key) for key in own}
    if any(got is not None for got in single.values()):
        changes = (_change({key: got for key, got in single.items() if got is not None}, where, found["at"]), *changes)
    if not changes:
        raise where.refuse("found no change", "target with set, remove or add", "say what goes wrong")
    return Trap(number=int(where.field.rsplit(" ", 1)[-1]), changes=changes, **found)


def found_at(value) -> str:
    """The desk of a trap that is still being read."""
    return value.get("at", "") if isinstance(value, dict) else ""


def _change(value, where: Place, at: str):
    found = record(
        value,
        where,
        {
            "target": Field(text, ""),
            "set": Field(_new_value, None),
            "remove": Field(_plain, None),
            "add": Field(_added, None),
        },
    )
    if isinstance(found["set"], float | int):
        is_amount = found["target"].endswith("_amount")
        found["set"] = (dollars if is_amount else _plain)(found["set"], where.at("set"))
    verbs = [verb for verb in VERBS if found[verb] is not None]
    if len(verbs) != 1:
        raise where.refuse(
            f"found {' and '.join(verbs) or 'no verb'}", "exactly one of set, remove, add", "write one change at a time"
        )
    _check_target(found["target"], verbs[0], found[verbs[0]], where, at)
    return Change(found["target"], verbs[0], found[verbs[0]])


def _new_value(value, where: Place):
    """What `set` writes: as `_plain`, or an amount in dollars with a point where the column is one."""
    return value if isinstance(value, float) else _plain(value, where)


def _plain(value, where: Place):
    """A text, a whole number, true, or a list of texts."""
    if isinstance(value, list):
        return items(text)(value, where)
    if isinstance(value, str):
        return text(value, where)
    if value is True or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9):
        return value
    raise where.refuse(
        f"found {shown(value)}", "a text, a whole number, true, or a list of texts", "write the new value"
    )


def _added(value, where: Place):
    """A text (a modifier), or { service = {...} } or { dx = {...} }."""
    if not isinstance(value, dict):
        return _plain(value, where)
    found = record(value, where, {"service": Field(_added_service, None), "dx": Field(_added_dx, None)})
    if (found["service"] is None) == (found["dx"] is None):
        raise where.refuse(f"found {shown(value)}", "{ service = {...} } or { dx = {...} }", "write one of the two")
    return found["service"] or found["dx"]


LISTED = Field(items(text, single=True), ())


def _added_service(value, where: Place) -> AddedService:
    fields = {
        "code": Field(text),
        "modifiers": LISTED,
        "units": Field(number, "1"),
        "for": LISTED,
        "first": Field(flag, False),
    }
    found = record(value, where, fields)
    return AddedService(found["code"], found["modifiers"], found["units"], found["for"], found["first"])


def _added_dx(value, where: Place) -> AddedDiagnosis:
    found = record(value, where, {"code": Field(text), "first": Field(flag, False), "for": LISTED})
    return AddedDiagnosis(found["code"], found["first"], found["for"])


def _check_target(target: str, verb: str, value, where: Place, at: str) -> None:
    if not target:
        if verb != "add" or not isinstance(value, ADDED):
            raise where.refuse("target is missing", "target = what is changed", "add target")
        return
    head, _, rest = target.partition(".")
    if head not in HEADS:
        raise where.refuse(
            f"found the target {shown(target)}", "one that begins with " + ", ".join(HEADS), suggestion(head, HEADS)
        )
    elsewhere = (head == "claim" and at == "front desk") or (target == "posting.sent twice" and at == "biller")
    if at in DESKS and at != HEADS[head] and not elsewhere:
        raise where.refuse(
            f"found the target {shown(target)} at {at}",
            f"{head} is changed at: {HEADS[head]}",
            f'write at = "{HEADS[head]}"',
        )
    if message := CHECKS[head](rest, verb, value):
        raise where.refuse(
            f"found the target {shown(target)} with {verb} = {shown(value)}",
            message,
            "see the list in sim/clinic/scenarios/traps.py",
        )


def _dx(rest, verb, value):
    if not rest:
        return "dx.CODE or dx.ID"
    if rest.endswith(".sequence"):
        return (
            "" if verb == "set" and type(value) is int and value > 0 else "set = the place among the diagnoses, from 1"
        )
    return (
        ""
        if (verb == "set" and isinstance(value, str)) or verb == "remove"
        else 'set = "another code" or remove = true'
    )


def _service(rest, verb, value):
    name, dot, part = rest.rpartition(".")
    if not dot or part not in SERVICE_PARTS:
        return (
            ""
            if rest and verb == "remove"
            else f"service.ID with remove = true, or service.ID.{' | '.join(SERVICE_PARTS)}"
        )
    if part == "modifiers":
        return "" if isinstance(value, (str, tuple)) else "a modifier in quotation marks, or a list of them"
    if verb != "set":
        return f"set = the wrong {part}"
    if part == "units":
        return "" if isinstance(value, str) or type(value) is int else "set = a number"
    return "" if isinstance(value, (str, tuple) if part == "for" else str) else f"set = the wrong {part}"


def _column(table: str):
    def check(rest, verb, value):
        name = rest.rpartition(".")[2]
        if table == "claim_lines" and "." not in rest:
            return "line.ID.COLUMN"
        if name not in columns_of(table) or verb == "add":
            return f"set or remove a column of {table}: {suggestion(name, columns_of(table))}"
        return ""

    return check


CHECKS = {
    "dx": _dx,
    "service": _service,
    "query": lambda rest, verb, value: (
        "" if (rest, verb, value) == ("", "set", "not asked") else 'target = "query", set = "not asked"'
    ),
    "coverage": lambda rest, verb, value: (
        ""
        if (rest, verb) == ("", "set") and value in EARLIER
        else 'target = "coverage", set = "previous" or "health plan"'
    ),
    "authorization": lambda rest, verb, value: (
        "" if (rest, verb) == ("", "remove") else 'target = "authorization", remove = true'
    ),
    "referral": lambda rest, verb, value: (
        "" if (rest, verb) == ("", "remove") else 'target = "referral", remove = true'
    ),
    "encounter": _column("encounters"),
    "claim": _column("claims"),
    "line": _column("claim_lines"),
    "posting": lambda rest, verb, value: (
        "" if rest in POSTINGS and (verb, value) == ("set", True) else "posting. and one of " + ", ".join(POSTINGS)
    ),
}
