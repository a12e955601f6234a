"""Marking the denial desk: cause, owner, remedy, and the correction or the letter where one is to be sent.

Red lines (DOMAIN 4.7) are marked as such: a modifier or code that the record does not support, billing the patient for
what the contract forbids.
"""

from collections.abc import Iterable

from sim.billing.claims.remedy_kinds import writes_letter
from sim.billing.denials.claim_vs_record import Difference, differences
from sim.learn.exercises.case import Case
from sim.learn.grading import error_kinds, feedback
from sim.learn.grading.marks import Mark, Marks
from sim.learn.tasks.work_denial import account_note
from sim.learn.tasks.work_denial.answer import Answer, causes, remedies
from sim.learn.tasks.work_denial.claim_places import changes_in_words
from sim.learn.tasks.work_denial.missteps import misstep_of
from sim.learn.tasks.work_denial.right_decision import CITE, Key, key
from sim.learn.tasks.work_denial.steps import corrected, played, standing
from sim.payer.asked.appeals import evidences, grounds, listed

FORBIDDEN = {
    "R_PATIENT": (
        "The patient owes only the PR amounts. Billing the patient for anything else violates the contract or the law."
    ),
    "R_APPEAL": "An appeal says that the payer made the wrong decision. Here the decision follows from what was sent.",
}
UNSUPPORTED = "It says something that the record does not support."
NOT_PROVEN = "That does not prove what this payer has to see here, or the ground is another one."
RECORDS = "Medicare Program Integrity Manual ch. 3, 3.3.2.5: amendments, corrections and delayed entries"


def grade(answer: Answer, case: Case) -> Marks:
    """Marks of an Answer."""
    wanted = key(case)
    found = [_cause(answer, wanted), _owner(answer, wanted), _remedy(answer, wanted, case)]
    correction, letter = _correction(answer, wanted, case), _letter(answer, wanted, case)
    note = list(account_note.marks(answer, case)) if account_note.is_asked(case) else []
    marks = [mark for mark in (*found, correction, letter, *note) if mark is not None]
    counted = answer.changes and (correction is None or correction.verdict != "free")
    entered = sum(
        bool(given) for given in (answer.cause, answer.owner, answer.remedy, counted, answer.letter and wanted.writes)
    )
    entered += sum(bool(getattr(answer, one.where)) for one in note)
    return Marks(tuple(marks), entered, 3 + wanted.sends + wanted.writes + len(note), case.exercise.points)


def _verdict(right: bool, given: object) -> str:
    return "right" if right else "wrong" if given else "missing"


def _cause(answer: Answer, wanted: Key) -> Mark:
    right = answer.cause in wanted.causes
    label = causes()[wanted.answer.cause]["label"]
    return Mark(
        "cause",
        _verdict(right, answer.cause),
        feedback.sentences(f"{label}. {wanted.why}"),
        1.0,
        float(right),
        error_kinds.skill(wanted.error) or "cause",
        "" if right else wanted.error,
        "" if right else "Another cause",
        "What does the payer say, and what does the record say?",
        label,
        wanted.cite or CITE,
        wanted.evidence,
        reason="" if right else feedback.sentences(wanted.why),
    )


def _owner(answer: Answer, wanted: Key) -> Mark:
    right = answer.owner in wanted.owners
    where = {
        "coder": "The coder fixes codes and modifiers, from the record.",
        "front desk": "The front desk fixes the registration.",
        "biller": "The biller fixes the claim, its submission and its posting.",
        "credentialing": "Credentialing fixes the payer's provider file.",
    }.get(wanted.answer.owner, f"The {wanted.answer.owner} fixes this.")
    return Mark(
        "owner",
        _verdict(right, answer.owner),
        where,
        1.0,
        float(right),
        "roles",
        "",
        "" if right else "Someone else fixes it",
        "Who made the decision that has to be corrected?",
        wanted.answer.owner,
        "Who does what in the revenue cycle (coder, biller, front desk, provider)",
    )


