"""How ready somebody is, in a picture: a bar for each competence with its rating in words, and the percent asked as a
dashed line.
"""

from sim.manager.readiness.person import Person
from sim.manager.readiness.written import rating_words
from sim.ui.desks.pictures.shapes import LINE, Drawn, Node, bar, node, percent, text

THICK, GAP = 12, 12  # pixels: of a bar, below a row


def readiness_bars(person: Person) -> Drawn:
    """The competences that the person's track asks for, each with the accuracy of its last fresh cases."""
    nodes, y = list[Node](), 0
    goal, asked = percent(person.bar / 100), person.asked
    for one in asked:
        told = "" if one.accuracy is None else f", {one.accuracy:.0f} %"
        nodes.append(text(f"{one.competence} {one.name}", "0", y + 13))
        nodes.append(text(f"{rating_words(one.rating)}{told}", "0", y + 13 + LINE - 2, "strong"))
        y += 2 * LINE
        nodes.append(bar("earned", 0, (one.accuracy or 0) / 100, y, THICK))
        nodes.append(node("line", x1="0", x2="100%", y1=y + THICK + 1, y2=y + THICK + 1, class_="pic-base"))
        nodes.append(node("line", x1=goal, x2=goal, y1=y - 3, y2=y + THICK + 4, class_="pic-goal"))
        y += THICK + GAP
    nodes.append(text(f"- - {person.bar} % is asked of each fresh case", "0", y + 12, "note"))
    rows = tuple(
        (
            f"{one.competence} {one.name}",
            one.rating.capitalize(),
            "no fresh case" if one.accuracy is None else f"{one.accuracy:.1f} %",
            str(one.fresh),
        )
        for one in asked
    )
    says = "; ".join(f"{row[0]} {row[1].lower()}" for row in rows) + "."
    head = ("Competence", "Rating", "Last fresh cases", "Fresh cases in all")
    return Drawn("Readiness by competence", says, y + LINE, tuple(nodes), head, rows, ("earned",))
