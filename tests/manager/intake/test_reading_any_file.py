"""Whatever a file holds, reading it gives counts or a reason, and keeps only codes of the trade."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.edi import sample
from sim.manager.intake.counted import to_keep
from sim.manager.intake.denial_list import reasons_in
from sim.manager.intake.file_reading import read_files
from sim.manager.intake.remittance_counts import carcs, groups, rarcs
from sim.manager.packs.cells import CODE, Unreadable
from sim.manager.packs.starter import start_pack


@pytest.fixture(scope="module")
def riverside(long_home):
    return start_pack("riverside", ["family medicine"])


def kept_words(one, path, monkeypatch=None):
    outcome = read_files(one, [path])
    return outcome, {name: tally.kept(1) for name, tally in outcome.counted.tallies.items()}


def sound(tables) -> bool:
    """Is every word of every key a code of the trade, or one of ours?"""
    payers = {"other", "unlisted", "acme_ppo", "medicare_part_b", "boxwood_hdhp"}
    for name, cells in tables.items():
        for cell in cells:
            for word in cell.key:
                ok = word in payers or not word or CODE.fullmatch(word) or word in carcs() | rarcs() | groups()
                ok = ok or name == "clinic_day_counts" or all(len(one) == 2 for one in word.split())
                if not ok and word not in ("silverleaf_hmo", "medicaidcare", "lantern_medigap", "anvil_workcomp"):
                    return False
    return True


SEGMENT = st.sampled_from(sample("remittance").split("~"))


@settings(max_examples=60)
@given(st.lists(SEGMENT, max_size=40), st.text(max_size=20), st.integers(0, 30))
def test_a_remittance_in_any_disorder(riverside, tmp_path_factory, segments, dirt, at):
    head, *rest = sample("remittance").split("~")
    path = tmp_path_factory.mktemp("fuzz") / "era.835"
    mixed = [*segments[:at], dirt, *segments[at:]]
    path.write_text("~".join([head, *rest[:at], *mixed, *rest[at:]]), encoding="utf-8", errors="replace")
    outcome, tables = kept_words(riverside, path)
    assert len(outcome.files) == 1 and sound(tables)
    assert to_keep(outcome.counted, date(2026, 12, 1)).summary["smallest_count"] == 11


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([".835", ".csv", ".txt", ""]))
def test_any_bytes(riverside, tmp_path_factory, content, ending):
    path = tmp_path_factory.mktemp("fuzz") / f"file{ending}"
    path.write_bytes(content)
    outcome, tables = kept_words(riverside, path)
    assert (
        len(outcome.files) == 1
        and (outcome.files[0].counted or outcome.files[0].trouble or not content)
        and sound(tables)
    )


@settings(max_examples=60)
@given(st.text(max_size=30), st.text(max_size=10))
def test_reasons_are_of_the_list_or_there_are_none(cell, remark):
    try:
        found = reasons_in(cell, remark)
    except Unreadable:
        return
    assert found and all(one.carc in carcs() and one.rarc in {"", *rarcs()} for one in found)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("CO-97", ["97"]),
        ("co97", ["97"]),
        ("97", ["97"]),
        ("CO 16, PR 204", ["16", "204"]),
        ("B7", ["B7"]),
        ("CO-097", ["97"]),
    ],
)
def test_reasons_as_people_write_them(cell, told):
    assert [one.carc for one in reasons_in(cell)] == told
