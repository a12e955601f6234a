"""The levels of a question or an answer (HL): payer > who asks > subscriber > dependent; and who stands at the upper
ones.
"""

from sim.edi.grammar.text_joins import taken
from sim.edi.writer.envelope import END
from sim.edi.writer.parties import Parties
from sim.ground.coded import Coded
from sim.ground.joins import find_texts
from sim.ground.table import Table


class Level:
    """Numbers of the levels of a set, counted as they are written."""

    def __init__(self) -> None:
        self.count = 0
        self.parts: list[str] = []

    def open(self, kind: str, above: int, has_levels: bool, *loops: str) -> int:
        """Write an HL and what stands in its level; its number."""
        self.count += 1
        self.parts.append(f"HL*{self.count}*{above or ''}*{kind}*{int(has_levels)}{END}{''.join(loops)}")
        return self.count


def asked_payer(parties: Parties, asked: Table) -> Table:
    payer = parties.payers.take(find_texts(parties.payers.payer_code, asked.payer_code[:1]))
    return Table(entity_type_code=Coded.of(["2"]), family_name=payer.family_name, payer_id=payer.payer_id)


def asking_provider(parties: Parties, npi: Coded) -> Table:
    """Who asks: a provider of the parties; a number that nobody knows stands for itself."""
    found = taken(parties.providers, find_texts(parties.providers.npi, npi))
    strange = found.family_name.is_missing
    return Table(
        npi=npi,
        entity_type_code=Coded.where(strange, "2", found.entity_type_code),
        first_name=found.first_name,
        family_name=Coded.where(strange, "Not named", found.family_name),
    )
