"""A simulation as files on the wire: a folder for each payer, with its batches of claims and the answers to them.

    PAYER/837-00000.x12    claims of one block of households          PAYER/277ca-00000.x12  which of them went in
    PAYER/999-00000.x12    the answer to its form                     PAYER/835.x12          every payment, after all
                           blocks
    PAYER/crossover-00000.x12  claims that the first payer sent on
    PAYER/paper-00000.csv  claims that no program can send (an item that the guide requires is missing): they go on
                           paper

Remittances cross households, so each block leaves what they say of its claims in a hidden file, and the last step puts
them together.
"""

import json
from pathlib import Path

import numpy as np

from sim.billing.wire.clearinghouse import HOUSE, Batch, batch, remitted
from sim.billing.wire.trading_partners import Members, parties, payer_id
from sim.edi.writer.envelope import Envelope
from sim.edi.writer.remittance import remittances
from sim.ground.errors import CleanClaimError
from sim.ground.table import Table, empty
from sim.payer.money.payments import Payments
from sim.payer.rulebook.payers import payers

NOBODY = Members(empty("patients"), empty("coverages"))  # remittances name nobody beyond their claims


def write_block(out: Path, tables: dict[str, Table], number: int) -> None:
    """The files of one block of a simulation (tables as sim.billing.bulk.pipeline.simulate_block makes them). Raises
    CleanClaimError for a full disk.
    """
    for code, payer in payers().items():
        made = batch(tables, code, number + 1) if payer.kind != "self pay" else None
        if made is None:
            continue
        files = {f"{name.partition('.')[0]}-{number:05}.x12": text for name, text in made.files.items()}
        if len(made.held):
            files[f"paper-{number:05}.csv"] = _paper(made)
        files[f".835-{number:05}.json"] = json.dumps(remitted(tables, made))
        for name, text in files.items():
            _write(out / code, name, text)


def _paper(made: Batch) -> str:
    numbers = dict(
        zip(made.claims.claim_key.tolist(), made.claims.patient_control_number.texts().tolist(), strict=True)
    )
    rows = [
        f"{numbers[row['claim_key']]},{row['claim_line_number']},{row['segment']},{row['element']},{row['box']}"
        for row in made.held.rows()
    ]
    return "\n".join(["patient_control_number,claim_line_number,segment,element,box", *rows]) + "\n"


def write_remittances(out: Path, settled: Payments) -> None:
    """PAYER/835.x12 of every payer, from what the blocks left and the payments of all of them."""
    for code in payers():
        folder = out / code
        parts = sorted(folder.glob(".835-*.json"))
        if not parts:
            continue
        pay = settled.payments.take(settled.payments.payer_code == code).sort_by("payment_key")
        claims = dict.fromkeys(pay.payment_key.tolist(), "")
        for part in parts:
            for key, text in json.loads(part.read_text(encoding="utf-8")).items():
                claims[int(key)] += text
        day = str(pay.payment_date.max()).replace("-", "") if len(pay) else "20260101"
        plb = settled.provider_adjustments
        text = remittances(
            pay,
            plb.take(np.isin(plb.payment_key, pay.payment_key)),
            list(claims.values()),
            parties(NOBODY, code),
            Envelope(payer_id(code), HOUSE, day, "1200", 1),
        )
        _write(folder, "835.x12", text)
        for part in parts:
            part.unlink()


def _write(folder: Path, name: str, text: str) -> None:
    try:
        folder.mkdir(exist_ok=True)
        if text:
            hidden = folder / f".{name}.new"
            hidden.write_text(text, encoding="utf-8", newline="")
            hidden.replace(folder / name)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(folder), "room on the disk", "free space or choose another folder"
        ) from None
