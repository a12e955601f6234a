"""The first page: what comes next follows the learner, figures stay within what there is, each exercise stands once."""

from sim.learn.course.progress import Progress
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.learner_desk import act
from sim.learn.exercises.exercise import exercises
from sim.ui.desks.start import view as start


def made(**more):
    known = {
        "desk": "coder",
        "done": (),
        "settled": (),
        "of": 3,
        "right": 0,
        "items": 0,
        "paid_first_time": 0,
        "claims": 0,
    }
    amounts = {"owed_not_paid_amount": 0, "paid_not_supported_amount": 0, "skills": {}, "next_exercise": ""}
    return Progress(**{**known, **amounts, **more})


def test_figures_never_pass_what_there_is_and_claims_are_told_where_some_were_sent():
    assert start.figures(made()) == [] and start.figures(None) == []
    assert start.figures(made(right=9, items=8)) == [["items right", "8 of 8"]]
    names = [name for name, _ in start.figures(made(right=3, items=8, claims=1))]
    assert names == ["items right", "paid first time", "owed, not paid", "paid, not supported"]


def test_somebody_new_begins_at_the_coders_desk_with_the_other_role_beside_it():
    shown = start.view(None, "")["begin"]
    assert (shown["role"], shown["go"], shown["id"]) == ("coder", "Start", "coder_01_throat") and shown["words"]
    assert shown["other"]["as"] == "Or work as a biller" and shown["other"]["role"] == "front"


def test_whoever_worked_as_a_biller_goes_on_there(tmp_path):
    store = Store(tmp_path)
    act(store, "L-1", "open_item", {"exercise": "posting_01_first_remittance"}, "payments")
    shown = start.view(store, "L-1")["begin"]
    assert (shown["role"], shown["go"], shown["words"]) == ("payments", "Continue", [])
    assert shown["other"]["role"] == "coder"


def test_every_exercise_is_listed_once_and_one_group_is_open():
    shown = start.view(None, "")
    groups = [group for role in shown["roles"] for desk in role["desks"] for group in desk["groups"]]
    listed = [item["id"] for group in groups for item in group["items"]]
    assert sorted(listed) == sorted(exercises())
    assert [group["items"][0]["id"] for group in groups if group["is_open"]] == ["coder_01_throat"]
