"""Views for the stand, as the program makes them today: a desk is opened, something is done at it, and its view is
taken. Nothing is stored, so that no picture of a desk grows old.
"""

import json
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))


def opened(desk: str, exercise: str = ""):
    """A page that was opened by somebody new."""
    from test_desk import Page

    return Page(desk, Path(mkdtemp(prefix="cleanclaim-stand-")), exercise)


def service(number: int, code: str, modifiers: str, units: str, pointers: str) -> dict:
    return {"id": number, "code": code, "modifiers": modifiers, "units": units, "pointers": pointers}


def coder_work() -> dict:
    """Some of the visit is coded."""
    page = opened("coder", "coder_04_knee")
    rows = [service(1, "99214", "", "1", "B"), service(2, "20610", "RT", "1", "A")]
    page.say("draft", draft={"diagnoses": [{"code": "M17.11"}, {"code": "R03.0"}], "services": rows, "flags": []})
    return reopened(page)


def reopened(page) -> dict:
    """The view after a reload: a draft does not bring a new one by itself."""
    page.say("hello", learner="L-1", exercise="")
    return page.view


def coder_graded() -> dict:
    """A visit coded without the modifier that it needs, and with a reading in the place of a disease."""
    return graded(1)


def coder_second() -> dict:
    """The same answer once more."""
    return graded(2)


def graded(tries: int) -> dict:
    """The visit coded with two mistakes, submitted so many times."""
    from sim.learn.exercises.case import draw

    visit = draw("coder_04_knee", 1).truth_visit
    assert "25" in visit.services[0].modifiers, "the first variant has no separate visit any more: choose another"
    page = opened("coder", "coder_04_knee")
    rows = [
        service(
            number,
            one.code,
            " ".join(modifier for modifier in one.modifiers if modifier != "25"),
            str(one.units),
            "".join(chr(65 + visit.diagnoses.index(code)) for code in one.pointers),
        )
        for number, one in enumerate(visit.services, 1)
    ]
    codes = ["R03.0" if code == "I10" else code for code in visit.diagnoses]
    for _ in range(tries):
        page.say("submit", answer={"flags": [], "diagnoses": [{"code": code} for code in codes], "services": rows})
    return page.view


def coder_documents() -> dict:
    """A record of several documents."""
    return opened("coder", "coder_10_ankle").view


def coder_shown() -> dict:
    """The key and the case worked aloud."""
    page = opened("coder", "coder_04_knee")
    page.say("show_me")
    return page.view


def biller_held() -> dict:
    """A claim that was scrubbed: the policy on file had ended."""
    page = opened("biller", "biller_02_new_card")
    page.say("scrub", answer=page.view["draft"])
    return page.view


def biller_marked() -> dict:
    """The same claim, submitted against the finding."""
    page = opened("biller", "biller_02_new_card")
    page.say("submit", answer=page.view["draft"])
    return page.view


def denial_open() -> dict:
    """The worklist, before anything is decided."""
    return opened("denial", "denial_01_knee").view


def denial_answered() -> dict:
    """The right decision, with what it brought."""
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.work_denial import task
    from sim.ui.desks.denial.correction_cells import to_draft

    case = draw("denial_01_knee", 1)
    page = opened("denial", "denial_01_knee")
    page.say("submit", answer=to_draft(task.key(case), case))
    return page.view


def start() -> dict:
    """The first page of somebody new."""
    return opened("start").view


def start_later() -> dict:
    """The first page after a mistake that was corrected."""
    from sim.learn.exercises.case import draw
    from sim.learn.tasks.contract import task_of
    from sim.ui.desks.coder.view import to_draft

    page = opened("coder", "coder_04_knee")
    key = to_draft(task_of("code_visit").key(draw("coder_04_knee", 1)))
    page.say("submit", answer={**key, "services": key["services"][1:]})
    page.say("submit", answer=key)
    first = opened("start")
    first.desk._session.store = page.desk._session.store
    first.say("hello", learner="L-1", exercise="")
    return first.view


def lesson() -> dict:
    """The question of the lesson on files, half answered."""
    page = opened("wire")
    page.say("submit", answer={"line": "2", "owes": "CO", "amount": ""})
    return page.view


MAKERS = {
    made.__name__: made
    for made in (
        *(coder_work, coder_graded, coder_second, coder_documents, coder_shown, biller_held, biller_marked),
        *(denial_open, denial_answered, start, start_later, lesson),
    )
}


@cache
def _made(name: str) -> str:
    return json.dumps(MAKERS[name]())


def view(name: str) -> dict:
    """One of them, as a page is sent it; each caller gets a copy."""
    return json.loads(_made(name))
