"""What is due before a service that a payer is not expected to cover, so that the patient can be billed for it; and
which modifier tells Medicare.

Medicare, Part B: an Advance Beneficiary Notice (CMS-R-131) before a service that Medicare usually covers and is
expected to deny this time as not reasonable and necessary, or as too frequent. Signed: GA, the denial is the patient's.
Not signed: GZ, nobody pays. A service that the law excludes needs no notice: GY; if a voluntary one was signed, GX with
GY (Medicare Claims Processing Manual ch. 30, section 50; SSA 1879; HCPCS modifiers GA, GX, GY, GZ).

Medicare Advantage: an ABN is not valid. The plan is asked for an organization determination before the service; without
the plan's written denial a contracted provider holds the enrollee harmless. A service that the plan's evidence of
coverage clearly never covers needs none (42 CFR 422.566 and 422.568; Medicare Managed Care Manual ch. 4, section 160).

Other plans: what the provider contract asks for, as a rule the patient's written agreement to pay for this service,
signed before it (a plan's own waiver form).

Not modeled: a service for which Medicare's rule names another notice (hospital, skilled nursing, home health), the
estimate and the options on the form, Medicaid programs' own rules, a patient who declines to sign.
"""

from enum import Enum


class Notice(Enum):
    """What is due before a service."""

    NONE = "none"
    ABN = "abn"
    DETERMINATION = "determination"
    AGREEMENT = "agreement"


ABN_CITE = "Medicare Claims Processing Manual ch. 30, section 50; SSA 1879"
DETERMINATION_CITE = "42 CFR 422.566 and 422.568; Medicare Managed Care Manual ch. 4, section 160"
AGREEMENT_CITE = "the provider contract, services that are not covered (teaching estimate)"
CITES = {
    "medicare": ABN_CITE,
    "medicare advantage": DETERMINATION_CITE,
}
SIGNED, NOT_DONE, DONE = "signed", "planned", "done"  # an ABN was signed; nothing yet; done without a notice


def due(payer_kind: str, is_covered: bool, is_excluded: bool) -> tuple[Notice, ...]:
    """What is due before the service, the best answer first; others that are defensible behind it.

    >>> due("medicare", False, False), due("medicare", False, True)
    ((<Notice.ABN: 'abn'>,), (<Notice.NONE: 'none'>,))
    >>> due("medicare advantage", False, True)
    (<Notice.NONE: 'none'>, <Notice.DETERMINATION: 'determination'>)
    >>> due("commercial", False, False)[0].value, due("medicare", True, False)[0].value
    ('agreement', 'none')
    """
    if is_covered:
        return (Notice.NONE,)
    if payer_kind == "medicare":
        return (Notice.NONE,) if is_excluded else (Notice.ABN,)
    if payer_kind == "medicare advantage":
        return (Notice.NONE, Notice.DETERMINATION) if is_excluded else (Notice.DETERMINATION,)
    return (Notice.NONE, Notice.AGREEMENT) if is_excluded else (Notice.AGREEMENT,)


def modifiers(payer_kind: str, is_covered: bool, is_excluded: bool, state: str) -> tuple[tuple[str, ...], ...]:
    """Which of GA, GX, GY, GZ goes on the line, the best answer first. state: signed, planned (the notice that is due
    will be signed first), done (without a notice).

    >>> modifiers("medicare", False, False, "signed"), modifiers("medicare", False, False, "done")
    ((('GA',),), (('GZ',),))
    >>> modifiers("medicare", False, True, "signed"), modifiers("medicare advantage", False, False, "signed")
    ((('GX', 'GY'), ('GY',)), ((),))
    """
    if is_covered or payer_kind != "medicare":
        return ((),)
    if is_excluded:
        return {SIGNED: (("GX", "GY"), ("GY",)), DONE: (("GY",),)}.get(state, (("GY",), ("GX", "GY")))
    return (("GZ",),) if state == DONE else (("GA",),)


def cite_of(payer_kind: str) -> str:
    """Where the rule of a kind of payer is written.

    >>> cite_of("medicare")[:40]
    'Medicare Claims Processing Manual ch. 30'
    """
    return CITES.get(payer_kind, AGREEMENT_CITE)
