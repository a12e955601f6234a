"""The door of a checkout, on a small house with one small package: set-up, the second start, what is half made, and
plain words for trouble.

Nothing here needs a network: the package is a wheel written by the test.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "run.py"


@pytest.fixture
def run():
    """run.py as a module."""
    spec = importlib.util.spec_from_file_location("run_for_test", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def house(tmp_path):
    """A checkout with run.py, a lock of one wheel, and a `cleanclaim` that says what it was asked."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel = wheels / "tinypin-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tinypin.py", "here = True\n")
        archive.writestr("tinypin-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tinypin\nVersion: 1.0\n")
        archive.writestr(
            "tinypin-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr(
            "tinypin-1.0.dist-info/RECORD",
            "".join(f"{name},,\n" for name in [*archive.namelist(), "tinypin-1.0.dist-info/RECORD"]),
        )
    place = tmp_path / "a house with spaces"
    (place / "sim").mkdir(parents=True)
    shutil.copy(SOURCE, place)
    (place / "sim/__init__.py").write_text("")
    (place / "sim/cli.py").write_text("import sys, tinypin\nprint('asked', *sys.argv[1:])\nsys.exit(7)\n")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (place / "requirements.lock").write_text(
        f"# part: lab\ntinypin==1.0 \\\n    --hash=sha256:{digest}\n# part: test\n# part: dev\n"
    )
    return place


def start(house: Path, *job: str, **more: str) -> subprocess.CompletedProcess:
    """`python run.py JOB` with nothing but the test's wheel to install, and no uv."""
    ours = ("PIP_", "UV_", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(house.parent / "wheels"),
        "PIP_CONFIG_FILE": os.devnull,
        "HOME": str(house.parent),
        "PATH": os.defpath,
    } | more
    return subprocess.run(
        [sys.executable, "run.py", *job], cwd=house, env=environment, capture_output=True, text=True, timeout=120
    )


@pytest.mark.slow
def test_it_sets_up_once_and_hands_over(house):
    first = start(house, "tour", "--seed", "3")
    assert (first.returncode, first.stdout) == (7, "asked tour --seed 3\n"), first.stderr
    assert "Setting up" in first.stderr
    second = start(house, "tour")
    assert (second.returncode, second.stdout, second.stderr) == (7, "asked tour\n", "")
    start(house, "tour", PYTHONDONTWRITEBYTECODE="1", PYTHONPYCACHEPREFIX=str(house / "elsewhere"))
    assert list((house / "elsewhere").rglob("tinypin.*.pyc"))  # who says where, gets it there
    shutil.rmtree(house / "sim/__pycache__")
    start(house, "tour", PYTHONDONTWRITEBYTECODE="1")
    assert list((house / ".venv/compiled").rglob("tinypin.*.pyc")) and not (house / "sim/__pycache__").exists()
    moved = house.rename(house.with_name("moved"))
    assert start(moved, "tour").stdout == "asked tour\n"
    if os.name != "nt":  # the command works from anywhere, also where another folder is called sim
        command = subprocess.run(
            [moved / ".venv/bin/cleanclaim", "lint"], cwd=SOURCE.parent, capture_output=True, text=True
        )
        assert command.stdout == "asked lint\n"


@pytest.mark.slow
def test_a_half_made_set_up_is_made_anew(house):
    stopped = start(house, "tour", PIP_FIND_LINKS=str(house / "nowhere"))
    assert stopped.returncode == 2 and len(stopped.stderr.splitlines()[-1]) > 20 and "Traceback" not in stopped.stderr
    assert (house / ".venv").exists() and not (house / ".venv/installed.json").exists()
    again = start(house, "tour")
    assert again.stdout == "asked tour\n" and "unfinished" in again.stderr
    (house / "requirements.lock").write_text(
        (house / "requirements.lock").read_text().replace("# part: test\n", "# part: test\n# another lock\n")
    )
    (house / ".venv/installed.json").write_text("{damaged")
    assert start(house, "tour").stdout == "asked tour\n"


@pytest.mark.slow
def test_a_package_that_is_not_the_locked_one_is_refused(house):
    lock = house / "requirements.lock"
    lock.write_text("# part: lab\ntinypin==1.0 --hash=sha256:" + "0" * 64 + "\n# part: test\n# part: dev\n")
    refused = start(house, "tour")
    assert (
        refused.returncode == 2 and "not the one that requirements.lock names" in refused.stderr and not refused.stdout
    )


