"""What a number measures, and which figures measure nothing."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("На ремонт выделили 12 млн тенге.", [("ru.money", "12 млн тенге", "money", 12000000.0)]),
        (
            "Ставка выросла на 2,5 процентного пункта.",
            [("ru.percent", "2,5 процентного пункта", "percent", 2.5)],
        ),
        ("Дорога длиной 45 км.", [("ru.measure", "45 км", "measure", 45.0)]),
        ("Девочке 7 лет.", [("ru.duration", "7 лет", "duration", 7.0)]),
    ],
)
def test_a_number_measures_what_its_unit_says(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "quantity", "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Матч закончился 3:2.", []),
        ("Телефон 8 (727) 250-11-22.", []),
        ("Статья 5 Налогового кодекса изменена.", []),
    ],
)
def test_figures_that_measure_nothing(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount"), "quantity", "value") == expected


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Пеня составила 27,300 тенге.", 27_300),
        ("Абонемент стоит 18.900 тенге.", 18_900),
        ("Контракт на €6.201,00 подписан.", 6_201),
        ("Приз — $7,340,000.", 7_340_000),
        ("Раунд на $4.5M закрыт.", 4_500_000),
        ("Стартап продали за 33K долларов.", 33_000),
        ("На школу дали 640млн тенге.", 640_000_000),
        ("Опросили 18,250 жителей.", 18_250),
        ("Курс доллара составил 498,125 тенге.", 498.125),
        ("Ящик весит 3,125 кг.", 3.125),
    ],
)
def test_a_mark_parts_thousands_or_a_fraction_by_what_is_measured(
    sentence: str, value: float
) -> None:
    assert [x["value"] for x in facts(sentence, "amount")] == [value]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("2023 — 512 000 тонн; 2024 — 604 000 тонн.", [512_000, 604_000]),
        ("В 2022–23 — 512 000 тонн.", [512_000]),
        ("2019 – 7 млн тонн, 2020 – 8 млн тонн.", [7_000_000, 8_000_000]),
    ],
)
def test_a_year_of_a_row_is_no_amount(sentence: str, values: list[float]) -> None:
    assert [x["value"] for x in facts(sentence, "amount")] == values


@pytest.mark.parametrize("sentence", ["Камера снимает 4K видео.", "Бежали 10K в парке."])
def test_a_letter_behind_digits_without_money_is_a_name(sentence: str) -> None:
    assert facts(sentence, "amount") == []
