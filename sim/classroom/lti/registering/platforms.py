"""The LMSs that may open classes here: issuer and client ID, the addresses of log-in, token and keys, their
deployments, and the classes that use them.

What an operator typed is trusted as typed: it may be a school's own network, or this machine. What came by dynamic
registration is on the public internet.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sim.classroom.lti.connection.addresses import checked, is_loopback, origin
from sim.classroom.lti.connection.outgoing import Outgoing
from sim.classroom.lti.connection.rows import Row, all_of, found, gone, put_once
from sim.classroom.records.records import Records
from sim.ground.database import plain
from sim.ground.errors import CleanClaimError

LONGEST_ID = 255  # characters, by the standard


@dataclass(frozen=True)
class Platform:
    """One LMS as it is registered here. frames: origins whose pages may show ours, beside those of its own addresses;
    is_typed: by an operator, not by dynamic registration.
    """

    title: str
    issuer: str
    client_id: str
    log_in: str
    token: str
    keys: str
    audience: str = ""
    frames: tuple[str, ...] = ()
    is_typed: bool = True
    platform: str = ""

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that this LMS is."""
        return tuple(dict.fromkeys(origin(each) for each in (self.issuer, self.log_in, *self.frames)))

    def outgoing(self) -> Outgoing:
        """A session of requests to it."""
        typed = (self.issuer, self.log_in, self.token, self.keys)
        return Outgoing(frozenset(map(origin, typed)) if self.is_typed else frozenset())


def add_platform(
    records: Records, platform: Platform, class_name: str, deployments: Iterable[str], who: str
) -> Platform:
    """Register an LMS for a class, or give a registered one (same issuer and client ID) further deployments and a
    further class. Raises CleanClaimError for an address that cannot be used, or when its addresses are other ones than
    before: that would let one class change where another class's launches come from.
    """
    _check(platform)
    with records.connection() as connection:
        kept = records.table("lti_platforms")
        row = found(connection, kept, issuer=platform.issuer, client_id=platform.client_id)
        if row is None:
            made = {**_row(platform), "platform": f"P-{secrets.token_hex(8)}", "added_by": plain(who)}
            put_once(connection, kept, made)
            row = found(connection, kept, issuer=platform.issuer, client_id=platform.client_id) or made
        elif any(row[name] != value for name, value in _row(platform).items() if name in ("log_in", "token", "keys")):
            raise CleanClaimError(
                f"{platform.issuer} with client ID {plain(platform.client_id)} has other addresses here",
                expected=f"{row['log_in']}, {row['token']} and {row['keys']}",
                todo="remove it from every class that uses it, then add it again",
            )
        registered = str(row["platform"])
        use = {"platform": registered, "class_name": class_name, "added_by": plain(who)}
        put_once(connection, records.table("lti_uses"), use)
        for each in deployments:
            put_once(connection, records.table("lti_deployments"), {"platform": registered, "deployment": _word(each)})
        return _platform({**row, "platform": registered})


def platform_of(records: Records, issuer: str, client_id: str = "") -> Platform | None:
    """The LMS with this issuer and client ID; without a client ID the only one of the issuer."""
    where = {"issuer": issuer, "client_id": client_id} if client_id else {"issuer": issuer}
    with records.connection(reading=True) as connection:
        rows = all_of(connection, records.table("lti_platforms"), **where)
    return _platform(rows[0]) if len(rows) == 1 else None


def platform_named(records: Records, name: str) -> Platform | None:
    """The LMS with this name of a row."""
    with records.connection(reading=True) as connection:
        row = found(connection, records.table("lti_platforms"), platform=name)
    return _platform(row) if row else None


def platforms_of(records: Records, class_name: str) -> list[Platform]:
    """The LMSs that a class uses."""
    with records.connection(reading=True) as connection:
        uses = all_of(connection, records.table("lti_uses"), class_name=class_name)
        rows = [found(connection, records.table("lti_platforms"), platform=use["platform"]) for use in uses]
    return [_platform(row) for row in rows if row]


def deployments_of(records: Records, platform: str) -> list[str]:
    """The deployment IDs of an LMS."""
    with records.connection(reading=True) as connection:
        return [row["deployment"] for row in all_of(connection, records.table("lti_deployments"), platform=platform)]


def remove_platform(records: Records, class_name: str, platform: str) -> Platform:
    """A class no longer uses an LMS: its courses there no longer open it. Who is who stays, so that marks can be read.
    An LMS that no class uses is forgotten with its deployments.
    """
    removed = next((each for each in platforms_of(records, class_name) if each.platform == platform), None)
    if removed is None:
        known = ", ".join(each.platform for each in platforms_of(records, class_name)) or "none: add one first"
        raise CleanClaimError(f"no LMS {plain(platform)} in class {class_name}", expected=known, todo="check the name")
    with records.connection() as connection:
        for name in ("lti_uses", "lti_courses"):
            gone(connection, records.table(name), platform=platform, class_name=class_name)
        if not all_of(connection, records.table("lti_uses"), platform=platform):
            for name in ("lti_platforms", "lti_deployments", "lti_log_ins"):
                gone(connection, records.table(name), platform=platform)
    return removed


def _check(platform: Platform) -> None:
    loopback = platform.is_typed
    for what, address in (
        ("issuer", platform.issuer),
        ("log-in", platform.log_in),
        ("token", platform.token),
        ("keys", platform.keys),
        *(("page", each) for each in platform.frames),
    ):
        checked(address, what, with_loopback=loopback and is_loopback(address))
    _word(platform.client_id)


def _word(value: str) -> str:
    """A client or deployment ID: any short text without control characters."""
    if not value or not value.isprintable() or len(value) > LONGEST_ID:
        raise CleanClaimError(
            f"cannot use the ID {str(value)[:40]!r}",
            expected=f"at most {LONGEST_ID} printable characters",
            todo="copy it again from the LMS",
        )
    return value


def _row(platform: Platform) -> dict[str, str]:
    return {
        "title": plain(platform.title),
        "issuer": platform.issuer,
        "client_id": platform.client_id,
        "log_in": platform.log_in,
        "token": platform.token,
        "audience": platform.audience,
        "keys": platform.keys,
        "frames": " ".join(map(origin, platform.frames)),
        "is_typed": "yes" if platform.is_typed else "",
    }


def _platform(row: Row) -> Platform:
    texts = {name: row[name] for name in ("title", "issuer", "client_id", "log_in", "token", "keys", "audience")}
    return Platform(
        **texts, frames=tuple(row["frames"].split()), is_typed=bool(row["is_typed"]), platform=row["platform"]
    )