def test_somebody_elses_environment_is_left_alone(house):
    (house / ".venv").mkdir()
    (house / ".venv/pyvenv.cfg").write_text("home = elsewhere\n")
    refused = start(house, "tour")
    assert refused.returncode == 2 and "Move it away" in refused.stderr
    assert [path.name for path in (house / ".venv").iterdir()] == ["pyvenv.cfg"]


def test_another_python_is_told_so(run, monkeypatch, capsys):
    for version, words in (((3, 10, 4), "too old"), ((3, 15, 0), "newer than")):
        monkeypatch.setattr(run.sys, "version_info", version)
        with pytest.raises(SystemExit) as left:
            run.check_python()
        assert left.value.code == 2 and words in capsys.readouterr().err


def test_the_door_can_be_read_by_an_old_python():
    """No word of it is newer than Python 3.6, as far as today's parser can tell."""
    import ast

    ast.parse(SOURCE.read_text(), feature_version=(3, 6))
    assert not re.search(r"""\bf["']|:=""", SOURCE.read_text())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "the disk is full"),
        ("[Errno 13] Permission denied: '/x/.venv'", "cannot be written"),
        (
            (
                "NewConnectionError('<pip._vendor...>: Failed to establish a new connection: [Errno 111] Connection"
                " refused')"
            ),
            "no network",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one"),
        ("something\nnobody foresaw\n", "nobody foresaw"),
    ],
)
def test_trouble_is_told_in_plain_words(run, said, told):
    assert told in run.explain(said) and "\n" not in run.explain(said)


def test_pips_settings_reach_uv(run, monkeypatch):
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_", "SSL_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://more.example/simple")
    monkeypatch.setenv("PIP_CERT", "certificates.pem")
    given = run.uv_settings()
    assert (given["UV_DEFAULT_INDEX"], given["UV_INDEX"], given["SSL_CERT_FILE"]) == (
        "https://index.example/simple",
        "https://more.example/simple",
        "certificates.pem",
    )
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    assert run.uv_settings()["UV_DEFAULT_INDEX"] == "https://own.example/simple"


def test_the_lock_has_a_part_for_each_job(run):
    assert set(run.read_lock()) == {"lab", "test", "dev"} and {
        part for parts in run.PARTS.values() for part in parts
    } == {"lab", "test", "dev"}


@pytest.mark.parametrize("name", ["numpy", "pandas", "pyarrow", "pyzmq", "cffi", "sqlalchemy"])
def test_the_lock_knows_the_wheels_of_every_system(run, name):
    """A lock made on a machine with a side index held the hashes of that machine's files alone; pip elsewhere refused
    them.
    """
    blocks = [block for block in re.split(r"\n(?=\w)", run.read_lock()["lab"]) if block.strip().startswith(name + "==")]
    assert blocks and all(block.count("--hash=") >= 20 for block in blocks)


@pytest.mark.slow
def test_two_starts_at_once_share_one_set_up(house):
    environment = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(house.parent / "wheels"),
        "PIP_CONFIG_FILE": os.devnull,
        "HOME": str(house.parent),
        "PATH": os.defpath,
    }
    both = [
        subprocess.Popen(
            [sys.executable, "run.py", "tour"],
            cwd=house,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in "ab"
    ]
    said = [one.communicate(timeout=120) for one in both]
    assert [out for out, _ in said] == ["asked tour\n"] * 2
    assert sum("Setting up" in err for _, err in said) == 1


@pytest.mark.parametrize("length, is_limited, is_refused", [(87, True, False), (88, True, True), (200, False, False)])
def test_a_long_path_is_told_before_windows_fails(run, length, is_limited, is_refused):
    folder = "C:\\" + "x" * (length - 3)
    if is_refused:
        with pytest.raises(run.Trouble, match=r"88 characters.*172 below.*C:\\CleanClaim"):
            run.check_path(folder, is_limited)
    else:
        run.check_path(folder, is_limited)


@pytest.mark.slow
def test_a_folder_with_signs_of_another_language_works(house):
    place = house.rename(house.with_name("cl\u00ednica \u2713"))
    done = start(place, "tour", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stdout) == (7, "asked tour\n"), done.stderr
