"""The patterns an editor listed are tried only where their required letters stand, and find the
same lines as without that shortcut.
"""

import pytest

from baqylau.clean.wordlists import LinePatterns, required_letters


@pytest.mark.parametrize(
    ("line", "letters"),
    [
        ("все права защищены", "все права защищены"),
        (r"\baffiliate (?:links?|marketer)\b.{0,160}(?:commission|kick ?back)", "affiliate "),
        (r"(?:нашли|заметили) (?:ошибку|опечатку)", " "),
        (r"(?:подпишитесь|читайте нас).{0,90}(?:telegram|канал)", ""),
        (r"report(?:er)? (?:a )?typos?", "report"),
        (r"[.)»] ?фото\s*:", "фото"),
        ("ba+nana", "nana"),
        ("один|два", ""),
    ],
)
def test_the_letters_that_every_match_contains(line: str, letters: str) -> None:
    assert required_letters(line) == letters


def test_a_pattern_matches_where_its_letters_stand() -> None:
    lines = LinePatterns(["^тег", "orphus", r"\d+ (?:рет|ret) көрсетілді"])
    assert [
        lines.search(x)
        for x in ("Теги", "о тегах", "система Orphus", "10 рет көрсетілді", "рет көрсетілді")
    ] == [True, False, True, True, False]
