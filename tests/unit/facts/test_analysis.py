"""The one shared pass over an article."""

import pytest

from baqylau.facts import extract
from baqylau.facts.analysis import Source, analyse, paragraphs_of


def test_paragraphs_are_the_lines_with_words() -> None:
    text = "Мост.\n\n Дорога.\n"
    assert [text[x.start : x.end].strip() for x in paragraphs_of(text)] == ["Мост.", "Дорога."]


@pytest.mark.parametrize(
    ("text", "language", "read_as"),
    [
        ("Мост открыт.", "ru", "ru"),
        ("Мектеп салынды.", "kk", "kk"),
        ("Биыл жаңа мектеп салынды, деді әкім.", None, "kk"),
        ("The dam is safe.", "en", "en"),
    ],
)
def test_a_text_is_read_in_its_own_language(text: str, language: str | None, read_as: str) -> None:
    assert analyse(Source(text, language=language)).language == read_as


def test_tokens_in_a_stretch_begin_there() -> None:
    a = analyse(Source("Мост открыт вчера.", language="ru"))
    assert [x.text for x in a.tokens_in(5, 12)] == ["открыт"]


def test_a_language_without_rules_has_no_facts() -> None:
    said = "«Жол жазында бүтөт», – деди Асан Токтосунов."
    found = extract(Source(said, language="ky"))
    assert (found.language, found.mentions, found.facts) == ("ky", (), ())
