"""A floor that cannot fail is refused; what is still absent is listed under a name that says so."""

from pathlib import Path

import pytest

from tests import floors
from tests.floors import Floors

TABLE = """\
["kk"]
"absent today" = ["forecast"]
"role" = 0.9
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "floors.toml"
    made.write_text(TABLE, encoding="utf-8")
    return made


def test_what_is_absent_today_is_held_to_nothing_else(path: Path) -> None:
    floors.check(path, "kk", {"role": 0.95, "forecast": 0.0})


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"role": 0.8, "forecast": 0.0}, r"fell below its floor: role 0.800 < 0.9"),
        ({"role": 0.9, "forecast": 0.2}, r'no longer "absent today": forecast 0.200'),
        ({"role": 0.9}, "forecast was not measured"),
        ({"forecast": 0.0}, "role was not measured"),
        ({"role": 0.9, "forecast": 0.0, "event": 0.0}, "has no floor for event"),
    ],
)
def test_figures_that_do_not_hold(path: Path, figures: dict[str, float], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        floors.check(path, "kk", figures)


@pytest.mark.parametrize("zero", ["0.0", "0", "-0.5"])
def test_a_floor_of_zero_is_refused(path: Path, zero: str) -> None:
    path.write_text(f'{TABLE}"event" = {zero}\n', encoding="utf-8")
    with pytest.raises(AssertionError, match=r"a floor of 0 cannot fail \(event\)"):
        floors.check(path, "kk", {"role": 0.9, "forecast": 0.0, "event": 0.7})


def test_figures_are_written_and_nothing_becomes_absent_by_itself(path: Path) -> None:
    floors.write(path, "kk", {"role": 0.0, "forecast": 0.25, "date": 0.99999})
    assert floors.read(path) == {"kk": Floors({"role": 0.0, "forecast": 0.25, "date": 0.999})}
    path.write_text(TABLE, encoding="utf-8")
    floors.write(path, "kk", {"role": 0.5, "forecast": 0.0})
    assert floors.read(path) == {"kk": Floors({"role": 0.5}, ["forecast"])}


def test_every_floor_of_the_project_can_fail() -> None:
    files = sorted(Path(__file__).parents[1].glob("**/floors*.toml"))
    assert files
    for file in files:
        for name, table in floors.read(file).items():
            assert [x for x, floor in table.floors.items() if floor <= 0] == [], f"{file} {name}"
