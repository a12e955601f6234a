"""What a policy says to people about a claim of one payer: some texts differ by the kind of payer."""

from typing import NamedTuple

from sim.payer.rulebook.catalogue import policies
from sim.payer.rulebook.payers import payers


class PolicyWords(NamedTuple):
    """What the payer found, what to do about it, where it is written, who fixes it, the code of the remedy, what must
    never be done.
    """

    title: str = ""
    fix: str = ""
    cite: str = ""
    owner: str = ""
    remedy: str = ""
    never: str = ""


def words_of(policy: str, payer_code: str) -> PolicyWords:
    """A policy's words for a payer; for a payer that is not there those for any payer. Empty words for a policy that is
    not there.

    >>> words_of("timely_filing", "medicare_part_b").cite
    '42 CFR 424.44; CMS Claims Processing Manual ch. 1 70'
    >>> words_of("timely_filing", "").cite, words_of("", "").title
    ('provider contract, filing clause', '')
    """
    found = policies().get(policy)
    if not found:
        return PolicyWords()
    kind = payers()[payer_code].kind if payer_code in payers() else "*"
    return PolicyWords(found.title, found.fix, found.cite(kind), found.owner, found.remedy(kind), found.never)
