"""The denial desk: worklist, the payer's answer, the record, and the decision. It asks before it tells: nothing here
knows the cause before the answer.
"""

from sim.ground.dates import us_date
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.denial_worklist import worklist
from sim.learn.desk.desk_state import DeskState
from sim.learn.desk.own_work import case_of
from sim.learn.exercises.case import Case
from sim.learn.tasks.shown_before_grading import public
from sim.learn.tasks.work_denial import account_note
from sim.learn.tasks.work_denial.answer import causes, note_facts, remedies
from sim.learn.tasks.work_denial.claim_places import in_words
from sim.learn.tasks.work_denial.task import desk as DESK
from sim.ui.desks import common
from sim.ui.desks.claim_path import path
from sim.ui.desks.common import View
from sim.ui.desks.denial import story
from sim.ui.desks.denial.correction_cells import to_answer, to_draft
from sim.ui.desks.denial.decision import decide
from sim.ui.desks.denial.payer_reply import came, marked
from sim.ui.desks.denial.remittance import Opened, answer_of_payer, panels
from sim.ui.desks.record import Proofs, record
from sim.ui.desks.words import money

__all__ = ["to_answer", "to_draft", "view"]

TASK = "work_denial"


def view(store: Store | None, learner: str, now: DeskState) -> View:
    """The denial desk as a JSON object."""
    case = case_of(store, learner, now)
    open_ = public(case)
    claim, rows = open_["claim"], worklist(store, learner, now) if now.desk == DESK else []
    proofs = Proofs(open_["documents"])
    marks = marked(now, proofs)
    rows = sorted(
        rows,
        key=lambda row: (
            row["is_closed"],
            -row["open_amount"],
            left if (left := story.days_left(row, now)) is not None else 10**6,
        ),
    )
    waiting = [row for row in rows if not row["is_closed"]]
    return {
        "drawing": "denial",
        "search": case.exercise.search,
        "bar": {
            **common.bar(now, case, common.scores(now.result, "decided rightly")),
            "title": us_date(story.now_is(now, claim), weekday=True),
            "chips": [
                f"{len(waiting)} open, {money(sum(row['open_amount'] for row in waiting))}",
                case.exercise.title,
                *([case.exercise.mode] if case.exercise.mode != "practice" else []),
                *common.about(case),
            ],
        },
        "page_title": case.exercise.title,
        "round": len(now.submitted),
        "items": series_of(now),
        "task": case.exercise.ask,
        "record": record(common.facts(case), open_["documents"], proofs),
        "path": path(now.journey, common.formula(now.result)),
        "worklist": {"rows": [listed(row, now) for row in rows]} if rows else None,
        "remittance": answer_of_payer(claim),
        "panels": panels(claim, open_, story.now_is(now, claim)),
        "decide": {
            **decide(claim),
            "needs": story.needs(now, claim, open_["service_date"], story.now_is(now, claim)),
            "letter": story.letter(claim["payer_code"], story.now_is(now, claim)),
            "note": note(case),
        },
        "history": {"rows": story.history(now, claim, open_["service_date"]), "words": story.sums(now)},
        "draft": to_draft(now.draft, case),
        "marks": marks,
        "key": common.key_of(now, case, key(now)),
        "answer": came(now, claim),
        "hints": common.hints(now, case),
        "actions": common.actions(
            now,
            case,
            [
                {
                    "kind": "submit",
                    "words": "Submit new decision" if now.submitted else "Submit decision",
                    "weight": "go",
                    "sends": True,
                }
            ],
        ),
        "notice": common.problems(now),
        "announce": f"Answer {len(now.submitted)} marked." if now.submitted else "",
        "foot": common.FOOT,
    }


def beside(open_: Opened) -> list[View]:
    """What lies beside a worked example: the payer's answer and the claim as it was sent."""
    claim = open_["claim"]
    answer = answer_of_payer(claim)
    told = [{"table": answer["lines"]}] if answer["lines"] else [{"p": answer["note"]}]
    return [{"heading": f"The payer's answer: {answer['heading']}", "blocks": told}] + [
        {"heading": one["title"], "blocks": one["blocks"]}
        for one in panels(claim, open_, open_["service_date"])
        if one["id"] in ("claim", "eligibility", "contract")
    ]


def series_of(now: DeskState) -> list[View]:
    """The exercises of this desk, where it has other tasks than those of the worklist; else the worklist is enough."""
    found = common.items(now)
    return found if len({one["group"] for one in found}) > 1 else []


def note(case: Case) -> list[View]:
    """The fields of the account note, where the exercise asks for one."""
    found = account_note.controls(case) if account_note.is_asked(case) else ()
    return [
        {
            "name": one.name,
            "words": one.label.removeprefix("Note: ").capitalize(),
            "options": [{"id": option.id, "words": option.words} for option in one.options],
        }
        for one in found
    ]


def listed(row: Opened, now: DeskState) -> View:
    """One row of the worklist."""
    left = None if row["is_closed"] else story.days_left(row, now)
    return {
        "id": row["item"],
        "title": row["title"],
        "claim": row["account"],
        "payer": row["payer"],
        "why": row["why"],
        "said": row["reason"],
        "open": money(row["open_amount"]),
        "open_amount": row["open_amount"],
        "days_left": left,
        "to": f"to {row['deadline_for'].removeprefix('to ')}" if row["deadline_for"] else "",
        "soon": left is not None and left <= story.SOON,
        "state": "closed" if row["is_closed"] else "your own claim" if row["is_own"] else "",
        "here": row["item"] == (now.item or now.exercise),
    }


def key(now: DeskState) -> list[View]:
    """The right decision as pairs."""
    right = now.key
    if not right:
        return []
    pairs = [
        ["Cause", causes().get(right["cause"], {}).get("label", right["cause"])],
        ["Who fixes it", right["owner"]],
        ["What now", remedies().get(right["remedy"], {}).get("label", right["remedy"])],
    ]
    changes = [list(in_words(path, value)) for path, value in (right.get("changes") or {}).items()]
    if right.get("fact"):
        pairs.append(["Note: what decides", note_facts()[right["fact"]]])
    return [{"pairs": pairs + changes + story.right_letter(right.get("letter") or {})}]
