"""The desks' JavaScript is one module put together from parts: a name declared twice would stop every desk."""

import re
from collections import Counter

from sim.ui.desks import front

DECLARED = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


def twice(script: str) -> list[str]:
    """Names that stand twice at the head of a line."""
    return [name for name, count in Counter(DECLARED.findall(script)).items() if count > 1]


def test_every_name_is_declared_once():
    assert len(DECLARED.findall(front.script())) > 100 and twice(front.script()) == []


def test_a_second_one_is_found():
    assert twice(front.script() + "\nconst drawPath = 1;\n") == ["drawPath"]
