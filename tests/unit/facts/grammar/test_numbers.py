"""Numbers of a text, in digits and in words."""

import pytest

from baqylau.facts.grammar.numbers import in_thousands, numbers
from baqylau.facts.ru.words.quantities import number_words


@pytest.mark.parametrize(
    ("text", "value", "high"),
    [
        ("1 млн 200 тыс.", 1_200_000, None),
        ("5,5–6,5", 5.5, 6.5),
        ("от 3 до 5", 3, 5),
        ("две тысячи пятьсот", 2500, None),
        ("полтора миллиарда", 1.5e9, None),
        ("3 800", 3800, None),
        ("7,340,000", 7_340_000, None),
        ("7.340.000,5", 7_340_000.5, None),
        ("2.406.118.900,75", 2_406_118_900.75, None),
        ("6,201.40", 6201.4, None),
        ("6.201,40", 6201.4, None),
        ("82'000'000", 82_000_000, None),
        ("9’400’000", 9_400_000, None),
        ("18'250", 18_250, None),
        ("640млн", 640_000_000, None),
        ("7,25млрд", 7_250_000_000, None),
        ("15тыс.", 15_000, None),
        ("33K", 33_000, None),
        ("33К", 33_000, None),
        ("4.5M", 4_500_000, None),
        ("8bn", 8_000_000_000, None),
        ("1.5–2.5M", 1_500_000, 2_500_000),
    ],
)
def test_a_number_is_read_whole(text: str, value: float, high: float | None) -> None:
    (found,) = numbers(text, number_words())
    assert (found.value, found.high) == (value, high)


def test_two_numbers_stay_two() -> None:
    assert [x.value for x in numbers("5 домов и 7 школ", number_words())] == [5, 7]


@pytest.mark.parametrize(
    "text", ["2023 — 512 000", "2023–24 — 512 000", "2019 – 7 млн", "2022/23 – 45 000"]
)
def test_a_year_before_a_dash_begins_no_range(text: str) -> None:
    assert all(x.high is None or x.high < 100 for x in numbers(text, number_words()))
    assert numbers(text, number_words())[-1].value in (512_000, 7_000_000, 45_000)


@pytest.mark.parametrize(("text", "grouped"), [("6.200", 6200), ("91,500", 91_500)])
def test_one_mark_before_three_digits_may_part_thousands(text: str, grouped: int) -> None:
    (found,) = numbers(text, number_words())
    assert found.thousands
    assert in_thousands(found).value == grouped


@pytest.mark.parametrize("text", ["0.375", "6.20", "6.2000", "6.200 млн", "1234.500"])
def test_a_fraction_stays_a_fraction(text: str) -> None:
    (found,) = numbers(text, number_words())
    assert in_thousands(found) == found
