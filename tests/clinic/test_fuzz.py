"""No TOML file, however wrong, gives anything but a scenario or one line that names the file and the field."""

import copy
import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.clinic.visits.trap_changes import mistaken_in
from sim.clinic.scenarios.grammar import read_scenario
from sim.clinic.scenarios.library import parse, scenarios
from sim.clinic.visits.visit_context import Setting
from sim.clinic.visits.truth import perfect, truth_of
from sim.ground.errors import CleanClaimError
from sim.ground.files import read_toml, scan

KNEE = Path(__file__).parent / "written" / "family_medicine" / "knee_and_pressure.toml"
WHOLE = {name: read_toml(path) for name, path in {**scan("data/scenarios"), "knee": KNEE}.items()}
PLAIN = st.one_of(
    st.text(max_size=8),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(
        [
            "",
            "{",
            "}",
            "{{",
            "{age}",
            "{side.word}",
            "one of x",
            "never",
            "not side.left",
            "side.left",
            ".",
            "payer.x",
            "query.asked",
            "dx..sequence",
            "service..units",
            "claim.",
            "line..",
            "posting.",
            "coder",
            "biller",
        ]
    ),
)
KEYS = st.one_of(
    st.text(max_size=4),
    st.sampled_from(
        [
            "when",
            "text",
            "code",
            "needs",
            "evidence",
            "for",
            "units",
            "is",
            "cm",
            "any",
            "from",
            "to",
            "service",
            "dx",
            "set",
            "add",
            "remove",
            "target",
            "payer",
            "lines",
            "age",
            "dates",
        ]
    ),
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)
KNOWN_DAY = datetime.date(2026, 6, 3)


def read(table):
    """The scenario of a table, or the error an author sees; anything else is a failure of ours."""
    try:
        found = read_scenario(table, Path("data/scenarios/family_medicine/knee.toml"), "family medicine", "0")
    except CleanClaimError as error:
        assert "\n" not in error.line() and "knee.toml" in error.line() and error.expected and error.todo
        return None
    return found


def paths(part, path=()):
    yield path
    children = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in children:
        yield from paths(value, (*path, key))


@st.composite
def broken(draw):
    """A real scenario with one to three parts replaced, removed or added."""
    table = copy.deepcopy(WHOLE[draw(st.sampled_from(sorted(WHOLE)))])
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in paths(table) if path]))
        inner = table
        for key in path[:-1]:
            inner = inner[key]
        kind = draw(st.sampled_from(["replace", "remove", "add"]))
        if kind == "replace":
            inner[path[-1]] = draw(VALUES)
        elif kind == "remove":
            del inner[path[-1]]
        elif isinstance(inner[path[-1]], dict):
            inner[path[-1]][draw(KEYS)] = draw(VALUES)
    return table


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "label",
                "skills",
                "level",
                "suits",
                "draw",
                "vary",
                "document",
                "dx",
                "service",
                "trap",
                "query",
                "history",
                "coverage",
                "provider",
                "x",
            ]
        ),
        VALUES,
        max_size=8,
    )
)
@settings(max_examples=150)
def test_any_table_is_read_or_refused_in_one_line(table):
    read(table)


@given(broken())
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_broken_scenario_is_refused_or_works_to_its_truth(table):
    found = read(table)
    if found is None:
        return
    for payer in ("medicare_part_b", "acme_ppo"):
        setting = Setting(0, payer, False, 50, "F", KNOWN_DAY, True)
        try:
            perfect(truth_of(found, setting))
            for trap in found.traps:
                mistaken_in(found, setting, trap)
        except CleanClaimError as error:
            assert error.expected and error.todo


@given(st.binary(max_size=200))
@settings(max_examples=60)
def test_any_file_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("family_medicine") / "x.toml"
    path.write_bytes(content)
    with pytest.raises(CleanClaimError):
        parse(path, "family medicine")


@pytest.mark.parametrize(
    "content",
    ["a = " + "[" * 20_000, "label = 1\nlabel = 2", "[[dx]]\n[dx]", "x = 1e999", "level = 99999999999999999999999"],
)
def test_hard_files_are_refused(tmp_path, content):
    path = tmp_path / "x.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CleanClaimError):
        parse(path, "family medicine")


def test_every_shipped_scenario_is_read():
    assert {one.name for one in scenarios().values()} == set(WHOLE) - {"knee"}
