"""Sentences of one edition that have no counterpart in the other."""

from baqylau.analysis.omissions import counterparts

RU = [
    "В селе Кенсай 14 марта открыли школу на 320 мест.",
    "На строительство потратили 1,2 млрд тенге из республиканского бюджета.",
    "Директором школы назначен Марат Ескендиров.",
    "Старую школу признали аварийной в 2019 году.",
]
KK = [
    "Кеңсай ауылында 14 наурызда 320 орындық мектеп ашылды.",
    "Құрылысқа республикалық бюджеттен 1,2 млрд теңге жұмсалды.",
    "Мектеп директоры болып Марат Ескендіров тағайындалды.",
]


def _absent(first: list[str], second: list[str]) -> tuple[list[int], list[int]]:
    sides = counterparts(first, "ru", second, "kk")
    left, right = ([i for i, x in enumerate(side) if x.absent] for side in sides)
    return left, right


def test_a_sentence_without_a_counterpart_is_absent() -> None:
    assert _absent(RU, KK) == ([3], [])


def test_what_only_the_other_edition_says_is_absent_here() -> None:
    assert _absent(RU[:2], KK) == ([], [2])


def test_a_name_that_stands_everywhere_makes_no_pair() -> None:
    first = [
        "Марат Ескендиров назначен директором школы в Кенсае.",
        "Марат Ескендиров родился в 1980 году.",
    ]
    assert _absent(first, ["Марат Ескендіров Кеңсайдағы мектептің директоры болды."]) == ([1], [])


def test_counterparts_name_the_nearest_sentence() -> None:
    first, second = counterparts(RU, "ru", KK, "kk")
    assert [x.index for x in first[:3]] == [0, 1, 2]
    assert [x.index for x in second] == [0, 1, 2]


def test_an_empty_edition_has_nothing() -> None:
    first, second = counterparts(RU, "ru", [], "kk")
    assert all(x.absent and x.index is None for x in first)
    assert second == []
