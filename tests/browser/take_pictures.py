"""The pictures of the README: one of each desk at work, drawn from the program as it is. Run: python
tests/browser/take_pictures.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
HEIGHTS = {"start": 760, "coder": 900, "biller": 680, "denial": 640}
SHOWN = {"start": "start", "coder": "coder_graded", "biller": "biller_held", "denial": "denial_open"}


def main() -> None:
    """Write sim/ui/pictures/{start,coder,biller,denial}.png."""
    from conftest import QUIET, find_browser
    from playwright.sync_api import sync_playwright
    from stand import stand

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=[*QUIET, "--no-sandbox"])
        for role, height in HEIGHTS.items():
            page = browser.new_page()
            stand(page, SHOWN[role], width=1160)
            page.screenshot(
                path=ROOT / "sim" / "ui" / "pictures" / f"{role}.png",
                clip={"x": 0, "y": 0, "width": 1160, "height": height},
                full_page=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
