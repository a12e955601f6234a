"""House rules of the words: what a person reads is American billing English.

Read are the strings and docstrings of the program (docstrings of private functions excepted), the values and comments
of every TOML file, Markdown, notebooks, the strings of page scripts, HTML, and the texts in tables. Not read are names
in code, column names, and the words of a clinical record: a provider may write "patient refused".

A rule is a function of a folder: it returns how many texts it looked at and one line for each breach (file, line,
what). It is tried on this house and on a small house with a planted breach, which it must find.
"""

import ast
import csv
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

# what not to write (a pattern, read without regard to case), and what to write
WORDS = {
    r"mend(s|ed|ing|able)?": "correct, fix",
    r"cheques?": "check",
    r"(enrolments?|enrols?)": "enrollment, enroll",
    r"licen[c]es?": "license",
    r"programmes?": "program",
    r"dearest": "highest-valued",
    r"at the (front )?door": "at the front end; when a claim is received",
    r"front door": "front end",
    r"(take|takes|taken|took|taking)[ -]backs?": "recoup, reverse, void",
    r"(take|takes|taken|took|taking) (it|them|this|that|money|the money) back": "recoup, reverse, void",
    r"(ask|asks|asked|asking)( (it|them|money|the money))? (back|for it back)": "request repayment of",
    r"beforehand": "prior, in advance",
    r"until when": "deadline",
    r"(?<!connection )refus(e|es|ed|ing|als?)": "rejected (front end), denied (after adjudication)",
    r"approvals?": "authorization",
    r"whose (job|work|task)": "Who fixes it?",
    r"(knows|takes|gives) no (reopenings?|replacements?|corrected|approval|appeals?)": "doesn't accept",
    r"bears? interest": "accrues interest",
    r"(?<!there )(?<!which )(?<!what )is no (?!longer|more|other|better|different|less)\w+": "is not a ...",
    r"(is|are|was|were|be) put right": "corrected, updated",
    r"brought no (money|payment)": "say what was not paid",
    r"as the payer sees it": "leave it out",
    r"the wrong way": "the wrong process",
    r"yearly deductible": "deductible",
    r"folks?": "people",
    r"days? of service": "date of service",
    r"dealt with": "addressed",
    r"((?<=, )|(?<=\()|(dates?|days?|texts?|codes?) )as (?-i:\d{4}-\d+(-\d+)?|[A-Z]?\d{4,5}|[A-Z]{2}-\d)": "such as",
    # spelling
    r"(colour|favour|behaviour|neighbour|honour|labour|tumour|rumour|harbour)\w*": "-or",
    r"(centre|litre|metre|fibre|theatre)[sd]?": "-er",
    r"(label|travel|model|total|level|signal|channel|initial|counsel|tunnel|fuel)l(ed|ing|ers?)": "one l",
    r"cancell(ed|ing)": "canceled, canceling",
    r"(instal(s|ments?)?|fulfil(s|ments?)?|skilful\w*|wilful\w*)": "two l",
    r"(organis|recognis|summaris|normalis|itemis|authoris|finalis|prioritis|minimis)(e|ed|ing|ations?)": "-ize",
    r"(maximis|categoris|randomis|vectoris|capitalis|emphasis|generalis|initialis|specialis)(e|ed|ing|ations?)": "-ize",
    r"(utilis|apologis|criticis|memoris|visualis|hospitalis|immunis|stabilis|neutralis)(e|ed|ing|ations?)": "-ize",
    r"(analys|paralys|catalys)(e|ed|ing)": "-yze",
    r"(defence|offence|pretence)s?": "-ense",
    r"practis(e|es|ed|ing)": "practice",
    r"(judgement|ageing)s?": "judgment, aging",
    r"(learnt|spelt|spoilt|burnt|whilst|amongst)": "learned, spelled, while, among",
    r"(paediatric|orthopaedic|gynaecolog|anaesth|haemo(?!phil)|anaemi|oedema|oesoph|diarrhoea)\w*": "the US spelling",
    r"(grey|plough|tyre|kerb|sceptical|storey)s?": "gray and the like",
}
READ = re.compile("|".join(rf"(?P<w{number}>(?<!\w)(?:{word})(?!\w))" for number, word in enumerate(WORDS)), re.I)
SUGGESTED = list(WORDS.values())
NAME = re.compile(r"[a-z0-9_.:/#*\[\]{}$-]*[_.\d:/#{}-][a-z0-9_.:/#*\[\]{}$-]*")  # missing-modifier-25, paid_amount
CODE = re.compile(r"`[^`\s]+`")
FOLDERS = ("sim", "docs", "notebooks", "exercises", "data")
FILES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "run.py")


