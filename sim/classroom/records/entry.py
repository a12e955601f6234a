"""How people come in: by a personal link that works once, or by class code, name and a PIN of their own; and how the
server knows them afterwards (a visit, named by a cookie). Of links, cookies and PINs only hashes are kept.
"""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import scrypt, sha256
from hmac import compare_digest

from sim.classroom.records.classes import Class, class_by_code, class_of
from sim.classroom.records.records import Records
from sim.classroom.records.roster import Member, member, members
from sim.classroom.records.trail import note
from sim.ground.database import instant, plain
from sim.ground.errors import CleanClaimError

LINK_DAYS = 60
VISIT_HOURS = 14 * 24
PIN_LEAST, PIN_MOST = 4, 40
CHOOSE = "choose"  # in the place of a PIN: an instructor lets the person choose a new one
WRONG_PINS = 10  # after so many an instructor resets the PIN
UNKNOWN = "This class code, name and PIN do not go together"


def make_link(records: Records, learner: str, now: datetime | None = None) -> str:
    """A new personal link's token; those of before that nobody used work no more.

    >>> import tempfile; from sim.classroom.records.classes import new_class
    >>> from sim.classroom.records.roster import add_member
    >>> records = Records.at(tempfile.mkdtemp()); _ = new_class(records, "billing_101")
    >>> token = make_link(records, add_member(records, "billing_101", "Rosa Delgado-Synth").learner)
    >>> use_link(records, token).name, use_link(records, token)
    ('Rosa Delgado-Synth', None)
    """
    token = secrets.token_urlsafe(24)
    ends = instant((now or datetime.now(UTC)) + timedelta(days=LINK_DAYS))
    records.change("links", {"learner": learner, "used_at": ""}, expires_at="")
    records.add("links", token=_hash(token), learner=member(records, learner).learner, expires_at=ends)
    return token


def use_link(records: Records, token: str, now: datetime | None = None) -> Member | None:
    """Who comes in by this link; None for a link that is unknown, was used, or has expired. Two at once: one wins."""
    links = records.table("links")
    at = instant(now)
    with records.connection() as connection:
        used = connection.execute(
            links.update()
            .where(links.c.token == _hash(token), links.c.used_at == "", links.c.expires_at > at)
            .values(used_at=at)
        ).rowcount
    row = records.first("links", token=_hash(token)) if used else None
    return _let_in(records, row["learner"]) if row is not None else None


def link_owner(records: Records, token: str, now: datetime | None = None) -> Member | None:
    """Whose link this is, without using it: what a page shows before its Start button."""
    row = records.first("links", token=_hash(token))
    fits = row is not None and not row["used_at"] and row["expires_at"] > instant(now)
    return _let_in(records, row["learner"]) if row is not None and fits else None


def enter(records: Records, code: str, name: str, pin: str) -> Member:
    """Come in by class code, name (or email, login, id) and PIN; the first time the PIN is chosen, but only by somebody
    who has not come in by a link before, and never by an instructor: else whoever knows the code could take an account.
    Raises CleanClaimError, in the same words whichever of the three was wrong.
    """
    made = class_by_code(records, code)
    one = _found(records, made, name) if made is not None and made.is_open else None
    if one is not None and one.is_instructor:
        one = None
    if one is None:
        scrypt(b"nobody", salt=b"as long as for somebody", n=2**14, r=8, p=1)
        raise _unknown()
    row = records.first("roster", learner=one.learner) or {}
    if row["wrong_pins"] >= WRONG_PINS:
        raise CleanClaimError("Too many wrong PINs", "", "", "Ask your instructor to reset your PIN")
    if not PIN_LEAST <= len(str(pin)) <= PIN_MOST:
        raise CleanClaimError(f"A PIN has {PIN_LEAST} to {PIN_MOST} characters", "", "", "Enter your PIN")
    if not row["pin"] and records.first("visits", learner=one.learner) is not None:
        raise CleanClaimError(
            "This name has come in by a personal link and has no PIN",
            "",
            "",
            "Use your personal link, or ask your instructor to reset your PIN; then choose one here",
        )
    if row["pin"] not in ("", CHOOSE) and not _is_pin(pin, row["pin"]):
        roster = records.table("roster")
        with records.connection() as connection:
            more = roster.update().where(roster.c.learner == one.learner)
            connection.execute(more.values(wrong_pins=roster.c.wrong_pins + 1))
        raise _unknown()
    kept = _hashed_pin(pin) if row["pin"] in ("", CHOOSE) else row["pin"]
    records.change("roster", {"learner": one.learner}, wrong_pins=0, pin=kept)
    return member(records, one.learner)


