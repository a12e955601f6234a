"""Signs that a terminal would obey (colors, cursor, title) stand in no answer and on no screen, wherever in a file they
are.
"""

import pytest

from sim.billing.wire.clearinghouse import answer_file
from sim.edi import explain, sample
from sim.ui.terminal.wire_files import print_json, show, tell_file

ESCAPE, TITLE, DELETE, TAB = "\x1b[31m", "\x9d0;x\x9c", "\x7f", "\x07"
PLACES = (
    "V1024-0",
    "Chandler-Synth",
    "Prairie Clinic",
    "0000000010001",
    "005010X222A1",
    "E119",
    "99214",
    "000000001",
    "ST*837",
)


def obeyed(text: str) -> list[str]:
    """The signs in it that a terminal obeys."""
    return sorted({sign for sign in text if not sign.isprintable() and sign not in "\r\n"})


@pytest.mark.parametrize("sign", [ESCAPE, TITLE, DELETE, TAB])
@pytest.mark.parametrize("place", PLACES)
def test_no_answer_and_no_screen_carries_it(place, sign, tmp_path, capsys):
    path = tmp_path / "claims.x12"
    text = sample("claim")
    assert place in text
    path.write_bytes(text.replace(place, place[:2] + sign + place[2:]).encode())
    answers = answer_file(path, "acme_ppo", enroll=True)
    assert answers.files and not obeyed("".join(answers.files.values()))
    show(str(path)), tell_file(str(path)), print_json(str(path))
    said = capsys.readouterr()
    assert len(said.out) > 300 and not obeyed(said.out + said.err)
    assert not obeyed(explain(path).text(80)) and not obeyed(explain(path)._repr_html_())
