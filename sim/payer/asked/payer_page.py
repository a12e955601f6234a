"""A payer on one page, for learners, and all payers beside one another: read from its file and the dated parameters,
nothing written by hand.

page("acme_ppo")["rows"]       [{"question", "answer", "cite"}, ...]
text("acme_ppo")               the same as plain lines
contrast()                     one row per question, one answer per payer
"""

from html import escape

import numpy as np

from sim.ground.errors import CleanClaimError
from sim.ground.files import find, read_csv
from sim.ground.params import stated
from sim.payer.asked.appeals import levels
from sim.payer.asked.cost_words import plan_words
from sim.payer.rulebook.payers import Payer, payers
from sim.reference import codes as library
from sim.reference.provenance import ESTIMATE, list_mark

KINDS = {
    "medicare": "Original Medicare, as its contractor (MAC) decides",
    "medicare advantage": "a Medicare Advantage (Part C) plan",
    "commercial": "a commercial plan",
    "medicaid": "a Medicaid managed-care plan",
    "medicare supplement": "a supplement to Medicare (Medigap)",
    "workers compensation": "an employer's insurance for work injuries",
}
WAYS = {
    "medicare": (
        "the lowest of three: what is left of the charge, its own payment, the higher allowed amount less what was paid"
    ),
    "standard": "its own payment, at most what the first payer left",
    "non-duplication": "its own payment less what the first payer paid",
    "medicaid": "last of all: its own price less what was paid, at most what was left",
    "supplement": "the coinsurance that Medicare left; the deductible by the plan's letter",
}
STATED = ("clinical_lab_2026", "drugs", "vaccines")  # lists with an amount for each code
BASIS_WORDS = {
    "percent of charge": "the charge",
    "mpfs": "the Medicare fee schedule",
    "clinical_lab_2026": "the laboratory schedule",
    "drugs": "the drug price",
    "vaccines": "the vaccine price",
}
ON = "2026-07-01"


