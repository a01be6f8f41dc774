"""The list of commands that `baqylau --help` prints repeats the first line of each command's
help.
"""

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import baqylau
from baqylau.store import schema_revision
from console import main

ROOT = Path(__file__).resolve().parents[3]
LISTED = main.COMMANDS | main.GROUPS
HELPERS = {
    "collector", "data_line", "editing", "export_frozen", "export_options", "jsonl", "listing",
    "main", "opening", "outage_notices", "outlet_health", "outlet_proposals", "outlet_tables",
    "processes", "progress", "stage_names", "status_watch", "summary", "version",
}  # fmt: skip
"""Modules of `console` that are not commands."""


@pytest.mark.parametrize("module", LISTED)
def test_a_command_is_listed_with_its_own_help(module: str) -> None:
    own = main.loaded(main.spelled(module)).help
    assert " ".join(own.split("\n\n")[0].split()) == LISTED[module]


def test_every_module_is_listed_or_a_helper() -> None:
    modules = {x.stem for x in (ROOT / "console").glob("*.py")} - {"__init__"}
    assert modules - HELPERS == set(LISTED)


def test_help_names_every_command() -> None:
    printed = CliRunner().invoke(main.cli, ["--help"]).stdout
    assert [x for x in LISTED if f" {main.spelled(x)} " not in printed] == []


@pytest.mark.parametrize("module", LISTED)
def test_a_command_has_its_own_help(module: str) -> None:
    name = main.spelled(module)
    done = CliRunner().invoke(main.cli, [name, "--help"])
    assert done.exit_code == 0
    assert f"{name} [OPTIONS]" in done.stdout
    assert "--install-completion" not in done.stdout


def test_a_misspelled_command_is_met_with_the_nearest_name() -> None:
    done = CliRunner().invoke(main.cli, ["stauts"])
    assert done.exit_code == 2
    assert "Did you mean 'status'?" in done.stderr


def test_the_version_is_the_packages_and_names_the_database_revision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert baqylau.__version__ == project["version"]
    printed = CliRunner().invoke(main.cli, ["--version"]).stdout
    assert printed.startswith(f"baqylau {project['version']}\n")
    assert f"database revision {schema_revision.newest()}" in printed


@pytest.mark.parametrize("part", [["list"], ["try", "dala"], ["probe"]])
def test_a_folder_of_outlets_that_does_not_exist_is_named(
    part: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAQYLAU_OUTLETS", "/no/such/folder")
    done = CliRunner().invoke(main.cli, ["outlets", *part])
    assert done.exit_code == 2
    assert "no folder /no/such/folder" in done.stderr
    assert "BAQYLAU_OUTLETS" in done.stderr
