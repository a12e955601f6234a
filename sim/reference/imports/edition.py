"""An imported ICD-10-CM edition as one library file of the same make as the shipped one, so that every lookup works on
it unchanged.
"""

import sqlite3
from pathlib import Path

from sim.reference.icd10cm import dotted
from sim.reference.icd10cm_build import SETTINGS, TABLES, insert, library, worth


def write_edition(
    path: Path, before: Path | None, main: dict, nodes: list | None, is_same: bool, is_extract: bool
) -> int:
    """Fill the file and give how many codes may be billed. `before`: the edition from which is taken what the file does
    not tell (None: the shipped one); `is_same`: it is the other file of the same release. `nodes` of a tabular list,
    None for an order file. An extract keeps the other categories."""
    base = sqlite3.connect(path, isolation_level=None)
    base.executescript(SETTINGS + TABLES)
    base.execute("attach ? as old", (str(before or library()),))
    base.execute("begin")
    if nodes is None:
        _from_order(base, main)
    else:
        listed = {code for (code,) in base.execute("select code from old.code")} if is_same else None
        insert(base, [node for node in nodes if node[3] != "extended" or listed is None or node[0] in listed])
    if is_extract:
        _others(base)
    _words(base)
    base.execute("commit")
    base.execute("insert into words(words) values ('optimize')")
    base.execute("detach old")
    count = base.execute("select count(*) from code where is_billable").fetchone()[0]
    base.close()
    return count


def _from_order(base: sqlite3.Connection, main: dict) -> None:
    """Codes of an order file; chapters, sections and what is written at codes that live on come from the edition
    before.
    """
    codes = [code.decode("ascii") for code in main["code"].tolist()]
    sections = dict(base.execute("select code, parent from old.code where length(code) = 3"))
    known = set(codes)
    base.executemany(
        "insert into code values (?,?,?,?,?,?)",
        (
            (code, dotted(code), title, _level(code), _parent(code, known) or sections.get(code[:3], ""), int(billable))
            for code, billable, title in zip(codes, main["is_billable"].tolist(), main["title"], strict=True)
        ),
    )
    base.execute("insert or ignore into code select * from old.code where level in ('chapter', 'section')")
    for name in ("note", "seventh"):
        base.execute(f"insert into {name} select * from old.{name} where code in (select code from code)")


def _level(code: str) -> str:
    return "category" if len(code) == 3 else "extended" if len(code) == 7 else "subcategory"


def _parent(code: str, known: set[str]) -> str:
    """The longest code that this one begins with; the X that fills a gap belongs to none."""
    return next((code[:size] for size in range(len(code) - 1, 2, -1) if code[:size] in known), "")


def _others(base: sqlite3.Connection) -> None:
    """The categories that an extract does not name, with all that is written at them."""
    base.execute(
        "create temp table named as select distinct substr(code, 1, 3) as code from main.code where level not in"
        " ('chapter', 'section')"
    )
    base.execute(
        "insert or ignore into code select * from old.code where substr(code, 1, 3) not in (select code from named) or"
        " level in ('chapter', 'section')"
    )
    for name in ("note", "seventh"):
        base.execute(
            f"insert or ignore into {name} select * from old.{name} where code in (select code from main.code where"
            " substr(code, 1, 3) not in (select code from named) or level in ('chapter', 'section'))"
        )


def _words(base: sqlite3.Connection) -> None:
    """The searchable rows, in the order in which they are worth showing."""
    terms: dict[str, list[str]] = {}
    for code, text in base.execute("select code, text from note where kind in ('term', 'includes') order by position"):
        terms.setdefault(code, []).append(text)
    found = base.execute(
        "select code, dotted, title, level from main.code where level not in ('chapter', 'section')"
    ).fetchall()
    base.executemany(
        "insert into words values (?,?,?)",
        [(code, title, " ".join(terms.get(code, ()))) for code, _, title, _ in sorted(found, key=worth)],
    )
