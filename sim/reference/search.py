"""Finding a code as one types: by its number, by a piece of it, by the words of its title, by what patients say. Best
first.

Order: the exact code; codes that begin with what was typed; the lay word ("sugar diabetes"); titles that hold every
word typed, general before detailed. A lay word is a hint where to look, never a decision.
"""

import re
from collections import Counter

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import remembered
from sim.reference import icd10cm
from sim.reference.codes import procedures
from sim.reference.search_words import Meaning, corrected, is_met, meanings, spare, words_of
from sim.reference.tables import is_there, rows, service_day

KINDS = ("diagnosis", "procedure")
LONGEST = 100  # characters of a query that are looked at
PARTLY = 5  # rank of what holds half of the words: shown where nothing holds all
NOT_KNOWN = "unspecified|not specified"
SEVENTHS = 16  # a category with no more codes below it than a table of 7th characters has
CANDIDATES = 250  # titles that are compared; the index offers the most general ones first


def search_codes(text: str, kind: str | None = None, limit: int = 20, on=None) -> list[dict]:
    """Codes for what somebody typed, best first: {code, label, kind, is_billable, add}. `add` says what is still
    missing ("needs more characters: ..."). `kind`: "diagnosis" or "procedure" (visits, tests, procedures, drugs); None
    is both. `on`: only codes in force on that date.

    >>> (search_codes("sugar diabetes", "diagnosis")[0]["code"],
    ...  search_codes("stitches on face", "procedure", 1)[0]["code"])
    ('E11.9', '12011')
    >>> search_codes("S61.411", limit=1)[0]["add"]
    'needs a 7th character: A initial encounter; D subsequent encounter; S sequela'
    """
    if kind not in (None, *KINDS):
        raise CleanClaimError(
            f"no kind of code {str(kind)[:30]!r}",
            "code search",
            "diagnosis, procedure or nothing for both",
            "choose one of these",
        )
    typed = " ".join(str(text)[:LONGEST].lower().split())
    if not words_of(typed) or limit < 1:
        return []
    found = []
    if kind != "diagnosis":
        found += _procedures(typed, on)
    if kind != "procedure":
        with icd10cm.as_of(None if on is None else _day(on)):
            found += _diagnoses(typed, limit, on)
    return [hit for _, hit in sorted(found, key=lambda one: one[0])[:limit]]


# ---- procedures: a table of some 150 rows in memory


def _procedures(typed: str, on) -> list[tuple]:
    weight = _procedure_words()
    words = [
        corrected(word, weight.__getitem__, lambda start: any(one.startswith(start) for one in weight))
        for word in words_of(typed)
    ]
    asked, hits = meanings(words), []
    for place, (code, label, lay, own, starts, ends, told) in enumerate(_procedure_rows()):
        rank = _rank(typed, words, asked, code, lay, own)
        if rank is not None and (on is None or starts <= _day(on) <= ends):
            hits.append(
                (
                    (*rank, 1, place),
                    {"code": code, "label": label, "kind": "procedure", "is_billable": True, "add": told},
                )
            )
    full = [hit for hit in hits if hit[0][0] < PARTLY]
    return (full or hits) + _imported(typed, words, on, len(_procedure_rows()))


@remembered
def _procedure_words() -> Counter[str]:
    """How often a word stands in what is said of services."""
    return Counter(
        word
        for _, _, lay, own, *_ in _procedure_rows()
        for word in (*own, *(one for said in lay for one in words_of(said)))
    )


@remembered
def _procedure_rows():
    content = {row["code"]: row for name in ("procedures", "hcpcs") for row in _rows(name)}
    lay = {code: row["lay_words"].lower().split(";") for code, row in content.items()}
    table = procedures()
    return [
        (code, label, lay[code], words_of(label), start, end, _ended(content[code]))
        for code, label, start, end in zip(
            table.code.texts(), table.label.texts(), table.start_date, table.end_date, strict=True
        )
        if code in lay
    ]


def _ended(row) -> str:
    """What to say of a code that has an end."""
    return (
        f"ended {row['end_date']}{'; now ' + row['replaced_by'] if row.get('replaced_by') else ''}"
        if row["end_date"]
        else ""
    )


def _imported(typed: str, words: list[str], on, before: int) -> list[tuple]:
    """Codes known only from imported files: by number, and by words of whatever label their files gave; after those we
    teach.
    """
    codes, labels, rows_of = _imported_rows()
    if not len(codes):
        return []
    by_number = np.char.startswith(codes, typed)
    by_words = np.all([np.char.find(labels, word) >= 0 for word in words], axis=0)
    table, hits = procedures(), []
    for place in np.flatnonzero(by_number | by_words)[:CANDIDATES].tolist():
        row = rows_of[place]
        rank = (
            (0,)
            if codes[place] == typed
            else (1,)
            if by_number[place] and len(typed) >= 2
            else (3, 0)
            if by_words[place]
            else None
        )
        if rank and (on is None or table.start_date[row] <= _day(on) <= table.end_date[row]):
            hits.append(
                (
                    (*rank, 1, before + place),
                    {
                        "code": table.code[row],
                        "label": table.label[row],
                        "kind": "procedure",
                        "is_billable": True,
                        "add": "",
                    },
                )
            )
    return hits


