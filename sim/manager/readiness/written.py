"""The readiness of several people as words and as a CSV file: a row for each person and competence."""

import csv
import io
from collections.abc import Iterable, Iterator

from sim.ground.dates import us_date
from sim.ground.money import dollars
from sim.ground.spreadsheet_texts import guarded
from sim.learn.course.choice.rechecks import COMING, DONE, DUE, Recheck
from sim.manager.readiness.coaching import DRILL, EXERCISE, UNIT, Action
from sim.manager.readiness.evidence import Case
from sim.manager.readiness.person import Baseline, Mistake, Person, Rated
from sim.manager.readiness.rating import DEVELOPING, NOT_READY, NOT_SHOWN, READY

MARKS = {NOT_SHOWN: "–", NOT_READY: "✗", DEVELOPING: "◐", READY: "✓"}  # each beside its word, never alone
LEADS = {UNIT: "Unit", DRILL: "Drill", EXERCISE: "Fresh case"}
HEAD = (
    "Name",
    "On",
    "Track",
    "Competence",
    "Name of the competence",
    "Asked by the track",
    "Rating",
    "Why",
    "Bar (percent)",
    "Accuracy of the last fresh cases (percent)",
    "Fresh cases",
    "Last fresh cases",
    "Claims",
    "Paid at the first submission",
    "Owed and not paid",
    "Paid and not supported",
    "Named errors",
    "Next",
    "Baseline",
    "Re-checks",
)


def as_csv(people: Iterable[Person]) -> bytes:
    """The file (UTF-8 with a byte order mark). Texts are guarded: no spreadsheet runs them."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(HEAD)
    for person in people:
        for one in person.competences:
            write([cell if isinstance(cell, int | float) else guarded(cell) for cell in _row(person, one)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(person: Person, one: Rated) -> Iterator[str | int | float]:
    yield from (person.name, person.on.isoformat(), person.track, one.competence, one.name)
    yield from ("yes" if one.is_asked else "no", one.rating, one.why, person.bar)
    yield from ("" if one.accuracy is None else one.accuracy, one.fresh, "; ".join(map(case_words, one.cases)))
    yield from (one.claims, one.paid_at_once)
    yield from (dollars(one.owed_not_paid_amount), dollars(one.paid_not_supported_amount))
    yield from ("; ".join(map(mistake_words, one.mistakes)), "; ".join(map(action_words, one.actions)))
    yield baseline_words(person.baseline)
    yield "; ".join(recheck_words(each) for each in (person.baseline.again if person.baseline else ()))


def rating_words(rating: str) -> str:
    """A rating with its mark.

    >>> rating_words(READY), rating_words(NOT_SHOWN)
    ('✓ Ready', '– Not shown yet')
    """
    return f"{MARKS[rating]} {rating.capitalize()}"


def case_words(one: Case) -> str:
    """A fresh case: day, exercise, variant, share.

    >>> from datetime import date
    >>> case_words(Case(date(2026, 10, 5), "coder_04_knee", "Knee", 2, 87.5, False))
    'Oct 5, 2026 Knee, variant 2: 87.5 %'
    """
    return f"{us_date(one.on)} {one.title}, variant {one.variant}: {one.percent:g} %" + ", with help" * one.helped


def mistake_words(one: Mistake) -> str:
    """A named error with how often, when last, and whether it was corrected."""
    times = f"{one.times} case{'s' * (one.times != 1)}"
    return f"{one.words.rstrip('.')} ({times}, last on {us_date(one.last)}{', corrected' * one.is_corrected})"


def action_words(one: Action) -> str:
    """What to do next.

    >>> action_words(Action(UNIT, "08_payments", "Posting remittances"))
    'Unit: Posting remittances'
    """
    return f"{LEADS[one.kind]}: {one.title}" + f", variant {one.variant}" * (one.kind == EXERCISE)


def baseline_words(one: Baseline | None) -> str:
    """How the baseline stands.

    >>> baseline_words(None)
    'not begun'
    """
    if one is None:
        return "not begun"
    if not one.is_over:
        return f"begun on {us_date(one.on)}: {one.answered} of {one.of} cases answered"
    return f"{us_date(one.on)}: {one.share * 100:.0f} % of {one.of} cases"


def recheck_words(one: Recheck) -> str:
    """A re-check with its day and how it stands."""
    if one.state == DONE and one.on is not None:
        return f"Day {one.days}: {(one.share or 0) * 100:.0f} % on {us_date(one.on)}"
    states = {COMING: f"due {us_date(one.due)}", DUE: f"due since {us_date(one.due)}"}
    return f"Day {one.days}: {states.get(one.state, f'missed (was due {us_date(one.due)})')}"


def figure_pairs(person: Person) -> list[tuple[str, str]]:
    """The figures of a whole person with their names."""
    accuracy = "no fresh case yet"
    if person.accuracy is not None:
        accuracy = f"{person.right} of {person.items} codes and fields ({person.accuracy:g} %)"
    claims = f"{person.paid_at_once} of {person.claims}" if person.claims else "none sent yet"
    pairs = [
        ("Track", person.track),
        ("Held to", f"{person.bar} %"),
        ("Baseline", baseline_words(person.baseline)),
        *(("Re-check", recheck_words(one)) for one in (person.baseline.again if person.baseline else ())),
        ("Right in the latest fresh cases", accuracy),
        ("Claims paid at the first submission", claims),
        ("Owed and not paid, first tries", dollars(person.owed_not_paid_amount)),
        ("Paid and not supported, first tries", dollars(person.paid_not_supported_amount)),
        ("Time worked", f"{person.seconds // 3600} h {person.seconds % 3600 // 60} min"),
    ]
    return [*pairs, ("Pace (not graded)", pace_words(person))]


def pace_words(person: Person) -> str:
    """The pace beside the working median."""
    if person.pace is None:
        return "too few office visits to tell"
    return f"{person.pace.visits_an_hour:g} office visits an hour; the working median is {person.pace.working}"


def text_lines(person: Person) -> Iterator[str]:
    """The whole sheet as lines of text."""
    yield f"{person.name}, {us_date(person.on)}"
    yield ", ".join(f"{count} {word}" for word, count in person.counts.items() if count)
    yield from (f"  {name}: {words}" for name, words in figure_pairs(person))
    for one in person.asked:
        yield f"{one.competence} {one.name}: {rating_words(one.rating)}. {one.why}"
        yield from (f"    {case_words(each)}" for each in one.cases)
        yield from (f"    Error: {mistake_words(each)}" for each in one.mistakes)
        yield from (f"    Next: {action_words(each)}" for each in one.actions)
