"""What is quoted is read back as the same text, on one line."""

import tomllib

import pytest

from baqylau.text.toml import quoted


@pytest.mark.parametrize(
    "text",
    ["", "Газета «Жетісу»", 'Газета "Жетісу"', "a\\b", '\\"', '"""', "'", "#", "Қ𐓏", "\\u0041"],
)
def test_what_can_be_printed_comes_back(text: str) -> None:
    assert tomllib.loads(f"name = {quoted(text)}") == {"name": text}


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\t", "\x00", "\x7f", "\u2028", "\x85", "\ud800"])
def test_what_cannot_be_printed_is_a_space(mark: str) -> None:
    assert tomllib.loads(f"name = {quoted(f'a{mark}b')}") == {"name": f"a{' ' * len(mark)}b"}