def _remedy(answer: Answer, wanted: Key, case: Case) -> Mark:
    right, best = answer.remedy in (wanted.remedies or {wanted.answer.remedy}), remedies()[wanted.answer.remedy]
    asks_first = answer.remedy == "R_QUERY" and wanted.answer.owner == "coder" and wanted.sends
    never = f" Never: {wanted.never}." if wanted.never else ""
    text = f"{best['label']}: {best['what_to_do']}{never}"
    red = _forbidden(answer, wanted, case)
    if red:
        text = f"{red} {best['label']}."
    elif asks_first:
        text = f"Asking the coder first is right. Then: {best['label'].lower()}."
    return Mark(
        "remedy",
        "right" if right else "partly" if asks_first else _verdict(False, answer.remedy),
        feedback.sentences(text),
        1.0,
        1.0 if right else 0.5 if asks_first else 0.0,
        "remedies",
        misstep_of(answer.remedy, case),
        "" if right else "Another remedy",
        "Can the claim be corrected, and how does this payer accept it?",
        best["label"],
        best["source"] if best["source"].startswith("42") else wanted.cite or CITE,
        red_line=bool(red),
        reason="" if right else feedback.sentences(red or _needs(answer.remedy)),
    )


def _needs(remedy: str) -> str:
    """When the remedy that was chosen can be used; empty for none."""
    chosen = remedies().get(remedy)
    return f"{chosen['label']}: it needs {chosen['needs'][:1].lower()}{chosen['needs'][1:]}" if chosen else ""


def _forbidden(answer: Answer, wanted: Key, case: Case) -> str:
    """Why what was chosen crosses a line; empty if it does not."""
    if answer.remedy in (wanted.remedies or {wanted.answer.remedy}):
        return ""
    if answer.remedy == "R_PATIENT" and any(group != "PR" for group in _groups(case)):
        return FORBIDDEN["R_PATIENT"]
    if answer.remedy == "R_NEW" and wanted.answer.remedy not in ("R_NEW", "R_OTHERPAYER"):
        return "The claim was adjudicated. Sending it again as a new claim brings a duplicate denial."
    return (
        FORBIDDEN["R_APPEAL"]
        if answer.remedy == "R_APPEAL" and wanted.answer.remedy in ("R_NONE", "R_WRITEOFF")
        else ""
    )


def _groups(case: Case) -> set[str]:
    adjustments = standing(case).decided.adjustments
    return set(adjustments.take(adjustments.is_denial).group.texts())


def _correction(answer: Answer, wanted: Key, case: Case) -> Mark | None:
    """The correction: differences from the record that it takes away, none of them by writing what the record does not
    support.
    """
    if wanted.answer.remedy == "R_REFUND" and answer.changes and not _left(answer, case):
        return Mark(
            "changes",
            "free",
            "The corrected claim matches the record; the payer recoups what was not supported.",
            0.0,
            counts=False,
            cite=wanted.cite or CITE,
        )
    if not wanted.sends:
        return _needless(answer, wanted, case) if answer.changes else None
    if not answer.changes:
        return Mark(
            "changes",
            "missing",
            feedback.sentences(f"What has to be corrected: {_words(wanted.before)}."),
            1.0,
            0.0,
            "correction",
            wanted.error,
            "The correction is missing",
            "Where does the claim differ from the record?",
            _key_words(wanted),
            wanted.cite or CITE,
        )
    left = _left(answer, case)
    added = [one for one in left if one.is_unsupported and one.words not in {each.words for each in wanted.before}]
    share = 0.0 if added else max(0.0, 1 - len(left) / max(1, len(wanted.before)))
    if share == 1:
        return Mark(
            "changes",
            "right",
            feedback.sentences(f"The claim now matches the record. Corrected: {_words(wanted.before)}."),
            1.0,
            1.0,
            "correction",
            cite=wanted.cite or CITE,
        )
    text = (
        f"This is not what the record supports: {_words(added)}."
        if added
        else f"Still different from the record: {_words(left)}."
    )
    return Mark(
        "changes",
        "partly" if share else "wrong",
        feedback.sentences(text),
        1.0,
        share,
        "correction",
        wanted.error,
        "The correction does not match the record",
        "Compare each line of the claim with the record.",
        _key_words(wanted),
        wanted.cite or CITE,
        red_line=bool(added),
        reason=UNSUPPORTED if added else "The claim as you corrected it still differs from the record.",
    )


