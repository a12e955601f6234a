"""The roster's page: who is entered, links that are shown once, and nobody but an instructor sees any of it."""

import re

import pytest
from class_stand import Stand, words

from sim.classroom.records.classes import new_class
from sim.classroom.records.entry import begin_visit, enter, reset_pin, use_link
from sim.classroom.records.records import Records
from sim.classroom.records.roster import add_member, member, members
from sim.classroom.records.trail import trail
from sim.ground.errors import CleanClaimError
from sim.ui.serve.application import routes

BAD = "<script>alert(1)</script>"


@pytest.fixture
def stand(tmp_path):
    records = Records.at(tmp_path)
    new_class(records, "billing_101", "Billing 101")
    new_class(records, "other", "Other")
    made = Stand(records)
    yield made
    made.close()


@pytest.fixture
def teacher(stand):
    return stand.visitor(add_member(stand.records, "billing_101", "Dana Whitfield-Synth", role="instructor"))


@pytest.fixture
def rosa(stand):
    return add_member(stand.records, "billing_101", "Rosa Delgado-Synth", "rosa@example.edu", "S-1")


def addresses() -> list[str]:
    """Every address of the instructor's pages, with something that fits in the place of each part."""
    found = [address for address, page in routes() if getattr(page, "role", "") == "instructor"]
    return [re.sub(r"\(([^()]*)\)", _fitting, address).replace("\\", "") for address in found]


def _fitting(part: re.Match) -> str:
    words = ("rows", "L-0123456789abcdef", "1", "week_3")
    return next(word for word in reversed(words) if re.fullmatch(part[1], word))


def test_every_instructor_page_is_closed_to_learners_and_strangers(stand, rosa):
    learner, stranger = stand.visitor(rosa), stand.visitor(None)
    assert len(addresses()) > 3
    for address in addresses():
        assert learner.get(address).status == 403, address
        assert learner.post(address, do="save").status == 403, address
        assert stranger.get(address).onward.startswith("/?next="), address
        assert stranger.post(address).status == 401, address


def test_every_address_of_a_class_asks_for_the_role():
    ours = [(address, page) for address, page in routes() if address.startswith("/class")]
    assert ours and all(page.role == "instructor" for _, page in ours)


def test_a_forged_form_is_turned_away(stand, teacher, rosa):
    for path in ("/class/roster", f"/class/roster/{rosa.learner}", "/class/roster/handout"):
        assert teacher.post(path, forged=True, act="remove").status == 403
    assert member(stand.records, rosa.learner).is_active


def test_a_pasted_list_says_who_is_new_known_and_left_out(stand, teacher, rosa):
    told = teacher.post("/class/roster", pasted=f'Ada Byron-Synth\n"Rosa, D.-Synth",rosa@example.edu\n,x@y.z\n{BAD}')
    assert "2 new, 1 known, 1 left out" in told.text
    assert "line 3: no name" in told.text and BAD not in told.text and "&lt;script&gt;" in told.text
    assert {one.name for one in members(stand.records, "billing_101")} >= {"Ada Byron-Synth", "Rosa, D.-Synth", BAD}
    assert BAD not in teacher.get("/class/roster").text


def test_a_file_is_read_and_a_bad_one_keeps_what_was_pasted(stand, teacher):
    told = teacher.upload("/class/roster", "file", "r.csv", b"id,student,grade\nS-9,Wei Chen-Synth,A\n", pasted="")
    assert "1 new, 0 known" in told.text and members(stand.records, "billing_101")[-1].school_id == "S-9"
    told = teacher.upload("/class/roster", "file", "r.xlsx", b"PK\xff\xfe\x00", pasted="Luis Marin-Synth")
    assert told.status == 400 and "not UTF-8" in told.text and "Luis Marin-Synth" in told.text
    assert "Nothing was added" in teacher.post("/class/roster", pasted=" \n").text


def test_a_link_is_shown_once_and_works_once(stand, teacher, rosa):
    path = f"/class/roster/{rosa.learner}"
    token = re.search(r"/join/([\w-]+)", teacher.post(path, act="link").text)[1]
    assert "/join/" not in teacher.get(path).text
    assert use_link(stand.records, token) == rosa and use_link(stand.records, token) is None


