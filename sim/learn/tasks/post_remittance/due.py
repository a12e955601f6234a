"""What is to be posted in a case, as the ledger has it: the numbered claims with their lines that are open, what
follows for each, the provider adjustments.
"""

from dataclasses import dataclass

from sim.billing.books.remittance_posting import ClaimPosting, LinePosting, ProviderPosting
from sim.ground.files import remembered_up_to
from sim.learn.exercises.case import Case
from sim.learn.exercises.remittance import Reported
from sim.learn.tasks.post_remittance.answer import ACCOUNTS, Amounts, Answer
from sim.learn.tasks.post_remittance.batch import Batch, batch


@dataclass(frozen=True, eq=False)
class Due:
    """The batch; each claim by its number on the page; each provider adjustment by its number; and the right answer."""

    batch: Batch
    claims: dict[int, ClaimPosting]
    provider: dict[int, ProviderPosting]
    right: Answer

    def reported(self, number: int) -> Reported:
        """A claim as the remittance names it."""
        return Reported(self.claims[number].claim_key, self.claims[number].is_reversal)

    def open_lines(self, claim: ClaimPosting) -> tuple[LinePosting, ...]:
        """The lines of a claim on which something is to be posted."""
        return tuple(line for line in claim.lines if amounts(line))


@remembered_up_to(96)
def due(case: Case) -> Due:
    """What is to be posted."""
    made = batch(case)
    claims = dict(enumerate(made.posting.claims, 1))
    provider = dict(enumerate(made.posting.provider, 1))
    return Due(
        made,
        claims,
        provider,
        Answer(
            {
                (number, line.line): amounts(line)
                for number, claim in claims.items()
                for line in claim.lines
                if amounts(line)
            },
            {number: claim.then for number, claim in claims.items() if claim.then},
            {number: {one.account: -one.amount} for number, one in provider.items()},
        ),
    )


def amounts(line: LinePosting) -> Amounts:
    """The accounts of a line in which something stands."""
    return {name: cents for name in ACCOUNTS if (cents := getattr(line, name))}
