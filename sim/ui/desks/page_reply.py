"""What a desk answers to one message of its page, whoever carries it: a widget in JupyterLab and Voila, or a socket of
`cleanclaim serve`. Every message is hostile until messages.py has read it; no error reaches a page but in words.
"""

from typing import Any, NamedTuple

from sim.ground.errors import CleanClaimError
from sim.ui.desks import messages
from sim.ui.desks.bundle_session import BundleSession
from sim.ui.desks.session import Session


class Reply(NamedTuple):
    """A new view, or a message beside the view that stands; the other is None. `fault`: an error of ours, for a log."""

    view: dict[str, Any] | None = None
    message: dict[str, Any] | None = None
    fault: Exception | None = None


def reply(session: Session | BundleSession, message: object) -> Reply:
    """Answer one message: by a new view, by an answer to a search or a draft, or in words."""
    try:
        kind, data = messages.read(message)
        if kind == "search":
            return Reply(message={"kind": "found", **session.search(data)})
        if kind == "draft":
            return Reply(message=session.draft(data))
        if kind == "print" and isinstance(session, Session):
            return Reply(message=session.paper(data))
        return Reply(view=session.act(kind, data))
    except CleanClaimError as error:
        return Reply(message={"kind": "said", "words": in_words(error)})
    except Exception as error:  # the page stays, what was saved stays, and it is said
        words = f"The desk has a fault of its own ({type(error).__name__}: {str(error)[:200]}). What was saved is kept."
        return Reply(message={"kind": "said", "words": words}, fault=error)


def in_words(error: CleanClaimError) -> str:
    """An error as a desk says it: a sentence, then what to do.

    >>> in_words(CleanClaimError("units is 'four'", "line 1", "a whole number", "type it again"))
    "units is 'four' (line 1). Expected: a whole number. To do: type it again."
    """
    where = f" ({error.where})" if error.where else ""
    return "".join(
        [
            f"{error.what}{where}.",
            f" Expected: {error.expected}." if error.expected else "",
            f" To do: {error.todo}." if error.todo else "",
        ]
    )
