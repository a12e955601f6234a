"""The flags of a perfect audit: for every error of the claim its place, its reason, and its correction as typed."""

from sim.clinic.visits.service_lines import Service
from sim.learn.exercises.case import Case
from sim.learn.exercises.coded_answer import visit_of
from sim.learn.grading.difference import Difference, What
from sim.learn.tasks.audit_claim.answer import Flag
from sim.learn.tasks.audit_claim.claim_as_sent import Sent
from sim.learn.tasks.audit_claim.corrections import NONE, REMOVE
from sim.learn.tasks.audit_claim.places import place_of
from sim.reference.diagnosis_letters import LETTERS

EXTRA = (What.EXTRA_DIAGNOSIS, What.REPEATED_DIAGNOSIS, What.EXTRA_SERVICE)


def flag_of(row: int, error: Difference, reason: str, sent: Sent, case: Case) -> Flag:
    """The flag of an error."""
    return Flag(row, place_of(error), reason, correction_words(error, sent, case))


def correction_words(error: Difference, sent: Sent, case: Case) -> str:
    """The correction as an auditor types it."""
    what = error.error.what
    if what in EXTRA:
        return REMOVE
    if what is What.SEQUENCE:
        return _order(sent, case)
    item = error.item
    if not isinstance(item, Service) or what in (What.OTHER_SERVICE, What.MISSING_SERVICE):
        return error.error.code
    if what is What.MODIFIERS:
        row = error.row
        item = item.with_optional_modifier(row.modifiers) if row is not None else item
        return " ".join(item.order) or NONE
    return str(item.units) if what is What.UNITS else _pointers(item, sent)


def _order(sent: Sent, case: Case) -> str:
    """Letters of the diagnoses as the record orders them; those that are only optional stay behind."""
    right = list(case.supported_visit(visit_of(sent.answer)).diagnoses)
    meant = sent.compared.pointer_map
    ranks = {
        at: right.index(meant[at]) if meant.get(at) in right else len(right)
        for at in range(1, len(sent.answer.diagnoses) + 1)
    }
    return "".join(LETTERS[at - 1] for at in sorted(ranks, key=lambda at: (ranks[at], at)))


def _pointers(item: Service, sent: Sent) -> str:
    """Letters of the diagnoses that must be pointed to, else of one that may."""
    places = {code: at for at, code in sent.compared.pointer_map.items() if code}
    must = [places[code] for code in item.must_pointers if code in places]
    may = [places[code] for code in item.may_pointers if code in places]
    return "".join(LETTERS[at - 1] for at in must or may[:1])
