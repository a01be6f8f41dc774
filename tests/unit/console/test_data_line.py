"""The line that says which data a command uses."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from baqylau import settings
from console import data_line, main


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_default_folder_and_how_to_name_another(tmp_path: Path) -> None:
    line = data_line.describe(settings.load())
    assert line == f"{tmp_path / 'data'} (default; BAQYLAU_DATA names another)"


def test_where_the_folders_name_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "baqylau.toml").write_text('data = "press"\n', encoding="utf-8")
    assert data_line.describe(settings.load()) == f"{tmp_path / 'press'} (from baqylau.toml)"
    monkeypatch.setenv("BAQYLAU_DATA", "other")
    assert data_line.describe(settings.load()) == f"{tmp_path / 'other'} (from BAQYLAU_DATA)"


def test_addresses_elsewhere_without_their_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAQYLAU_DATABASE", "postgresql://press:swordfish@db.test/press")
    line = data_line.describe(settings.load())
    assert "db.test/press" in line
    assert "swordfish" not in line


def test_after_a_demo_the_line_points_at_the_demos_data(tmp_path: Path) -> None:
    (tmp_path / "demo-data").mkdir()
    (tmp_path / "demo-data" / "baqylau.db").touch()
    assert data_line.describe(settings.load()).endswith(
        "the demo's data is in demo-data: BAQYLAU_DATA=demo-data"
    )


@pytest.mark.parametrize("filter_", ["clean", "facts"])
def test_a_filter_of_json_lines_says_nothing(filter_: str) -> None:
    done = CliRunner().invoke(main.cli, [filter_], input="")
    assert (done.exit_code, done.output) == (0, "")


def test_help_says_nothing() -> None:
    assert "Data:" not in CliRunner().invoke(main.cli, ["status", "--help"]).output
