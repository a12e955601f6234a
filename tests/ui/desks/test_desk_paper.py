"""The PDF that a desk prints is that of `cleanclaim print`, and never shows a key before it may."""

from base64 import b64decode
from dataclasses import replace

import pytest

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.desk_state import DeskState
from sim.learn.exercises.case import draw
from sim.learn.exercises.exercise import exercises
from sim.learn.paper.forms import FORMS, LABELS
from sim.learn.paper.prints import offered, printed, printed_at_desk
from sim.learn.tasks.contract import task_of
from sim.ui.desks import desk_paper
from sim.ui.desks.page_reply import reply
from sim.ui.desks.session import Session

NAMED = {
    "build_claim": "biller_01_first_claim",
    "work_denial": "denial_01_knee",
    "answer_patient": "patient_01_why_owe",
    "request_authorization": "authorization_01_gel_complete",
}


def asked(session, shown, form, **answer):
    data = {"case": shown["case"], "form": form, "answer": answer}
    return reply(session, {"kind": "print", "data": data})


def test_every_form_has_a_name_of_its_own():
    assert set(LABELS) == set(FORMS) and len(set(LABELS.values())) == len(FORMS)


@pytest.mark.parametrize("task", ["build_claim", "work_denial", "request_authorization"])
def test_a_desk_prints_what_the_command_prints(task, tmp_path):
    name = NAMED[task]
    session = Session(exercises()[name].desk, name, Store(tmp_path))
    shown = session.hello({"learner": "L-1", "exercise": name})
    case = draw(name)
    assert [one["form"] for one in shown["papers"]] == list(offered(case, False)) != []
    for one in shown["papers"]:
        told = asked(session, shown, one["form"])
        assert told.fault is None and told.message["kind"] == "paper"
        assert b64decode(told.message["pdf"]) == printed(one["form"], case)
        assert told.message["name"] == f"{one['form']}_{name}.pdf"


def test_what_was_entered_is_printed(tmp_path):
    case = draw(NAMED["build_claim"])
    key = task_of("build_claim").key(case)
    assert printed_at_desk("claim", case, key, False) == printed("claim", case, own=key) != printed("claim", case)


def test_what_is_part_of_the_answer_is_printed_only_after_it(tmp_path):
    case = draw(NAMED["answer_patient"])
    now = DeskState("patients", case.exercise.name)
    assert desk_paper.papers(now, case) == []
    with pytest.raises(CleanClaimError):
        printed_at_desk("statement", case, {}, False)
    assert [one["form"] for one in desk_paper.papers(replace(now, shown=True), case)][:1] == ["statement"]
    assert printed_at_desk("statement", case, {}, True) == printed("statement", case, worked=True)


@pytest.mark.parametrize("task", NAMED)
def test_assessed_work_offers_only_what_lies_open(task):
    case = draw(NAMED[task])
    exam = replace(case, exercise=replace(case.exercise, mode="exam"))
    open_forms = [kind for kind, by_task in FORMS.items() if task in by_task and by_task[task].is_open]
    assert set(offered(exam, True)) <= set(open_forms)
    for kind in offered(exam, True):
        assert printed_at_desk(kind, exam, {}, True)[:5] == b"%PDF-"


@pytest.mark.parametrize("form", ["statement", "nothing", ""])
def test_a_form_that_is_not_offered_is_told_in_words(form, tmp_path):
    session = Session("biller", NAMED["build_claim"], Store(tmp_path))
    shown = session.hello({"learner": "L-1", "exercise": NAMED["build_claim"]})
    told = asked(session, shown, form)
    assert told.fault is None and told.message["kind"] == "said"


def test_the_first_page_has_no_form(tmp_path):
    told = reply(Session("start", store=Store(tmp_path)), {"kind": "print", "data": {"answer": {}, "form": "claim"}})
    assert told.fault is None and "no form" in told.message["words"]
