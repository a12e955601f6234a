"""A clinical scenario: one TOML file in data/scenarios/<specialty>/ that an instructor who cannot program can write.

It is read here, strictly, into frozen records. The file has these parts (every key that is not listed is an error):

    label, skills, level           what the learner sees; kebab-case words; 1 to 5
    title, weight, remarks, place_of_service     for the library's index; how common (10 is usual); notes of the author;
                                                 default by specialty
    [suits]      age = [45, 80], sex = "any" | "F" | "M", seen_before = true, plan = [...], changed_coverage = true,
                 payer = ["acme_ppo", "medicare"] (payers or kinds of payer),
                 relationship = ["self", "spouse", "child"], dates = [2026-04-01, 2026-05-31]
    [coverage]   payer, plan, changed, relationship: the same, where the story is about the coverage
    [provider]   credential = ["NP", "PA"]
    [draw]       name = { any = [20, 40, 60] } or { from = 20, to = 29, step = 1 }: whole numbers, both ends included
    [vary.NAME]  option = { field = "text", ... }
    [[document]] kind, author, when, title, days (from the visit, -7 is a week before), signed = false;
                 [document.sections] name = ["...", { when, text }]
    [[dx]]       code, when, id, needs, first = true, after = "code or id", evidence, why, cite
    [[service]]  one head: code = "20610" | em = "office" | drug = "J3301" | repair = "simple" | count = "warts" |
                 timed_units = "97110" | psychotherapy = "alone" | preventive = "exam" | prolonged = "office" |
                 injection = "joint" | biopsy = "skin" | acupuncture = "needles" | infusion = "hydration" |
                 visit_complexity = "em" (the id of the visit) | critical_care = "minutes" | fracture = "toe" | ...
                 (all in docs/authors.md), with the facts of that calculator;
                 modifiers, units, for (pointers that must be there), may_for, when, id, needs, evidence, why, cite,
                 bill
    [[service.bill]]  payer = [...], from = date, and the keys of the service that this payer wants otherwise;
                 add_modifiers, omit = true, lines = [{ modifiers = ["RT"] }, { modifiers = ["LT"] }], why, cite
    [[query]]    what only the provider can answer: question, why, choices, answer (one of them), text (the addendum
                 that arrives), missing, leading = [{ question, why, kind }] (questions one must not ask; kind =
                 "leading" | "payment" | "yes or no"), id, when, author, days, cite; gap (data/codes/query_gaps.csv),
                 evidence (the clinical indicators), also (other questions one may ask), unsupported (answers that
                 the record does not support), settled (why nothing is open where `when` does not hold). The truth
                 before and after are dx and service with when = "query.not_asked" and when = "query.asked".
    [[history]]  kind = "visit" | "surgery" | "claim" | "authorization" | "referral" | "fact" | "work injury" |
                 "first treatment" | "last period",
                 days_ago, code, modifier, dx, specialty, place, units, known_to_payer, when,
                 times (13 with days_ago = 6: 6, 12, ... 78 days ago).
                 A referral (units: visits) is told as an authorization. An authorization holds `days` (90) from
                 days_ago for `units` (left out: any number) of `code` (left out: any), decision = "approved" |
                 "denied" | "pended". A first treatment says when the course began (box 15), a last period when it was
                 (box 14). A work injury (no other key than days_ago) makes the employer's insurer the payer of this
                 visit. fact = "hospice" (data/codes/member_facts.csv), amount (cents), reference, days (from
                 days_ago; left out: that of the visit)
    [[trap]]     at, target, set | remove | add (or several [[trap.change]]), error, why, when, cite, weight: see
                 sim/clinic/scenarios/traps.py
    [[earlier_visit]]  a visit of the same patient before this one: scenario, days_ago, same = ["side"], choices; see
                 sim/clinic/visits/series.py
    [[mess]]     where fragments of real records may stand: where (a section, or "document"), document, kinds, without:
                 see sim/clinic/scenarios/mess_fragments.py
    [[payer_error]]  where the payer itself is wrong: kind = "underpaid" with percent = 80 (of what it should allow), or
                 "wrong denial" with policy; code (the line it meets; left out: every line), why (how one sees it), when

needs = "must" (default) | "may" | "one of NAME" | "never". evidence = [{ section, text, document, when, of }] or
[{ absent = "number of views" }]. of = "25" | "units" | a code: what of a line it proves; left out: the line itself.
Facts of em ("office", "emergency", "hospital initial", "hospital subsequent", "hospital discharge"): problems, data,
risk = [{ is, what, when, evidence }], minutes, staff_only, leads_stay. Of injection ("joint", "muscle", "lesion",
"sheath", "ligament", "origin"): joint, side, guided or joints = [{ joint, side, guided }], form, number. Of biopsy:
punch, shave. Of acupuncture: minutes, electric or sets = [{ minutes, electric }], medicare_visit. Of infusion
("hydration", "infusion", "push", "injection", or any word with given = [{ kind, minutes, main }]): minutes. Of
visit_complexity: lasting. Names and `when`: see sim/clinic/scenarios/placeholders.py.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from hashlib import blake2b
from pathlib import Path

from sim.clinic.scenarios.grammar import read_scenario
from sim.clinic.scenarios.parts import Scenario
from sim.ground.errors import CleanClaimError
from sim.ground.files import places, read_toml, remembered
from sim.ground.unreadable_files import usable
from sim.ground.own_files import renaming
from sim.ground.strict_toml import suggestion
from sim.ground.written_text import text_of


def parse(path: Path, specialty: str = "") -> Scenario:
    """One scenario file. Raises CleanClaimError with file, field, what was found and what to write."""
    path = Path(path)
    try:
        table = read_toml(path)
        digest = blake2b(text_of(path).encode(), digest_size=8).hexdigest()  # the same with the line ends of Windows
        return read_scenario(table, path, specialty or _of_folder(path), digest)
    except RecursionError:
        raise CleanClaimError(
            "brackets inside brackets without end", str(path), "a scenario file", "correct the brackets"
        ) from None


class Shelf(MutableMapping[str, Scenario]):
    """Scenarios by name. A file is read when somebody asks for it, and once: one case needs one of them."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._books: dict[str, Scenario | Path] = dict(files)

    def __getitem__(self, name: str) -> Scenario:
        book = self._books[name]
        if isinstance(book, Path):
            book = self._books[name] = parse(book, _specialty(book))
        return book

    def specialties(self) -> dict[str, str]:
        """Name -> specialty, without reading a file: the folder says it."""
        return {
            name: (_specialty(book) or _of_folder(book)) if isinstance(book, Path) else book.specialty
            for name, book in self._books.items()
        }

    def __setitem__(self, name: str, scenario: Scenario) -> None:
        self._books[name] = scenario

    def __delitem__(self, name: str) -> None:
        del self._books[name]

    def __contains__(self, name: object) -> bool:
        return name in self._books

    def __iter__(self) -> Iterator[str]:
        return iter(self._books)

    def __len__(self) -> int:
        return len(self._books)


@remembered
def scenarios() -> Shelf:
    """Every scenario of data/scenarios by file name, the user's own first; one of those that cannot be read is set
    aside.
    """
    return Shelf(usable("data/scenarios", lambda path: parse(path, _specialty(path))))


def scenario(name: str) -> Scenario:
    """One scenario by name. Raises CleanClaimError with the nearest name."""
    if name not in scenarios():
        raise CleanClaimError(
            f"no scenario {str(name)[:60]!r}",
            "data/scenarios",
            "the name of a file there",
            renaming("data/scenarios", name) or suggestion(name, scenarios()),
        )
    return scenarios()[name]


def _specialty(path: Path) -> str:
    for place in places():
        if path.is_relative_to(place):
            parts = path.relative_to(place).parts
            return parts[2].replace("_", " ") if len(parts) > 3 else ""
    return _of_folder(path)


def _of_folder(path: Path) -> str:
    return path.parent.name.replace("_", " ")
