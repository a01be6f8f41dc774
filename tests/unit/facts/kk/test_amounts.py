"""What a Kazakh number measures."""

import pytest

from tests.unit.facts.reading import facts, summary


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Мектепке 12 млн теңге бөлінді.", [("kk.money", "12 млн теңге", "money", 12000000.0)]),
        ("Баға 5 пайызға өсті.", [("kk.percent", "5 пайызға", "percent", 5.0)]),
        ("Жол ұзындығы 45 шақырым.", [("kk.measure", "45 шақырым", "measure", 45.0)]),
        ("Бағдарлама екі жылға созылды.", [("kk.duration", "екі жылға", "duration", 2.0)]),
        ("Табыс 2,5 есе өсті.", [("kk.times", "2,5 есе", "ratio", 2.5)]),
    ],
)
def test_a_number_measures_what_its_unit_says(
    sentence: str, expected: list[tuple[object, ...]]
) -> None:
    assert summary(facts(sentence, "amount", "kk"), "quantity", "value") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Матч 3:2 есебімен аяқталды.", []),
    ],
)
def test_a_score_measures_nothing(sentence: str, expected: list[tuple[object, ...]]) -> None:
    assert summary(facts(sentence, "amount", "kk"), "quantity", "value") == expected
