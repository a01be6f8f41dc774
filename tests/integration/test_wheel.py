"""The wheel: built without a network, installed elsewhere, it does in an empty folder what the
repository does.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.services import ROOT

_PARTS = ("baqylau", "crawler", "workers", "dashboard", "api", "console", "press", "outlets")
_FILES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE")
_OLD = "setuptools here is older than 80 and cannot build a wheel alone: make install"


def run(folder: Path, *command: str | Path) -> str:
    """The output of a command with the libraries that are installed here, and nothing of the
    repository.
    """
    here = os.environ  # noqa: TID251
    given = {k: v for k, v in here.items() if not k.startswith(("BAQYLAU_", "PYTHON"))}
    given |= {"PYTHONPATH": sysconfig.get_path("purelib"), "COLUMNS": "100"}
    done = subprocess.run(command, cwd=folder, env=given, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def baqylau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a wheel that is installed into a virtual environment of its own."""
    import setuptools

    if int(setuptools.__version__.partition(".")[0]) < 80:
        pytest.skip(_OLD)
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for part in _PARTS:
        shutil.copytree(
            ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    for name in _FILES:
        shutil.copy(ROOT / name, source / name)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    offline = ("--no-deps", "--no-index")
    run(source, *pip, "wheel", ".", *offline, "--no-build-isolation", "-w", folder / "out")
    (wheel,) = (folder / "out").glob("baqylau-*-py3-none-any.whl")
    run(folder, sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    python = folder / "venv" / "bin" / "python"
    run(folder, *pip, "--python", python, "install", *offline, wheel)
    return folder / "venv" / "bin" / "baqylau"


def test_every_file_of_the_product_is_in_the_wheel(baqylau: Path) -> None:
    (installed,) = (baqylau.parents[1] / "lib").glob("python*/site-packages")
    for part in _PARTS:
        wanted = {
            x.relative_to(ROOT)
            for x in (ROOT / part).rglob("*")
            if x.is_file() and "__pycache__" not in x.parts
        }
        assert {x for x in wanted if not (installed / x).is_file()} == set()


def test_the_demo_runs_in_an_empty_folder(baqylau: Path, tmp_path: Path) -> None:
    said = run(tmp_path, baqylau, "demo", "--once")
    assert "demo-data" in said
    demo = {"BAQYLAU_DATA": "demo-data", "BAQYLAU_OUTLETS": "demo-data/outlets"}
    env = [f"{k}={v}" for k, v in demo.items()]
    run(tmp_path, "env", *env, baqylau, "export", "facts", "--output", "facts.xlsx")
    assert (tmp_path / "facts.xlsx").stat().st_size > 10_000


def test_the_outlets_are_there_and_a_folder_of_ones_own_adds_to_them(
    baqylau: Path, tmp_path: Path
) -> None:
    doctor = run(tmp_path, baqylau, "migrate") + run(tmp_path, baqylau, "doctor")
    known = len(list((ROOT / "outlets").rglob("*.toml")))
    assert f"of {known}" in doctor
    own = tmp_path / "outlets"
    own.mkdir()
    first = min((ROOT / "outlets").rglob("*.toml"))
    changed = first.read_text(encoding="utf-8").replace('name = "', 'name = "Мой ', 1)
    (own / first.name).write_text(changed, encoding="utf-8")
    mine = 'name = "Вестник"\nhome = "https://vestnik.test/"\ncountry = "kz"\nlanguages = ["ru"]\n'
    mine += 'timezone = "Asia/Almaty"\narticles = "https://vestnik\\\\.test/news/"\n'
    mine += '[[discover]]\nkind = "feed"\nurl = "https://vestnik.test/rss"\n'
    (own / "vestnik-own.toml").write_text(mine, encoding="utf-8")
    listed = run(tmp_path, baqylau, "outlets", "list")
    assert "vestnik-own" in listed
    assert "Мой" in listed
    assert f"of {known + 1}" in run(tmp_path, baqylau, "doctor")
