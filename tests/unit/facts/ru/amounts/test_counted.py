"""How many: the noun behind a number, and bare figures that count the same thing as before."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("В посёлке построили 12 новых школ.", [("ru.count", "12 новых школ", 12.0)]),
        ("Трое рабочих пострадали.", [("ru.count", "Трое рабочих", 3.0)]),
    ],
)
def test_the_noun_behind_the_number_is_counted(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Количество вызовов – 12 540.", [("ru.count_named", "12 540", 12540.0)]),
    ],
)
def test_what_is_counted_may_stand_before_the_figure(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Поступило 200 заявок, из них 12 отклонены.",
            [("ru.count", "200 заявок", 200.0), ("ru.elliptic", "12", 12.0)],
        ),
        (
            "Экспорт составил 520 млн долларов, в августе ожидаем 600–700 млн.",
            [
                ("ru.money", "520 млн долларов", 520000000.0),
                ("ru.elliptic_money", "600–700 млн", 600000000.0),
            ],
        ),
    ],
)
def test_a_bare_figure_counts_the_same_thing_as_before(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount"), "value") == expected
