"""Gradebooks as five exports write them, of our own making, with synthetic people: what the LMS exported and what has
to come out. They are bytes here, so that no tool changes their line ends or encodings.
"""

from sim.classroom.gradebook.filling import Score
from sim.classroom.gradebook.into_file import Marked
from sim.classroom.gradebook.students import Person

PEOPLE = [
    Person("L-ana", "Ana Díaz", "ana@school.example", "00417", "adiaz"),
    Person("L-ben", "Ben O'Hara", "ben@school.example", "00418", "bohara"),
    Person("L-cho", "Cho Lee", "cho@school.example", "00419", "clee"),
    Person("L-dee", "Dee Roe", "dee@school.example", "00420", "droe"),
    Person("L-eva", "Eva Moss", "eva@school.example", "00421", "emoss"),
]
SCORES = {
    "L-ana": Score("L-ana", 8.5, 10),
    "L-ben": Score("L-ben", 2 / 3 * 10, 10, "late, 10% off"),
    "L-cho": Score("L-cho", None, 10, "not handed in"),
    "L-dee": Score("L-dee", 10.0, 10),
    "L-eva": Score("L-eva", 7.0, 10),
}
MARKED = Marked("week2", "Knee visit", SCORES)

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,Knee visit (84512),Other (84513),"
    "Current Score,Final Score\r\n"
    ",,,,,,Manual Posting,,,\r\n"
    "    Points Possible,,,,,,10.00,5.00,(read only),(read only)\r\n"
    '"Díaz, Ana",5101,00417,adiaz,"HIT 101, 01",=1+1,,5.00,80.00,80.00\r\n'
    '"O\'Hara, Ben",5102,00418,bohara,"HIT 101, 01",,"6.5",5.00,80.00,80.00\r\n'
    '"Lee, Cho",5103,00419,clee,"HIT 101, 01",,,5.00,80.00,80.00\r\n'
    '"Roe, Dee",5104,,droe@school.example,"HIT 101, 01","said ""hi""",EX,5.00,80.00,80.00\r\n'
    '"Vance, Sol",5109,00999,svance,"HIT 101, 01",,,5.00,80.00,80.00\r\n'
    '"Student, Test",5199,,a8f2,"HIT 101, 01",,,,,\r\n'
)
CANVAS_OUT = CANVAS.replace("=1+1,,5.00", "=1+1,8.5,5.00").replace('"6.5"', '"6.67"')

MOODLE = (
    '"First name",Surname,"ID number",Institution,Department,"Email address","Assignment: Knee visit (Real)",'
    '"Assignment: Knee visit (Percentage)","Feedback: Knee visit","Course total (Real)",'
    '"Last downloaded from this course"\n'
    "Ana,Díaz,00417,,,ana@school.example,-,-,,-,1796000000\n"
    'Ben,O\'Hara,,,,ben@school.example,5.00,"50.00 %","not yet, see me",5.00,1796000000\n'
    "Cho,Lee,00419,,,cho@school.example,-,-,,-,1796000000\n"
    "Dee,Roe,,,,private@mail.example,-,-,,-,1796000000"
)
MOODLE_OUT = (
    MOODLE.replace("ana@school.example,-", "ana@school.example,8.5")
    .replace("ben@school.example,5.00", "ben@school.example,6.67")
    .replace("private@mail.example,-", "private@mail.example,10")
)

BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Weighted Total [Total Pts: up to 100 Percentage] |403338"\t"Knee visit [Total Pts: 100 Score] |403340"\r\n'
    '"Díaz"\t"Ana"\t"adiaz"\t"417"\t"2026-11-20 10:00:00"\t"Yes"\t""\t""\r\n'
    '"O\'Hara"\t"Ben"\t"bohara"\t""\t""\t"Yes"\t""\t"65"\r\n'
    '"Lee"\t"Cho"\t"clee"\t""\t""\t"Yes"\t""\t""\r\n'
    '"Roe"\t"Dee"\t"droe"\t""\t""\t"No"\t""\t"In Progress"\r\n'
)
BLACKBOARD_OUT = (
    BLACKBOARD.replace('10:00:00"\t"Yes"\t""\t""', '10:00:00"\t"Yes"\t""\t"85"')
    .replace('"65"', '"66.67"')
    .replace('"In Progress"', '"100"')
)

BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Email,"
    "Knee visit Points Grade <Numeric MaxPoints:10 Weight:5 Category:Labs CategoryWeight:40>,"
    "Calculated Final Grade Numerator,End-of-Line Indicator\r\n"
    "#00417,#adiaz,Díaz,Ana,ana@school.example,,,#\r\n"
    "#00418,#bohara,O'Hara,Ben,ben@school.example,,,#\r\n"
    "#00419,#clee,Lee,Cho,cho@school.example,,,#\r\n"
    "#77001,#droe,Roe,Dee,dee@school.example,9,,#\r\n"
)
BRIGHTSPACE_OUT = (
    BRIGHTSPACE.replace("ana@school.example,,", "ana@school.example,8.5,")
    .replace("ben@school.example,,", "ben@school.example,6.67,")
    .replace("dee@school.example,9,", "dee@school.example,10,")
)

GOLDEN = {  # name -> what the LMS exported, what comes out
    "Canvas": (CANVAS.encode(), CANVAS_OUT.encode()),
    "Canvas with semicolons": tuple(
        text.replace('"HIT 101, 01"', "HIT 101").replace(",", ";").replace("; ", ", ").encode()
        for text in (CANVAS, CANVAS_OUT)
    ),
    "Moodle": (MOODLE.encode(), MOODLE_OUT.encode()),
    "Moodle saved in Excel": (MOODLE.encode("cp1252"), MOODLE_OUT.encode("cp1252")),
    "Blackboard": tuple(b"\xff\xfe" + text.encode("utf-16-le") for text in (BLACKBOARD, BLACKBOARD_OUT)),
    "Blackboard with commas": tuple(text.replace("\t", ",").encode() for text in (BLACKBOARD, BLACKBOARD_OUT)),
    "Brightspace": (BRIGHTSPACE.encode(), BRIGHTSPACE_OUT.encode()),
}
