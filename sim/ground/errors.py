"""Errors that talk: what happened, where, what was expected, what to do now. One line, and no traceback for the
user.
"""


def printable(words: str) -> str:
    """A text without signs that would move a terminal's cursor, change its colors or break a line.

    >>> printable("A\x1b[31mB")
    'A\ufffd[31mB'
    """
    return words if words.isprintable() else "".join(sign if sign.isprintable() else "\ufffd" for sign in words)


class CleanClaimError(Exception):
    """Something a user can fix. Printed as one line by every door.

    >>> print(CleanClaimError("unknown payer 'acme'", where="claim 12", expected="a file in data/payers",
    ...     todo="check the spelling"))
    unknown payer 'acme' (claim 12); expected a file in data/payers; to do: check the spelling
    """

    def __init__(self, what: str, where: str = "", expected: str = "", todo: str = ""):
        self.what, self.where, self.expected, self.todo = (
            printable(" ".join(str(part).split())) for part in (what, where, expected, todo)
        )
        super().__init__(self.line())

    def line(self) -> str:
        """The four parts as one line, the empty ones left out."""
        where = f" ({self.where})" if self.where else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        todo = f"; to do: {self.todo}" if self.todo else ""
        return f"{self.what}{where}{expected}{todo}"

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in a traceback's place."""
        return [self.line()]
