"""Every message of a page is hostile until it has been read."""

import pytest
from hypothesis import given, settings, strategies as st

from sim.ground.errors import CleanClaimError
from sim.ui.desks import messages

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    "case seq draft answer text kind box number item question learner exercise diagnoses services fields".split()
)
PARTS = st.sampled_from("diagnoses services flags fields changes cause owner remedy send_back".split())
MESSAGE = st.fixed_dictionaries(
    {"kind": st.sampled_from(sorted(messages.KINDS)) | JSON, "data": st.dictionaries(FIELDS, JSON, max_size=6) | JSON}
)


@given(role=st.sampled_from(messages.ROLES), message=JSON | MESSAGE)
@settings(max_examples=300)
def test_a_message_is_read_or_refused_in_words(role, message):
    try:
        kind, data = messages.read(role, message)
    except CleanClaimError as refused:
        assert refused.what and refused.expected and "\n" not in refused.line()
    else:
        assert set(data) == set(messages.KINDS[kind])


@given(role=st.sampled_from(messages.ROLES), given_=st.dictionaries(PARTS, JSON))
def test_a_draft_has_its_role_s_shape_or_is_refused(role, given_):
    try:
        draft = messages.draft(role, given_)
    except CleanClaimError:
        return
    assert set(draft) == set(messages.blank(role)) and messages.draft(role, draft) == draft


@pytest.mark.parametrize(
    "data", [{"text": "x" * 81}, {"text": 7}, {"number": -1}, {"number": True}, {"number": 10**12}]
)
def test_sizes_and_kinds_are_kept_to(data):
    with pytest.raises(CleanClaimError):
        messages.read("coder", {"kind": "search", "data": data})


def test_what_is_too_large_is_refused():
    with pytest.raises(CleanClaimError, match="at most 200,000"):
        messages.read(
            "biller", {"kind": "draft", "data": {"draft": {"fields": {str(n): "x" * 100 for n in range(2000)}}}}
        )
    with pytest.raises(CleanClaimError, match="too many fields"):
        messages.read("biller", {"kind": "draft", "data": {"draft": {"fields": {str(n): "x" for n in range(1501)}}}})


def test_half_characters_and_control_characters_are_taken_out():
    draft = messages.draft("coder", {"diagnoses": [{"code": "I10\x00\ud800\x1b[31m"}]})
    assert draft["diagnoses"][0]["code"] == "I10[31m"
