"""Units of lines as the wire writes them: whole, or with the thousandths of a unit that a sender counted."""

from sim.edi.grammar.element_forms import texts
from sim.ground.table import Table


def unit_texts(lines: Table) -> list[str]:
    """The quantity of each line, in one number.

    >>> import numpy as np
    >>> lines = Table(service_unit_quantity=np.array([2, 0, 1]), part_unit_quantity=np.array([0, 500, 125]))
    >>> unit_texts(lines)
    ['2', '0.5', '1.125']
    """
    if not lines.part_unit_quantity.any():
        return texts("q", {}, lines.service_unit_quantity)
    return texts("m", {}, lines.service_unit_quantity * 1000 + lines.part_unit_quantity)
