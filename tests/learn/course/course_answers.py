"""Answers as a history holds them, made up: for tests of what is worked out of them."""

from datetime import UTC, datetime, timedelta

from sim.learn.course.record.answers import Answer, History

NINE = datetime(2026, 10, 5, 9, tzinfo=UTC)


def answer(exercise="knee", variant=1, score=1.0, day=0, **more):
    """A first try made alone, unless told otherwise."""
    at = (NINE + timedelta(days=day, minutes=variant)).isoformat(timespec="microseconds")
    known = {
        "case": (exercise, variant, ""),
        "desk": "coder",
        "at": at,
        "attempt_id": f"{exercise} {variant}",
        "scenario": exercise,
        "level": 1,
        "is_first": True,
        "is_alone": True,
        "seconds": 300,
        "score": score,
        "right": 1,
        "items": 1,
        "paid_first_time": None,
        "owed_not_paid_amount": 0,
        "paid_not_supported_amount": 0,
        "marks": (),
        "skills": {"laterality": score},
    }
    return Answer(**{**known, **more})


def past(*answers, **more):
    """A history of these answers."""
    cases = frozenset(one.case for one in answers)
    variants = {}
    for name, variant, _ in sorted(cases):
        variants[name] = variant
    return History(number=1, answers=answers, variants=variants, over=cases, tried=cases, **more)
