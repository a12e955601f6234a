"""Numbers that identify: NPI, Medicare number, CLIA number, and the forms of diagnosis, procedure and HCPCS codes.

Each has `validate_*` (the cleaned text, or CleanClaimError that says what is wrong) and `is_*`. In the manner of python-stdnum; refusing a good
number is worse than taking a bad one. A right form does not mean that the number was ever issued.

Sources: 45 CFR 162.406 and the CMS check-digit specification (NPI, Luhn over 80840 and the number); CMS, Understanding the MBI format.
"""
import re

from sim.ground.errors import CleanClaimError

MBI = re.compile(r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d", re.ASCII)
SYNTHETIC_MBI = re.compile(r"[1-9]S[0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d", re.ASCII)
FORMS = {
    "diagnosis": (re.compile(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?", re.ASCII), "a letter, a digit, a letter or digit, then up to 4 more after a point"),
    "procedure": (re.compile(r"\d{4}[0-9A-Z]", re.ASCII), "five digits (the last may be a letter)"),
    "hcpcs": (re.compile(r"[A-CEGHJ-MP-V]\d{4}", re.ASCII), "a letter and four digits"),
    "modifier": (re.compile(r"[0-9A-Z]{2}", re.ASCII), "two digits or capital letters"),
    "clia": (re.compile(r"\d\dD\d{7}", re.ASCII), "two digits, D, seven digits"),
}


def compact(text) -> str:
    """Without blanks and hyphens, in capitals.

    >>> compact(" 1eg4-te5-mk73 ")
    '1EG4TE5MK73'
    """
    return re.sub(r"[\s-]", "", str(text)).upper()


def npi_check_digit(first_nine: str) -> str:
    """The tenth digit of an NPI: Luhn over the prefix 80840 and nine digits.

    >>> npi_check_digit("123456789")
    '3'
    """
    digits = [int(digit) for digit in "80840" + first_nine]
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 == 0 else digit for place, digit in enumerate(reversed(digits))]
    return str(-sum(doubled) % 10)


def validate_npi(text) -> str:
    """The ten digits of an NPI. Raises CleanClaimError for a wrong length, first digit or check digit.

    >>> validate_npi("1234567893")
    '1234567893'
    >>> validate_npi("1234567890")
    Traceback (most recent call last):
    sim.ground.errors.CleanClaimError: NPI '1234567890' has a wrong check digit; expected 3 as its last digit; to do: copy the NPI again
    """
    number = compact(text)
    if not re.fullmatch(r"[12]\d{9}", number, re.ASCII):
        raise CleanClaimError(f"NPI {str(text)[:20]!r} is malformed", "", "ten digits, the first 1 or 2", "copy the NPI again")
    right = npi_check_digit(number[:9])
    if number[9] != right:
        raise CleanClaimError(f"NPI {number!r} has a wrong check digit", "", f"{right} as its last digit", "copy the NPI again")
    return number


def is_npi(text) -> bool:
    """Is it an NPI in form and check digit?

    >>> is_npi("2000000003"), is_npi("1234567893")
    (False, True)
    """
    return _holds(validate_npi, text)


def validate_mbi(text) -> str:
    """The eleven characters of a Medicare number. Raises CleanClaimError for any other form, synthetic numbers included: the rule is not relaxed.

    >>> validate_mbi("1EG4-TE5-MK73")
    '1EG4TE5MK73'
    """
    number = compact(text)
    if not MBI.fullmatch(number):
        raise CleanClaimError(f"Medicare number {str(text)[:20]!r} is {mbi_form(number)}", "", "11 characters as on the card, without S, L, O, I, B, Z",
                              "copy it from the card")
    return number


def is_mbi(text) -> bool:
    """Is it a Medicare number in form?

    >>> is_mbi("1EG4-TE5-MK73"), is_mbi("1S00A00AA00")
    (True, False)
    """
    return _holds(validate_mbi, text)


def mbi_form(text) -> str:
    """"right form", "right form, synthetic" (S in the second place: never issued, so it is nobody's) or "malformed".

    >>> mbi_form("1S00-A00-AA00"), mbi_form("1EG4TE5MK73"), mbi_form("123")
    ('right form, synthetic', 'right form', 'malformed')
    """
    number = compact(text)
    if MBI.fullmatch(number):
        return "right form"
    return "right form, synthetic" if SYNTHETIC_MBI.fullmatch(number) else "malformed"


def is_synthetic_mbi(text) -> bool:
    """A Medicare number that can belong to nobody: S in the second place, the rest in form.

    >>> is_synthetic_mbi("1S00A00AA00"), is_synthetic_mbi("1EG4TE5MK73")
    (True, False)
    """
    return mbi_form(text) == "right form, synthetic"


def validate_form(kind: str, text) -> str:
    """A code in the form of its kind: diagnosis, procedure, hcpcs, modifier or clia. Whether such a code exists is another question.

    >>> validate_form("diagnosis", "m17.11"), validate_form("hcpcs", "j3301"), validate_form("clia", "16D0000000")
    ('M17.11', 'J3301', '16D0000000')
    """
    pattern, expected = FORMS[kind]
    cleaned = str(text).strip().upper()
    if not pattern.fullmatch(cleaned):
        raise CleanClaimError(f"{str(text)[:20]!r} has not the form of a {kind} code", "", expected, "check the typing")
    return cleaned


def is_form(kind: str, text) -> bool:
    """Has the text the form of its kind?

    >>> is_form("procedure", "99213"), is_form("procedure", "9921"), is_form("modifier", "LT")
    (True, False, True)
    """
    return _holds(lambda value: validate_form(kind, value), text)


def _holds(validate, text) -> bool:
    try:
        validate(text)
    except CleanClaimError:
        return False
    return True
