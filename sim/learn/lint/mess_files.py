"""What the linter proves of a file of fragments (data/mess): it can be read, names nobody, states no measure that a
calculator reads, and marks whatever it says of a disease as carried forward.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from sim.clinic.scenarios.mess_fragments import Fragment, parse_mess
from sim.learn.grading.record_words import CARRIED, LISTS, codes_spoken_of
from sim.learn.lint.findings import Finding, shown
from sim.learn.lint.note_words import AGE, DATE, NAMED, PRONOUN, REAL, SEX

MEASURE = re.compile(r"\b\d+(?:\.\d+)?\s*(?:min|minutes?|hours?|cm|mm|ml|cc|mg|mcg|units?|lb|kg)\b", re.I)
WRITTEN_OUT = (
    (AGE, "an age", "{age}"),
    (SEX, "a sex", "{man}, or sex = ..."),
    (PRONOUN, "a sex", "{he}, or sex = ..."),
    (DATE, "a date", "{days_ago.90}"),
    (NAMED, "a name that may be real", "no name"),
    (MEASURE, "a measure, which a key may rest on", "no measure"),
)


def lint_mess_file(path: Path) -> Iterator[Finding]:
    """Findings of a file of fragments. Raises CleanClaimError where it cannot be read."""
    for one in parse_mess(path):
        for line in one.text:
            yield from _line(one, line, shown(path))


def _line(one: Fragment, line: str, file: str) -> Iterator[Finding]:
    field, plain = f"fragment {one.id}, text", re.sub(r"\{[^{}]*\}", "", line)
    for form, what, write in WRITTEN_OUT:
        if (said := form.search(plain)) and not (what == "a sex" and one.sex != "any"):
            yield Finding(file, field, f"{said[0]!r}, {what}", write)
    for pattern, what, write in REAL:
        if said := re.search(pattern, plain, re.I):
            yield Finding(file, field, f"{said[0]!r}, {what} that may be real", write)
    is_marked = one.document or set(one.sections) <= {*LISTS} or CARRIED.search(line)
    if not is_marked and (codes := codes_spoken_of(line)):
        write = "a mark that it was carried forward, such as (copied ...), (template) or (imported)"
        yield Finding(file, field, f"words for {', '.join(codes[:4])} as if they were said today", write)
