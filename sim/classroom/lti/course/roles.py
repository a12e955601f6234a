"""Who somebody is in the course, from the roles that the LMS sends.

Roles in the course decide and no others: Canvas, for one, sends a school's administrator role along into a course where
she is a learner. A sub-role such as Instructor#TeachingAssistant opens nothing by itself: an LMS that wants a teaching
assistant to see the class sends Instructor too, as Canvas does.

Source: LTI 1.3 core, A.2 (role vocabularies), https://www.imsglobal.org/spec/lti/v1p3
"""

from collections.abc import Iterable

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
INSTRUCTOR, LEARNER = "instructor", "learner"
OPENS = {"Instructor": INSTRUCTOR, "Learner": LEARNER}  # first one counts


def role_of(roles: Iterable[object]) -> str:
    """`instructor`, `learner`, or "" for somebody whose role in the course opens nothing.

    >>> role_of([MEMBERSHIP + "Learner", "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"])
    'learner'
    >>> role_of(["Instructor"]), role_of([MEMBERSHIP + "Mentor"]), role_of([])
    ('instructor', '', '')
    """
    here = {name.removeprefix(MEMBERSHIP) for name in roles if isinstance(name, str)}
    return next((opened for name, opened in OPENS.items() if name in here), "")


def named(roles: Iterable[object]) -> str:
    """The roles in the course in words, for a person who may not enter.

    >>> named([MEMBERSHIP + "Mentor", MEMBERSHIP + "ContentDeveloper"]), named([])
    ('Mentor, ContentDeveloper', 'none')
    """
    here = [str(name).rpartition("#")[2][:40] for name in roles if "/membership" in str(name) or "/" not in str(name)]
    return ", ".join(here[:5]) or "none"
