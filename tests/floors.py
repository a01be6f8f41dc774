"""Quality floors: figures measured by a test come in, and are held against a TOML file of the
project.

A figure may rise freely; it falls below its floor only with `pytest --lower-floors`, which writes
today's figures into the file: the fall is then seen in the diff. Figures are shares, rounded down
to three places.
"""

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest


def hold(
    request: pytest.FixtureRequest, path: Path, key: str, figures: Mapping[str, float]
) -> None:
    """Fails where a figure of `[key]` fell below its floor in `path`, or has none; writes them with
    `--lower-floors`.
    """
    if request.config.getoption("--lower-floors"):
        _write(path, key, figures)
        return
    floors = _read(path).get(key, {})
    missing = sorted(set(figures) - set(floors))
    assert not missing, (
        f"{path.name} [{key}] has no floor for {', '.join(missing)}; run pytest --lower-floors on"
        " this test and read the diff"
    )
    fallen = [
        f"{name} {figures[name]:.3f} < {floor}"
        for name, floor in floors.items()
        if name in figures and figures[name] < floor - 1e-9
    ]
    assert not fallen, f"{path.name} [{key}] fell below its floor: {'; '.join(fallen)}"
    gone = sorted(set(floors) - set(figures))
    assert not gone, f"{path.name} [{key}]: {', '.join(gone)} was not measured"


def _read(path: Path) -> dict[str, dict[str, float]]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(path: Path, key: str, figures: Mapping[str, float]) -> None:
    known = _read(path) | {
        key: {name: math.floor(value * 1000 + 1e-6) / 1000 for name, value in figures.items()}
    }
    tables = [
        f'["{table}"]\n' + "".join(f'"{name}" = {value}\n' for name, value in known[table].items())
        for table in sorted(known)
    ]
    path.write_text("\n".join(tables), encoding="utf-8")
