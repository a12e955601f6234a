"""A waterfall: what was charged, what became of it step by step, and what is left. Amounts are cents. A step takes away
what it says (a negative one adds); the last row is what the steps leave.
"""

from collections.abc import Sequence

from sim.ui.desks.pictures.shapes import LINE, Drawn, Node, bar, node, percent, text
from sim.ui.desks.words import money

ROW, THICK = 44, 16
WORDS = {
    "charge": "Charged",
    "contract": "Contractual write-offs",
    "written-off": "Other write-offs",
    "payer": "Paid by payers",
    "patient": "Patients' share",
    "denied": "Denied",
    "open": "Open with payers",
}


def waterfall(title: str, start: int, steps: Sequence[tuple[str, int]], left: str = "open") -> Drawn:
    """The picture; start and steps in cents.

    >>> waterfall("Visit", 10000, [("contract", 4000), ("payer", 6000)]).rows
    (('Charged', '$100.00', '$100.00'), ('Contractual write-offs', '−$40.00', '$60.00'), \
('Paid by payers', '−$60.00', '$0.00'), ('Open with payers', '', '$0.00'))
    """
    stands = [start]
    for _, amount in steps:
        stands.append(stands[-1] - amount)
    low, high = min(0, *stands), max(0, *stands)
    wide = high - low or 1
    spans = [("charge", 0, start), *((series, stands[n], stands[n + 1]) for n, (series, _) in enumerate(steps))]
    spans.append((left, 0, stands[-1]))
    said = [money(start), *(money(-amount) for _, amount in steps), money(stands[-1])]
    nodes, y = list[Node](), 0
    for (series, one, other), told in zip(spans, said, strict=True):
        begin, end = sorted((one, other))
        nodes += [
            text(WORDS[series], "0", y + 14),
            text(told, "100%", y + 14, "strong", "end"),
            node("line", x1="0", x2="100%", y1=y + 22 + THICK, y2=y + 22 + THICK, class_="pic-base"),
            bar(series, (begin - low) / wide, (end - begin) / wide, y + 21, THICK),
        ]
        if low < 0:
            zero = percent(-low / wide)
            nodes.append(node("line", x1=zero, x2=zero, y1=y + 19, y2=y + 23 + THICK, class_="pic-goal"))
        y += ROW
    rows = [(WORDS["charge"], money(start), money(start))]
    rows += [(WORDS[series], money(-amount), money(stands[n + 1])) for n, (series, amount) in enumerate(steps)]
    rows.append((WORDS[left], "", money(stands[-1])))
    says = "; ".join(f"{WORDS[series].lower()} {amount}" for (series, _, _), amount in zip(spans, said, strict=True))
    used = tuple(dict.fromkeys(series for series, _, _ in spans))
    return Drawn(title, f"{says}.", max(y, LINE), tuple(nodes), ("", "Amount", "Left"), tuple(rows), used)
