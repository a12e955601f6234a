"""Printed numbers of people, visibly synthetic and never issued: member ids by form, telephone numbers, authorization
numbers.

    medicare      an MBI in form, but with S in position 2, a letter that real ones never have (right form, synthetic)
    commercial    SYN, ten digits of the policy, two digits of the member
    medicaid      MS and ten digits
    advantage     HS and nine digits (a Medicare Advantage plan's own number, not the MBI)
    supplement    LS and nine digits (a Medigap policy)
    work claim    WCS and nine digits (the claim number that an employer's insurer gives to an injury)

Whole columns are written at once as characters; the numbers are scrambled one to one, so that neighbors do not look
alike.
"""

import numpy as np


LETTERS, MIXED = "ACDEFGHJKMNPQRTUVWXY", "0123456789ACDEFGHJKMNPQRTUVWXY"
DIGITS = "0123456789"
MBI = ("123456789", "S", MIXED, DIGITS, LETTERS, MIXED, DIGITS, LETTERS, LETTERS, DIGITS, DIGITS)
FORMS = {
    "medicare": (MBI, 11_111_117),
    "commercial": (("S", "Y", "N", *[DIGITS] * 10), 7_919_933),
    "medicaid": (("M", "S", *[DIGITS] * 10), 6_700_417),
    "advantage": (("H", "S", *[DIGITS] * 9), 7_368_787),
    "supplement": (("L", "S", *[DIGITS] * 9), 7_772_777),
    "work claim": (("W", "C", "S", *[DIGITS] * 9), 6_543_211),
}


def member_ids(form: str, patient_key, subscriber_key) -> np.ndarray:
    """Member ids as texts (object array), one per row. A family policy shares the subscriber's number and adds two
    digits for the member.

    >>> member_ids("medicare", np.array([16, 17]), np.array([16, 16])).tolist()
    ['4SU7WN1PU85', '4SU7XJ9JJ02']
    >>> member_ids("commercial", np.array([16, 17]), np.array([16, 16])).tolist()
    ['SYN441243321201', 'SYN441243321202']
    """
    holder = np.asarray(subscriber_key if form == "commercial" else patient_key, np.int64)
    positions, factor = FORMS[form]
    size = np.prod([len(letters) for letters in positions], dtype=np.int64)
    out = _spell(((holder % size) * factor + size // 7 * 3) % size, positions)
    if form == "commercial":
        out = np.char.add(out, _spell(1 + np.asarray(patient_key) % 16, (DIGITS, DIGITS)))
    return out.astype(object)


def _spell(numbers: np.ndarray, positions) -> np.ndarray:
    """Whole numbers as texts, each position with its own alphabet, the last one turning fastest."""
    characters = np.empty((len(numbers), len(positions)), np.uint8)
    for place in range(len(positions) - 1, -1, -1):
        alphabet = np.frombuffer(positions[place].encode(), np.uint8)
        numbers, at = np.divmod(numbers, len(alphabet))
        characters[:, place] = alphabet[at]
    return characters.view(f"S{len(positions)}").ravel().astype(f"U{len(positions)}")


def authorization_numbers(encounter_key) -> np.ndarray:
    """Prior authorization numbers as texts: PAS and ten digits.

    >>> authorization_numbers(np.array([1152])).tolist()
    ['PAS4147201152']
    """
    numbers = np.asarray(encounter_key, np.int64) % 10**10 * 3_600_001 % 10**10
    return _spell(numbers, ("P", "A", "S", *[DIGITS] * 10)).astype(object)


def referral_numbers(encounter_key) -> np.ndarray:
    """Referral numbers as texts: RFS and the ten digits of an authorization number.

    >>> referral_numbers(np.array([1152])).tolist()
    ['RFS4147201152']
    """
    return np.array(["RFS" + text[3:] for text in authorization_numbers(encounter_key).tolist()], object)
