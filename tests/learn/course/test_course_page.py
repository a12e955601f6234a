"""The page on the course says what is so: the sixteen weeks are those of the tracks."""

from sim.ground.files import root
from sim.learn.course.plan.shelf import shelf


def test_the_sixteen_weeks_are_those_of_the_tracks():
    page = (root() / "docs" / "course.md").read_text(encoding="utf-8")
    books = shelf()
    columns = [books.of_track(books.tracks[name]) for name in ("coder", "biller", "both_roles")]
    for week, units in enumerate(zip(*columns, strict=True), 1):
        assert f"| {week} | {' | '.join(one.title for one in units)} |" in page
