"""Quality floors: figures measured by a test come in, and are held against a TOML file of the
project.

A figure may rise freely; it falls below its floor only with `pytest --lower-floors`, which writes
today's figures into the file: the fall is then seen in the diff. Figures are shares, rounded down
to three places.

No figure falls below a floor of 0, so such a floor is refused. What cannot be read at all yet has
its name in the list `absent today` of its table instead, until the figure is above 0.
"""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ABSENT = "absent today"


@dataclass(frozen=True)
class Floors:
    """One table of a file: the floors, and the names whose figures are still 0."""

    floors: Mapping[str, float]
    absent: Sequence[str] = ()


def hold(
    request: pytest.FixtureRequest, path: Path, key: str, figures: Mapping[str, float]
) -> None:
    """Fails where a figure of `[key]` fell below its floor in `path`, or has none; writes them with
    `--lower-floors`.
    """
    if request.config.getoption("--lower-floors"):
        write(path, key, figures)
    else:
        check(path, key, figures)


def check(path: Path, key: str, figures: Mapping[str, float]) -> None:
    """Raises `AssertionError` where the figures do not hold the floors of `[key]`."""
    table = read(path).get(key, Floors({}))
    floors, name = table.floors, f"{path.name} [{key}]"
    missing = sorted(set(figures) - set(floors) - set(table.absent))
    assert not missing, (
        f"{name} has no floor for {', '.join(missing)}; run pytest --lower-floors on this test and"
        " read the diff"
    )
    empty = sorted(x for x, floor in floors.items() if floor <= 0)
    assert not empty, (
        f"{name}: a floor of 0 cannot fail ({', '.join(empty)}); mend what fell, or move the name"
        f' to the list "{ABSENT}"'
    )
    fallen = [
        f"{x} {figures[x]:.3f} < {floor}"
        for x, floor in floors.items()
        if x in figures and figures[x] < floor - 1e-9
    ]
    assert not fallen, f"{name} fell below its floor: {'; '.join(fallen)}"
    gone = sorted({*floors, *table.absent} - set(figures))
    assert not gone, f"{name}: {', '.join(gone)} was not measured"
    risen = [f"{x} {figures[x]:.3f}" for x in table.absent if figures[x] > 0]
    assert not risen, (
        f'{name}: no longer "{ABSENT}": {"; ".join(risen)}; run pytest --lower-floors on this test'
        " to give it a floor"
    )


def read(path: Path) -> dict[str, Floors]:
    """Table → its floors; empty where there is no file."""
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        key: Floors({x: y for x, y in table.items() if x != ABSENT}, table.get(ABSENT, ()))
        for key, table in tables.items()
    }


def write(path: Path, key: str, figures: Mapping[str, float]) -> None:
    """Today's figures become the floors of `[key]`. Nothing is added to the list of what is absent:
    that a figure fell to 0 is for a person to write.
    """
    known = read(path)
    absent = [x for x in known.get(key, Floors({})).absent if figures.get(x) == 0]
    floors = {x: _rounded(value) for x, value in figures.items() if x not in absent}
    tables = known | {key: Floors(floors, absent)}
    text = "\n".join(_toml(name, tables[name]) for name in sorted(tables))
    path.write_text(text, encoding="utf-8")


def _rounded(value: float) -> float:
    return math.floor(value * 1000 + 1e-6) / 1000


def _toml(name: str, table: Floors) -> str:
    absent = ", ".join(f'"{x}"' for x in table.absent)
    lines = [f'"{x}" = {value}\n' for x, value in table.floors.items()]
    return f'["{name}"]\n' + (f'"{ABSENT}" = [{absent}]\n' if absent else "") + "".join(lines)
