"""Who was appointed to what."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Серик Нурланов назначен акимом Уральска.",
            [
                (
                    "ru.appointed",
                    "Серик Нурланов назначен акимом Уральска",
                    "appointed",
                    "Серик Нурланов",
                    "аким Уральска",
                    None,
                )
            ],
        ),
        (
            "Министром энергетики стал Ержан Сатаев.",
            [
                (
                    "ru.appointed",
                    "Министром энергетики стал Ержан Сатаев",
                    "appointed",
                    "Ержан Сатаев",
                    "министр энергетики",
                    None,
                )
            ],
        ),
        (
            "Обязанности акима возложены на Марата Ахметова.",
            [
                (
                    "ru.entrusted",
                    "акима возложены на Марата Ахметова",
                    "appointed",
                    "Марат Ахметов",
                    "аким",
                    None,
                )
            ],
        ),
    ],
)
def test_an_appointment_has_its_person_and_position(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert (
        summary(facts(sentence, "appointment"), "action", "person", "position", "organization")
        == expected
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ерлан Сатаев возглавил департамент полиции.",
            [
                (
                    "ru.headed",
                    "Ерлан Сатаев возглавил департамент полиции",
                    "appointed",
                    "Ерлан Сатаев",
                    None,
                    "департамент полиции",
                )
            ],
        ),
    ],
)
def test_leading_an_institution_is_no_position(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert (
        summary(facts(sentence, "appointment"), "action", "person", "position", "organization")
        == expected
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Назначен новый аким Уральска.", []),
    ],
)
def test_without_a_person_there_is_no_appointment(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert (
        summary(facts(sentence, "appointment"), "action", "person", "position", "organization")
        == expected
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Аким области Нурлан Сабитов уволил начальника управления Ерлана Кадырова.",
            [("dismissed", "Ерлан Кадыров", "начальник управления")],
        ),
        (
            "Глава правительства Айдар Нуров освободил от должности вице-министра Сауле Ким.",
            [("dismissed", "Сауле Ким", "вице-министр")],
        ),
        (
            "Губернатор Олег Дёмин прекратил полномочия спикера Раисы Лаптевой.",
            [("dismissed", "Раиса Лаптева", "спикер")],
        ),
        (
            "Ректор Ержан Алтаев сместил ее с должности декана. Речь идет о Гаухар Сеитовой.",
            [("dismissed", "Гаухар Сеитова", "декан")],
        ),
        (
            "Новым мэром стал Павел Дорин вместо ушедшего с этого поста Игоря Белова.",
            [("appointed", "Павел Дорин", "мэр"), ("dismissed", "Игорь Белов", "мэр")],
        ),
        (
            "Депутат Роман Цой досрочно прекратил полномочия.",
            [("dismissed", "Роман Цой", "депутат")],
        ),
        ("Губернатор Олег Дёмин прекратил полномочия спикера.", []),
        ("Отставка дочери министра Алины Сеитовой обсуждалась весь день.", []),
    ],
)
def test_a_dismissal_falls_on_the_one_who_lost_the_post(
    sentence: str, expected: list[tuple[str, str, str]]
) -> None:
    found = summary(facts(sentence, "appointment"), "action", "person", "position")
    assert sorted(x[2:] for x in found) == sorted(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "Новым главой завода может стать член правления Олег Ахтин.",
        "Если Айдос Ералин станет акимом, он уволит Павла Дорина.",
        "Депутаты предложили назначить Айдоса Ералина министром финансов.",
        "Айдоса Ералина не назначили министром финансов.",
        "Серик Туленов мог быть назначен послом в Китае.",
        "Наследником предпринимателя стал Антон Вегер.",
        "Рейтинг журнала возглавил Тимур Алиев.",
        "Список богатейших людей страны возглавил Тимур Алиев.",
    ],
)
def test_what_has_not_happened_is_no_appointment(sentence: str) -> None:
    assert facts(sentence, "appointment") == []


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        (
            "Временно исполняющим обязанности главы управления стал Алихан Мурзин.",
            "временно исполняющий обязанности главы управления",
        ),
        (
            "Исполняющей обязанности ректора назначена Дана Оспанова.",
            "исполняющая обязанности ректора",
        ),
        (
            "Вице-министром по чрезвычайным ситуациям стал Серик Туленов.",
            "вице-министр по чрезвычайным ситуациям",
        ),
        ("Президент решил назначить Айдоса Ералина послом.", "посол"),
    ],
)
def test_a_position_is_whole(sentence: str, position: str) -> None:
    assert [x["position"]["name"] for x in facts(sentence, "appointment")] == [position]
