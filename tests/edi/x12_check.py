"""A remittance checked by somebody who knows nothing of our code: segments by splitting, amounts as decimals, the three
equations by hand.
"""

from decimal import Decimal


def remittance_errors(text: str) -> list[str]:
    """What does not add up in an 835 written with * and ~ (one line an equation that fails)."""
    out, group = [], []
    for segment in (piece.strip() for piece in text.split("~")):
        if segment.startswith("ST*835"):
            group = []
        group.append(segment.split("*"))
        if segment.startswith("SE*"):
            out += _set_errors(group)
    return out


def _set_errors(segments: list[list[str]]) -> list[str]:
    out, claims, plb, paid = [], [], Decimal(0), Decimal(0)
    for one in segments:
        if one[0] == "BPR":
            paid = Decimal(one[2])
        elif one[0] == "CLP":
            claims.append(
                {
                    "id": one[1],
                    "status": one[2],
                    "charge": Decimal(one[3]),
                    "paid": Decimal(one[4]),
                    "patient": Decimal(one[5] or 0) if len(one) > 5 else 0,
                    "cas": Decimal(0),
                    "pr": Decimal(0),
                    "lines": [],
                }
            )
        elif one[0] == "SVC":
            claims[-1]["lines"].append({"charge": Decimal(one[2]), "paid": Decimal(one[3]), "cas": Decimal(0)})
        elif one[0] == "CAS":
            amount = sum(Decimal(one[place]) for place in range(3, len(one), 3))
            target = claims[-1]["lines"][-1] if claims[-1]["lines"] else claims[-1]
            target["cas"] += amount
            claims[-1]["pr"] += amount if one[1] == "PR" else 0
        elif one[0] == "PLB":
            plb += sum(Decimal(one[place]) for place in range(4, len(one), 2))
    for claim in claims:
        for line in claim["lines"]:
            if line["charge"] - line["cas"] != line["paid"]:
                out.append(f"{claim['id']}: line {line}")
        if claim["charge"] - claim["cas"] - sum(line["cas"] for line in claim["lines"]) != claim["paid"]:
            out.append(f"{claim['id']}: claim")
        if claim["lines"] and sum(line["charge"] for line in claim["lines"]) != claim["charge"]:
            out.append(f"{claim['id']}: lines' charges")
        if claim["status"] != "22" and claim["pr"] != claim["patient"]:
            out.append(f"{claim['id']}: CLP05 is not the patient's share")
        if claim["status"] == "22" and (claim["charge"] > 0 or claim["paid"] > 0):
            out.append(f"{claim['id']}: a reversal with positive amounts")
    if sum((claim["paid"] for claim in claims), Decimal(0)) - plb != paid or paid < 0:
        out.append(f"payment {paid}")
    return out