def reset_pin(records: Records, learner: str, who: str = "") -> None:
    """The next PIN that this person enters becomes the PIN."""
    one = member(records, learner)
    records.change("roster", {"learner": one.learner}, wrong_pins=0, pin=CHOOSE)
    note(records, one.class_name, who, "PIN reset", one.learner)


def begin_visit(records: Records, learner: str, now: datetime | None = None) -> str:
    """The token that a cookie carries from now on."""
    token = secrets.token_urlsafe(32)
    ends = instant((now or datetime.now(UTC)) + timedelta(hours=VISIT_HOURS))
    records.add("visits", token=_hash(token), learner=learner, expires_at=ends)
    return token


def visitor(records: Records, token: str, now: datetime | None = None) -> Member | None:
    """Who sent this cookie; None for nobody, a visit that is over, a person who was removed, a class that is closed."""
    row = records.first("visits", token=_hash(token))
    if row is None or row["ended_at"] or row["expires_at"] <= instant(now):
        return None
    return _let_in(records, row["learner"])


def last_visits(records: Records, class_name: str) -> dict[str, str]:
    """When each member of a class last signed in (UTC text), by learner key; who never did is not there."""
    from sqlalchemy import func, select

    visits, roster = records.table("visits"), records.table("roster")
    query = (
        select(visits.c.learner, func.max(visits.c.at).label("at"))
        .join(roster, roster.c.learner == visits.c.learner)
        .where(roster.c.class_name == class_name)
        .group_by(visits.c.learner)
    )
    with records.connection(reading=True) as connection:
        return {row["learner"]: row["at"] for row in connection.execute(query).mappings()}


def end_visit(records: Records, token: str) -> None:
    """Sign out."""
    records.change("visits", {"token": _hash(token)}, ended_at=instant())


def _let_in(records: Records, learner: str) -> Member | None:
    row = records.first("roster", learner=learner)
    one = member(records, learner) if row is not None else None
    if one is None or not one.is_active:
        return None
    return one if one.is_instructor or class_of(records, one.class_name).is_open else None


def _found(records: Records, made: Class, name: str) -> Member | None:
    """The one member who is called so; None for nobody, and for two of the same name."""
    wanted = " ".join(plain(name).split()).casefold()
    found = [
        one
        for one in members(records, made.name)
        if wanted and wanted in {text.casefold() for text in (one.name, one.email, one.login, one.school_id) if text}
    ]
    return found[0] if len(found) == 1 else None


def _unknown() -> CleanClaimError:
    return CleanClaimError(UNKNOWN, "", "", "Check all three. If the PIN is lost, your instructor can reset it")


def _hash(token: str) -> str:
    return sha256(str(token)[:200].encode("utf-8", "replace")).hexdigest()


def _hashed_pin(pin: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}:{_slow(pin, salt)}"


def _is_pin(pin: str, kept: str) -> bool:
    salt, _, hashed = kept.partition(":")
    return compare_digest(_slow(pin, bytes.fromhex(salt)), hashed)


def _slow(pin: str, salt: bytes) -> str:
    return scrypt(str(pin).encode("utf-8", "replace"), salt=salt, n=2**14, r=8, p=1).hex()
