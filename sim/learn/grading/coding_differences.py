"""What differs between the codes that were sent and the codes that the record supports, each difference once.

One item is a diagnosis or a service. A right code with a wrong modifier, number of units or pointer is an item that
earns a part of its point. Items that may be there are free either way; of accepted alternatives ("one of") one is
enough; an item that must never be there is wrong if sent.
"""

from sim.clinic.visits.service_lines import Service
from sim.clinic.visits.truth import Dx, Truth
from sim.learn.exercises.coded_answer import Answer
from sim.learn.grading.diagnosis_differences import compare_diagnoses
from sim.learn.grading.difference import Compared, Exchanges
from sim.learn.grading.service_differences import compare_services

NO_EXCHANGES = Exchanges()


def compare(answer: Answer, truth: Truth, exchanges: Exchanges = NO_EXCHANGES) -> Compared:
    """A coder's answer against the truth. `exchanges`: codes that the scenario's traps exchange."""
    never_dx = tuple(item for item in truth.never if isinstance(item, Dx))
    never_services = tuple(item for item in truth.never if isinstance(item, Service))
    diagnoses = compare_diagnoses(answer.diagnoses, truth.diagnoses + never_dx, exchanges.diagnoses)
    services = compare_services(
        answer.services, truth.services + never_services, diagnoses.pointer_map, exchanges.services
    )
    return diagnoses.plus(services)
