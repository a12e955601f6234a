"""Every table of the classroom, in the database that also holds the attempts.

Names stand in `roster` and nowhere else; all other rows carry a random learner key. Times are UTC texts
(sim/ground/database.py: instant). Rows of trail, extensions, openings, disputes and rulings are only ever added.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Column, MetaData

NAME, KEY, TIME, HASH = 200, 36, 32, 64

COURSE = ("platform", "deployment", "context")
LTI: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # a class in a school's LMS: what names a row, and the rest
    "lti_keys": (("place",), ("private_key", "public_key")),
    "lti_platforms": (
        ("issuer", "client_id"),
        ("platform", "title", "log_in", "token", "audience", "keys", "frames", "is_typed", "added_by"),
    ),
    "lti_deployments": (("platform", "deployment"), ()),
    "lti_uses": (("platform", "class_name"), ("added_by",)),
    "lti_courses": (COURSE, ("class_name", "title", "members", "line_items", "scopes", "linked_by")),
    "lti_people": ((*COURSE, "user_id", "role"), ("class_name", "learner")),
    "lti_log_ins": (("state",), ("nonce", "platform", "fields", "expires_at", "used_at")),
    "lti_tickets": (("ticket",), ("kind", "class_name", "about", "made_by", "expires_at")),
    "lti_line_items": ((*COURSE, "assignment"), ("class_name", "line_item", "busy_until")),
    "lti_scores": (
        (*COURSE, "assignment", "user_id"),
        ("class_name", "learner", "score", "state", "tries", "next_at", "busy_until", "sent_at", "trouble"),
    ),
}


@cache
def schema() -> "MetaData":
    """The tables.

    >>> {"classes", "roster", "rulings", "trail"} <= set(schema().tables)
    True
    """
    import sqlalchemy as sa

    found = sa.MetaData()

    def text(name: str, size: int | None = NAME, **more: Any) -> "Column[Any]":
        kind = sa.String(size) if size else sa.Text()
        return sa.Column(name, kind, **{"nullable": False, "default": "", **more})

    def count(name: str) -> "Column[Any]":
        return sa.Column(name, sa.Integer, nullable=False, default=0)

    def table(name: str, *columns: Any) -> None:
        whole = sa.BigInteger().with_variant(sa.Integer, "sqlite")
        number = sa.Column("number", whole, primary_key=True, autoincrement=True)
        sa.Table(name, found, number, text("at", TIME), *columns)

    in_class = ("class_name", NAME)
    table(
        "classes",
        text("name", unique=True),
        text("title"),
        text("code", 20, unique=True),
        sa.Column("secret", sa.LargeBinary(32), nullable=False),
        text("time_zone", 60),
        text("closed_at", TIME),
        sa.Column("retention_days", sa.Integer, nullable=False),
        count("is_erased"),
    )
    table(
        "roster",
        text(*in_class, index=True),
        text("learner", KEY, unique=True),
        text("name"),
        text("email"),
        text("school_id"),
        text("login"),
        text("role", 20),
        text("pin", 200),
        count("wrong_pins"),
        text("removed_at", TIME),
    )
    table(
        "links", text("token", HASH, unique=True), text("learner", KEY), text("expires_at", TIME), text("used_at", TIME)
    )
    table(
        "visits",
        text("token", HASH, unique=True),
        text("learner", KEY),
        text("expires_at", TIME),
        text("ended_at", TIME),
    )
    table(
        "assignments",
        text(*in_class),
        text("name"),
        sa.Column("document", sa.Text, nullable=False),
        text("who"),
        sa.UniqueConstraint("class_name", "name"),
    )
    table(
        "extensions",
        text(*in_class),
        text("assignment"),
        text("learner", KEY),
        text("due", TIME),
        count("attempts"),
        count("minutes"),
        text("who"),
        text("why", None),
    )
    table(
        "openings",
        text(*in_class),
        text("assignment"),
        text("learner", KEY),
        text("item"),
        count("attempt"),
        sa.UniqueConstraint("class_name", "assignment", "learner", "item", "attempt"),
    )
    answer = (
        "item",
        "case_name",
        "place",
        "value",
        "key_value",
    )  # what is disputed (sim/classroom/disputes/entries.py)
    table(
        "disputes",
        text(*in_class, index=True),
        text("assignment"),
        text("learner", KEY),
        text("attempt_id", KEY),
        count("mark"),
        *(text(name, None) for name in answer),
        text("reason", None),
    )
    table(
        "rulings",
        text(*in_class, index=True),
        text("assignment"),
        *(text(name, None) for name in answer),
        text("what", 20),
        text("who"),
        text("why", None),
    )
    table(  # attempts that a grading process holds, or could not mark
        "markings",
        text("attempt_id", KEY, unique=True),
        text("taken_by"),
        text("taken_until", TIME),
        count("times"),
        text("why", None),
    )
    table(  # whose drafts were handed in at which end of an assignment
        "hand_ins",
        text(*in_class),
        text("assignment"),
        text("learner", KEY),
        text("ends", TIME),
        sa.UniqueConstraint("class_name", "assignment", "learner", "ends"),
    )
    table(
        "collected",
        text(*in_class),
        text("assignment"),
        text("learner", KEY),
        sa.Column("serial", sa.BigInteger, nullable=False),
        text("fingerprint", HASH),
        text("received_at", TIME),
    )
    table("trail", text(*in_class, index=True), text("who"), text("what"), text("about"), text("details", None))
    for name, (named, others) in LTI.items():
        columns = [*(text(column, 255) for column in named), *(text(column, None) for column in others)]
        table(name, *columns, sa.UniqueConstraint(*named))
    return found
