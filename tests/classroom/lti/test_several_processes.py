"""With PostgreSQL, where nothing waits its turn by itself: what is made once is made once, what is sent once is sent
once, whoever is at it at the same time.
"""

from concurrent.futures import ThreadPoolExecutor

from sim.classroom.lti.connection import tool_keys
from sim.classroom.lti.course.courses import course_code, link_course
from sim.classroom.lti.launching.launch_errors import NotLaunched
from sim.classroom.lti.gradebook.line_items import line_item_of
from sim.classroom.lti.connection.outgoing import NotAsked
from sim.classroom.lti.course.people import Person, member_of
from sim.classroom.lti.gradebook.scores import Score, queue_scores, send_scores
from sim.classroom.records.classes import new_class
from sim.classroom.records.roster import members

CLASS = "fall"
MANY = 6


def at_once(work):
    """What each of several threads got; an error that is meant for people as its words."""

    def one(_):
        try:
            return work()
        except (NotLaunched, NotAsked) as reason:
            return str(reason)

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(one, range(MANY)))


def test_what_several_processes_do_at_once_happens_once(world_of_many, monkeypatch):
    world = world_of_many
    records = world.records
    new_class(records, CLASS)
    monkeypatch.undo()
    assert len({key.public for key in at_once(lambda: tool_keys.tool_key(records))}) == 1
    away = world.away("teacher")
    form = world.lms.launch(away.address, "teacher", "Instructor")
    opened = at_once(lambda: world.opened(away, form))
    assert sum(not isinstance(each, str) for each in opened) == 1
    launch = next(each for each in opened if not isinstance(each, str))
    code = course_code(records, CLASS, "x", world.now)
    linked = at_once(lambda: link_course(records, launch, code, world.now))
    course = next(each for each in linked if not isinstance(each, str))
    assert sum(not isinstance(each, str) for each in linked) == 1
    people = at_once(lambda: member_of(records, course, Person("user-1", "learner", "Ana Synth")))
    assert len({one.learner for one in people}) == 1 == len(members(records, CLASS, everybody=True))
    columns = at_once(lambda: line_item_of(records, course, "week-3", "Week 3", 20, world.now))
    assert len(world.lms.items) == 1, columns
    queue_scores(records, CLASS, "week-3", [Score(people[0].learner, 10, 20)], world.now)
    at_once(lambda: send_scores(records, CLASS, {}, world.now))
    assert len(world.lms.scores) == 1
