"""What a page may send: every message is hostile until it has been read here. What does not fit is turned down
in words, and nothing is stored.

A message is {"kind": ..., "data": {...}}. `read` gives (kind, data) back with known fields only, of known kinds and
sizes. What a draft or an answer may hold is the Form's to say (sim/learn/tasks/form_answers.py): the session reads them
when it knows which task lies on the desk.
"""

import json
from typing import Any

from sim.ground.errors import CleanClaimError
from sim.learn.tasks.form_answers import plain

LARGEST = 200_000  # characters of one message as JSON
CASE = {"case": ("text", 200), "seq": ("count", 10**9), "page": ("text", 40), "base": ("maybe", 40)}
KINDS = {
    "hello": {"learner": ("text", 80), "exercise": ("text", 120), "case": ("text", 200)},
    "search": {"box": ("text", 60), "kind": ("text", 20), "text": ("text", 80), "number": ("count", 10**9)},
    "draft": {**CASE, "draft": ("draft", 0)},
    "scrub": {**CASE, "answer": ("draft", 0)},
    "submit": {**CASE, "answer": ("draft", 0)},
    "go_back": {**CASE, "stage": ("count", 9)},
    "ask": {**CASE, "question": ("text", 2_000)},
    "course": {"deed": ("text", 20), "name": ("text", 120)},
    "portfolio": {},
    "print": {**CASE, "form": ("text", 20), "answer": ("draft", 0)},
    "open_item": {**CASE, "item": ("text", 200)},
    **dict.fromkeys(("hint", "show_me", "example", "new_variant", "next_item", "start_again"), CASE),
}


def read(message: object) -> tuple[str, dict[str, Any]]:
    """The kind and the data of a message. Raises CleanClaimError.

    >>> read({"kind": "search", "data": {"text": "knee", "kind": "diagnosis", "box": "dx", "number": 1}})[1]["text"]
    'knee'
    >>> try: read({"kind": "search", "data": {"text": 7}})
    ... except CleanClaimError as told: told.what, told.expected
    ("'text' cannot be used", 'a text of at most 80 characters')
    """
    if not isinstance(message, dict) or not isinstance(message.get("kind"), str) or message["kind"] not in KINDS:
        raise _refused("the message is of no known kind", "message", ", ".join(KINDS))
    kind, data = message["kind"], message.get("data")
    if not isinstance(data, dict) or _size(data) > LARGEST:
        raise _refused(
            "its data cannot be used", f"message {kind}", f"fields with values, at most {LARGEST:,} characters"
        )
    return kind, {name: _field(kind, name, what, data.get(name)) for name, what in KINDS[kind].items()}


def _size(data: object) -> int:
    try:
        return len(json.dumps(data))
    except (TypeError, ValueError, RecursionError):
        return LARGEST + 1


def _field(kind: str, name: str, what: tuple[str, int], given: object) -> Any:
    shape, limit = what
    if shape == "draft":
        if not isinstance(given, dict):
            raise _refused("the draft cannot be used", f"message {kind}", "fields with values")
        return given
    if shape == "count":
        if given is None:
            return 0
        if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= limit:
            raise _refused(f"{name!r} cannot be used", f"message {kind}", f"a whole number up to {limit}")
        return given
    if given is None:
        return None if shape == "maybe" else ""
    if not isinstance(given, str) or len(given) > limit:
        raise _refused(f"{name!r} cannot be used", f"message {kind}", f"a text of at most {limit} characters")
    return plain(given)


def _refused(what: str, where: str, expected: str) -> CleanClaimError:
    return CleanClaimError(what, where, expected, "reload the page")
