"""Dates that depend on another date of the text."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "В 2024 году – 7 аварий, годом ранее – 5.",
            [
                ("ru.year", "2024 году", "2024-01-01", "2024-12-31"),
                ("ru.earlier", "годом ранее", "2023-01-01", "2023-12-31"),
            ],
        ),
    ],
)
def test_a_year_earlier_than_the_one_named_before(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "date"), "from", "to") == expected


@pytest.mark.parametrize(
    ("sentence", "language", "words", "days"),
    [
        ("В понедельник, 9 марта, дорогу закрыли.", "ru", "понедельник, 9 марта", "2026-03-09"),
        ("В понедельник, 16 февраля, сел борт.", "ru", "понедельник, 16 февраля", "2026-02-16"),
        ("Во вторник (10 марта) дали тепло.", "ru", "вторник (10 марта)", "2026-03-10"),
        ("9 марта, в понедельник, дали тепло.", "ru", "9 марта, в понедельник", "2026-03-09"),
        ("Завтра, 12 марта, выйдет указ.", "ru", "Завтра, 12 марта", "2026-03-12"),
        (
            "Он родился в среду, 11 февраля 2015 года.",
            "ru",
            "среду, 11 февраля 2015 года",
            "2015-02-11",
        ),
        ("Жиын дүйсенбі күні, 9 наурызда өтті.", "kk", "дүйсенбі күні, 9 наурызда", "2026-03-09"),
    ],
)
def test_a_weekday_and_the_day_beside_it_are_one_date(
    sentence: str, language: str, words: str, days: str
) -> None:
    assert [(x["text"], x["from"], x["to"]) for x in facts(sentence, "date", language)] == [
        (words, days, days)
    ]


def test_a_day_and_the_next_clause_are_two_dates() -> None:
    found = facts("Мост открыли 9 марта, сегодня по нему ездят.", "date")
    assert [x["text"] for x in found] == ["9 марта", "сегодня"]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Выставка открыта с 03.02.2025 по 5 марта 2025 года.", [("2025-02-03", "2025-03-05")]),
        ("С 5 мая 2023 по 02.06.2023 шёл ремонт.", [("2023-05-05", "2023-06-02")]),
        ("Работы со 2 июня 2024 до 7 июля 2025 года.", [("2024-06-02", "2025-07-07")]),
        ("Договор 01.02.2024–31.03.2025 исполнен.", [("2024-02-01", "2025-03-31")]),
        ("Приём с 20.12 по 10.01.2027.", [("2026-12-20", "2027-01-10")]),
        ("Переход с 01.03 по 31.05 закрыт.", [("2026-03-01", "2026-05-31")]),
        (
            "Заседания 01.02.2026, 15.02.2026 отменены.",
            [("2026-02-01", "2026-02-01"), ("2026-02-15", "2026-02-15")],
        ),
        ("Цена выросла с 10.12 до 12.10 тенге.", []),
    ],
)
def test_two_days_of_mixed_forms_are_one_range(sentence: str, days: list[tuple[str, str]]) -> None:
    assert [(x["from"], x["to"]) for x in facts(sentence, "date")] == days
