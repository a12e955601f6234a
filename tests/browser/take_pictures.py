"""The pictures of the README: one of each desk, drawn from the prepared views. Run: python tests/browser/take_pictures.py"""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
SHOWN = {"coder": ("coder_graded", 690), "biller": ("biller_held", 640), "denial": ("denial_open", 600)}


def main() -> None:
    """Write sim/ui/pictures/{coder,biller,denial}.png."""
    from conftest import QUIET, find_browser
    from playwright.sync_api import sync_playwright
    from stand import stand
    folder = ROOT / "sim" / "ui" / "pictures"
    folder.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=[*QUIET, "--no-sandbox"])
        for role, (name, height) in SHOWN.items():
            page = browser.new_page()
            stand(page, name, width=1160)
            page.screenshot(path=folder / f"{role}.png", clip={"x": 0, "y": 0, "width": 1160, "height": height}, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
