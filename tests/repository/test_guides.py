"""The user's guides: three languages with the same commands, and every command and option in them
exists.
"""

import re
import shlex
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from console.main import COMMANDS, GROUPS, loaded, spelled

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "guide").glob("*.md"))
DOCUMENTS = [*GUIDES, ROOT / "docs" / "install.md", ROOT / "docs" / "exchange.md"]
_COMMAND = re.compile(r"^ {4}(?:\w+=\S+ )*(baqylau .*)$", re.MULTILINE)
NAMES = {spelled(x) for x in COMMANDS | GROUPS}


def commands(document: Path) -> list[list[str]]:
    """The commands of a document as their words, without redirections and remarks."""
    lines = _COMMAND.findall(document.read_text(encoding="utf-8"))
    return [shlex.split(x.partition(" > ")[0], comments=True)[1:] for x in lines]


def parsed(words: list[str]) -> list[str]:
    """What is wrong with a command; nothing where it exists with these options."""
    if words == ["--version"]:
        return []
    if words[0] not in NAMES:
        return [f"no command {words[0]}"]
    found, rest = loaded(words[0]), words[1:]
    if hasattr(found, "commands") and rest and rest[0] in found.commands:
        found, rest = found.commands[rest[0]], rest[1:]
    options: dict[str, Any] = {
        name: x for x in found.params for name in (*x.opts, *x.secondary_opts)
    }
    wrong, at = [], 0
    while at < len(rest):
        word = rest[at]
        at += 1
        if not word.startswith("--"):
            continue
        if word not in options:
            wrong.append(f"{words[0]} has no option {word}")
        elif not options[word].is_flag:
            kind = options[word].type_descriptor.annotation
            if issubclass(kind, Enum) and rest[at] not in [x.value for x in kind]:
                wrong.append(f"{word} cannot be {rest[at]}")
            at += 1
    arguments = [x for x in found.params if x.param_type_name == "argument"]
    if any(x.required for x in arguments) and not [x for x in rest if not x.startswith("--")]:
        wrong.append(f"{' '.join(words)} lacks an argument")
    return wrong


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda x: x.name)
def test_every_command_of_a_guide_exists(document: Path) -> None:
    found = commands(document)
    assert found
    assert [wrong for x in found for wrong in parsed(x)] == []


def test_a_command_that_does_not_exist_is_found() -> None:
    assert parsed(["exprot", "facts"])
    assert parsed(["export", "facts", "--formt", "csv"])
    assert parsed(["export", "facts", "--format", "exe"])
    assert parsed(["outlets", "try"])


def test_the_guides_name_the_same_commands_in_the_same_order() -> None:
    assert [x.stem for x in GUIDES] == ["en", "kk", "ru"]

    def shape(words: list[str]) -> list[str]:
        return [x for x in words if x.isascii() and "'" not in x and '"' not in x]

    first, *others = [[shape(x) for x in commands(guide)] for guide in GUIDES]
    assert all(x == first for x in others)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda x: x.name)
def test_links_of_a_guide_lead_somewhere(guide: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", guide.read_text(encoding="utf-8"))
    assert [x for x in links if "://" not in x and not (guide.parent / x).exists()] == []
