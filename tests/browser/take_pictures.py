"""The pictures of the README: one of each desk at work, drawn from the program as it is. Run: python
tests/browser/take_pictures.py
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "ui"), str(Path(__file__).parent)]
HEIGHTS = {"coder": 860, "biller": 640, "denial": 600}


def coder(folder):
    """A visit coded without the modifier that it needs, and with a reading in the place of a disease."""
    from test_desk import Page
    from sim.learn.exercises.case import draw

    visit = draw("coder_04_knee", 1).truth_visit
    assert "25" in visit.services[0].modifiers, "the first variant has no separate visit any more: choose another"
    page = Page("coder", folder, "coder_04_knee")
    page.say(
        "submit",
        answer={
            "flags": [],
            "diagnoses": [{"code": "R03.0" if code == "I10" else code} for code in visit.diagnoses],
            "services": [
                {
                    "id": number,
                    "code": service.code,
                    "modifiers": " ".join(one for one in service.modifiers if one != "25"),
                    "units": str(service.units),
                    "pointers": "".join(chr(65 + visit.diagnoses.index(code)) for code in service.pointers),
                }
                for number, service in enumerate(visit.services, 1)
            ],
        },
    )
    return page.view


def biller(folder):
    """A claim that was scrubbed: the policy on file had ended."""
    from test_desk import Page

    page = Page("biller", folder, "biller_02_new_card")
    page.say("scrub", answer=page.view["draft"])
    return page.view


def denial(folder):
    """The worklist, before anything is decided."""
    from test_desk import Page

    return Page("denial", folder, "denial_01_knee").view


def main() -> None:
    """Write sim/ui/pictures/{coder,biller,denial}.png."""
    from conftest import QUIET, find_browser
    from playwright.sync_api import sync_playwright
    from stand import stand

    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=find_browser(), args=[*QUIET, "--no-sandbox"])
        for role, height in HEIGHTS.items():
            page = browser.new_page()
            stand(page, globals()[role](Path(folder)), width=1160)
            page.screenshot(
                path=ROOT / "sim" / "ui" / "pictures" / f"{role}.png",
                clip={"x": 0, "y": 0, "width": 1160, "height": height},
                full_page=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
