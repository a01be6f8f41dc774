"""Numbers of a text, in digits and in words."""

import pytest

from baqylau.facts.amounts.numbers import numbers
from baqylau.facts.ru.quantities import number_words


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [
        ("1 млн 200 тыс.", 1_200_000, None),
        ("5,5–6,5", 5.5, 6.5),
        ("от 3 до 5", 3, 5),
        ("две тысячи пятьсот", 2500, None),
        ("полтора миллиарда", 1.5e9, None),
        ("3 800", 3800, None),
    ],
)
def test_a_number_is_read_whole(text: str, value: float, high: float | None) -> None:
    (found,) = numbers(text, number_words())
    assert (found.value, found.high) == (value, high)


def test_two_numbers_stay_two() -> None:
    assert [x.value for x in numbers("5 домов и 7 школ", number_words())] == [5, 7]