def test_what_the_buttons_of_a_person_do(stand, teacher, rosa):
    records, path = stand.records, f"/class/roster/{rosa.learner}"
    code = records.first("classes", name="billing_101")["code"]
    enter(records, code, rosa.name, "4711")
    assert teacher.post(path, act="pin").onward == f"{path}?done=pin"
    assert "PIN reset" in words(teacher.get(f"{path}?done=pin"))
    assert not member(records, rosa.learner).has_pin
    teacher.post(path, act="instructor")
    assert member(records, rosa.learner).is_instructor
    assert "Check the box" in teacher.post(path, act="remove").text and member(records, rosa.learner).is_active
    teacher.post(path, act="remove", sure="yes")
    assert not member(records, rosa.learner).is_active
    teacher.post(path, act="back")
    assert member(records, rosa.learner).is_active
    done = [one.what for one in trail(records, "billing_101", about=rosa.learner)]
    assert done[-4:] == ["PIN reset", "made instructor", "removed from the roster", "put back on the roster"]


def test_a_name_is_corrected_and_no_two_people_share_an_id(stand, teacher):
    ines, omar = (
        add_member(stand.records, "billing_101", f"{name}-Synth", school_id=f"S-{name}") for name in ("Ins", "Om")
    )
    path = f"/class/roster/{ines.learner}"
    shown = teacher.post(path, act="correct", name="Ines <b>Rey</b>-Synth", school_id="S-Om")
    assert shown.status == 400 and "belongs to Om-Synth" in words(shown) and "<b>Rey" not in shown.text
    assert teacher.post(path, act="correct", name=" ").status == 400
    assert (
        teacher.post(path, act="correct", name="Ines Rey-Synth", email="i@example.edu").onward == f"{path}?done=correct"
    )
    now = member(stand.records, ines.learner)
    assert (now.name, now.email, now.school_id) == ("Ines Rey-Synth", "i@example.edu", "")
    assert trail(stand.records, "billing_101", about=ines.learner)[-1].what == "corrected on the roster"


def test_nobody_removes_himself_or_reaches_another_class(stand, teacher, rosa):
    me = next(one for one in members(stand.records, "billing_101") if one.is_instructor)
    assert teacher.post(f"/class/roster/{me.learner}", act="remove").status == 400
    stranger = add_member(stand.records, "other", "Kim Park-Synth")
    assert teacher.get(f"/class/roster/{stranger.learner}").status == 404
    assert teacher.post(f"/class/roster/{stranger.learner}", act="remove", sure="yes").status == 404
    assert member(stand.records, stranger.learner).is_active


def test_the_handout_has_a_link_for_each_learner(stand, teacher, rosa):
    add_member(stand.records, "billing_101", "Ada Byron-Synth")
    stand.visitor(rosa)
    for whom, names in (("new", ["Ada Byron-Synth"]), ("all", ["Ada Byron-Synth", "Rosa Delgado-Synth"])):
        page = teacher.post("/class/roster/handout", whom=whom).text
        tokens = re.findall(r"/join/([\w-]+)", page)
        assert [use_link(stand.records, one).name for one in tokens] == names


def test_the_strip_says_how_one_comes_in_again_and_that_is_so(stand, teacher):
    ada = add_member(stand.records, "billing_101", "Ada Byron-Synth")
    page = teacher.post("/class/roster/handout", whom="new").text
    assert "signed in for 14 days" in page and "ask your instructor for a new link, or to reset your PIN" in page
    come = use_link(stand.records, re.findall(r"/join/([\w-]+)", page)[0])
    assert come is not None and begin_visit(stand.records, come.learner)
    code = stand.records.first("classes", name="billing_101")["code"]
    with pytest.raises(CleanClaimError, match="personal link"):  # a PIN alone does not do it, as the strip said once
        enter(stand.records, code, ada.name, "2468")
    reset_pin(stand.records, ada.learner)
    assert enter(stand.records, code, ada.name, "2468").learner == ada.learner


def test_the_first_page_says_what_to_do(stand, teacher, rosa):
    page = words(teacher.get("/class"))
    assert "Make the first assignment" in page and stand.records.first("classes", name="billing_101")["code"] in page