@remembered
def _imported_rows():
    """Codes and labels in small letters as fixed-width arrays (20,000 are compared in milliseconds), and their rows."""
    table = procedures()
    rows_of = np.flatnonzero(table.family == "imported")
    texts = [np.array([text.lower() for text in column[rows_of].texts()], "U") for column in (table.code, table.label)]
    return *texts, rows_of.tolist()


def _rows(name):
    path = f"data/codes/{name}.csv"
    return rows(path) if is_there(path) else ()


def _rank(typed: str, words: list[str], asked: list[Meaning], code: str, lay: list[str], own: list[str]):
    if code.lower() == typed:
        return (0,)
    if len(typed) >= 2 and code.lower().startswith(typed):
        return (1,)
    if typed in lay or any(words_of(phrase) == words for phrase in lay):
        return (2,)
    known = {part for phrase in lay for part in words_of(phrase)} | set(own)
    absent = sum(not is_met(meaning, known) for meaning in asked)
    if absent == 0:
        return (3, sum(word not in known for word in words))
    left = min((one for phrase in lay if (one := spare(words_of(phrase), asked)) is not None), default=None)
    if left is not None:
        return (4, left)
    return (PARTLY, absent) if absent * 2 <= len(words) else None


# ---- diagnoses: lay words in memory, titles and inclusion terms in the index


def _diagnoses(typed: str, limit: int, on) -> list[tuple]:
    ranked: dict[str, tuple] = {}
    words = _meant(typed)
    for rank, code in (
        *_by_number(typed, limit),
        *_by_lay_words(typed, words),
        *_by_title(words),
        *(_by_change(typed) if on is not None else ()),
    ):
        ranked[code] = min(rank, ranked.get(code, rank))
    for code, rank in _defaults(ranked, limit).items():
        ranked[code] = min(rank, ranked.get(code, rank))
    if on is not None:
        _follow(ranked, limit, _day(on).item())
    best = sorted(ranked, key=ranked.__getitem__)[: limit + 10]
    known = icd10cm.entries(best)
    hits = [(ranked[code], one) for code in best if (one := known[code])]
    if on is not None:
        hits = [(rank, one) for rank, one in hits if one.valid_from <= _day(on).item() <= one.valid_to]
    return [
        (
            (*rank, *(0,) * (5 - len(rank)), 0, one.code),
            {
                "code": one.code,
                "label": one.title,
                "kind": "diagnosis",
                "is_billable": one.is_billable,
                "add": _missing(one),
            },
        )
        for rank, one in hits[:limit]
    ]


def _by_number(typed: str, limit: int):
    """Exact code, codes that begin so, and, for digits with a point, codes that hold the piece."""
    piece = typed.replace(".", "").upper()
    if re.fullmatch(r"[a-z]\d[0-9a-z]{0,5}", piece.lower()):
        for key, shown in icd10cm.connection().execute(
            "select code, dotted from code where code >= ? and code < ? order by length(code), code limit ?",
            (piece, piece + "~", limit + 1),
        ):
            yield ((0,) if key == piece else (1, len(key))), shown
    elif re.fullmatch(r"\d*\.\d+[a-z]?", typed):
        for (shown,) in icd10cm.connection().execute(
            "select dotted from code where dotted like ? and level <> 'section' limit ?", (f"%{typed.upper()}%", limit)
        ):
            yield (3, 0, len(shown)), shown


def _by_change(typed: str):
    """Codes that the loaded edition does not have yet (data/codes/icd10cm_changes.csv)."""
    words, piece = words_of(typed), typed.replace(".", "").upper()
    for place, (code, own) in enumerate(_newborn()):
        if len(piece) >= 3 and code.replace(".", "").startswith(piece):
            yield (1, len(code)), code
        elif all(any(part.startswith(word) for part in own) for word in words):
            yield (3, 0, 0, False, place), code


@remembered
def _newborn():
    return [(row["code"], words_of(row["title"])) for row in rows("data/codes/icd10cm_changes.csv") if row["title"]]


def _follow(ranked: dict[str, tuple], limit: int, day) -> None:
    """Words that lead to a code that has ended lead to what replaced it."""
    for old, one in icd10cm.entries(
        sorted((code for code in ranked if ranked[code][0] >= 2), key=ranked.__getitem__)[:limit]
    ).items():
        if one and one.valid_to < day:
            ranked |= {code: min(ranked[old], ranked.get(code, (9,))) for code in one.replaced_by.split()}


