"""Dated parameters: the value of the row's payer on the row's date, and clear words for a bad file."""

import numpy as np
import pytest

from sim.ground import files, params
from sim.ground.coded import Coded
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table

LIMIT = """
meaning = "Days to file"
unit = "days"
[[value]]
payer = "acme_ppo"
from = 2025-01-01
value = 180
cite = "contract"
[[value]]
payer = "acme_ppo"
from = 2026-07-01
value = 90
cite = "contract"
[[value]]
from = 2020-01-01
value = 365
cite = "law"
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.setenv("CLEANCLAIM_HOME", str(tmp_path))
    folder = tmp_path / "data" / "params"
    folder.mkdir(parents=True)
    params.read.cache_clear()
    yield lambda text, name="own_limit": (folder / f"{name}.toml").write_text(text)
    params.read.cache_clear()


def test_each_row_has_the_value_of_its_payer_and_date(write):
    write(LIMIT)
    lines = Table(
        payer_code=Coded.of(["acme_ppo", "acme_ppo", "acme_ppo", "medicare_part_b", "acme_ppo"]),
        service_date=np.array(["2026-06-30", "2026-07-01", "2024-12-31", "2026-07-01", "NaT"], "datetime64[D]"),
    )
    assert params.param("own_limit", lines, missing=-1).tolist() == [180, 90, -1, 365, -1]


def test_no_value_in_force_is_said(write):
    write(LIMIT)
    with pytest.raises(CleanClaimError, match="no own_limit for acme_ppo on 2020-05-05"):
        params.param_value("own_limit", "acme_ppo", "2020-05-05")


@pytest.mark.parametrize(
    "broken, said",
    [
        (LIMIT.replace("days", "weeks"), "unit: found 'weeks'"),
        (LIMIT.replace('cite = "law"', ""), "value 3: cite is missing"),
        (LIMIT.replace("365", "3.5"), "value 3, value: found 3.5"),
        (LIMIT.replace("365", "true"), "value 3, value: found True"),
        (LIMIT.replace("cite", "site"), "write 'cite'"),
        (LIMIT.replace("2020-01-01", '"2020-01-01"'), "without quotation marks"),
        ("a = ", "line 1, column 4: found a value that cannot be read"),
    ],
)
def test_a_bad_file_is_named_with_what_to_do(write, broken, said):
    write(broken)
    with pytest.raises(CleanClaimError, match=said) as error:
        params.param_value("own_limit", "acme_ppo", "2026-01-01")
    assert "own_limit.toml" in error.value.line()


def test_the_users_own_file_is_found_first(write, tmp_path):
    write("x = 1", "sequestration")
    assert files.find("data/params/sequestration.toml").parent.parent.parent == tmp_path
    assert files.scan("data/params")["sequestration"].is_relative_to(tmp_path)
