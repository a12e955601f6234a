"""How long a record is kept, and from when."""

from sim.learn.exercises.case import Case
from sim.learn.tasks.quick_check.question import Groups, Offer, Question, some
from sim.reference.codes import list_rows

skill = "compliance"
hint = "Whose rule reaches this record, and from which day does it count?"
ERROR = "retention-misread"
errors = (ERROR,)


def facts(case: Case) -> Groups:
    """Every kind of record."""
    return (tuple(row["record"] for row in list_rows("record_keeping")),)


def question(fact: str, case: Case, seed: str) -> Question:
    """Choose the time that a rule says; every wrong choice is the time of another record."""
    rows = {row["record"]: row for row in list_rows("record_keeping")}
    one = rows[fact]
    others = {row["keep"]: row for row in rows.values() if row["keep"] != one["keep"]}
    return Question(
        f"{one['label']}: how long?",
        one["keep"],
        some(
            seed,
            [
                Offer(keep, f"That is the rule of another record: {_middle(row['label'])}.", ERROR)
                for keep, row in others.items()
            ],
        ),
        f"{one['keep']}. {one['why']}",
        "The practice's list of records and how long they are kept",
        one["label"],
        one["source"],
    )


def _middle(label: str) -> str:
    """A label inside a sentence.

    >>> _middle("A signed notice"), _middle("HIPAA policies")
    ('a signed notice', 'HIPAA policies')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
