"""An adjustment or a rejection in plain words: what the payer found, what the code means, who fixes it, what to do
and what never.
"""

from collections.abc import Mapping
from typing import Any

from sim.payer.rulebook.policy_words import words_of
from sim.reference.plain_words import reason, remark, status_words


def explain(
    payer_code: str, policy: str, group: str = "", carc: str = "", rarcs: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Plain words for one adjustment: title (what the policy holds), plain (what the code means), group, carc, rarcs,
    cite, owner, remedy, never, fix. Unknown parts are empty.

    >>> told = explain("acme_ppo", "timely_filing", "CO", "29")
    >>> told["title"], told["remedy"], told["never"]
    ('The claim was received after the filing limit', 'R_RECON', 'bill the patient')
    """
    words = said(payer_code, policy)
    labels = dict.fromkeys([_label(reason(carc)), *(_label(remark(code)) for code in rarcs)])
    plain = ". ".join(filter(None, labels))
    return {
        **words,
        "plain": plain or words["title"],
        "group": group,
        "carc": carc,
        "rarc": [code for code in rarcs if code],
    }


def explain_row(payer_code: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Plain words for a row of the table `adjustments`."""
    return explain(
        payer_code, row["policy"], row["group"], row["carc"], tuple(filter(None, (row["rarc_1"], row["rarc_2"])))
    )


def explain_acknowledgement(payer_code: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Plain words for a row of the table `acknowledgements`; status as A7:562."""
    code, entity = (row["status_category_code"], row["status_code"]), row["entity_code"]
    found = status_words(*code, entity)
    words = said(payer_code, row["policy"])
    return {
        **words,
        "plain": found["label"] if found else words["title"],
        "status": ":".join(code),
        "entity": entity,
    }


def said(payer_code: str, policy: str) -> dict[str, str]:
    """What a policy says of itself, for this payer: title, fix, cite, owner, remedy, never. Empty words for a policy
    that is not there.
    """
    return words_of(policy, payer_code)._asdict()


def _label(row: Mapping[str, str]) -> str:
    return row.get("label", "")
