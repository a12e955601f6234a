"""The ICD-10-CM library is made once: the tabular list of the package simple-icd-10-cm becomes one SQLite file with a
full-text index.

The package is read, never imported (importing it costs seconds and 185 MB). The file is written beside its final name
and renamed, so an interrupted run leaves nothing behind and two processes at once do no harm. Source: NCHS/CDC and CMS,
the edition that the package carries.
"""

import os
import sqlite3
import tempfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from sim.ground import progress
from sim.ground.errors import CleanClaimError
from sim.ground.files import cache

PACKAGE = "simple-icd-10-cm"
CHAPTERS = 22
MAKING = "making the diagnosis code library, once"
SCHEMA = 3  # raise it when the tables below change
NOTES = {
    "includes": "includes",
    "inclusionTerm": "term",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code first",
    "useAdditionalCode": "use additional",
    "codeAlso": "code also",
    "notes": "note",
}
SETTINGS = "pragma journal_mode = off; pragma synchronous = off;"
TABLES = """
create table code (
  code text primary key, dotted text, title text, level text, parent text, is_billable int
) without rowid;
create table note (code text, kind text, position int, text text, primary key (code, kind, position)) without rowid;
create table seventh (code text, character text, text text, primary key (code, character)) without rowid;
create virtual table words using fts5(
  code unindexed, title, terms, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);
create index child on code(parent);
"""


def library(say=None) -> Path:
    """The path of the library file, made now if it is not there. `say` gets each word of progress (default: one line of
    standard error).
    """
    path = place()
    if not path.is_file():
        build(path, say or progress.say)
    return path


def place() -> Path:
    """Where the library file is, or will be."""
    return cache() / f"icd10cm-{installed()}-{SCHEMA}.sqlite"


def installed() -> str:
    """The version of the source package. Raises CleanClaimError if it is not installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        raise CleanClaimError(
            f"the package {PACKAGE} is not installed",
            "ICD-10-CM library",
            "the diagnosis codes come from it",
            f"run python run.py test once, or: pip install {PACKAGE}",
        ) from None


def sources() -> tuple[Path, Path]:
    """The tabular list (XML) and the list of all codes inside the package."""
    spec = find_spec("simple_icd_10_cm")
    places = spec.submodule_search_locations if spec else None
    folder = Path(places[0]) / "data" if places else Path()
    found = sorted(folder.glob("*tabular*.xml")), sorted(folder.glob("code-list*.txt"))
    if not all(found):
        raise CleanClaimError(
            f"the package {PACKAGE} holds no tabular list",
            "ICD-10-CM library",
            "a file *tabular*.xml and a file code-list*.txt",
            f"install {PACKAGE} again",
        )
    return found[0][-1], found[1][-1]


def build(path: Path, say) -> None:
    """Write the library to `path`, whole or not at all."""
    tabular, listed = sources()
    handle, name = _beside(path)
    os.close(handle)
    try:
        _fill(
            name,
            tabular,
            set(listed.read_text(encoding="utf-8-sig").split()),
            lambda share: say(f"{progress.bar(share)} {MAKING}"),
        )
        _rename(name, path)
    except (sqlite3.Error, OSError) as reason:
        raise CleanClaimError(
            f"cannot write the diagnosis code library: {reason}",
            str(path.parent),
            "a folder with 60 MB to spare",
            "make room, or set CLEANCLAIM_HOME to another folder",
        ) from None
    finally:
        Path(name).unlink(missing_ok=True)
        say("")


def _beside(path: Path) -> tuple[int, str]:
    try:
        return tempfile.mkstemp(dir=path.parent, prefix="icd10cm-", suffix=".tmp")
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write the diagnosis code library: {reason.strerror}",
            str(path.parent),
            "a folder you may write to",
            "set CLEANCLAIM_HOME to such a folder",
        ) from None


def _rename(name: str, path: Path) -> None:
    try:
        os.replace(name, path)
    except PermissionError:  # Windows: another process made it first and has it open
        if not path.is_file():
            raise


def _fill(name: str, tabular: Path, listed: set[str], told) -> None:
    """Half of the time is reading, by chapters; `told` gets the share of the work that is done."""
    nodes, chapters = [], 0
    for node in nodes_of(tabular, listed):
        nodes.append(node)
        if node[3] == "chapter":
            told(0.5 * chapters / CHAPTERS)
            chapters += 1
    told(0.5)
    base = sqlite3.connect(name)
    with base:
        base.executescript(SETTINGS + TABLES)
        insert(base, nodes)
        told(0.7)
        base.executemany("insert into words values (?,?,?)", _words(nodes))
    told(0.9)
    base.execute("insert into words(words) values ('optimize')")
    base.commit()
    base.close()
    told(1)


def insert(base: sqlite3.Connection, nodes: list) -> None:
    """Codes, notes and seventh characters of the nodes, without the words."""
    base.executemany("insert into code values (?,?,?,?,?,?)", (node[:6] for node in nodes))
    base.executemany(
        "insert into note values (?,?,?,?)",
        ((node[0], kind, place, text) for node in nodes for place, (kind, text) in enumerate(node[6])),
    )
    base.executemany(
        "insert into seventh values (?,?,?)", ((node[0], *pair) for node in nodes for pair in node[7].items())
    )


def _words(nodes):
    """Searchable rows in the order in which they are worth showing: general before detailed, encounters' seventh
    characters and external causes late.
    """
    return [
        (code, title, " ".join(text for kind, text in notes if kind in ("term", "includes")))
        for code, _, title, level, _, _, notes, _ in sorted(nodes, key=worth)
        if level not in ("chapter", "section")
    ]


def worth(node) -> tuple:
    """Order of showing: encounters' seventh characters and external causes late, short titles first."""
    return node[3] == "extended", node[0][0] in "VWXY", len(node[2]), node[0]


