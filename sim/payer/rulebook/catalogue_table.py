"""The table of policies in sim/payer/policies/README.md, made from the policies and data/catalogue.csv.

python -m sim.payer.rulebook.catalogue_table        writes it anew, after a policy was added or its `row` changed
"""

from pathlib import Path

from sim.ground.files import find, read_csv
from sim.payer.rulebook.catalogue import policies

README = Path(__file__).parents[1] / "policies" / "README.md"
HEAD = """# The catalogue: what a payer may answer, and the policy that does it

Made by `python -m sim.payer.rulebook.catalogue_table` from the policies (`row = ...` in each file) and
`data/catalogue.csv`. Do not edit it by hand.

| row | answer | policies, or why there is none |
|---|---|---|
"""
FOOT = "\nPolicies of the front end beyond the rows: "


def text() -> str:
    """The whole README.

    >>> "| A2 | name and number disagree | name_disagrees |" in text()
    True
    """
    of_row: dict[str, list[str]] = {}
    for policy in policies().values():
        for row in policy.rows or ("",):
            of_row.setdefault(row, []).append(policy.name)
    beyond = of_row.pop("", [])
    lines = [_line(row, of_row.pop(row["row"], [])) for row in read_csv(find("data/catalogue.csv"))]
    if of_row:
        raise ValueError(f"policies name rows that data/catalogue.csv has not: {of_row}")
    return HEAD + "\n".join(lines) + "\n" + FOOT + ", ".join(beyond) + ".\n"


def _line(row: dict[str, str], names: list[str]) -> str:
    note = f" ({row['note']})" if names and row["note"] else row["note"]
    return f"| {row['row']} | {row['answer']} | {', '.join(names)}{note} |"


if __name__ == "__main__":
    README.write_text(text(), encoding="utf-8")
