"""What a page may send: every message is hostile until it has been read here. What does not fit is refused in words,
and nothing is stored.

A message is {"kind": ..., "data": {...}}. `read` gives (kind, data) back with known fields only, of known kinds and
sizes.
"""

import json

from sim.ground.errors import CleanClaimError

LARGEST = 200_000  # characters of one message as JSON
MOST_ROWS, MOST_BOXES = 50, 1_500
ROLES = ("coder", "biller", "denial", "start")
CASE = {"case": ("text", 200), "seq": ("count", 10**9)}
KINDS = {
    "hello": {"learner": ("text", 80), "exercise": ("text", 120)},
    "search": {"box": ("text", 20), "kind": ("text", 20), "text": ("text", 80), "number": ("count", 10**9)},
    "draft": {**CASE, "draft": ("draft", 0)},
    "scrub": {**CASE, "answer": ("draft", 0)},
    "submit": {**CASE, "answer": ("draft", 0)},
    "ask": {**CASE, "question": ("text", 2_000)},
    "open_item": {**CASE, "item": ("text", 200)},
    **dict.fromkeys(("hint", "show_me", "new_variant", "next_item", "start_again"), CASE),
}


def read(role: str, message) -> tuple[str, dict]:
    """The kind and the data of a message. Raises CleanClaimError.

    >>> read("coder", {"kind": "search", "data": {"text": "knee", "kind": "diagnosis", "box": "dx", "number": 1}})[1]["text"]
    'knee'
    >>> read("coder", {"kind": "search", "data": {"text": 7}})
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: 'text' cannot be used (message search); expected a text of at most 80 characters; to do: reload the page
    """
    if not isinstance(message, dict) or not isinstance(message.get("kind"), str) or message["kind"] not in KINDS:
        raise _refused("the message is of no known kind", "message", ", ".join(KINDS))
    kind, data = message["kind"], message.get("data")
    if not isinstance(data, dict) or _size(data) > LARGEST:
        raise _refused(
            "its data cannot be used", f"message {kind}", f"fields with values, at most {LARGEST:,} characters"
        )
    return kind, {name: _field(role, kind, name, what, data.get(name)) for name, what in KINDS[kind].items()}


def _size(data) -> int:
    try:
        return len(json.dumps(data))
    except (TypeError, ValueError, RecursionError):
        return LARGEST + 1


def _field(role, kind, name, what, given):
    shape, limit = what
    if shape == "draft":
        return draft(role, given, f"message {kind}")
    if shape == "count":
        if given is None:
            return 0
        if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= limit:
            raise _refused(f"{name!r} cannot be used", f"message {kind}", f"a whole number up to {limit}")
        return given
    if given is None:
        return ""
    if not isinstance(given, str) or len(given) > limit:
        raise _refused(f"{name!r} cannot be used", f"message {kind}", f"a text of at most {limit} characters")
    return plain(given)


def plain(text: str) -> str:
    """A text without control characters and half characters; line ends stay.

    >>> plain("a" + chr(0) + "b" + chr(0xD800))
    'ab'
    """
    return "".join(c for c in text if (c.isprintable() or c == "\n") and not 0xD800 <= ord(c) <= 0xDFFF)


# -- drafts: what a desk keeps while the learner works, one shape for each role


def blank(role: str) -> dict:
    """The draft of a desk on which nothing has been done yet."""
    return {
        "coder": {"diagnoses": [], "services": [], "flags": []},
        "biller": {"fields": {}, "send_back": False},
        "denial": {"cause": "", "owner": "", "remedy": "", "changes": {}, "letter": {}},
        "start": {},
    }[role]


def draft(role: str, given, where: str = "draft") -> dict:
    """A draft in its role's shape. Raises CleanClaimError.

    >>> draft("denial", {"remedy": "R_CORR", "changes": {"24D-1.1": "25"}})
    {'cause': '', 'owner': '', 'remedy': 'R_CORR', 'changes': {'24D-1.1': '25'}, 'letter': {}}
    """
    if not isinstance(given, dict):
        raise _refused("the draft cannot be used", where, "fields with values")
    return {"coder": _coder, "biller": _biller, "denial": _denial, "start": lambda given, where: {}}[role](given, where)


def _coder(given, where):
    services = [_service(row, number, where) for number, row in enumerate(_rows(given.get("services"), where), 1)]
    return {
        "diagnoses": [
            {"code": _short(_dict(row, where).get("code"), where)} for row in _rows(given.get("diagnoses"), where)
        ],
        "services": services,
        "flags": [_short(flag, where) for flag in _rows(given.get("flags"), where)],
    }


def _service(row, number, where):
    row = _dict(row, where)
    known = isinstance(row.get("id"), int) and not isinstance(row.get("id"), bool) and 0 < row["id"] < 10**6
    return {
        "id": row["id"] if known else number,
        **{name: _short(row.get(name), where) for name in ("code", "modifiers", "units", "pointers")},
    }


def _biller(given, where):
    return {"fields": _boxes(given.get("fields"), where), "send_back": given.get("send_back") is True}


def _denial(given, where):
    return {
        **{name: _short(given.get(name), where) for name in ("cause", "owner", "remedy")},
        "changes": _boxes(given.get("changes"), where),
        "letter": _letter(given.get("letter"), where),
    }


def _letter(given, where) -> dict:
    """What is written to the payer: level, ground, topic, enclosures and free words."""
    given = _dict(given if given is not None else {}, where)
    found = {name: _short(given[name], where) for name in ("level", "ground", "topic") if given.get(name)}
    if found.get("level") and not (found["level"].isascii() and found["level"].isdigit()):
        raise _refused("the level cannot be used", where, "a whole number")
    if given.get("evidence"):
        found["evidence"] = [_short(one, where) for one in _rows(given["evidence"], where)]
    if given.get("words"):
        words = given["words"]
        if not isinstance(words, str) or len(words) > 2_000:
            raise _refused("the words cannot be used", where, "a text of at most 2,000 characters")
        found["words"] = plain(words)
    return found


def _boxes(given, where):
    given = _dict(given if given is not None else {}, where)
    if len(given) > MOST_BOXES:
        raise _refused("too many fields", where, f"at most {MOST_BOXES}")
    return {_short(name, where): _short(value, where) for name, value in given.items()}


def _dict(given, where) -> dict:
    if not isinstance(given, dict):
        raise _refused("a row cannot be used", where, "fields with values")
    return given


def _rows(given, where) -> list:
    given = [] if given is None else given
    if not isinstance(given, list) or len(given) > MOST_ROWS:
        raise _refused("a list cannot be used", where, f"at most {MOST_ROWS} rows")
    return given


def _short(given, where) -> str:
    given = "" if given is None else str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    if not isinstance(given, str) or len(given) > 120:
        raise _refused("a field cannot be used", where, "a text of at most 120 characters")
    return plain(given)


def _refused(what, where, expected):
    return CleanClaimError(what, where, expected, "reload the page")