def texts_of_python(source: str) -> Iterator[tuple[int, str]]:
    """Strings and docstrings with their lines; not the docstrings of private functions."""
    nodes = list(ast.walk(ast.parse(source)))
    private = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.name.startswith("_")
        and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in private:
            yield node.lineno, node.value


def texts_of_toml(source: str) -> Iterator[tuple[int, str]]:
    """Values (with the line on which each begins, as far as it can be found) and comments; not a clinical record."""
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):
        comment = re.match(r"""(?:[^#"']|"(?:\\.|[^"\\])*"|'[^']*')*(#.*)""", line)
        if comment:
            yield number, comment[1]
    for value in values(tomllib.loads(source)):
        head = value.strip()[:40].split("\n")[0]
        yield next((number for number, line in enumerate(lines, 1) if head and head in line), 1), value


def values(content, path=()) -> Iterator[str]:
    """Every text in a TOML file outside its documents."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for each in content:
            yield from values(each, path)
    elif isinstance(content, dict):
        for name, each in content.items():
            if name not in ("document", "evidence"):
                yield from values(each, (*path, name))


def texts_of_script(source: str) -> Iterator[tuple[int, str]]:
    """The quoted texts of a page script, without its comments."""
    token = r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
    for found in re.finditer(token, source, re.S):
        if found[0][0] != "/":
            yield source.count("\n", 0, found.start()) + 1, found[0][1:-1]


def texts_of_notebook(source: str) -> Iterator[tuple[int, str]]:
    """Each cell, by its number."""
    for number, cell in enumerate(json.loads(source)["cells"], 1):
        yield number, "".join(cell["source"])


def texts_of_table(source: str) -> Iterator[tuple[int, str]]:
    """The comments and the cells of a table; a row's line is right as long as no cell holds a line break."""
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith("#"):
            yield number, line
        else:
            yield from ((number, cell) for cell in next(csv.reader([line]), []))


def texts_of_prose(source: str) -> Iterator[tuple[int, str]]:
    """Markdown and pages: the whole text."""
    yield 1, source


READERS = {
    ".py": texts_of_python,
    ".toml": texts_of_toml,
    ".js": texts_of_script,
    ".ipynb": texts_of_notebook,
    ".csv": texts_of_table,
    ".md": texts_of_prose,
    ".html": texts_of_prose,
    ".j2": texts_of_prose,
}


@cache
def words_in(text: str) -> list[re.Match]:
    """The words of a text that are not to be written; none where the text is a name or a number. `Names in code type`
    are not read.
    """
    prose = CODE.sub(lambda name: "`" * len(name[0]), text.replace("\n", " "))
    return [] if NAME.fullmatch(text) else list(READ.finditer(prose))


def breaches_of(path: Path, name: str) -> tuple[int, list[str]]:
    """How many texts a file holds, and one line for each word that is not to be written."""
    looked, found = 0, []
    for line, text in READERS[path.suffix](path.read_text(encoding="utf-8")):
        looked += 1
        for word in words_in(text):
            at = line + text.count("\n", 0, word.start())
            found.append(f"{name}:{at}: {word[0]!r}: say {SUGGESTED[int(word.lastgroup[1:])]}")
    return looked, found


def files_read(root: Path) -> list[Path]:
    """Every file that holds texts for a person."""
    paths = [root / name for name in FILES if (root / name).exists()]
    paths += [path for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.suffix in READERS]
    return [path for path in paths if ".ipynb_checkpoints" not in path.parts]


