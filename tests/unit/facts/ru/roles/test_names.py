"""The words and the name of a position."""

import pytest

from baqylau.facts.ru.roles.names import is_commanding, singular
from tests.unit.facts.reading import analysis, facts, summary


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("заместителей министра", "заместитель министра"),
        ("итальянские композиторы", "итальянский композитор"),
    ],
)
def test_one_of_several_has_the_position_in_the_singular(words: str, name: str) -> None:
    a = analysis(words)
    assert singular(a.tokens, a.text) == name


def test_a_participle_of_commanding_is_an_office() -> None:
    tokens = analysis("Командующий войсками и сверкающий меч.").tokens
    assert [t.text for t in tokens if is_commanding(t)] == ["Командующий"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Приехали заместители министра Олег Ким и Анна Белова.",
            [("Олег Ким", "заместитель министра"), ("Анна Белова", "заместитель министра")],
        ),
        ("Это итог работы сотрудников на базе, выступлений Олега Кима.", []),
        ("И.о. ректора Олег Ким выступил.", [("Олег Ким", "и.о. ректора")]),
        ("Олег Ким с 2001 года президент фонда.", [("Олег Ким", "президент фонда")]),
    ],
)
def test_whose_position_it_is(sentence: str, expected: list[tuple[str, str]]) -> None:
    found = summary(facts(sentence, "role"), "person", "position")
    assert [x[2:] for x in found] == expected
