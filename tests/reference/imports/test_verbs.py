"""After an import the public verbs answer from it for its dates; before, and for other dates, from the shipped
slice.
"""

import pytest
from layouts import GPCI_HEAD, RVU_HEAD, hcpcs_line, mue_text, ptp_text, rvu_row

import sim
from sim.ground.errors import CleanClaimError

BEFORE, AFTER = "2026-09-30", "2026-10-01"


def codes_of(findings):
    """(code, policy) of what edit_lines says."""
    return [] if findings.empty else sorted(set(zip(findings["code"], findings["policy"], strict=True)))


def day(*lines):
    return [{"code": code, "units": units, "diagnoses": ["M17.11"]} for code, units in lines]


@pytest.fixture
def schedule(diagnosis_shelf, take, tmp_path):
    path = tmp_path / "PPRRVU2026_Oct_nonQPP.csv"
    path.write_text(
        RVU_HEAD + rvu_row("27130", "19.60", "16.00", "15.00", "3.90", days="090") + rvu_row("99213", "2.00")
    )
    take("pprrvu", path, "RVU26D", AFTER, extract=True)


def test_price_answers_from_an_imported_schedule(schedule):
    with pytest.raises(CleanClaimError):
        sim.price("27130", on=BEFORE, pos="21", locality="00000-00")
    assert sim.price("27130", on=AFTER, pos="11", locality="00000-00").allowed_amount == 131934, (
        "39.50 units at $33.4009"
    )
    shipped, imported = (
        sim.price("99213", on=on, pos="11", locality="00000-00").allowed_amount for on in (BEFORE, AFTER)
    )
    assert imported == 13694 != shipped, "4.10 units at $33.4009"


def test_price_answers_from_imported_indices(diagnosis_shelf, take, tmp_path):
    path = tmp_path / "GPCI2026.csv"
    path.write_text(GPCI_HEAD + "05102,IA,00,IOWA,1.000,0.500,0.500\n")
    before = sim.price("20610", on=AFTER, locality="05102-00").allowed_amount
    take("gpci", path, "GPCI-Oct", AFTER, extract=True)
    assert (
        sim.price("20610", on=BEFORE, locality="05102-00").allowed_amount
        == before
        > sim.price("20610", on=AFTER, locality="05102-00").allowed_amount
    )


def test_edit_lines_answers_from_imported_pairs_and_limits(diagnosis_shelf, take, tmp_path):
    pairs, limits = tmp_path / "ccipra.txt", tmp_path / "mue.csv"
    lines = day(("20610", 2), ("71046", 1))
    assert not [one for one in codes_of(sim.edit_lines(lines, on=AFTER)) if one[0] == "71046"]
    pairs.write_text(ptp_text([("20610", "71046", "20261001", "*", 0)]))
    take("ptp", pairs, "v324", AFTER, extract=True)
    limits.write_text(mue_text([("20610", 1, 2)]))
    take("mue", limits, "2026Q4", AFTER, extract=True)
    before, after = (codes_of(sim.edit_lines(lines, on=on)) for on in (BEFORE, AFTER))
    assert {code for code, _ in after} - {code for code, _ in before} == {"71046", "20610"}
    rests = sim.edit_lines(lines, on=AFTER).set_index("code").rests_on
    assert (rests["71046"], rests["20610"]) == ("official: PTP v324, imported", "official: MUE 2026Q4, imported")


def test_importing_the_official_schedule_removes_the_mark_of_an_estimate(diagnosis_shelf, take, tmp_path):
    def said(on):
        told = sim.price("20604", on=on)
        return told.rests_on.partition(":")[0], any(step.startswith("Teaching estimate") for step in told.steps)

    assert said(AFTER) == ("teaching estimate", True)
    path = tmp_path / "PPRRVU2026_Oct_nonQPP.csv"
    path.write_text(RVU_HEAD + rvu_row("20604", "0.87"))
    take("pprrvu", path, "RVU26D", AFTER, extract=True)
    assert (said(BEFORE), said(AFTER)) == (("teaching estimate", True), ("official", False))


def test_edit_lines_answers_from_imported_add_ons(diagnosis_shelf, take, tmp_path):
    path = tmp_path / "AOC_V2026Q4-MCR.csv"
    path.write_text(
        "AOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,AOC_Edit_DelDT,Special_Instruction_Notes\n"
        "1,93010,,93306,,2026274,,\n"
    )
    alone = day(("93010", 1))
    before = codes_of(sim.edit_lines(alone, on=AFTER))
    take("add-on", path, "2026Q4", AFTER, extract=True)
    assert codes_of(sim.edit_lines(alone, on=BEFORE)) == before != codes_of(sim.edit_lines(alone, on=AFTER))


def test_search_and_drug_units_answer_from_an_imported_list(shelf, take, tmp_path):
    assert sim.search_codes("J9999", system="hcpcs").empty
    path = tmp_path / "HCPC2026_OCT_ANWEB.txt"
    path.write_text(hcpcs_line("J9999", long="Injection, a medicine, 5 mg", short="Medicine inj", added="20261001"))
    take("hcpcs", path, "2026-10", AFTER, extract=True)
    assert (
        sim.search_codes("J9999", system="hcpcs", on=AFTER).label[0] == "Medicine inj"
        and sim.search_codes("J9999", system="hcpcs", on=BEFORE).empty
    )
    assert sim.drug_units("J9999", "11 mg", on=AFTER).units == 3 and sim.explain("J9999")["unit"] == "5 mg"
    with pytest.raises(CleanClaimError, match="begins only on 2026-10-01"):
        sim.drug_units("J9999", "11 mg", on=BEFORE)


def test_a_modifier_known_only_from_a_list_is_never_priced_in_silence(shelf, take, tmp_path):
    path = tmp_path / "HCPC2026_OCT_ANWEB.txt"
    path.write_text(
        hcpcs_line("ZQ", "7", "A modifier", "Of somebody", added="20260101") + hcpcs_line("J9999", added="20261001")
    )
    with pytest.raises(CleanClaimError):
        sim.price("20610", modifiers=("ZQ",), on=AFTER)
    take("hcpcs", path, "2026-10", AFTER, extract=True)
    with pytest.raises(CleanClaimError, match="modifier ZQ is not priced here"):
        sim.price("20610", modifiers=("ZQ",), on=AFTER)