def _meant(typed: str) -> list[str]:
    """The words typed, each slip of the finger as the word it was meant to be."""
    lay = _lay_vocabulary()
    return [
        corrected(
            word,
            lambda one: lay[one] * 1000 + _used(one),
            lambda start: any(one.startswith(start) for one in lay) or _is_begun(start),
        )
        for word in words_of(typed)
    ]


@remembered
def _lay_vocabulary() -> Counter[str]:
    return Counter(word for _, own, _ in _lay_words() for word in own)


def _used(word: str) -> int:
    """In how many titles and terms a word stands."""
    found = _vocabulary().execute("select doc from vocabulary where term = ?", (word,)).fetchone()
    return found[0] if found else 0


def _is_begun(start: str) -> bool:
    between = (start, start + "~")
    return bool(
        _vocabulary().execute("select 1 from vocabulary where term >= ? and term < ? limit 1", between).fetchone()
    )


def _vocabulary():
    """The library, with the words of its index as a table of this connection."""
    base = icd10cm.connection()
    base.execute("create virtual table if not exists temp.vocabulary using fts5vocab(main, words, row)")
    return base


def _by_lay_words(typed: str, words: list[str]):
    asked = meanings(words)
    for phrase, own, code in _lay_words():
        if phrase == typed or own == words:
            yield (2, 0), code
        elif all(is_met(meaning, own) for meaning in asked):
            more = len(own) - len(words)
            yield ((2, 1 + more) if more <= 1 or len(words) > 1 else (4, 0, more)), code
        elif (left := spare(own, asked)) is not None:
            yield (4, 0, LONGEST + left), code


@remembered
def _lay_words():
    return [
        (phrase, words_of(phrase), row["code"])
        for row in rows("data/codes/lay_words.csv")
        for phrase in row["words"].lower().split(";")
    ]


def _by_title(words: list[str]):
    if not words or max(map(len, words)) < 2:
        return
    common, asked = _common(), meanings(words)
    for place, (key, title) in enumerate(_titles(asked, "AND") or _titles(asked, "OR")):
        own = words_of(title)
        missed = sum(word not in own for word in words)
        absent = sum(not is_met(meaning, own) for meaning in asked)
        shown = icd10cm.dotted(key)
        yield (4 - (shown in common and missed == 0), absent, missed, shown not in common, place), shown


def _titles(asked: list[Meaning], joined: str) -> list[tuple]:
    """Codes whose title or terms hold all the words ("any of them" where that finds nothing), general ones first."""
    query = f" {joined} ".join(
        "(" + " OR ".join("(" + " AND ".join(f'"{word}"*' for word in words) + ")" for words in meaning) + ")"
        for meaning in asked
        if max(len(word) for words in meaning for word in words) > 1
    )
    return (
        icd10cm.connection()
        .execute("select code, title from words where words match ? limit ?", (query, CANDIDATES))
        .fetchall()
    )


def _defaults(ranked: dict[str, tuple], limit: int) -> dict[str, tuple]:
    """For each category among the best that words led to, the code below it that tells nothing more: what is billed
    where the record does not say more. It stands right after its category."""
    best = sorted((code for code in ranked if ranked[code][0] >= 2), key=ranked.__getitem__)[:limit]
    known = icd10cm.entries(best)
    more = {}
    for code in best:
        if (one := known[code]) and not one.is_billable and (leaf := _least_said(code)):
            more[leaf] = (*ranked[code], 1)
    return more


def _least_said(code: str) -> str:
    """The billable code below a category whose title says most often that nothing more is known, closed before open,
    initial encounter first; of a category that only wants a 7th character, the initial encounter. Else empty."""
    start = icd10cm.plain(code)
    found = icd10cm.connection().execute(
        "select dotted, title from code where code > ? and code < ? and is_billable", (start, start + "~")
    )
    below = [(dotted, title.lower()) for dotted, title in found.fetchmany(CANDIDATES)]
    said = [
        (-len(re.findall(NOT_KNOWN, title)), "open" in title, "initial" not in title, len(title), dotted)
        for dotted, title in below
    ]
    best = min(said, default=(0, True, True, 0, ""))
    return best[4] if best[0] or (len(below) <= SEVENTHS and not best[2]) else ""


@remembered
def _common() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("data/codes/lay_words.csv"))


def _missing(one: icd10cm.Entry) -> str:
    """What a code that cannot be billed still needs."""
    if one.is_billable:
        return ""
    seventh = icd10cm.seventh_characters(one.code)
    if seventh:
        return "needs a 7th character: " + "; ".join(f"{character} {text}" for character, text in seventh.items())
    below = icd10cm.children(one.code)
    more = ", ..." if len(below) > 8 else ""
    return "needs more characters: " + ", ".join(child.code for child in below[:8]) + more


def _day(on):
    return service_day(on, "code search")
