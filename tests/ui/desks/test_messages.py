"""Every message of a page is hostile until it has been read."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.ground.errors import CleanClaimError
from sim.learn.exercises.case import draw
from sim.learn.tasks.contract import task_of
from sim.learn.tasks.form_answers import admit, blank
from sim.ui.desks import messages
from sim.ui.desks.desk_folders import page_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
TASKS = {"code_visit": "coder_04_knee", "build_claim": "biller_02_new_card", "work_denial": "denial_01_knee"}
FIELDS = st.sampled_from(
    "case seq draft answer text kind box number item question learner exercise diagnoses services fields".split()
)
PARTS = st.sampled_from("diagnoses services flags fields changes cause owner remedy send_back".split())
MESSAGE = st.fixed_dictionaries(
    {"kind": st.sampled_from(sorted(messages.KINDS)) | JSON, "data": st.dictionaries(FIELDS, JSON, max_size=6) | JSON}
)


@given(message=JSON | MESSAGE)
@settings(max_examples=300)
def test_a_message_is_read_or_refused_in_words(message):
    try:
        kind, data = messages.read(message)
    except CleanClaimError as refused:
        assert refused.what and refused.expected and "\n" not in refused.line()
    else:
        assert set(data) == set(messages.KINDS[kind])


@pytest.fixture(scope="module")
def forms():
    """The Form of each task, for one of its cases."""
    return {task: task_of(task).form(draw(name, 1)) for task, name in TASKS.items()}


@given(task=st.sampled_from(sorted(TASKS)), given_=st.dictionaries(PARTS, JSON))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_draft_has_its_form_s_shape_or_is_refused(forms, task, given_):
    try:
        draft = admit(forms[task], given_)
    except CleanClaimError:
        return
    assert set(draft) == set(blank(forms[task])) and admit(forms[task], draft) == draft


@pytest.mark.parametrize("task", sorted(TASKS))
def test_the_key_fits_the_form_of_its_task(forms, task):
    case = draw(TASKS[task], 1)
    draft = page_of(task).to_draft(task_of(task).key(case), case)
    assert admit(forms[task], draft) == {**blank(forms[task]), **draft}


@pytest.mark.parametrize(
    "data", [{"text": "x" * 81}, {"text": 7}, {"number": -1}, {"number": True}, {"number": 10**12}]
)
def test_sizes_and_kinds_are_kept_to(data):
    with pytest.raises(CleanClaimError):
        messages.read({"kind": "search", "data": data})


def test_what_is_too_large_is_refused(forms):
    with pytest.raises(CleanClaimError, match="at most 200,000"):
        messages.read({"kind": "draft", "data": {"draft": {"fields": {str(n): "x" * 100 for n in range(2000)}}}})
    with pytest.raises(CleanClaimError, match="not a box of this form"):
        admit(forms["build_claim"], {"fields": {str(n): "x" for n in range(1501)}})
    with pytest.raises(CleanClaimError, match="at most 12 rows"):
        admit(forms["code_visit"], {"diagnoses": [{"code": "I10"}] * 13})


def test_half_characters_and_control_characters_are_taken_out(forms):
    draft = admit(forms["code_visit"], {"diagnoses": [{"code": "I10\x00\ud800\x1b[31m"}]})
    assert draft["diagnoses"][0]["code"] == "I10[31m"