def nodes_of(tabular, listed: set[str] | None = None):
    """From a tabular list (a path or a stream): (code, dotted, title, level, parent, is_billable, notes, seventh
    characters) of every chapter, section and code. `listed`: the codes with a seventh character that exist; None takes
    every combination. Chapter by chapter, so that the whole tree is never in memory."""
    for _, element in ElementTree.iterparse(tabular):
        if element.tag == "chapter":
            name = f"chapter {element.findtext('name')}"
            yield _node(element, name, name, "chapter", "", False, {})
            for section in element.findall("section"):
                own = f"section {section.get('id')}"
                yield _node(section, own, own, "section", name, False, {})
                for category in section.findall("diag"):
                    yield from _category(category, own, {}, listed)
            element.clear()


def _category(element, parent, seventh, listed):
    dotted = element.findtext("name")
    code, children = dotted.replace(".", ""), element.findall("diag")
    own = _seventh(element) or seventh
    extended = [] if children else list(_extended(code, element.findtext("desc"), own, listed))
    level = "category" if len(code) == 3 else "subcategory"
    yield _node(
        element, code, dotted, level, parent, not children and not extended, {} if children else own if extended else {}
    )
    for child in children:
        yield from _category(child, code, own, listed)
    yield from extended


def _extended(code, title, seventh, listed):
    """The codes with a seventh character, X filling the gap; only those that the official list has, where it is
    given.
    """
    stem = code.ljust(6, "X")
    for character, text in seventh.items():
        if listed is None or stem + character in listed:
            yield (
                stem + character,
                f"{stem[:3]}.{stem[3:]}{character}",
                f"{title}, {text}",
                "extended",
                code,
                1,
                [],
                {},
            )


def _node(element, code, dotted, level, parent, is_billable, seventh):
    notes = [
        (kind, " ".join((note.text or "").split()))
        for tag, kind in NOTES.items()
        for found in element.findall(tag)
        for note in found
    ]
    return (
        code,
        dotted,
        " ".join((element.findtext("desc") or "").split()),
        level,
        parent,
        int(is_billable),
        notes,
        seventh,
    )


def _seventh(element) -> dict[str, str]:
    found = element.find("sevenChrDef")
    return (
        {}
        if found is None
        else {one.get("char"): " ".join((one.text or "").split()) for one in found.findall("extension")}
    )
