"""The course on the first page: the track with its units, what is mastered, what is due, what mistakes have cost this
week, and what is known for certification exams.
"""

from datetime import timedelta

from sim.ground.dates import us_date

from sim.learn.course.choice.fresh_items import minutes as time_of
from sim.learn.course.choice.way import Way
from sim.learn.course.plan.blueprint import NOTE, Readiness, readiness
from sim.learn.course.plan.unit import Unit
from sim.learn.course.record.mastery import LEVELS, MASTERED, PROFICIENT, strips
from sim.learn.course.record.mistake_journal import cost_since, journal
from sim.learn.course.record.pace import pace
from sim.learn.exercises.competences import competences
from sim.ui.desks.common import View, minutes
from sim.ui.desks.start.next_step import shown
from sim.ui.desks.words import count, money

WEEK = timedelta(days=7)


def track(way: Way) -> View:
    """Where somebody is in the track."""
    done = sum(one.name in way.passed for one in way.units)
    here = way.units.index(way.unit) + 1 if way.unit is not None else len(way.units)
    hours = f"{way.past.seconds() // 3600} h {way.past.seconds() % 3600 // 60} min worked of about {way.track.hours} h"
    place = f"Unit {here} of {len(way.units)}: {way.unit.title}" if way.unit is not None else "Every unit is passed"
    return {
        "title": f"Your track: {way.track.title}",
        "words": way.track.words,
        "place": f"{place}. {count(done, 'unit')} passed, {hours}.",
        "done": done,
        "of": len(way.units),
        "tracks": [
            {"name": one.name, "title": one.title, "is_here": one.name == way.track.name}
            for one in way.shelf.tracks.values()
        ],
        "stages": [
            {
                "title": stage.title,
                "units": [unit(way, way.shelf.units[name]) for name in stage.units if name in way.shelf.units],
            }
            for stage in way.track.stages
        ],
    }


def unit(way: Way, one: Unit) -> View:
    """A unit: how it stands, what one can do after it, and its steps where it is the one at hand."""
    is_here = way.unit is not None and one.name == way.unit.name
    last = next((each for each in reversed(way.checks) if each.unit.name == one.name and each.is_over), None)
    passed = one.name in way.passed
    return {
        "name": one.name,
        "title": one.title,
        "state": "passed" if passed else "here" if is_here else "open",
        "says": ("done" if one.baseline else "passed") if passed else "you are here" if is_here else "",
        "minutes": minutes(one.minutes),
        "check": _last_check(one, last.share) if last else "",
        "can": list(one.can.values()),
        "steps": [shown(step, way) for step in way.steps(one)] if is_here else [],
        "lesson": bool(one.lesson),
    }


def _last_check(one: Unit, share: float) -> str:
    return (
        f"Last time: {share * 100:.0f} %."
        if one.baseline
        else (f"Last check: {share * 100:.0f} %. {one.gate.passes * 100:.0f} % passes.")
    )


def due(way: Way) -> View:
    """What is due today."""
    found, time = way.review, minutes(time_of(way.review.items, way.shelf.exercises))
    names = [skill.replace("-", " ") for skill in found.skills]
    words = f"{count(len(found.items), 'case')}, about {time}." if found.items else "No review is due today."
    return {"heading": "Reviews due today", "words": words, "skills": names, "items": len(found.items)}


def mastered(way: Way) -> View:
    """A strip for each competence of the track."""
    names = competences()
    rows = []
    for name, levels in strips(way.skills, way.trained).items():
        known = levels[PROFICIENT] + levels[MASTERED]
        told = [f"{number} {word}" for number, word in zip(levels, LEVELS, strict=True) if number]
        rows.append(
            {
                "id": name,
                "name": names[name].name,
                "says": f"{known} of {count(sum(levels), 'skill')}",
                "levels": list(levels),
                "about": ", ".join(told),
            }
        )
    return {
        "heading": "What you can do",
        "words": "Skills that are proficient or mastered. Proficient: three fresh cases at 95 % without help. Mastered:"
        " right again in a check or review on a later day.",
        "levels": list(LEVELS),
        "rows": rows,
    }


def cost(way: Way) -> View:
    """What the mistakes of first tries have cost this week."""
    owed, unsupported = cost_since(way.past, way.now - WEEK)
    return {
        "heading": "This week's mistakes",
        "pairs": [["owed, not paid", money(owed)], ["paid, not supported", money(unsupported)]],
        "words": "First tries of the last seven days."
        if owed or unsupported
        else "No money lost in the last seven days.",
    }


def ghost(way: Way) -> str:
    """The pace beside the working median; empty while there are too few visits."""
    office = [one.name for one in way.shelf.exercises.values() if one.task == "code_visit"]
    found = pace(way.past.answers, office)
    if found is None:
        return ""
    return (
        f"Your pace: {found.visits_an_hour:g} office visits an hour. The working median is {found.working}."
        " Pace is not graded."
    )


def exams(way: Way) -> View:
    """What is known for certification exams."""
    return {"heading": "For certification exams", "words": NOTE, "rows": [_exam(one) for one in readiness(way.skills)]}


def _exam(one: Readiness) -> View:
    untaught = f" Not taught here: {', '.join(one.untaught)}." if one.untaught else ""
    return {
        "name": one.exam,
        "says": f"{one.known * 100:.0f} %",
        "part": round(one.known * 100),
        "about": f"Taught here: {one.taught * 100:.0f} % of the exam. Proficient: {one.known * 100:.0f} %.{untaught}"
        + (" The weights of its areas are not confirmed." if one.verify else ""),
    }


def mistakes(way: Way) -> View | None:
    """The journal of mistakes, the most frequent first; None while there is nothing in it."""
    found = journal(way.past)
    more = len(found) - MOST_MISTAKES
    if not found:
        return None
    from_ = f" {count(more, 'more kind')} not shown." if more > 0 else ""
    return {
        "heading": "Your mistakes so far",
        "words": "A mistake stays here after you correct it. It is listed once the case is solved or shown." + from_,
        "rows": [
            {
                "error": one.error,
                "words": one.words,
                "about": _about(one.times, one.last, one.owed_not_paid_amount, one.paid_not_supported_amount),
                "tone": "good" if one.is_corrected else "warn",
                "says": "corrected" if one.is_corrected else "not corrected yet",
            }
            for one in found[:MOST_MISTAKES]
        ],
    }


def _about(times: int, last: str, owed: int, unsupported: int) -> str:
    """How often, when last, and what it cost as two numbers."""
    amounts = ((owed, "owed and not paid"), (unsupported, "paid and not supported"))
    costs = [f"{money(amount)} {what}" for amount, what in amounts if amount]
    return "; ".join([f"{count(times, 'case')}, last on {us_date(last[:10])}", *costs]) + "."


MOST_MISTAKES = 12
