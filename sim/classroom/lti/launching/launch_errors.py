"""Why a launch does not open: one line for the person, the details for the audit trail."""

from collections.abc import Mapping

from sim.ground.errors import CleanClaimError


class NotLaunched(CleanClaimError):
    """A launch that opens nothing. details: what the audit trail keeps; platform: who sent it, where that is known;
    again: the fields of a log-in that may be tried again in a window of its own, where cookies were all that was
    missing.
    """

    def __init__(
        self,
        what: str,
        todo: str = "open the link in your course again",
        details: str = "",
        platform: str = "",
        again: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(what, todo=todo)
        self.details, self.platform, self.again = details or what, platform, again
