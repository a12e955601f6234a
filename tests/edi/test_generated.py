"""Files that another library (x12sdk) makes up are read without an error, with every claim and question in them."""

import pytest

from sim.edi.reader.any_file import read

generate = pytest.importorskip("x12sdk.generate", reason="the other writer is not installed")
SEEDS = range(4)


@pytest.mark.parametrize("kind", ["837p", "837i"])
def test_claims_of_another_writer(kind):
    for seed in SEEDS:
        found = read(getattr(generate, f"generate_{kind}")(seed=seed, claims=10))
        assert not found.has_errors, found.findings[0].line()
        assert len(found.claims) == 10 and all(claim["lines"] for claim in found.claims)


@pytest.mark.parametrize("kind", ["270", "271", "276", "277"])
def test_questions_and_answers_of_another_writer(kind):
    for seed in SEEDS:
        found = read(getattr(generate, f"generate_{kind}")(seed=seed))
        told = {one.finding for one in found.findings}  # it writes GS08 and ST03 of different addenda
        assert found.claims and not found.has_errors and told <= {"guide-differs"}, found.findings[0].line()
        assert found.transaction == kind


def test_an_enrollment_file_of_another_writer_is_named_and_set_aside():
    found = read(generate.generate_834(seed=1))
    assert [one.finding for one in found.findings] == ["other-guide"] and "enrollment" in found.findings[0].message
