"""The question of the lesson on files: what does this remittance say? It is answered here and marked at once; nothing
is stored. The answers are read from the file itself.
"""

from typing import Any

import sim.edi
from sim.ground.errors import CleanClaimError
from sim.ground.money import cents, dollars
from sim.learn.desk.attempt_store import Store
from sim.learn.tasks.form import Choice, Form, Money, Option
from sim.learn.tasks.form_answers import admit, blank
from sim.ui.desks import desk_folders, form_page
from sim.ui.desks.common import View

TASK = ""  # no task is worked at this page
OWES = {"CO": "the clinic: it is written off under the contract", "PR": "the patient"}
NOBODY = "nobody: the payer paid it in full"
HINTS = {
    "line": "Look at the fourth element of each SVC: it is the amount paid.",
    "owes": "Read the CAS of that line with group PR.",
    "amount": "Group CO is the clinic's to write off. Add the amounts of group PR on that line.",
}


def lines() -> list[dict[str, Any]]:
    """The service lines of the sample remittance.

    >>> [(row["code"], row["paid_amount"]) for row in lines()]
    [('99214', 12499), ('83036', 0)]
    """
    found: list[dict[str, Any]] = sim.edi.read(sim.edi.sample("remittance")).document()["claims"][0]["lines"]
    return found


def form() -> Form:
    """The three questions."""
    services = tuple(Option(str(at), row["code"]) for at, row in enumerate(lines(), 1))
    owes = (*(Option(group, words) for group, words in OWES.items()), Option("none", NOBODY))
    return Form(
        (
            Choice("line", "Which line was not paid?", options=services),
            Choice("owes", "Who owes what is left of it after the write-off?", options=owes),
            Money("amount", "How much is that?"),
        )
    )


def right() -> dict[str, Any]:
    """The answers as the file has them, amounts in cents.

    >>> right()
    {'line': '2', 'owes': 'PR', 'amount': 1068}
    """
    at, row = next((at, row) for at, row in enumerate(lines(), 1) if not row["paid_amount"])
    share = sum(one["amount"] for one in row["adjustments"] if one["group"] == "PR")
    return {"line": str(at), "owes": "PR" if share else "CO", "amount": share}


def view(store: Store | None, learner: str, given: dict[str, Any] | None = None) -> View:
    """The question, with the marks of what was answered (`given`: the page's fields)."""
    asked = form()
    draft = admit(asked, given) if given else blank(asked)
    marks = marked(draft) if given else {}
    done = bool(marks) and all(one["tone"] == "good" for one in marks.values())
    return {
        "drawing": "form",
        "case": "wire",
        "bar": {"role": desk_folders.label("wire"), "title": "Read the remittance", "chips": [], "scores": []},
        "task": "Find the answers in the remittance above.",
        "fields": form_page.fields(asked),
        "draft": draft,
        "marks": marks,
        "actions": [{"kind": "submit", "words": "Check my answers", "weight": "go", "sends": True}],
        "announce": ("All right." if done else "Not all right yet.") if marks else "",
    }


def marked(draft: dict[str, Any]) -> View:
    """A mark at each field: right with its reason, or where to look."""
    key, row = right(), lines()[int(right()["line"]) - 1]
    why = {
        "line": f"{row['code']} was charged {dollars(row['charge_amount'])} and paid {dollars(0)}.",
        "owes": f"Group PR is the patient's responsibility; reason code {row['adjustments'][-1]['carc']} says why.",
        "amount": "The charge minus the contractual write-off (group CO) leaves this to the patient.",
    }
    typed = {**draft, "amount": _cents(draft["amount"])}
    return {
        name: {
            "row": draft[name],
            "tone": "good" if typed[name] == key[name] else "bad",
            "says": "right" if typed[name] == key[name] else "not yet",
            "reasons": [{"title": "", "why": why[name] if typed[name] == key[name] else HINTS[name]}],
        }
        for name in key
    }


def _cents(text: str) -> int | None:
    """An amount as typed; None for what is no amount."""
    try:
        return cents(text)
    except CleanClaimError:
        return None
