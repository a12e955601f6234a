"""Small files in the publishers' layouts, for the tests of imports."""

import zipfile


def ptp_text(pairs, head=True) -> str:
    """Pairs (column 1, column 2, effective, deletion, indicator) as CMS lays the file out."""
    notice = (
        "CPT only copyright American Medical Association. All rights reserved.\r\nColumn1/Column2 Edits\r\nColumn"
        " 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n\t\tprior to"
        " 1996\tDate\tDate\t0=not allowed\t\r\n\t\t\t\t*=no data\t1=allowed\t\r\n\t\t\t\t\t9=not applicable\t\r\n"
    )
    return notice * head + "".join(
        f"{first}\t{second}\t\t{start}\t{end}\t{indicator}\tStandards\r\n"
        for first, second, start, end, indicator in pairs
    )


def mue_text(rows) -> str:
    """(code, units, indicator) as CMS lays the file out."""
    return (
        '"Notice of copyright, over\nseveral lines",,,\r\n"HCPCS/\nCPT Code","Practitioner Services MUE Values","MUE'
        ' Adjudication Indicator","MUE Rationale"\r\n'
        + "".join(f'{code},{units},"{mai} Date of Service Edit: Policy","Nature"\r\n' for code, units, mai in rows)
    )


def hcpcs_line(
    code: str,
    kind: str = "3",
    long: str = "A thing",
    short: str = "Thing",
    added: str = "20200101",
    action: str = "20260701",
    ended: str = "",
) -> str:
    """One record of 320 characters."""
    line = f"{code:>5}{1:05d}{kind}{long:<80}"
    if kind in "37":
        line = f"{line}{short:<28}".ljust(229) + "C".ljust(31) + "1".ljust(8) + f"{added:<8}{action:<8}{ended:<8}N"
    return line.ljust(320) + "\r\n"


RVU_HEAD = (
    ",,2026 National Physician Fee Schedule Relative Value File October Release" + "," * 29 + "\n" + "," * 31 + "\n"
    ",,,,FOR,,,NON-FAC,,FACILITY,,,,,,,,,,,,,,,,,SUPERVISION OF,,IMAGING,FOR OPPS,FOR OPPS,FOR OPPS\n"
    ",,,STATUS,MEDICARE,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,ASST,CO-,TEAM,PRIC,ENDO,CONV,"
    "DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT\n"
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE"
    " RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,IND,BASE,"
    "FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT\n"
)


def rvu_row(
    code: str,
    work: str = "1.00",
    office: str = "2.00",
    facility: str = "1.50",
    malpractice: str = "0.10",
    modifier: str = "",
    factor: str = "33.4009",
    days: str = "000",
    split: str = "0.00,0.00,0.00",
) -> str:
    """One row of the fee schedule in the layout of 2026."""
    return (
        f"{code},{modifier},Somebody's wording,A,,{work},{office},,{facility},,{malpractice},3.10,2.60,0,{days},"
        f"{split},2,1,0,0,0,1,,{factor},09,0,99,0.00,0.00,0.00\n"
    )


GPCI_HEAD = (
    "ADDENDUM E. FINAL CY 2026 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE"
    " LOCALITY,,,,,,\n,,,,,,\nMedicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2026 PW GPCI"
    " (with 1.0 Floor)***,2026 PE GPCI,2026 MP GPCI\n"
)


def zipped(path, files):
    """A ZIP of files by name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def workbook(rows, **more):
    """Files of a small Excel workbook: the first cell of each row a shared text, the others inline or numbers."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = [
        [
            f'<c r="A{at}" t="s"><v>{at - 1}</v></c>',
            *(
                (
                    f'<c r="{chr(65 + place)}{at}"><v>{cell}</v></c>'
                    if isinstance(cell, int)
                    else f'<c r="{chr(65 + place)}{at}" t="inlineStr"><is><t>{cell}</t></is></c>'
                )
                for place, cell in enumerate(row)
                if place and cell != ""
            ),
        ]
        for at, row in enumerate(rows, 1)
    ]
    return {
        "xl/workbook.xml": "<workbook/>",
        "xl/worksheets/sheet1.xml": (
            f"<worksheet {space}><sheetData>"
            + "".join(f"<row>{''.join(row)}</row>" for row in cells)
            + "</sheetData></worksheet>"
        ),
        "xl/sharedStrings.xml": f"<sst {space}>" + "".join(f"<si><t>{row[0]}</t></si>" for row in rows) + "</sst>",
        **more,
    }


MUE = mue_text([("10060", 1, 2), ("27447", 2, 2)])