def the_words_are_american_billing_english(root):
    looked, found = 0, []
    for path in files_read(root):
        count, breaches = breaches_of(path, path.relative_to(root).as_posix())
        looked += count
        found += breaches
    return looked, found


RULES = [the_words_are_american_billing_english]
HOUSE = {
    "README.md": "# A house\n\nThe claim was rejected. We recommend a correction; a license; `missing_approval`.\n",
    "sim/a.py": 'def _b():\n    """What mends it."""\n    mend = {"approval_missing": 1}\n    return mend\n',
    "data/params/limit.toml": 'meaning = "Days to file" # counted from the date of service\n',
    "data/scenarios/a/b.toml": '[[document]]\n[document.sections]\nplan = ["Flu shot refused."]\n',
    "data/codes/a.csv": "# our own words\ncode,meaning\nCO,The payer may not bill it\n",
    "sim/ui/page.js": "// mend later\nconst mend = 1; say('Submit claim');\n",
    "docs/a.md": "Write a code such as 99213, or bill it as 99213.\n",
}
PLANTED = [  # file, what is written in it, what is found
    ("README.md", "Now mend\nthe claim.\n", "README.md:1: 'mend'"),
    ("README.md", "One.\n\nThe money is taken\nback.\n", "README.md:3: 'taken back'"),
    ("sim/a.py", '"""One.\n\nThe cheque came.\n"""\n', "sim/a.py:3: 'cheque'"),
    ("sim/a.py", 'A = 1\nB = f"{A} was " f"refused"\n', "sim/a.py:2: 'refused'"),
    ("sim/a.py", 'def b():\n    """The enrolment."""\n', "sim/a.py:2: 'enrolment'"),
    (
        "data/params/limit.toml",
        'unit = "days"\nmeaning = "Until when a claim is taken"\n',
        "limit.toml:2: 'Until when'",
    ),
    ("data/params/limit.toml", 'unit = "#" # the dearest first\n', "limit.toml:1: 'dearest'"),
    ("data/scenarios/a/b.toml", 'why = """\nasked\nbeforehand"""\n', "b.toml:3: 'beforehand'"),
    ("data/codes/a.csv", 'code,meaning\nCO,"No programme, no code"\n', "a.csv:2: 'programme'"),
    ("sim/ui/page.js", "say(`Whose job is ${it}?`);\n", "page.js:1: 'Whose job'"),
    ("sim/ui/page.html", "<p>Turned away at the door</p>\n", "page.html:1: 'at the door'"),
    ("notebooks/a.ipynb", json.dumps({"cells": [{"source": ["# One ", "a colour"]}]}), "a.ipynb:1: 'colour'"),
    ("docs/a.md", "Any visit code (as 99213) will do.\n", "a.md:1: 'as 99213'"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule, root):
    looked, found = rule(root)
    assert looked, "looked at nothing: the rule would hold whatever is written"
    assert not found, "\n" + "\n".join(found)


@pytest.fixture
def small_house(tmp_path):
    """A house so small that it keeps the rule."""
    for path, text in HOUSE.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.mark.parametrize(("path", "text", "named"), PLANTED)
def test_a_planted_breach_is_found(path, text, named, small_house):
    rule = the_words_are_american_billing_english
    assert not rule(small_house)[1]
    (small_house / path).parent.mkdir(parents=True, exist_ok=True)
    (small_house / path).write_text(text)
    assert any(named in line for line in rule(small_house)[1]), rule(small_house)


@pytest.mark.parametrize(
    "text",
    [
        "We recommend it; the amendment; the patient was taken to the back office.",
        "Coded as 99213 and paid. A code such as J3301 is given in units.",
        "Licensed, enrolled, programmed, modeled, labeled; the check; the deadline.",
    ],
)
def test_an_innocent_text_is_let_through(text, tmp_path):
    (tmp_path / "README.md").write_text(text)
    assert the_words_are_american_billing_english(tmp_path) == (1, [])
