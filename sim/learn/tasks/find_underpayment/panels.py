"""What lies beside the questions: today, the contract's fees and terms, the remittance claim by claim, and the file."""

from sim.ground.dates import us_date
from sim.ground.files import remembered_up_to
from sim.ground.money import dollars
from sim.learn.exercises.case import Case, payer_label
from sim.learn.tasks.find_underpayment.compared import Compared, compared
from sim.learn.tasks.remittance_panels import Panel, claim_panel, deposit_panel, file_panel
from sim.reference.codes import procedure_rows, procedures


@remembered_up_to(64)
def panels(case: Case) -> list[Panel]:
    """The panels in the order in which one reads them."""
    true = compared(case)
    claims = [claim_panel(true.remittance, number, one) for number, one in true.claims.items()]
    return [
        _today(true),
        _fees(true),
        _terms(true),
        deposit_panel(true.remittance),
        *claims,
        file_panel(true.remittance),
    ]


def _today(true: Compared) -> Panel:
    pairs = [["Today", us_date(true.today)], ["Remittance of", us_date(true.remittance.payment["payment_date"])]]
    return {"heading": "Check of a remittance", "blocks": [{"pairs": pairs}]}


def _fees(true: Compared) -> Panel:
    known = procedures()
    has_part = any(fee.clinician_amount < fee.amount for fee in true.page.fees)
    has_ranked = any(fee.is_ranked for fee in true.page.fees)
    rows = [
        [
            {"code": " ".join((fee.code, *fee.modifiers))},
            known.label[place] if (place := int(procedure_rows([fee.code])[0])) >= 0 else "",
            dollars(fee.amount),
            *([dollars(fee.clinician_amount)] if has_part else []),
            *(["yes" if fee.is_ranked else ""] if has_ranked else []),
        ]
        for fee in true.page.fees
    ]
    head = [
        "code",
        "service",
        "fee per unit",
        *(["NP or PA"] if has_part else []),
        *(["multiple procedure reduction"] if has_ranked else []),
    ]
    table = {"label": "Fees", "head": head, "rows": rows, "right": [2, 3] if has_part else [2], "wide": True}
    return {"heading": f"Fees of {payer_label(true.page.payer)}", "blocks": [{"table": table}]}


def _terms(true: Compared) -> Panel:
    return {
        "heading": "Terms",
        "blocks": [one for term in true.page.terms for one in ({"heading": term.name}, {"p": term.words})],
    }
