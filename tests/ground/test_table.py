"""Tables and coded columns: a text survives every trip, and one row behaves as many."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.ground.coded import Coded
from sim.ground.dictionary import columns_of, dictionary
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table, conform, empty

texts = st.lists(st.sampled_from(["", "99213", "25", "M17.11", "é", "x" * 40]), max_size=30)


@given(texts)
def test_a_text_stays_as_it_was(given_texts):
    assert Coded.of(given_texts).texts().tolist() == given_texts


@given(texts, texts)
def test_concat_and_compare_do_not_depend_on_the_pool(one, two):
    a, b = Coded.of(one), Coded.of(two)
    assert Coded.concat([a, b]).texts().tolist() == one + two
    short = min(len(one), len(two))
    assert (a[:short] == b[:short]).tolist() == [x == y for x, y in zip(one, two)]


@given(texts, st.sampled_from(["", "25", "not there"]))
def test_comparing_with_a_text(column, text):
    assert (Coded.of(column) == text).tolist() == [value == text for value in column]
    assert (Coded.of(column) != text).tolist() == [value != text for value in column]


@given(st.lists(st.booleans(), max_size=20))
def test_where_takes_row_by_row(mask):
    mask = np.array(mask, bool)
    chosen = Coded.where(mask, "yes", Coded.constant("no", len(mask)))
    assert chosen.texts().tolist() == ["yes" if choice else "no" for choice in mask]


def test_lookup_asks_once_per_pool_entry():
    asked = []
    column = Coded.of(["a", "b", "a", ""] * 100)
    assert column.lookup(lambda text: asked.append(text) or len(asked), 0)[:4].tolist() == [1, 2, 1, 0]
    assert asked == ["a", "b"]


def test_a_table_refuses_columns_of_unequal_length():
    with pytest.raises(ValueError, match="unequal length"):
        Table(a=np.arange(2), b=np.arange(3))


def test_a_missing_column_is_named():
    with pytest.raises(AttributeError, match="no column 'charge'; there are: paid"):
        assert Table(paid=np.arange(2)).charge is None


def test_from_rows_takes_missing_values_of_the_type():
    row = Table.from_rows("claims", [{"claim_key": 7}]).rows()[0]
    assert (
        row["replaces_claim_key"] == -1
        and row["onset_date"] is None
        and row["member_id"] == ""
        and row["total_charge_amount"] == 0
    )


def test_from_rows_names_an_unknown_column():
    with pytest.raises(CleanClaimError, match="unknown column 'charge'"):
        Table.from_rows("claim_lines", [{"charge": 1}])


def test_every_table_of_the_dictionary_can_be_empty_and_conformed():
    for name in {row["table"] for row in dictionary()}:
        assert len(empty(name)) == 0
        assert conform(name, empty(name)).columns == tuple(columns_of(name))


def test_at_the_door_missing_is_null():
    table = Table.from_rows("claims", [{"claim_key": 7, "payer_code": "acme_ppo"}, {"claim_key": 8}]).select(
        "claim_key", "payer_code", "onset_date"
    )
    arrow = table.to_arrow()
    assert arrow["payer_code"].to_pylist() == ["acme_ppo", None] and arrow["onset_date"].null_count == 2
    assert table.to_pandas()["onset_date"].isna().all()
