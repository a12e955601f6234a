"""Every graded submission of a learner at a desk, in order, with its whole marks where practice may know them."""

from typing import Any, NamedTuple

from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import BAR

Result = dict[str, Any]  # JSON: the marks of a submission
Lying = tuple[str, int, str]  # exercise, variant, item
OPENS = ("open_item", "new_variant", "next_item", "start_again")


class Try(NamedTuple):
    """One submission. `result`: in practice all marks, else as much as the mode shows; `is_over`: the case was solved
    or its key shown, now or later, so that naming a mistake gives nothing away."""

    case: Lying
    at: str
    result: Result
    is_over: bool


def tries(store: Store, learner: str, desk: str) -> list[Try]:
    """All submissions that were graded.

    >>> import tempfile; from sim.learn.desk.attempt_store import Store
    >>> tries(Store(tempfile.mkdtemp()), "L-17", "coder")
    []
    """
    case: Lying = ("", 1, "")
    made: list[tuple[Lying, str, dict[str, Any]]] = []
    over: set[Lying] = set()
    for event in store.events(learner, desk=desk):
        data = event.get("data") or {}
        if event["kind"] in OPENS:
            case = (str(data.get("exercise") or ""), int(data.get("variant") or 1), str(data.get("item") or ""))
        elif event["kind"] == "show_me":
            over.add(case)
        elif event["kind"] == "submit" and data.get("result"):
            made.append((case, event["at"], data))
            over |= {case} if data["result"].get("score", 0) >= BAR else set()
    whole = _whole(store, learner) if made else {}
    return [Try(case, at, _result(data, whole), case in over) for case, at, data in made]


def _whole(store: Store, learner: str) -> dict[str, Result]:
    return {row["attempt_id"]: row["marks"] for row in store.rows("marks", learner=learner)}


def _result(data: dict[str, Any], whole: dict[str, Result]) -> Result:
    """The marks as they were stored; what an exam or homework hides stays hidden."""
    is_open = data.get("mode", "practice") == "practice" and data["result"].get("reveals") != "none"
    return whole.get(data.get("attempt_id", ""), data["result"]) if is_open else data["result"]
