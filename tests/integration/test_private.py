"""The data folder is its owner's alone: made so, and made so where an earlier release left it
open.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from baqylau import private
from baqylau.app import open_app
from baqylau.llm import _write
from baqylau.settings import load
from console.main import cli


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    found = [folder, *folder.rglob("*")]
    return {str(x.relative_to(folder)): stat.S_IMODE(x.lstat().st_mode) for x in found}


def open_to_others(folder: Path) -> dict[str, int]:
    return {x: mode for x, mode in modes(folder).items() if mode & 0o077}


def use(data: Path, **more: object) -> None:
    with open_app(load(data=data, outlets=data / "none", **more)) as app:
        app.archive.put(b"a page")
        with app.engine.connect() as connection:  # -wal and -shm live while somebody is connected
            connection.exec_driver_sql("SELECT 1")
            if not more:
                assert open_to_others(data) == {}
    _write(data / "llm" / "x.json", {"reply": "x"})


def test_what_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    use(tmp_path / "new" / "data")
    found = modes(tmp_path / "new" / "data")
    assert open_to_others(tmp_path / "new") == {}
    assert {"baqylau.db", "archive", "llm/x.json"} <= found.keys()


def test_a_folder_of_an_earlier_release_is_tightened_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    use(data)
    (data / "mine.txt").write_text("somebody else's", encoding="utf-8")
    for x in [data, *data.rglob("*")]:
        x.chmod(0o755 if x.is_dir() else 0o644)
    with capture_logs() as lines:
        use_again = load(data=data, outlets=data / "none")
        with open_app(use_again):
            pass
        with open_app(use_again):
            pass
    logged = [x for x in lines if "removed the rights of others" in x["event"]]
    assert len(logged) == 1
    assert {x for x in open_to_others(data) if not x.endswith(".zst")} == {"mine.txt"}
    assert modes(data)["."] == 0o700


def test_the_modes_stay_where_the_setting_says_so(tmp_path: Path) -> None:
    data = tmp_path / "data"
    use(data)
    data.chmod(0o750)
    use(data, keep_modes=True)
    assert modes(data)["."] == 0o750


def test_links_lead_nowhere(tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    for x in (data, other):
        x.mkdir(mode=0o755)
    (other / "file").write_text("x", encoding="utf-8")
    (data / "archive").symlink_to(other)
    (data / "a.log").symlink_to(other / "file")
    assert private.tighten(data) == (1, [])
    assert modes(other) == {".": 0o755, "file": 0o644}


def test_a_backup_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(tmp_path / "data")
    monkeypatch.setenv("BAQYLAU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BAQYLAU_OUTLETS", str(tmp_path / "none"))
    assert CliRunner().invoke(cli, ["backup", str(tmp_path / "backup")]).exit_code == 0
    assert open_to_others(tmp_path / "backup") == {}
    os.umask(0o022)
