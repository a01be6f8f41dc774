"""Every golden page is read by the function behind `baqylau clean` and compared with what an editor
expects of it.

A page is `pages/<name>.html` (UTF-8) or `pages/<name>.bin` (raw bytes of another charset) beside
`pages/<name>.toml`. `known_faults.toml` names the fields that are still read wrongly; a field that
is read rightly again must be removed from that list.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from console.clean import answer
from tests.golden.expecting import CHECKS, GIVEN, PAGES, expectation, faults, line_of
from tests.golden.mend import still_wrong

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in PAGES.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_read_as_an_editor_expects(name: str) -> None:
    expected = expectation(name)
    found = faults(expected, answer(line_of(name, expected)))
    known = _known().get(name, [])
    new = [
        f"{name}: {field}\n  {message}" for field, message in found.items() if field not in known
    ]
    assert not new, f"{expected['why']}\n" + "\n".join(new)
    mended = [field for field in known if field not in found]
    assert not mended, (
        f"{name}: {', '.join(mended)} is read rightly now: remove it from known_faults.toml"
    )


def test_every_expectation_has_one_page_and_every_page_an_expectation() -> None:
    pages = sorted(path.stem for path in PAGES.iterdir() if path.suffix != ".toml")
    assert pages == NAMES
    assert len(NAMES) >= 40  # fewer would leave a kind of markup unproved


def test_expectations_use_known_keys_only() -> None:
    for name in NAMES:
        unknown = set(expectation(name)) - set(CHECKS) - GIVEN
        assert not unknown, (
            f"pages/{name}.toml: {', '.join(sorted(unknown))} is no key; the keys are"
            f" {', '.join([*GIVEN, *CHECKS])}"
        )


def test_known_faults_name_pages_and_fields() -> None:
    assert set(_known()) <= set(NAMES)
    assert {field for fields in _known().values() for field in fields} <= set(CHECKS) | {"laws"}


def test_mending_takes_off_what_is_read_rightly_and_keeps_the_rest() -> None:
    assert still_wrong(
        "tiebacks-ru", ["title", "kind"], lambda line: {**answer(line), "title": "Другой заголовок"}
    ) == ["title"]


@cache
def _known() -> dict[str, list[str]]:
    return tomllib.loads((HERE / "known_faults.toml").read_text(encoding="utf-8"))
