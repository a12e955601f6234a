"""A file whose signs change with every interchange is read to its end, and no part of it is divided many times."""

import pytest

from sim.edi.reader.segments import PIECE, Stream

ISA = "ISA*00*          *00*          *ZZ*CLEANCLAIM     *ZZ*ACMEPPO        *260919*1200*^*00501*{:09d}*0*T*:~"
SIGNS = (("*", ":", "~"), ("|", ">", "!"))


def interchange(number: int) -> str:
    text = ISA.format(number) + f"GS*HC*A*B*20260919*1200*{number}*X*005010X222A1~GE*0*{number}~IEA*1*{number:09d}~"
    return text.translate(str.maketrans("*:~", "".join(SIGNS[number % 2])))


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_the_last_interchange_has_signs_of_its_own_however_short_it_is(count):
    stream = Stream("".join(map(interchange, range(1, count + 1))))
    assert len(list(stream)) == 4 * count and not stream.findings


def test_a_header_cut_short_at_the_end_is_said_once():
    stream = Stream(interchange(1) + "ISA*00*   ")
    assert len(list(stream)) == 5 and "no-terminator" in [one.finding for one in stream.findings]


class Counted(Stream):
    """A stream that counts how many characters it divides."""

    divided = 0

    def _parted(self, text, end, whole):
        self.divided += len(text)
        return super()._parted(text, end, whole)


def test_signs_that_change_with_every_interchange_cost_a_bounded_second_look():
    text = "".join(map(interchange, range(1, 401)))
    stream = Counted(text)
    assert len(text) > 8 * PIECE and [elements[0] for elements in stream] == ["ISA", "GS", "GE", "IEA"] * 400
    assert not stream.findings and stream.divided < 400 * 2 * PIECE < len(text) ** 2 / 400
