"""The wheel works as well as the checkout: built, installed without its dependencies beside ours, and tried from an
empty folder.
"""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory) -> Path:
    """The wheel, built by the build tool of the tests: no network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("cleanclaim-*.whl"))


@pytest.fixture(scope="module")
def commands(wheel, tmp_path_factory) -> Path:
    """The folder of commands of a new environment that holds the wheel, and our packages behind it."""
    place = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True)
    folder = place / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run(
        [folder / "python", "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", str(wheel)], check=True
    )
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run(
        [folder / "python", "-c", question], capture_output=True, text=True, check=True
    ).stdout.strip()
    Path(packages, "ours.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.mark.slow
def test_the_wheel_holds_the_content_and_nothing_else(wheel, root):
    names = zipfile.ZipFile(wheel).namelist()
    for folder, pattern in (("data", "*.csv"), ("data", "*.toml"), ("exercises", "*.toml"), ("notebooks", "*.ipynb")):
        ours = [
            path.relative_to(root).as_posix()
            for path in (root / folder).rglob(pattern)
            if ".ipynb_checkpoints" not in path.parts
        ]
        assert ours and not {f"sim/_files/{name}" for name in ours} - set(names)
    assert "sim/ui/lab/jupyter/voila/templates/offline/index.html.j2" in names
    assert not [
        name
        for name in names
        if not name.startswith(("sim/", "cleanclaim-")) or "__pycache__" in name or "checkpoint" in name
    ]


@pytest.mark.slow
def test_a_visit_walks_from_chart_to_payment_out_of_the_wheel(commands, tmp_path):
    done = subprocess.run(
        [commands / "cleanclaim", "tour", "--json"], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["balance_ok"] is True
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_the_wheel_uses_its_own_content(commands, tmp_path):
    code = (
        "import sim, sim.ground.files as files; from sim.ui.lab.servers import notebooks; print(sim.__file__,"
        " files.root(), notebooks(), sep='\\n')"
    )
    package, content, served = subprocess.run(
        [commands / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.split("\n")[:3]
    assert Path(package).parent / "_files" == Path(content) and commands.parent in Path(package).parents
    assert Path(served) == tmp_path / "cleanclaim-notebooks" and (Path(served) / "00_start_here.ipynb").is_file()