class Page(dict):
    """{code, label, kind, rows} of a payer: printed as plain lines, shown in a notebook as a table, in which no dollar
    sign begins a formula (JupyterLab typesets what stands between two of them).
    """

    def __repr__(self) -> str:
        lines = (f"  {row['question']}\n    {row['answer']}  [{row['cite']}]" for row in self["rows"])
        return "\n".join([f"{self['label']}: {self['kind']}", *lines])

    def _repr_html_(self) -> str:
        head = f"<caption>{escape(self['label'])}: {escape(self['kind'])}</caption>"
        rows = (
            f"<tr><th scope='row' style='text-align:left'>{escape(row['question'])}</th><td"
            f" style='text-align:left'>{escape(row['answer'])}</td><td"
            f" style='text-align:left'><small>{escape(row['cite'])}</small></td></tr>"
            for row in self["rows"]
        )
        names = "".join(
            f"<th scope='col' style='text-align:left'>{name}</th>"
            for name in ("question", "answer", "where it is written")
        )
        return (
            f"<table class='mathjax_ignore'>{head}<thead><tr>{names}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        )


def page(code: str, on: str = ON) -> Page:
    """{code, label, kind, rows}: every question of QUESTIONS with this payer's answer on a day and where it is written.
    Raises CleanClaimError.

    >>> {row["question"]: row["answer"] for row in page("acme_ppo")["rows"]}["How long may a first claim take?"]
    '90 days from the service'
    """
    if code not in payers():
        raise CleanClaimError(f"no payer {str(code)[:30]!r}", "data/payers", ", ".join(payers()), "check the name")
    payer = payers()[code]
    rows = [
        {"question": question, "answer": answer, "cite": cite}
        for question, ask in QUESTIONS.items()
        for answer, cite in [ask(payer, on)]
    ]
    return Page(code=code, label=payer.label, kind=KINDS[payer.kind], rows=rows)


def text(code: str, on: str = ON) -> str:
    """The page as plain lines.

    >>> print(text("medicare_part_b").splitlines()[0])
    Medicare Part B: Original Medicare, as its contractor (MAC) decides
    """
    return repr(page(code, on))


def contrast(on: str = ON) -> list[dict]:
    """One row per question: {"question": ..., payer code: answer ...}.

    >>> next(row for row in contrast() if "replacement" in row["question"])["medicare_part_b"]
    'no: a clerical error is corrected by a reopening, within 1 year'
    """
    pages = {code: {row["question"]: row["answer"] for row in page(code, on)["rows"]} for code in payers()}
    return [
        {"question": question, **{code: found[question] for code, found in pages.items()}} for question in QUESTIONS
    ]


def _value(payer: Payer, name: str, on: str):
    """(value in force, None without one; where it is written)."""
    rows = stated(name)
    whose = payer.code if any(row.payer == payer.code for row in rows) else "*"
    found = [row for row in rows if row.payer == whose and np.datetime64(row.start) <= np.datetime64(on)]
    if not found:
        return None, f"data/params/{name}.toml: none in force"
    latest = max(found, key=lambda row: row.start)
    return latest.value, latest.cite


def in_force(payer: Payer, name: str, on: str = ON) -> int | None:
    """A dated parameter of a payer on a day, its own or that of all; None without one.

    >>> in_force(payers()["acme_ppo"], "filing_limit")
    90
    """
    return _value(payer, name, on)[0]


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _filing(payer, on):
    days, cite = _value(payer, "filing_limit", on)
    if days is not None:
        return f"{_plural(days, 'day')} from the service", cite
    years, cite = _value(payer, "filing_limit_years", on)
    return (
        (f"{_plural(years, 'calendar year')} from the service", cite)
        if years is not None
        else ("no limit on file", cite)
    )


def _second(payer, on):
    days, cite = _value(payer, "secondary_filing_limit", on)
    return (
        (f"{_plural(days, 'day')} from the first payer's remittance", cite)
        if days is not None
        else ("as a first claim: a late first payer gives no more time", cite)
    )


def _replacement(payer, on):
    takes, cite = _value(payer, "takes_replacement_claims", on)
    days, cite_days = _value(payer, "correction_limit", on)
    if not takes:
        years, cite_years = _value(payer, "reopening_limit_years", on)
        return (
            f"no: a clerical error is corrected by a reopening, within {_plural(years or 0, 'year')}",
            f"{cite}; {cite_years}",
        )
    yes = "yes, frequency 7 with its own claim number"
    return f"{yes}, within {_plural(days, 'day')} of its answer" if days is not None else yes, f"{cite}; {cite_days}"


def _days_param(name: str, after: str, none: str):
    def ask(payer, on):
        days, cite = _value(payer, name, on)
        return (f"{_plural(days, 'day')} {after}", cite) if days is not None else (none, cite)

    return ask


def _levels(payer, on):
    found = levels(payer.kind, "R_APPEAL", on)
    return ("; ".join(f"{one.level}. {one.label}, {one.body}, {one.days} days to file" for one in found) or "none"), (
        found[0].source if found else "none on file"
    )


def _listed(payer, section: str, none: str, fields=("codes", "kinds")):
    rows = payer.sections[section]
    words = [_marked(row, fields) for row in rows]
    return ("; ".join(filter(None, words)) or none), (
        "; ".join(dict.fromkeys(row["cite"] for row in rows)) or "the payer's file lists none"
    )


def _marked(row, fields=("codes", "kinds")) -> str:
    """The services of a row; where it is not what the payer published, with the mark."""
    words = ", ".join(str(word) for name in fields for word in row.get(name, ()))
    return f"{words} ({ESTIMATE})" if words and row.get("estimate") else words


def _prices(payer, on):
    """What its prices start from, and which of these are estimates."""
    words = []
    for row in payer.sections["price"]:
        which = ", ".join((*row.get("codes", ()), *row.get("kinds", ()))) or "everything"
        estimate = row["basis"] in STATED and list_mark(row["basis"])
        mark = f" ({estimate})" if estimate else ""
        words.append(f"{which}: {row['percent']} % of {BASIS_WORDS[row['basis']]}{mark}")
    return "; ".join(words) or "as Medicare", "; ".join(dict.fromkeys(row["cite"] for row in payer.sections["price"]))


def _authorization(payer, on):
    answer, cite = _listed(payer, "authorization", "nothing")
    late, cite_late = _value(payer, "retro_authorization_limit", on)
    told, cite_told = _value(payer, "emergency_notice_days", on)
    if answer == "nothing":
        return answer, cite
    words, cites = [answer], [cite]
    if late is not None:
        words, cites = [*words, f"afterwards within {_plural(late, 'day')}"], [*cites, cite_late]
    if told is not None:
        words, cites = [*words, f"an emergency needs none, notice within {_plural(told, 'day')}"], [*cites, cite_told]
    return "; ".join(words), "; ".join(cites)


def _rules(policy: str, none: str):
    def ask(payer, on):
        rows = [row for row in payer.sections["rule"] if row["policy"] == policy] if policy in payer.policies else []
        words = [_marked(row) for row in rows]
        return ("; ".join(filter(None, words)) or none), (
            "; ".join(dict.fromkeys(row["cite"] for row in rows)) or "the payer's file has no such rule"
        )

    return ask


def _network(payer, on):
    if "out_of_network" in payer.policies:
        return "only providers of its network, emergencies apart", f"data/payers/{payer.code}.toml, policies"
    if payer.network.balance_billing:
        return (
            "everybody; outside the network the patient may be billed above its price, not for emergencies",
            payer.network.cite,
        )
    return (
        "everybody whom it has enrolled; the patient is never billed above its price",
        f"data/payers/{payer.code}.toml, policies",
    )


def _wanted(name: str):
    def ask(payer, on):
        if payer.coordination.method == "supplement":
            return "as Medicare: it follows what Medicare decided", payer.coordination.cite
        return payer.wants.get(name, "as usual"), f"data/payers/{payer.code}.toml, [wants]"

    return ask


def _code(*codes: str):
    """Is a code paid, by the payer's own lists: covered, not covered, part of another."""

    def ask(payer, on):
        if payer.coordination.method == "supplement":
            return "as Medicare: it follows what Medicare decided", payer.coordination.cite
        kinds = {
            code: library.procedures().kind[row] if row >= 0 else ""
            for code, row in zip(codes, library.procedure_rows(list(codes)), strict=True)
        }
        said, cites = [], []
        for code in codes:
            row = next(
                (
                    row
                    for row in payer.sections["not_covered"]
                    if code in row.get("codes", ()) or kinds[code] in row.get("kinds", ())
                ),
                None,
            )
            part = next(
                (
                    row
                    for row in payer.sections["rule"]
                    if row["policy"] == "not_separate"
                    and code in row.get("codes", ())
                    and "not_separate" in payer.policies
                ),
                None,
            )
            said.append(f"{code} {'is not covered' if row else 'is part of the visit' if part else 'is taken'}")
            cites += [found["cite"] for found in (row, part) if found]
        return ", ".join(said), "; ".join(dict.fromkeys(cites)) or f"data/payers/{payer.code}.toml names no exception"

    return ask


def _share(payer, on):
    return "; ".join(plan_words(payer, plan, on) for plan in payer.plans), "; ".join(
        dict.fromkeys(plan["cite"] for plan in payer.plans)
    )


def _after(payer, on):
    told = WAYS[payer.coordination.method]
    crossed = "; it sends its answer on to supplements and Medicaid itself" * payer.coordination.forwards
    crossed += "; takes what Medicare sends on" * payer.coordination.takes_crossover
    return told + crossed, payer.coordination.cite or "no [coordination] on file: standard"


QUESTIONS = {
    "How long may a first claim take?": _filing,
    "How long as second payer?": _second,
    "Does it take a replacement claim?": _replacement,
    "How long may documents take that it asks for?": _days_param(
        "documents_limit", "from its request", "no limit on file"
    ),
    "How long may a dispute take?": _days_param(
        "dispute_limit", "from its answer", "no dispute on file: an appeal instead"
    ),
    "How long may a first appeal take?": _days_param("appeal_limit", "from its answer", "no appeal on file"),
    "Which levels of appeal are there?": _levels,
    "When does it pay a clean claim?": _days_param("days_to_pay", "after it has the claim", "not on file"),
    "When must money paid too much go back?": _days_param("refund_limit", "after it is found", "no limit on file"),
    "What needs prior authorization?": _authorization,
    "What needs a referral?": _rules("referral_missing", "nothing"),
    "Whom does it pay?": _network,
    "What are its prices based on?": _prices,
    "What does it pay only for listed diagnoses?": lambda payer, on: _listed(payer, "covered", "no list on file"),
    "What does it not cover?": lambda payer, on: _listed(payer, "not_covered", "no exclusion on file"),
    "How does it want both sides of a body?": _wanted("bilateral"),
    "How does it count units of therapy?": _wanted("therapy_units"),
    "How does it want a visit by video?": _wanted("telehealth"),
    "Which modifier marks a preventive service?": _wanted("preventive_modifier"),
    "Does it take consultation codes?": _wanted("consultations"),
    "Whose codes does it take for prolonged visits and critical care?": _wanted("coding_rules"),
    **{row["question"]: _code(*row["codes"].split()) for row in read_csv(find("data/codes/contrast_codes.csv"))},
    "What does the patient pay, and in which order?": _share,
    "How does it pay after another payer?": _after,
}
