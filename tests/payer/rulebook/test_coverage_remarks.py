"""What a denial for medical necessity rests on: a national or local determination is Medicare's, and a plan that is not
Medicare never speaks of one.
"""

import pytest

from sim.payer.rulebook.payers import payers
from sim.payer.rulebook.policy import adjustment

DETERMINATIONS = {"N386": "NCD", "N115": "local coverage"}
LISTS = [(payer, row) for payer in payers().values() for row in payer.sections["covered"]]


def remark(row) -> str:
    """The RARC that the row's denial carries; N130 is the plan's own policy."""
    return adjustment(row["as"]).rarc_1 if "as" in row else "N130"


@pytest.mark.parametrize("payer, row", LISTS, ids=[f"{payer.code} {row['codes'][0]}" for payer, row in LISTS])
def test_the_remark_says_what_the_list_rests_on(payer, row):
    follows_medicare = payer.kind in ("medicare", "medicare advantage")
    named = {code for code, words in DETERMINATIONS.items() if words in row["cite"]}
    assert (remark(row) in DETERMINATIONS) == bool(named) and named <= {remark(row)}
    assert follows_medicare or not named and remark(row) == "N130"


def test_no_other_rule_of_a_payer_that_is_not_medicare_speaks_of_a_determination():
    for payer in payers().values():
        if payer.kind in ("medicare", "medicare advantage"):
            continue
        stated = [row["as"] for rows in payer.sections.values() for row in rows if "as" in row]
        replaced = [str(code) for codes in payer.replace.values() for code in codes]
        assert not [text for text in stated + replaced if set(text.split()) & set(DETERMINATIONS)]
