"""Links in the documents lead to files that exist, and the commands they name exist."""

import re
from pathlib import Path

import pytest

from console.demo import last_words
from console.main import COMMANDS, GROUPS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
_LINK = re.compile(r"\]\(([^)#\s]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda x: x.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = [x for x in _LINK.findall(document.read_text(encoding="utf-8")) if "://" not in x]
    assert [x for x in links if not (document.parent / x).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda x: x.name)
def test_commands_and_targets_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    known = {x.replace("_", "-").removesuffix("-") for x in (*COMMANDS, *GROUPS)}
    assert set(re.findall(r"`baqylau ([a-z]+)", text)) <= known
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z][a-z-]*)", text)) <= targets
    assert set(re.findall(r"^    make ([a-z][a-z-]*)", text, re.M)) <= targets


def test_the_readme_has_its_two_commands_and_a_place_for_figures() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^    make demo .*\n    make test ", text, re.M)
    for section in ("demo", "figures"):
        assert re.search(rf"<!-- {section}: begin.*?-->\n.+?<!-- {section}: end -->", text, re.S)


def test_the_readme_ends_its_demo_with_the_demos_last_words() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = text.partition("<!-- demo: begin")[2].partition("<!-- demo: end")[0]
    assert shown.rstrip().removesuffix("```").rstrip().endswith(last_words())
