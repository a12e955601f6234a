"""What a private sibling's key has beyond the public one's: a blood draw for another clinician's order, or a minor
second concern. Without it the key of the public scenario would be the key of its copy.

Both are written into the file as an author would write them: a choice between two in [vary], the words of the record,
the diagnosis and the service with their evidence, reason and rule.
"""

import re
from collections.abc import Iterator
from random import Random

from sim.clinic.scenarios.parts import Scenario
from sim.ground.files import find, read_csv
from sim.learn.lint.sibling_wording import kind_of, parts

Row = dict[str, str]

ORDER = "data/siblings/blood_draw.toml"
DRAWN = (
    ("Drawn from the arm, one stick, sent to the outside lab.", "Drawn from the arm, one stick"),
    ("Venipuncture on the first try, tube handed to the courier of the outside lab.", "Venipuncture on the first try"),
    ("One tube taken by vein, labeled, goes to the outside lab today.", "One tube taken by vein"),
    ("Blood taken from a vein of the hand, sent out.", "Blood taken from a vein of the hand"),
)
CONCERN = """
# Added by --like: what the public scenario does not have. Change it, or write a story of your own in its place.
[vary.second_concern]
first = {{ asks = "{0[asks]}", finding = "{0[finding]}", named = "{0[plan]}", drug = "{0[drug]}", dx = "{0[dx]}" }}
second = {{ asks = "{1[asks]}", finding = "{1[finding]}", named = "{1[plan]}", drug = "{1[drug]}", dx = "{1[dx]}" }}
"""
CONCERN_LINE = (
    "Also asked about {second_concern.asks}. On exam {second_concern.finding}. {second_concern.named}:"
    " {second_concern.drug}."
)
CONCERN_DX = """
[[dx]]
id = "second_concern"
{when}code = "{{second_concern.dx}}"
evidence = [{{ section = "second concern", text = "{{second_concern.named}}" }}]
why = "A second problem that was examined and treated."
cite = "ICD-10-CM Guidelines IV.J"
"""
PROBLEM = (
    '{ is = "self-limited", what = "the second concern", evidence = [{ section = "second concern", text ='
    ' "{second_concern.named}" }] }, '
)
RISK = (
    '{ is = "OTC drug", evidence = [{ section = "second concern", text = "{second_concern.named}:'
    ' {second_concern.drug}" }] }, '
)


def additions(scenario: Scenario, text: str, source: Random) -> Iterator[str]:
    """The file with something more in its key, one way after another; nothing where nothing would go with the story."""
    yield from _with_order(scenario, text, source)
    yield from _with_concern(scenario, text, source)


def _fitting(rows: list[Row], text: str) -> list[Row]:
    """Rows that the story does not touch already."""
    lower = text.lower()
    return [row for row in rows if not any(word.lower() in lower for word in row["unless"].split(";") if word)]


def _with_order(scenario: Scenario, text: str, source: Random) -> Iterator[str]:
    """A blood draw. Injured workers and hospice patients get no other story, and a draw is billed once."""
    low = scenario.suits.age[0]
    rows = [row for row in read_csv(find("data/siblings/orders.csv")) if int(row["min_age"]) <= low]
    fits = _fitting(rows, text)
    template = find(ORDER).read_text(encoding="utf-8")
    drawn = re.findall(r'^code = "(\w+)"', template, re.MULTILINE)
    if (
        any(code in text for code in drawn)
        or "hospice" in text.lower()
        or any(past.kind == "work injury" for past in scenario.history)
    ):
        return
    source.shuffle(fits)
    for one, other in zip(fits[::2], fits[1::2], strict=False):
        if one["dx"] != other["dx"] and one["test"] != other["test"]:
            yield text.rstrip() + "\n\n" + _filled(template, one, other, *source.choice(DRAWN))


def _filled(template: str, one: Row, other: Row, how: str, proof: str) -> str:
    """The blood draw's text with two orders, how the blood was drawn, and which words of it prove the draw."""
    for number, row in enumerate((one, other), 1):
        for name in ("test", "reason", "dx"):
            template = template.replace(f"{name.upper()}_{number}", row[name])
    return template.replace("HOW_DRAWN", how).replace("PROOF", proof)


def _with_concern(scenario: Scenario, text: str, source: Random) -> Iterator[str]:
    """A minor second concern beside every visit whose level follows from its problems."""
    low, high = scenario.suits.age
    rows = read_csv(find("data/siblings/concerns.csv"))
    fits = _fitting([row for row in rows if int(row["min_age"]) <= low and high <= int(row["max_age"])], text)
    source.shuffle(fits)
    if any(past.kind == "work injury" for past in scenario.history) or "hospice" in text.lower():
        return
    for one, other in zip(fits, fits[1:], strict=False):
        if one["dx"] != other["dx"] and (made := _beside_visits(text, one, other)):
            yield made


def _beside_visits(text: str, one: Row, other: Row) -> str:
    """The concern at each office visit of the file; empty where there is none to put it beside."""
    pieces, whens = parts(text), []
    for place, part in enumerate(pieces):
        if kind_of(part) == "service" and re.search(r'^em = "office"', part, re.MULTILINE):
            changed = _counted(part)
            if changed != part:
                when = re.search(r"^when = (.*)$", part, re.MULTILINE)
                pieces[place] = changed
                whens.append(when[1] if when else "")
    note = next((place for place, part in enumerate(pieces) if 'kind = "office note"' in part), -1)
    if not whens or note < 0 or note + 1 >= len(pieces):
        return ""
    kept = list(dict.fromkeys(whens))
    lines = ", ".join(f'{{ when = {when}, text = "{CONCERN_LINE}" }}' if when else f'"{CONCERN_LINE}"' for when in kept)
    pieces[note + 1] = pieces[note + 1].rstrip() + f'\n"second concern" = [{lines}]\n\n'
    found = "".join(CONCERN_DX.format(when=f"when = {when}\n" if when else "") for when in kept)
    return "".join(pieces).rstrip() + "\n" + CONCERN.format(one, other) + found


def _counted(part: str) -> str:
    """An office visit that counts the second concern: among its problems, its risks and what it points to."""
    found = re.search(r"^for = \[([^\]]*)\]", part, re.MULTILINE)
    if "problems = [" not in part or "risk = [" not in part or not found or found[1].count(",") > 2:
        return part
    part = part.replace("problems = [", "problems = [" + PROBLEM, 1).replace("risk = [", "risk = [" + RISK, 1)
    return re.sub(r"^for = \[([^\]]*)\]", r'for = [\1, "second_concern"]', part, count=1, flags=re.MULTILINE)
