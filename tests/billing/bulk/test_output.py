"""Tables as files: what a spreadsheet would run is a text in them."""

import csv
import io

import pyarrow

from sim.billing.bulk.output import _text


def test_a_cell_that_a_spreadsheet_would_run_is_a_text():
    names = ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "\t=1", "Smith-Synth", "", None]
    table = pyarrow.table(
        {
            "name": pyarrow.array(names).dictionary_encode(),
            "plain": pyarrow.array(names),
            "cents": pyarrow.array([-1, 2, -3, 4, 5, 6, 7, 8]),
        }
    )
    rows = list(csv.reader(io.StringIO(_text(table, header=False).decode(), newline="")))
    assert rows[1] == ["'+1", "'+1", "2"] and rows[2] == ["'-2", "'-2", "-3"] and rows[5][0] == "Smith-Synth"
    assert not [row for row in rows if row[0].startswith(("=", "+", "-", "@", "\t"))]
