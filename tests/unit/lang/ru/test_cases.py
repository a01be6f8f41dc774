"""The phrases in which texts print a name."""

import pytest

from baqylau.lang.ru.cases import phrases


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Асель Ахметова", "асели ахметовой"),
        ("Асель Ахметова", "асель ахметовой"),
        ("Данияр Ахметов", "данияром ахметовым"),
        ("Айгуль Сыздыкова", "айгуль сыздыкову"),
        ("Жоомарт Кыдырбаев", "жоомарт кыдырбаев"),
    ],
)
def test_every_case_of_a_name_is_known(name: str, printed: str) -> None:
    assert printed in phrases(name.split())


def test_a_long_name_has_a_bounded_number_of_phrases() -> None:
    assert len(phrases(["Ахметова"] * 9)) <= 6 * 24 + 1
