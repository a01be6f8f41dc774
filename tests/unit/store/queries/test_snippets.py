"""The piece of an article that a search shows, and the words marked in it."""

from datetime import date

import pytest

from baqylau.query.parse import parse
from baqylau.store.queries import snippets
from baqylau.store.queries.snippets import Highlighter

DAY = date(2026, 11, 24)


def marked(query: str, text: str, language: str = "ru") -> list[str]:
    node = parse(query, DAY)
    assert node is not None
    found = Highlighter(node).snippet(None, text, language)
    return [found.text[start:end] for start, end in found.marks]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("мост", "Новые мосты и старый мост.", ["мосты", "мост"]),
        ("человек", "Пришли люди из аула.", ["люди"]),
        ("елка", "У ёлки стоят дети.", ["ёлки"]),
        ("мост", "Новый мо\u00adст открыт у ёлки.", ["мо\u00adст"]),  # mixed-alphabets: allowed
        # mixed-alphabets: allowed
        ("мост", "Новый мо\u0301ст, второй м\u043eст.", ["мо\u0301ст", "мост"]),
        ("мост", "Новый моcт с латинской c.", ["моcт"]),  # mixed-alphabets: allowed
        ("водопров*", "Водопроводчик чинит водопровод.", ["Водопроводчик", "водопровод"]),
        ('"новый мост"', "Открыли новый мост.", ["новый", "мост"]),
        ("мост NEAR/3 река", "Через реку строят мост.", ["реку", "мост"]),
        ("-паром мост", "Паром и мост.", ["мост"]),
        ("lang:ru", "Паром и мост.", []),
    ],
)
def test_every_form_is_marked_as_printed(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


def test_the_piece_stands_around_the_first_word_found() -> None:
    text = f"{'Слово о погоде. ' * 60}Здесь мост. {'Ещё о погоде. ' * 60}"
    node = parse("мост", DAY)
    assert node is not None
    found = Highlighter(node).snippet("О мосте", text, "ru")
    assert [found.text[slice(*x)] for x in found.marks] == ["мост"]
    assert found.cut == (True, True)
    assert found.title_marks == ((2, 7),)


def test_words_learnt_by_another_search_are_marked_too() -> None:
    """Two searches of one process share the words they saw."""
    node = parse("мост", DAY)
    assert node is not None
    first = Highlighter(node)
    first.snippet(None, "Старый мост.", "ru")
    marked("паром", "Паром под мостом и за мостами.")
    found = first.snippet(None, "Паром под мостом и за мостами.", "ru")
    assert [found.text[slice(*x)] for x in found.marks] == ["мостом", "мостами"]


def test_words_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snippets, "_MOST_KNOWN", 2)
    node = parse("мост", DAY)
    assert node is not None
    highlighter = Highlighter(node)
    for text in ("Раз два три мост.", "Четыре пять мостов.", "Шесть мостами."):
        found = highlighter.snippet(None, text, "ru")
        assert len(found.marks) == 1, text
    assert len(snippets._held["ru"].known) <= 4
