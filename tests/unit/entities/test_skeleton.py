"""One name in several scripts sounds alike; two names do not."""

import pytest

from baqylau.entities.skeleton import initial, letters, likeness, skeleton, spoken
from baqylau.entities.wordlists import wordlist

ONE = [
    "Тоқаев Токаев Tokayev Tokaev Toqaev",
    "Әбілдаев Абильдаев Abildayev",
    "Смайылов Смаилов Smailov Smaıylov",
    "Тілеуберді Тлеуберди Tleuberdi Tileuberdi",
    "Жұманғарин Жумангарин Zhumangarin Jumangarin",
    "Мирзиёев Mirziyoyev",
    "Елена Yelena Elena",
    "Жүрсінов Журсунов Zhursunov",
    "Щукин Shchukin",
    "Александр Alexandr Aleksandr",
    "Ләззат Ляззат Лаззат Lyazzat",
]
TWO = [
    "Асанов Усанов", "Токаев Тохаев", "Омаров Умаров", "Искаков Исаков", "Марат Мурат",
    "Алия Алина", "Жанар Жанара", "Асель Айсель", "Саттаев Сатпаев", "Нуртас Нуртай",
]  # fmt: skip


@pytest.mark.parametrize("row", ONE)
def test_spellings_of_one_name(row: str) -> None:
    first, *others = row.split()
    for other in others:
        assert likeness(first, other) >= 0.75, other
        assert likeness(first, other) == likeness(other, first)
        assert skeleton(first) == skeleton(other)
        assert initial(first) == initial(other)


@pytest.mark.parametrize("row", TWO)
def test_two_names(row: str) -> None:
    assert likeness(*row.split()) == 0.0


def test_the_regular_spellings_have_one_key() -> None:
    assert len({spoken(x) for x in ("Токаев", "Тоқаев", "Tokayev", "Toqaev", "Tokaev")}) == 1


@pytest.mark.parametrize("word", ["", "-", "123", "ь", "👍", "Ф" * 10_000, "я́" * 500])
def test_anything_may_come(word: str) -> None:
    assert likeness(word, "Токаев") == 0.0
    assert isinstance(skeleton(word), str)
    assert isinstance(initial(word), str)


@pytest.mark.parametrize("spelling", wordlist("letters")["letters"])
def test_the_longest_spelling_of_the_table_is_read(spelling: str) -> None:
    pattern = letters()[1]
    assert [x[0] for x in pattern.finditer(spelling)] == [spelling]
