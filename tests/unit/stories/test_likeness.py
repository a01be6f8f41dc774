"""Whether two texts are one article, and whether an edit is a revision."""

import pytest

from baqylau.stories.likeness import is_one_article, is_revision

SNOW = "Первый снег лёг в горах раньше обычного, и дорожники закрыли перевал на неделю."
WATER = "В посёлке запустили насосную станцию, и две улицы впервые получили воду из крана."
MORE = " Водителей просят ехать в объезд через долину, автобусы ходят по старому расписанию."


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Перевал закрыли", SNOW), ("Перевал закрыли", WATER), True),
        (("Перевал закрыли", SNOW), ("Дорогу открыли снова", SNOW + MORE), True),
        (("Снег закрыл перевал в горах", SNOW), ("Снег закрыл перевал: фото", WATER), True),
        (("Перевал закрыли", SNOW), ("Вода пришла", WATER), False),
        ((None, SNOW), (None, WATER), False),
        (("Новости", SNOW), ("Новости дня", WATER), False),
    ],
)
def test_versions_of_one_article_keep_its_words(
    one: tuple[str | None, str], other: tuple[str | None, str], expected: bool
) -> None:
    assert is_one_article(*one, *other) is expected
    assert is_one_article(*other, *one) is expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Вода – в кране", "Вода - в кране"),
        ("Вода «в кране»", 'Вода "в кране"'),
        ("Всё готово", "Все готово…"),
        ("Вода пришла\nПрочитали: 3 450 человек", "Вода пришла\nПрочитали: 3 512 человек"),
        ("Су келді\nҚаралым саны: 120", "Су келді\nҚаралым саны: 391"),
        ("Вода пришла\n12 комментариев", "Вода пришла"),
        ("Water came\nViews: 10", "Water came\nViews: 11"),
    ],
)
def test_marks_and_counters_make_no_revision(before: str, after: str) -> None:
    assert not is_revision("Вода", before, "Вода!", after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Погибли 5 человек.", "Погибли 6 человек."),
        ("Комментарий акима получен 5 мая. Вода есть.", "Комментарий акима получен 6 мая. Её нет."),
        ("Вода пришла", "Вода ушла"),
    ],
)
def test_a_changed_word_or_figure_is_a_revision(before: str, after: str) -> None:
    assert is_revision("Вода", before, "Вода", after)
