"""The library's public verbs, as the notebooks and the handbook print them."""

import pytest

import sim
from sim.ground.errors import CleanClaimError
from sim.reference import public


def test_the_verbs_as_printed():
    assert sim.search_codes("sugar diabetes", system="icd10cm", on=None, limit=20).code[0] == "E11.9"
    clean = sim.check_codes(["E11.22", "N18.30"], on="2026-10-15", setting="office")
    assert clean.empty and list(clean.columns) == ["code", "finding", "severity", "message", "cite"]
    visit = sim.em_level(
        status="established",
        problems="moderate",
        data="limited",
        risk="moderate",
        minutes=None,
        setting="office",
        payer="medicare",
    )
    assert (
        visit.code == "99214" and [line.code for line in visit.lines] == ["99214"] and "two of the three" in visit.why
    )
    drug = sim.drug_units("J1885", dose="60 mg", discarded=None)
    assert [(line.code, line.units) for line in drug.lines] == [("J1885", 4)] and "15 mg" in drug.why


@pytest.mark.parametrize(
    ("payer", "minutes", "extra"),
    [
        ("medicare", 68, []),
        ("medicare", 69, ["G2212"]),
        ("medicare_part_b", 69, ["G2212"]),
        ("Medicare Part B", 69, ["G2212"]),
        ("acme_ppo", 54, []),
        ("acme_ppo", 55, ["99417"]),
        ("medicaidcare", 55, ["99417"]),
    ],
)
def test_prolonged_time_as_the_payer_counts_it(payer, minutes, extra):
    answer = public.em_level(problems="high", data="extensive", risk="high", minutes=minutes, payer=payer)
    assert [line.code for line in answer.lines] == ["99215", *extra]


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("office", "99204"),
        ("ed", "99284"),
        ("emergency", "99284"),
        ("hospital", "99222"),
        ("hospital initial", "99222"),
        ("hospital subsequent", "99232"),
        ("hospital discharge", "99238"),
    ],
)
def test_every_setting(setting, code):
    assert public.em_level("new", "moderate", "minimal", "moderate", setting=setting).code == code


def test_prolonged_hospital_time():
    assert [
        line.code
        for line in public.em_level(problems="low", data="minimal", risk="low", minutes=90, setting="hospital").lines
    ] == ["99223", "G0316"]
    assert [
        line.code
        for line in public.em_level(
            problems="low", data="minimal", risk="low", minutes=90, setting="hospital", payer="acme"
        ).lines
    ] == ["99223", "99418"]


@pytest.mark.parametrize(
    ("text", "system", "first"),
    [
        ("J3301", "hcpcs", "J3301"),
        ("knee injection", "cpt", "20610"),
        ("wellness", "hcpcs", "G0438"),
        ("I10", "all", "I10"),
        ("cholesterol panel", "procedure", "80061"),
    ],
)
def test_each_system(text, system, first):
    found = public.search_codes(text, system=system, limit=3)
    assert found.code[0] == first and len(found) <= 3


def test_a_system_holds_only_its_own_codes():
    assert public.search_codes("shot", system="cpt", limit=50).code.str.fullmatch(r"\d{5}").all()
    assert public.search_codes("shot", system="hcpcs", limit=50).code.str.fullmatch(r"[A-Z]\d{4}").all()
    assert "M72.2" not in set(public.search_codes("M72.2", on="2026-10-01").code)


def test_drug_units_with_waste_and_date():
    answer = public.drug_units("j3301", "20 mg", discarded="20 mg")
    assert [(line.units, set(line.modifiers)) for line in answer.lines] == [(2, set()), (2, {"JW"})]
    assert (
        public.drug_units("J0561", "600,000 units".replace(",", "")).units == 6
        and public.drug_units("J7321", "1 dose").units == 1
    )
    with pytest.raises(CleanClaimError, match="J1010"):
        public.drug_units("J1030", "40 mg", on="2026-06-01")


@pytest.mark.parametrize(
    "call",
    [
        lambda: public.em_level("old"),
        lambda: public.em_level(setting="moon"),
        lambda: public.em_level(problems="awful"),
        lambda: public.em_level(minutes="long"),
        lambda: public.search_codes("knee", system="icd9"),
        lambda: public.drug_units("J3301", "lots"),
        lambda: public.drug_units("J3301", "40 mg", discarded="1 cc"),
        lambda: public.drug_units("99213", "40 mg"),
        lambda: public.check_codes(["I10"], setting="moon"),
        lambda: public.check_codes(["I10"], on="someday"),
    ],
)
def test_bad_input_is_one_clear_line(call):
    with pytest.raises(CleanClaimError) as caught:
        call()
    assert "\n" not in str(caught.value)
