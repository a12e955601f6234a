"""Keys are int64 numbers composed of household, patient, encounter and version: a parent is a shift away. Printed
numbers are rendered from them.

household_key   1, 2, 3 ...
patient_key     household_key * 16 + member (0 to 15)
encounter_key   patient_key * 64 + visit (0 to 63)
claim_key       encounter_key * 16 + version (0 the first claim, then corrected claims and duplicates)
coverage_key    patient_key * 8 + span (0 to 7: 0 and 1 the first payer's, 2 a second payer's, 4 and 5 a work injury's
                beside span 0 or 1)
"""

from typing import Any

Keys = Any  # one key, or an array of them
MEMBERS, VISITS, VERSIONS, SPANS = 4, 6, 4, 3  # bits
WORK = 4  # added to the span of the health coverage: the employer's insurer for an injury at work


def patient_key(household_key: Keys, member: Keys) -> Keys:
    """The key of a household's member number `member`, counted from 0.

    >>> patient_key(1, 2), encounter_key(18, 0), claim_key(1152, 1), household_of_claim(18433)
    (18, 1152, 18433, 1)
    """
    return (household_key << MEMBERS) + member


def encounter_key(patient: Keys, visit: Keys) -> Keys:
    """The key of a patient's visit number `visit`, counted from 0."""
    return (patient << VISITS) + visit


def claim_key(encounter: Keys, version: Keys) -> Keys:
    """The key of a claim for an encounter; version 0 is the first."""
    return (encounter << VERSIONS) + version


def coverage_key(patient: Keys, span: Keys) -> Keys:
    """The key of a patient's span of coverage."""
    return (patient << SPANS) + span


def coverage_before(coverage: Keys) -> Keys:
    """The coverage that somebody takes for the right one: the health plan's beside a work injury's, else the one that
    had ended.

    >>> coverage_before(coverage_key(18, WORK)) == coverage_key(18, 0) == coverage_before(coverage_key(18, 1))
    True
    """
    return coverage - 1 - (WORK - 1) * (coverage >> 2 & 1)


def household_of_claim(claim: Keys) -> Keys:
    """The household of a claim."""
    return claim >> (VERSIONS + VISITS + MEMBERS)


def payer_claim_number(claim_key: int) -> str:
    """The payer's own number of a claim, as printed on its remittance and asked for in box 22.

    >>> payer_claim_number(18433), claim_key_of(payer_claim_number(18433))
    ('P0000018433-3', 18433)
    """
    return f"P{int(claim_key):010d}-{int(claim_key) % 97 % 10}"


def claim_key_of(number: str) -> int:
    """The claim that a payer's number names; -1 for a text that is not such a number."""
    digits = str(number).strip().removeprefix("P").partition("-")[0]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        return -1
    return int(digits) if payer_claim_number(int(digits)) == str(number).strip() else -1