def _needless(answer: Answer, wanted: Key, case: Case) -> Mark:
    """A correction where none belongs; a red line where it writes what the record does not support."""
    had = {one.words for one in standing(case).differences}
    added = [one for one in _left(answer, case) if one.is_unsupported and one.words not in had]
    text = "No claim is sent again here, so nothing on the claim changes."
    return Mark(
        "changes",
        "wrong",
        feedback.sentences(f"This is not what the record supports: {_words(added)}. {text}" if added else text),
        0.0,
        error="borrowed-npi" if any(path.endswith("rendering_npi") for path in answer.changes) else "",
        title="No correction is needed",
        hint="Does anything on the claim differ from the record?",
        cite=wanted.cite or CITE,
        red_line=bool(added),
        reason=f"{UNSUPPORTED} {text}" if added else text,
    )


def _letter(answer: Answer, wanted: Key, case: Case) -> Mark | None:
    """The letter: what is argued and what is attached. A record made after the denial is a red line wherever it is
    sent.
    """
    sent = (
        answer.letter
        if writes_letter(answer.remedy) and (answer.letter.get("ground") or answer.letter.get("evidence"))
        else {}
    )
    false = "record_written_now" in (sent.get("evidence") or ())
    if not wanted.writes:
        return (
            Mark(
                "letter",
                "wrong",
                evidences()["record_written_now"]["risk"],
                0.0,
                title="A record is never written after a denial",
                cite=RECORDS,
                red_line=True,
            )
            if false
            else None
        )
    right = wanted.answer.letter
    words = f"{grounds()[right['ground']]['label']}. Attached: {listed(right['evidence'])}."
    source = grounds()[right["ground"]]["source"]
    if not sent:
        return Mark(
            "letter",
            "missing",
            feedback.sentences(words),
            1.0,
            0.0,
            "appeals",
            "",
            "The letter is missing",
            "What does the payer need to see?",
            words,
            source,
        )
    share = (
        0.0
        if false
        else 0.5 * (sent.get("ground") == right["ground"])
        + 0.5 * (set(right["evidence"]) <= set(sent.get("evidence") or ()))
    )
    more = [evidences()[one]["risk"] for one in sent.get("evidence") or () if evidences()[one]["risk"]]
    told = played(answer, case).replies[-1] if share == 1 else None
    more += (
        [told.words] if told and told.appeal and told.appeal["decision_code"] != "overturned" else []
    )  # the right proof, sent another way or at another level
    share = min(share, 0.5) if more else share
    text = " ".join([*more, words])
    attached = listed(sent.get("evidence") or ())
    return Mark(
        "letter",
        "right" if share == 1 else "partly" if share else "wrong",
        feedback.sentences(text),
        1.0,
        share,
        "appeals",
        "",
        "" if share == 1 else "The letter does not prove it",
        "What was denied, and what would prove that it should not have been?",
        words,
        source,
        red_line=false,
        reason="" if share == 1 else " ".join(more) or f"What you attached: {attached or 'nothing'}. {NOT_PROVEN}",
    )


def _left(answer: Answer, case: Case) -> list[Difference]:
    made = standing(case)
    return differences(corrected(answer, case), made.true, made.allowed)


def _words(found: Iterable[Difference]) -> str:
    return "; ".join(dict.fromkeys(one.words for one in found))


def _key_words(wanted: Key) -> str:
    return changes_in_words(dict(list(wanted.answer.changes.items())[:6]))
